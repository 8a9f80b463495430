"""What the models verb prints."""

import json
import time
from collections.abc import Callable

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.assistant import Assistant, ModelRow
from assistant_desktop.domain.events import DownloadProgress, Event
from assistant_desktop.domain.model_library import (
    BUILT_IN,
    BUILT_IN_BYTES,
    BUILT_IN_TITLE,
    ModelFileInfo,
)
from assistant_desktop.wording import Wording
from assistant_desktop.wording.model_words import (
    fit_text,
    languages_text,
    left_text,
    licence_text,
    size_text,
    speed_text,
    tools_text,
)

_CONTEXTS = (4096, 8192, 16384, 32768)
_LINE_EVERY_SHARE, _LINE_EVERY_S, _LEAST_S = 0.05, 10.0, 1.0
"""A line each twentieth of the file or each ten seconds, and one a second at most."""


def print_row(row: ModelRow, terminal: Terminal) -> None:
    """Two lines: what it is, and how it stands here."""
    words, entry = terminal.words, row.entry
    mark = "*" if row.is_chosen else " "
    about = [languages_text(words, entry), tools_text(words, entry), licence_text(words, entry)]
    size = size_text(words, row.download_bytes)
    terminal.line(f"{mark} {entry.name:22} {size:>8}  {entry.title}")
    terminal.line(f"    {state_text(words, row)} · {' · '.join(one for one in about if one)}")


def print_built_in(assistant: Assistant, terminal: Terminal) -> None:
    """The embedder that comes with the app."""
    words = terminal.words
    mark = "*" if assistant.finder.choice.kind == "auto" else " "
    size = size_text(words, BUILT_IN_BYTES)
    terminal.line(f"{mark} {BUILT_IN:22} {size:>8}  {BUILT_IN_TITLE}")
    terminal.line("    " + words.text("comes with the app · English · Apache-2.0"))


def state_text(words: Wording, row: ModelRow) -> str:
    """Installed, half there, or whether it fits."""
    if row.is_installed:
        return words.text("installed")
    if row.file is not None and row.file.total_bytes:
        share = row.file.file_bytes * 100 // row.file.total_bytes
        return words.text("{share} % downloaded", share=share)
    fit = fit_text(words, row.fit)
    return f"{fit} · {words.text('recommended')}" if row.is_recommended else fit


def row_json(row: ModelRow, words: Wording) -> dict[str, object]:
    """The same for programs."""
    return {
        "name": row.entry.name,
        "title": row.entry.title,
        "kind": row.entry.kind,
        "licence": row.entry.licence,
        "languages": list(row.entry.languages),
        "tools": row.entry.tools,
        "bytes": row.download_bytes,
        "memory_bytes": row.fit.needed,
        "installed": row.is_installed,
        "downloaded_bytes": row.file.file_bytes if row.file is not None else 0,
        "fits": row.fit.verdict,
        "why": fit_text(words, row.fit),
        "chosen": row.is_chosen,
        "recommended": row.is_recommended,
    }


def print_info(info: ModelFileInfo, terminal: Terminal, *, as_json: bool) -> None:
    """What a file says of itself, and what it costs at four lengths of context."""
    words = terminal.words
    contexts = [one for one in _CONTEXTS if one <= max(info.context_tokens, _CONTEXTS[0])]
    if as_json:
        memory = {str(one): info.memory_bytes(one) for one in contexts}
        fields = info.model_dump() | {"memory_bytes": memory}
        terminal.line(json.dumps(fields, ensure_ascii=False))
        return
    terminal.line(info.name or info.path)
    template = words.text("yes") if info.has_chat_template else words.text("no")
    facts = [
        (words.text("Architecture"), info.architecture),
        (words.text("Parameters"), info.size_label),
        (words.text("Precision"), info.precision),
        (words.text("Licence"), info.licence),
        (words.text("Context"), words.text("{n} tokens", n=info.context_tokens)),
        (words.text("Layers, heads, key and value heads"), _shape(info)),
        (words.text("Chat template"), template),
        (words.text("Pooling"), info.pooling),
        (words.text("File"), size_text(words, info.file_bytes)),
        (words.text("1,000 tokens of context"), size_text(words, info.kv_bytes_per_token * 1000)),
    ]
    for name, value in facts:
        if value:
            terminal.line(f"  {name}: {value}")
    for tokens in contexts:
        size = size_text(words, info.memory_bytes(tokens))
        terminal.line(
            "  " + words.text("{size} of memory at {n} tokens of context", size=size, n=tokens)
        )


def _shape(info: ModelFileInfo) -> str:
    return f"{info.layers}, {info.heads}, {info.kv_heads}" if info.layers else ""


def follow(assistant: Assistant, name: str, terminal: Terminal) -> Callable[[], None]:
    """Print how a download goes on standard error; call what is returned to stop."""
    told_share, told_at_s = -1.0, -_LINE_EVERY_S

    def hear(event: Event) -> None:
        nonlocal told_share, told_at_s
        if not isinstance(event, DownloadProgress) or event.name != name:
            return
        share = event.done_bytes / event.total_bytes if event.total_bytes else 0.0
        since_s = time.monotonic() - told_at_s
        far = share - told_share >= _LINE_EVERY_SHARE and since_s >= _LEAST_S
        if event.state == "downloading" and (far or since_s >= _LINE_EVERY_S):
            told_share, told_at_s = share, time.monotonic()
            terminal.problem(progress_text(terminal.words, event))
        elif event.state in {"starting", "checking"}:
            terminal.problem(progress_text(terminal.words, event))

    return assistant.subscribe(hear)


def progress_text(words: Wording, event: DownloadProgress) -> str:
    """How a download stands, in a line."""
    if event.state == "starting":
        return words.text("Asking the hub…")
    if event.state == "checking":
        return words.text("Checking what came…")
    share = event.done_bytes * 100 // max(event.total_bytes, 1)
    parts = [
        words.text(
            "{share} %: {done} of {total}",
            share=share,
            done=size_text(words, event.done_bytes),
            total=size_text(words, event.total_bytes),
        )
    ]
    if event.bytes_per_s:
        parts.append(speed_text(words, event.bytes_per_s))
    if event.seconds_left is not None:
        parts.append(left_text(words, event.seconds_left))
    return " · ".join(parts)
