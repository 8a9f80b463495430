"""The chat: a title, the conversation, a line for trouble, the composer with its preview."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QScrollArea, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.composer import Composer
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    icon_button,
    label,
    line,
    plain,
    rule,
    scrolling,
)
from assistant_desktop.ui.widgets.conversation_menu import STANDING, Standing, fill_actions
from assistant_desktop.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.ui.models.chat_items import ChatItem
    from assistant_desktop.ui.views.first_model_card import FirstModelCard
    from assistant_desktop.ui.widgets.message_list import MessageList
    from assistant_desktop.ui.widgets.message_rows import RowSignals


def phrases() -> tuple[str, str, str]:
    """Three sentences that work when clicked."""
    return (
        tr("Remind me to drink water in 30 minutes"),
        tr("Remember that my passport expires in May 2027"),
        tr("What are my reminders for today?"),
    )


class ChatPage(QWidget):
    """Passive: shows items, signals what the user did."""

    sent = Signal(str)
    stopped = Signal()
    edited = Signal(str)
    older_wanted = Signal()
    newer_wanted = Signal()
    end_wanted = Signal()
    last_wanted = Signal()
    model_chosen = Signal(str)
    fold_wanted = Signal()
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "page")
        self._signals: RowSignals | None = None
        whole = column(self, gap=0)
        whole.addWidget(self._build_head())
        whole.addWidget(rule())
        self._list: MessageList | None = None
        self._offer: FirstModelCard | None = None
        self.empty: QWidget = self._build_empty()
        self._middle = column(gap=0)
        self._middle.addWidget(self.empty)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self._build_foot())
        self.composer.sent.connect(self.sent)
        self.composer.stopped.connect(self.stopped)
        self.composer.edited.connect(self.edited)
        self.composer.edit.last_wanted.connect(self.last_wanted)

    def _build_head(self) -> QWidget:
        head = plain()
        head.setFixedHeight(52)
        row = line(head)
        row.setContentsMargins(theme.SPACE_12, 0, theme.SPACE_12, 0)
        self.fold = icon_button("sidebar", tr("Show conversations"), self.fold_wanted.emit)
        self.title = ElidedLabel(tr("New conversation"), "title")
        self.model = QPushButton()
        self.model.setProperty("kind", "link")
        self.model.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.model.setIcon(icon("chevron-down", size=14))
        self.model.setIconSize(QSize(14, 14))
        self.model.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._models: QMenu | None = None
        self.standing = Standing()
        self.more = icon_button("more", tr("More about this conversation"))
        self.more.hide()
        row.addWidget(self.fold)
        row.addWidget(self.title, 1)
        row.addWidget(self.model)
        row.addWidget(self.more)
        self._name_model(tr("Offline"))
        return head

    def _build_menus(self) -> QMenu:
        """After first paint: a menu costs ten milliseconds."""
        models = QMenu(self.model)
        self.model.setMenu(models)
        menu = QMenu(self.more)
        self._fill_actions = partial(fill_actions, menu, self.acted.emit)
        menu.aboutToShow.connect(lambda: self._fill_actions(self.standing))
        self.more.setMenu(menu)
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        return models

    def _build_empty(self) -> QWidget:
        page = plain()
        whole = column(page, gap=theme.SPACE_8)
        whole.setContentsMargins(theme.SPACE_24, theme.SPACE_12, theme.SPACE_24, theme.SPACE_12)
        whole.addStretch(1)
        inner = plain()
        inner.setMaximumWidth(440)
        rows = column(inner, gap=theme.SPACE_8)
        rows.addWidget(label(tr("What can I do for you?"), "hero", wraps=True))
        told = tr("Say it in your own words, in English or Russian. It works without a network.")
        rows.addWidget(label(told, "quiet", wraps=True))
        rows.addSpacing(theme.SPACE_8)
        self.phrase_buttons = [
            button(text, partial(self.sent.emit, text), "phrase") for text in phrases()
        ]
        for one in self.phrase_buttons:
            rows.addWidget(one)
        self._empty_rows = rows
        centred = line()
        centred.addStretch(1)
        centred.addWidget(inner, 4)
        centred.addStretch(1)
        whole.addLayout(centred)
        whole.addStretch(2)
        return page

    def _build_foot(self) -> QWidget:
        foot = plain()
        whole = line(foot, gap=0)
        whole.setContentsMargins(theme.SPACE_24, 0, theme.SPACE_24, theme.SPACE_12)
        inner = plain()
        inner.setMaximumWidth(theme.MEASURE + 24)
        rows = column(inner, gap=theme.SPACE_8)
        self.notice = Notice()
        self.composer = Composer()
        self.preview = ElidedLabel(kind="caption")
        self.preview.setFixedHeight(18)
        rows.addWidget(self.notice)
        rows.addWidget(self.composer)
        rows.addWidget(self.preview)
        whole.addStretch(1)
        whole.addWidget(inner, 100)
        whole.addStretch(1)
        return foot

    @property
    def list(self) -> MessageList:
        """The conversation; made when there is one, after first paint."""
        if self._list is None:
            from assistant_desktop.ui.widgets.message_list import MessageList
            from assistant_desktop.ui.widgets.row_mark import RowKeys

            self._list = made = MessageList(self._make_row)
            made.setAccessibleName(tr("Conversation"))
            made.wanted_older.connect(self.older_wanted)
            made.wanted_newer.connect(self.newer_wanted)
            self.keys = RowKeys(made)
            self.keys.opened.connect(self._open_menu)
            self.keys.deleted.connect(self.row_signals.delete_wanted)
            made.follows_changed.connect(self._show_jump)
            made.hide()
            self._middle.addWidget(made)
            self.jump = icon_button("down", tr("To the newest message"), self.end_wanted.emit, "")
            self.jump.setParent(made)
            self.jump.hide()
            made.installEventFilter(self)
        return self._list

    def _make_row(self, kind: str) -> QWidget:
        from assistant_desktop.ui.widgets.message_rows import make_row  # after first paint

        return make_row(kind, self.row_signals)

    @property
    def row_signals(self) -> RowSignals:
        """What readers do in rows."""
        if self._signals is None:
            from assistant_desktop.ui.widgets.message_rows import RowSignals

            self._signals = RowSignals(self)
        return self._signals

    @property
    def offer(self) -> FirstModelCard:
        """The card that offers a model; made after first paint, where it is wanted."""
        if self._offer is None:
            from assistant_desktop.ui.views.first_model_card import FirstModelCard

            self._offer = FirstModelCard()
            self._offer.hide()
            self._empty_rows.addSpacing(theme.SPACE_8)
            self._empty_rows.addWidget(self._offer)
        return self._offer

    # ---- what it is told ----

    def show_offer(self) -> None:
        """Offer a model below the phrases."""
        self.offer.show()
        if not isinstance(self.empty, QScrollArea):
            self._let_empty_scroll()

    def _let_empty_scroll(self) -> None:
        """With the card it is too high for a small window; at first paint it need not scroll."""
        inside, is_shown = self.empty, not self.empty.isHidden()
        self._middle.removeWidget(inside)
        self.empty = scrolling(inside)
        self._middle.insertWidget(0, self.empty)  # before it is shown: alone it were a window
        inside.show()
        self.empty.setVisible(is_shown)

    def hide_offer(self) -> None:
        """Nothing is left to offer."""
        if self._offer is not None:
            self._offer.hide()

    def show_items(self, items: Sequence[ChatItem], at: str = "") -> None:
        """Another conversation, at its end or at a row."""
        self._show_empty(is_empty=not items)
        self.list.set_items(items, at)

    def _open_menu(self, key: str) -> None:
        row = self.list.row_of(key)
        place = QPoint(self.list.width() // 2, 0) if row is None else row.geometry().center()
        self.row_signals.menu_wanted.emit(key, self.list.viewport().mapToGlobal(place))

    def add_item(self, item: ChatItem) -> None:
        """One more row."""
        self._show_empty(is_empty=False)
        self.list.append(item)

    def _show_empty(self, *, is_empty: bool) -> None:
        self.list.setVisible(not is_empty)
        self.empty.setVisible(is_empty)

    def show_preview(self, text: str) -> None:
        """What the text would do."""
        self.preview.say(f"↳ {text}" if text else "")

    def show_title(self, text: str, *, known: bool, standing: Standing = STANDING) -> None:
        """The conversation's name; a new one cannot be renamed yet."""
        self.standing = standing
        self.title.say(text or tr("New conversation"))
        self.more.setVisible(known)

    def show_model(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Which brain answers, and the others there are, as (key, name)."""
        self._name_model(name)
        if self._models is None:
            self._models = self._build_menus()
        self._models.clear()
        for key, told in choices:
            action = self._models.addAction(told)
            action.setCheckable(True)
            action.setChecked(told == name)
            action.triggered.connect(lambda _=False, key=key: self.model_chosen.emit(key))

    def _name_model(self, name: str) -> None:
        self.model.setText(name)
        self.model.setAccessibleName(tr("Answers: {name}", name=name))
        self.model.setToolTip(tr("Who answers here"))

    def _show_jump(self, follows: bool) -> None:  # noqa: FBT001 - a slot
        self.jump.setVisible(not follows)
        self._place_jump()
        self.jump.raise_()

    def _place_jump(self) -> None:
        self.jump.resize(theme.TARGET + 4, theme.TARGET + 4)
        area = self.list  # not its viewport, which gets its size a moment later
        self.jump.move((area.width() - self.jump.width()) // 2, area.height() - 48)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The jump button stays in the middle, at the end of the list."""
        if watched is self._list and event.type() is QEvent.Type.Resize:
            self._place_jump()
        return super().eventFilter(watched, event)
