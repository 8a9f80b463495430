"""Models one can have on this computer: what they are, what they cost, whether they fit. Pure.

The memory rule, for weights that are not here yet: parameters x bits a weight, plus the context's
keys and values, plus what llama.cpp computes in. A file that is here is asked itself.

Source of the rule: llama.cpp keeps keys and values as 16-bit floats by default (llama-context.cpp,
`type_k`, `type_v`): layers x key and value heads x head size x 2 x 2 bytes a token. Q8_0 is 32
8-bit weights and one 16-bit scale: 8.5 bits each (ggml-common.h, `block_q8_0`). Q4_K_M mixes 4.5
and 6.6 bits; published files of the library have 4.9 to 5.2.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from assistant_desktop.domain.model import DomainModel

BITS_PER_WEIGHT = {"Q4_K_M": 5.1, "Q8_0": 8.6}
"""With a little for what is kept at a higher precision."""
WORK_BYTES = 400_000_000
"""Buffers of a batch of 128 tokens and the output over a vocabulary of 150,000."""
SYSTEM_BYTES = 1_500_000_000
"""What the system and this program need beside a model."""
DISK_MARGIN_BYTES = 1_000_000_000
"""A download leaves this much of the disk free."""
USUAL_CONTEXT = 8192
"""For a server, which nobody can ask, and to tell what a model costs."""
LEAST_CONTEXT, MOST_CONTEXT = 2048, 32768
CONTEXT_SHARE = 0.25
"""Of the free memory: what the context may take where the user leaves it to us."""
_CONTEXT_STEP = 256
BRISK_B_PER_CORE = 1.1
"""Billions of parameters that one core reads a prompt of ours with in some seconds."""
SMALLEST_BRISK_B = 1.7

BUILT_IN, BUILT_IN_TITLE, BUILT_IN_BYTES = "all-minilm-l6-v2", "all-MiniLM-L6-v2", 25_000_000
"""The embedder that comes with the app, which is no entry: nobody has to download it."""
WORDS_ALONE = "none"
"""To choose no embedder."""

Kind = Literal["chat", "embedding"]
Skill = Literal["none", "basic", "good"]


class LibraryEntry(DomainModel):
    """A model of the library, and where its file is.

    parameters_b: billions. languages: the ones its documentation names; language_count: how many
    it says it knows. best_at: those it was made for. kv_layers, kv_heads, head_size: what the
    context costs; 0 layers where nothing is kept. rereads: a hybrid, whose prompt llama.cpp reads
    anew with each message (llama.cpp issues 20225 and 20153). tools_source and sources: where it
    was read.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.\-]*$")
    title: str
    kind: Kind
    licence: str
    parameters_b: float = Field(gt=0)
    languages: tuple[str, ...]
    language_count: int = Field(ge=1)
    best_at: tuple[str, ...] = ()
    tools: Skill = "none"
    tools_source: str = ""
    host: str = "https://huggingface.co"
    repository: str = Field(pattern=r"^[\w.\-]+/[\w.\-]+$")
    file: str = Field(pattern=r"^[\w.\-]+\.gguf$")
    precision: Literal["Q4_K_M", "Q8_0"]
    context_tokens: int = Field(ge=512)
    kv_layers: int = Field(default=0, ge=0)
    kv_heads: int = Field(default=0, ge=0)
    head_size: int = Field(default=0, ge=0)
    rereads: bool = False
    query_prefix: str = ""
    text_prefix: str = ""
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def weight_bytes(self) -> int:
        """About how large the file is, before the hub was asked."""
        return round(self.parameters_b * 1e9 * BITS_PER_WEIGHT[self.precision] / 8)

    @property
    def kv_bytes_per_token(self) -> int:
        """What one token of context takes."""
        return kv_bytes(self.kv_layers * self.kv_heads, self.head_size * 2)

    def memory_bytes(self, context_tokens: int, file_bytes: int = 0) -> int:
        """What it needs to run; `file_bytes` where they are known."""
        weights = file_bytes or self.weight_bytes
        return weights + self.kv_bytes_per_token * context_tokens + WORK_BYTES

    def url(self, hub: str = "") -> str:
        """Where its file is, on its own hub or on another."""
        return f"{(hub or self.host).rstrip('/')}/{self.repository}/resolve/main/{self.file}"


