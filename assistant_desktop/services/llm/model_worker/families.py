"""How model families write tool calls and reasoning: a table. Pure.

Source: the families' published chat templates, as ggml-org/llama.cpp keeps them under
models/templates: openai-gpt-oss-120b, Qwen3-Coder, Qwen-Qwen3-0.6B, GLM-4.6, gemma4,
GigaChat3-10B-A1.8B, llama-cpp-microsoft-Phi-4-mini-instruct, LFM2.5-8B-A1B,
mistralai-Mistral-Small-3.1-24B-Instruct-2503, meta-llama-Llama-3.1-8B-Instruct.
A family that is not here is asked for a JSON envelope under a grammar instead.
"""

from dataclasses import dataclass
from typing import Literal

Form = Literal["json", "mistral", "xml", "pairs", "braces", "pythonic", "harmony"]


@dataclass(frozen=True, slots=True)
class Family:
    """One way of writing calls.

    sign: text that the model's own template has. opens, closes: around each call (closes empty:
    to the end). form: what stands between. thinks: around reasoning. bare: a reply that begins
    with a brace is a call without any mark. drops: marks between the parts that nobody reads.
    """

    name: str
    sign: str
    opens: str
    closes: str
    form: Form
    thinks: tuple[str, str] = ("<think>", "</think>")
    bare: bool = False
    drops: tuple[str, ...] = ()


FAMILIES = (
    Family("harmony", "<|channel|>", "", "", "harmony"),
    Family("qwen-xml", "<parameter=", "<tool_call>", "</tool_call>", "xml"),
    Family("glm", "<arg_key>", "<tool_call>", "</tool_call>", "pairs"),
    Family("phi", "<|tool_call|>", "<|tool_call|>", "<|/tool_call|>", "json"),
    Family("lfm", "<|tool_call_start|>", "<|tool_call_start|>", "<|tool_call_end|>", "pythonic"),
    Family("gemma", "<|tool_call>", "<|tool_call>", "<tool_call|>", "braces",
           ("<|channel>thought\n", "<channel|>")),
    Family("function-gemma", "<start_function_call>", "<start_function_call>",
           "<end_function_call>", "braces"),
    Family("hermes", "<tool_call>", "<tool_call>", "</tool_call>", "json"),
    Family("mistral", "[TOOL_CALLS]", "[TOOL_CALLS]", "", "mistral", ("[THINK]", "[/THINK]")),
    Family("gigachat", "function call", "function call<|role_sep|>\n", "<|message_sep|>", "json",
           drops=("<|message_sep|>\n\n", "<|message_sep|>")),
    Family("llama", "dictionary of argument name and its value", "<|python_tag|>", "", "json",
           bare=True),
    Family("llama-python-tag", "<|python_tag|>", "<|python_tag|>", "", "json", bare=True),
)  # fmt: skip
"""In this order: the first whose sign the template has."""

ENVELOPE = Family("envelope", "", "", "", "json")


def family_of(template: str) -> Family:
    """The family a template belongs to, the envelope for one that knows no tools."""
    if "tools" not in template:
        return ENVELOPE
    return next((one for one in FAMILIES if one.sign in template), ENVELOPE)
