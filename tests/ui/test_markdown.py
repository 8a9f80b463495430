"""Markdown: what grows piece by piece ends as what is written at once; nothing opens by itself."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from assistant_desktop.ui.widgets.message_text import MessageText

TEXT = """# Title

Some **bold**, *slanted* and `code` words, https://example.org/x.

1. one
2. two
   - deep

> quoted

| a | b |
|---|---|
| 1 | 2 |

```python
def f(x):
    return x + 1
```

<script>alert(1)</script>

The end."""


@pytest.fixture
def text(qtbot):
    made = MessageText()
    qtbot.addWidget(made)
    made.resize(600, 400)
    return made


@pytest.mark.parametrize("step", [1, 7, 50])
def test_growing_ends_as_writing_at_once(qtbot, text, step):
    for end in range(step, len(TEXT), step):
        text.show_markdown(TEXT[:end], finished=False)
    text.show_markdown(TEXT, finished=True)
    whole = MessageText()
    qtbot.addWidget(whole)
    whole.show_markdown(TEXT, finished=True)
    assert text.toPlainText() == whole.toPlainText()
    assert text.fit(500) == whole.fit(500)


def test_html_is_shown_not_run(text):
    text.show_markdown(TEXT, finished=True)
    assert "<script>alert(1)</script>" in text.toPlainText()


def test_a_text_that_changed_its_beginning_is_written_anew(text):
    text.show_markdown("one\n\ntwo\n\nthree", finished=False)
    text.show_markdown("four\n\nfive", finished=True)
    assert text.toPlainText().split() == ["four", "five"]


def test_code_is_copied_whole(text):
    text.show_markdown(TEXT, finished=True)
    text.anchorClicked.emit(QUrl("copy:0"))
    assert QGuiApplication.clipboard().text() == "def f(x):\n    return x + 1"


def test_links_open_in_the_browser_and_only_harmless_ones(text, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    text.show_markdown("[a](https://example.org) [b](file:///etc/passwd)", finished=True)
    assert opened == []
    for link in ("https://example.org", "file:///etc/passwd", "ftp://example.org"):
        text.anchorClicked.emit(QUrl(link))
    assert opened == ["https://example.org"]


@pytest.mark.parametrize("body", ["", "\x00", "﻿", "\u202eright to left", "#" * 5000, "[" * 300])
def test_odd_texts_are_shown(text, body):
    text.show_markdown(body, finished=False)
    text.show_markdown(body, finished=True)
    assert text.fit(300) >= 0