class ModelFileInfo(DomainModel):
    """What a GGUF file says of itself.

    kv_bytes_per_token: over all layers that keep keys and values; an upper bound where some look
    back over a window only. parameters: a label such as "4B", empty where it has none.
    """

    path: str
    architecture: str
    name: str = ""
    file_bytes: int
    context_tokens: int = 0
    layers: int = 0
    heads: int = 0
    kv_heads: int = 0
    embedding_length: int = 0
    kv_bytes_per_token: int = 0
    has_chat_template: bool = False
    pooling: str = ""
    precision: str = ""
    size_label: str = ""
    licence: str = ""

    @property
    def is_embedding(self) -> bool:
        """Whether it makes vectors, not words: only such models say how they pool.

        Some keep the chat template of the model they were made from.
        """
        return self.pooling in {"mean", "cls", "last"}

    def memory_bytes(self, context_tokens: int) -> int:
        """What it needs to run."""
        return self.file_bytes + self.kv_bytes_per_token * context_tokens + WORK_BYTES


class Machine(DomainModel):
    """What this computer has, in bytes. gpu: the backend of this build, empty for none."""

    ram_total: int
    ram_free: int
    disk_free: int
    physical_cores: int = 1
    gpu: str = ""
    vram_total: int = 0
    vram_free: int = 0


Reason = Literal["memory-total", "disk", "memory-now", "gpu", "ok"]


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model runs here, and why; bytes needed and bytes there are."""

    verdict: Literal["fits", "tight", "no"]
    reason: Reason
    needed: int = 0
    there: int = 0


@dataclass(frozen=True, slots=True)
class InstalledFile:
    """A whole file, or the part that a paused download left (`is_whole` False)."""

    name: str
    path: str
    file_bytes: int
    total_bytes: int
    is_whole: bool = True
    verified: Literal["", "sha256", "size"] = ""


@dataclass(frozen=True, slots=True)
class DownloadStep:
    """How a download stands. seconds_left is None while it cannot be told."""

    state: Literal["starting", "downloading", "checking", "done"]
    done_bytes: int = 0
    total_bytes: int = 0
    bytes_per_s: float = 0.0
    seconds_left: float | None = None
    verified: Literal["", "sha256", "size"] = ""


def kv_bytes(heads_over_layers: int, key_and_value_size: int) -> int:
    """Bytes a token: each head keeps a key and a value of 16-bit floats."""
    return heads_over_layers * key_and_value_size * 2


def context_tokens(wanted: int, info: ModelFileInfo, ram_free: int) -> int:
    """How much a model reads at once; 0 wanted: what its keys and values leave memory for.

    Never more than it was trained for.
    """
    trained = info.context_tokens or USUAL_CONTEXT
    if wanted:
        return min(wanted, trained)
    room = MOST_CONTEXT
    if info.kv_bytes_per_token:
        room = int(ram_free * CONTEXT_SHARE) // info.kv_bytes_per_token
    room -= room % _CONTEXT_STEP
    return min(trained, max(LEAST_CONTEXT, min(room, MOST_CONTEXT)))


def judge_fit(memory: int, download: int, machine: Machine) -> Fit:
    """Whether a model that needs `memory` and still has `download` bytes to come runs here."""
    on_gpu = bool(machine.gpu) and machine.vram_free >= memory
    most = machine.ram_total - SYSTEM_BYTES
    if not on_gpu and memory > most:
        return Fit("no", "memory-total", memory, machine.ram_total)
    if download and download + DISK_MARGIN_BYTES > machine.disk_free:
        return Fit("no", "disk", download + DISK_MARGIN_BYTES, machine.disk_free)
    if on_gpu:
        return Fit("fits", "gpu", memory, machine.vram_free)
    if memory > machine.ram_free:
        return Fit("tight", "memory-now", memory, machine.ram_free)
    return Fit("fits", "ok", memory, machine.ram_free)


def recommended(
    entries: tuple[LibraryEntry, ...], fits: dict[str, Fit], machine: Machine, language: str
) -> LibraryEntry | None:
    """The chat model to offer: one that runs here at a pace, and was made for the language.

    A model that fits goes before one that is tight, a brisk one before a slow one; then the one
    made for the language, or that names it; then one that keeps what it has read; then skill with
    tools; then the larger.
    """
    can = [one for one in entries if one.kind == "chat" and fits[one.name].verdict != "no"]
    brisk_b = max(machine.physical_cores * BRISK_B_PER_CORE, SMALLEST_BRISK_B)

    def worth(entry: LibraryEntry) -> tuple[int, bool, int, bool, int, float]:
        return (
            {"fits": 1, "tight": 0, "no": -1}[fits[entry.name].verdict],
            fits[entry.name].reason == "gpu" or entry.parameters_b <= brisk_b,
            _language_worth(entry, language),
            not entry.rereads,
            {"none": 0, "basic": 1, "good": 2}[entry.tools],
            entry.parameters_b,
        )

    return max(can, key=worth, default=None)


def _language_worth(entry: LibraryEntry, language: str) -> int:
    if language == "en":
        return 1  # every model of the library knows it
    if language in entry.best_at:
        return 2
    return int(language in entry.languages)
