"""The longest stall of the event loop while an answer streams into 100,000 messages."""

import os
import time
from typing import Any

from benchmarks.figures import Budget, Report

MESSAGES, PAGE = 100_000, 200
TOKENS_A_SECOND = 200
TEXT = (
    "A plan for the **weekend** with `code`, a list and a table, said word by word.\n\n"
    "1. first the market\n2. then the houses\n\n```python\ndef f(x):\n    return x + 1\n```\n\n"
)
WORDS = TEXT.split(" ")


def run(budget: Budget) -> Report:
    """Real widgets, drawn offscreen; ten seconds of streaming where the budget allows."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from assistant_desktop.ui.running import import_for_later
    from assistant_desktop.ui.theme import theme
    from assistant_desktop.ui.views.chat_page import ChatPage

    import_for_later()  # the window does so in a thread as soon as it works
    report = Report()
    app = QApplication.instance() or QApplication(["bench"])
    theme().use("light")
    page = ChatPage()
    page.resize(840, 720)
    page.show()
    app.processEvents()
    items = _items()
    started = time.perf_counter()
    page.show_items(items[-PAGE:])
    app.processEvents()
    took_ms = (time.perf_counter() - started) * 1000
    report.add(f"open a conversation: its newest {PAGE}", took_ms, "ms", most=100)
    started = time.perf_counter()
    page.show_items(items)
    app.processEvents()
    report.add(f"all {MESSAGES} at once", (time.perf_counter() - started) * 1000, "ms", most=500)
    seconds = min(10.0, max(budget.left_s / 3, 3.0))
    stalls = _stream(app, page, seconds)
    report.add("longest stall, end in sight", max(stalls), "ms", most=50)
    report.add("median step", sorted(stalls)[len(stalls) // 2], "ms")
    report.add("scroll through all, longest step", _scroll(app, page), "ms", most=100)
    page.hide()
    page.deleteLater()
    return report


def _items() -> list[object]:
    from assistant_desktop.ui.models.chat_items import ChatItem

    return [
        ChatItem(f"m{n}", "user" if n % 2 else "assistant", f"Message {n}. " + "words " * (n % 60))
        for n in range(MESSAGES)
    ]


def _stream(app: Any, page: Any, seconds: float) -> list[float]:
    """Tokens through the presenter's own 30 Hz gate; the time each turn of the loop took."""
    from assistant_desktop.ui.models.chat_items import ChatItem
    from assistant_desktop.ui.presenters.live_text import LiveText

    live = LiveText()
    item = ChatItem("live", "assistant", "", is_streaming=True)

    def grown(_: str) -> None:
        item.text = live.text("live")
        item.touch()
        page.list.refresh(item)

    live.grown.connect(grown)
    page.add_item(item)
    began, tokens, stalls = time.perf_counter(), 0, []
    while (now := time.perf_counter() - began) < seconds:
        step = time.perf_counter()
        while tokens < now * TOKENS_A_SECOND:
            live.add("c", "live", f"{WORDS[tokens % len(WORDS)]} ")
            tokens += 1
        app.processEvents()
        stalls.append((time.perf_counter() - step) * 1000)
        time.sleep(0.002)
    live.deleteLater()
    return stalls


def _scroll(app: Any, page: Any) -> float:
    bar = page.list.verticalScrollBar()
    longest = 0.0
    for step in range(60):
        started = time.perf_counter()
        bar.setValue(bar.maximum() * (60 - step) // 60)
        app.processEvents()
        longest = max(longest, (time.perf_counter() - started) * 1000)
    return longest
