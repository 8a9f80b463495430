"""Which brain answers: the offline one, a model file here, or a server of the user's choice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import button, column, empty, label, line, plain
from assistant_desktop.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModelSettings(QWidget):
    """Nothing is looked for before the user presses the button that says so."""

    offline_wanted = Signal()
    server_wanted = Signal(str, str, str)
    names_wanted = Signal(str, str)
    search_wanted = Signal()
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_8)
        self.offline = QRadioButton(tr("Offline: reminders, memory and time, with no model"))
        self.server = QRadioButton(tr("A model server (OpenAI-compatible, Ollama, LM Studio…)"))
        self.local = QRadioButton()  # shown while a model file answers
        group = QButtonGroup(self)
        for one in (self.offline, self.local, self.server):
            group.addButton(one)
            whole.addWidget(one)
        self.local.hide()
        self.file_button = button(tr("Choose a model file on this computer…"), self._choose_file)
        whole.addWidget(self.file_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.state = label("", "quiet", wraps=True)
        self._form = self._build_form()
        whole.addWidget(self._form)
        whole.addWidget(self.state)
        self.offline.clicked.connect(self.offline_wanted)
        self.server.toggled.connect(self._form.setVisible)
        self._form.hide()
        self.state.hide()

    def _build_form(self) -> QWidget:
        page = plain()
        form = column(page, gap=theme.SPACE_8)
        form.setContentsMargins(26, 0, 0, 0)
        find = line()
        self.find_button = button(tr("Look for a server on this computer"), self._search)
        find.addWidget(self.find_button)
        find.addStretch(1)
        self._found = column(gap=theme.SPACE_4)
        self.url = QLineEdit()
        self.url.setPlaceholderText("http://127.0.0.1:11434/v1")
        self.url.setAccessibleName(tr("Address of the server"))
        self.model = ChoiceField()
        self.model.setEditable(True)
        self.model.setAccessibleName(tr("Model"))
        self.model.view().setAccessibleName(tr("Model"))
        edit = self.model.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(tr("Model"))
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(tr("Key, if it needs one; kept in the system's keyring"))
        self.key.setAccessibleName(tr("Key of the server"))
        names = line()
        self.list = button(tr("List its models"), self._list)
        names.addWidget(self.model, 1)
        names.addWidget(self.list)
        use = line()
        self.use = button(tr("Use this server"), self._use, "primary")
        use.addWidget(self.use)
        use.addStretch(1)
        form.addLayout(find)
        form.addLayout(self._found)
        form.addWidget(self.url)
        form.addLayout(names)
        form.addWidget(self.key)
        form.addLayout(use)
        return page

    def fill(self, kind: str, url: str, model: str) -> None:
        """Show what is in force."""
        {"offline": self.offline, "local": self.local}.get(kind, self.server).setChecked(True)
        self.local.setText(tr("A model on this computer: {name}", name=model))
        self.local.setVisible(kind == "local")
        self._form.setVisible(kind == "server")
        if kind == "server":
            self.url.setText(url)
            self.model.setCurrentText(model)

    def tell(self, sentence: str) -> None:
        """How it stands."""
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))
        for one in (self.file_button, self.find_button, self.list, self.use):
            one.setEnabled(True)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Choose a model file"), "", "GGUF (*.gguf)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.file_wanted)
        dialog.open()  # never exec: the window and its reminders go on meanwhile

    def show_names(self, names: Sequence[str]) -> None:
        """What the server can run."""
        now = self.model.currentText()
        self.model.clear()
        self.model.addItems(list(names))
        self.model.setCurrentText(now or (names[0] if names else ""))
        self.tell(trn("{n} model", "{n} models", len(names)))

    def show_found(self, servers: Sequence[tuple[str, Sequence[str]]]) -> None:
        """The servers on this computer, each a button."""
        empty(self._found)
        for url, names in servers:
            count = trn("{n} model", "{n} models", len(names))
            made = button(f"{url} · {count}", partial(self._take, url, names), "link")
            self._found.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        told = "" if servers else tr("No server answers on this computer.")
        self.tell(told)

    def _take(self, url: str, names: Sequence[str]) -> None:
        self.url.setText(url)
        self.model.setCurrentText("")
        self.show_names(names)

    def _search(self) -> None:
        self.find_button.setEnabled(False)
        self.search_wanted.emit()

    def _list(self) -> None:
        if self.url.text().strip():
            self.list.setEnabled(False)
            self.names_wanted.emit(self.url.text().strip(), self.key.text())

    def _use(self) -> None:
        if self.url.text().strip():
            self.use.setEnabled(False)
            model = self.model.currentText().strip()
            self.server_wanted.emit(self.url.text().strip(), model, self.key.text())
