"""A reminder in a list: what, when, and what can be done with it; it can be edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QToolButton, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    icon_button,
    label,
    line,
    picture,
    plain,
)
from assistant_desktop.ui.widgets.snooze_menu import snooze_menu, snooze_menu_button

if TYPE_CHECKING:
    from assistant_desktop.ui.models.reminder_rows import ReminderRow

Use = Literal["list", "missed"]


class ReminderLine(QFrame):
    """`acted` carries the occurrence and the action; `edited` the new text and time."""

    acted = Signal(str, str)
    edited = Signal(str, str, str)

    def __init__(self, use: Use = "list", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "row")
        self.row: ReminderRow | None = None
        self._use = use
        whole = column(self, gap=0)
        self._shown = plain()
        whole.addWidget(self._shown)
        self._editor: QWidget | None = None
        row = line(self._shown, gap=theme.SPACE_8)
        row.setContentsMargins(theme.SPACE_4, theme.SPACE_8, 0, theme.SPACE_8)
        self._picture = picture("reminders")
        texts = column(gap=2)
        self._text = ElidedLabel(kind="strong")
        self._when = ElidedLabel(kind="quiet")
        texts.addWidget(self._text)
        texts.addWidget(self._when)
        row.addWidget(self._picture)
        row.addSpacing(theme.SPACE_4)
        row.addLayout(texts, 1)
        self.done = button(tr("Done"), lambda: self._act("done"))
        row.addWidget(self.done)
        if use == "missed":
            self.now = button(tr("Now"), lambda: self._act("now"))
            self.now.setToolTip(tr("Keep reminding me"))
            self.tomorrow = button(tr("Tomorrow"), lambda: self._act("snooze tomorrow"))
            row.addWidget(self.now)
            row.addWidget(self.tomorrow)
        else:
            self.snooze = snooze_menu_button(lambda key: self._act(f"snooze {key}"))
            self.snooze.setProperty("kind", "icon")
            self.snooze.setIcon(icon("clock"))
            self.more = icon_button("more", tr("More"))
            self.more.setMenu(self._build_menu())
            self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            row.addWidget(self.snooze)
            row.addWidget(self.more)

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Skip this time"), lambda: self._act("skip"))
        menu.addMenu(snooze_menu(menu, lambda key: self._act(f"snooze {key}")))
        menu.addAction(tr("Edit…"), self.edit)
        menu.addSeparator()
        menu.addAction(tr("Cancel the reminder"), lambda: self._act("cancel"))
        return menu

    def show_row(self, row: ReminderRow) -> None:
        """Show how it stands."""
        self._close_editor()
        self.row = row
        shades = theme.colours()
        colour = shades.level(row.level) if row.is_waiting else shades.quiet
        self._picture.setPixmap(icon(row.icon, colour).pixmap(theme.ICON, theme.ICON))
        self._text.say(row.text)
        self._when.say(f"{row.when} · {row.details}" if row.details else row.when)
        self.done.setVisible(row.is_live)
        self.done.setAccessibleName(tr("Done: {text}", text=row.text[:80]))
        if self._use == "list":
            self.snooze.setVisible(row.is_live)
            self.more.setVisible(row.is_live)
            self.snooze.setAccessibleName(tr("Snooze: {text}", text=row.text[:80]))
            self.more.setAccessibleName(tr("More: {text}", text=row.text[:80]))

    def _act(self, action: str) -> None:
        if self.row is not None:
            self.acted.emit(self.row.occurrence_id, action)

    # ---- editing in place ----

    def edit(self) -> None:
        """Change text and time, in words."""
        if self.row is None or self._editor is not None:
            return
        self._editor = editor = plain()
        rows = column(editor, gap=theme.SPACE_8)
        rows.setContentsMargins(theme.SPACE_32, theme.SPACE_8, 0, theme.SPACE_12)
        text = QLineEdit(self.row.text)
        text.setAccessibleName(tr("Text"))
        when = QLineEdit()
        when.setAccessibleName(tr("When, in words"))
        when.setPlaceholderText(
            tr("{when}; or other words, such as: Friday at 18:00", when=self.row.when)
        )
        self._problem = label("", "red", wraps=True)
        self._problem.hide()
        answers = line()
        save = button(tr("Save"), lambda: self._save(text.text(), when.text()), "primary")
        answers.addWidget(save)
        answers.addWidget(button(tr("Back"), self._close_editor))
        answers.addStretch(1)
        for edit in (text, when):
            edit.returnPressed.connect(save.click)
            rows.addWidget(edit)
        rows.addWidget(self._problem)
        rows.addLayout(answers)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(editor)
        self._shown.hide()
        text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_edited(self) -> bool:
        """Whether it is being changed right now."""
        return self._editor is not None

    def tell_problem(self, sentence: str) -> None:
        """Why it could not be saved."""
        if self._editor is not None:
            self._problem.setText(sentence)
            self._problem.show()

    def _save(self, text: str, when: str) -> None:
        if self.row is not None:
            self.edited.emit(self.row.occurrence_id, text, when)

    def _close_editor(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
            self._shown.show()
