"""The one style sheet, with $names for what theme.py knows. A widget's `kind` picks its look."""

SHEET = """
* { font-size: ${body}px; }
QWidget { color: $text; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 8px; }
QWidget[kind="window"], QWidget[kind="page"] { background: $ground; }
QWidget[kind="rail"] { background: $surface; border-right: 1px solid $line; }
QWidget[kind="column"] { background: $surface; border-right: 1px solid $line; }
QWidget[kind="clear"] { background: transparent; }
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: ${card}px; }
QFrame[kind="card-accent"] {
  background: $faint; border: 1px solid $accent; border-radius: ${card}px; }
QFrame[kind="popup"] { background: $surface; border: 1px solid $edge; border-radius: ${card}px; }
QFrame[kind="composer"] {
  background: $ground; border: 1px solid $edge; border-radius: ${card}px; }
QFrame[kind="composer-focused"] {
  background: $ground; border: 2px solid $accent; border-radius: ${card}px; }
QFrame[kind="notice"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="bar"] { background: $edge; border: none; min-width: 2px; max-width: 2px; }
QFrame[kind="ring"] { background: transparent; border: 2px solid $accent;
  border-radius: ${card}px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="row"] { background: transparent; border: none; border-bottom: 1px solid $line; }
QFrame[kind="chip"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="toast"] { background: $text; border: none; border-radius: ${radius}px; }
QFrame[kind="toast"] QLabel { color: $ground; }

QLabel { background: transparent; }
QLabel[kind="hero"] { font-size: ${hero}px; font-weight: 600; }
QLabel[kind="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[kind="lead"] { font-size: ${lead}px; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="quiet"] { color: $quiet; }
QLabel[kind="caption"] { color: $quiet; font-size: ${caption}px; }
QLabel[kind="heading"] { color: $quiet; font-size: ${caption}px; font-weight: 600; }
QLabel[kind="amber"] { color: $amber; font-size: ${caption}px; }
QLabel[kind="orange"] { color: $orange; font-size: ${caption}px; }
QLabel[kind="red"] { color: $red; }
QLabel[kind="code"] { font-family: monospace; font-size: ${caption}px; color: $quiet; }

QPushButton, QToolButton {
  background: $ground; color: $text; border: 1px solid $edge; border-radius: ${radius}px;
  padding: 0 11px; min-height: 30px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 0 10px;
  min-height: 28px; }
QPushButton:disabled, QToolButton:disabled { color: $quiet; border-color: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="primary"] {
  background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { border: 1px solid $text; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled {
  background: $surface; color: $quiet; border: 1px solid $line; }
QPushButton[kind="link"] {
  background: transparent; border: 2px solid transparent; color: $accent; padding: 0 6px;
  min-height: 28px; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; }
QPushButton[kind="tiny"] {
  background: transparent; border: 2px solid transparent; color: $accent; padding: 0 4px;
  min-height: 20px; font-size: ${caption}px; }
QPushButton[kind="tiny"]:hover { background: $hover; }
QPushButton[kind="tiny"]:focus { border: 2px solid $accent; }
QPushButton[kind="fold"] {
  background: transparent; border: 2px solid transparent; color: $quiet; padding: 0 6px 0 2px;
  min-height: 28px; font-size: ${caption}px; text-align: left; }
QPushButton[kind="fold"]:hover { background: $hover; }
QPushButton[kind="fold"]:focus { border: 2px solid $accent; }
QPushButton[kind="toast"] {
  background: transparent; border: 2px solid transparent; color: $ground; font-weight: 600;
  text-decoration: underline; min-height: 28px; }
QPushButton[kind="toast"]:focus { border: 2px solid $ground; }
QPushButton[kind="phrase"] {
  background: $ground; border: 1px solid $line; border-radius: ${card}px; padding: 0 16px;
  min-height: 42px; text-align: left; }
QPushButton[kind="phrase"]:hover { background: $surface; border-color: $edge; }
QPushButton[kind="phrase"]:focus { border: 2px solid $accent; padding: 0 15px; min-height: 40px; }
QPushButton[kind="danger"] { color: $red; border-color: $red; }
QToolButton[kind="icon"], QPushButton[kind="icon"] {
  background: transparent; border: 2px solid transparent; padding: 0;
  min-width: 28px; min-height: 28px; max-width: 28px; max-height: 28px; }
QToolButton[kind="icon"]:hover, QPushButton[kind="icon"]:hover { background: $hover; }
QToolButton[kind="icon"]:focus, QPushButton[kind="icon"]:focus { border: 2px solid $accent; }
QPushButton[kind="send"] {
  background: $accent; border: 2px solid $accent; padding: 0; border-radius: ${radius}px;
  min-width: 28px; min-height: 28px; max-width: 28px; max-height: 28px; }
QPushButton[kind="send"]:focus { border-color: $text; }
QPushButton[kind="send"]:disabled { background: $surface; border-color: $line; }
QToolButton[kind="step"] { background: transparent; border: 2px solid transparent; padding: 0;
  min-width: 24px; max-width: 24px; min-height: 24px; max-height: 24px; }
QToolButton[kind="step"]:hover { background: $hover; }
QToolButton[kind="step"]:focus { border: 2px solid $accent; }
QToolButton[kind="over"] { padding: 0; min-width: 30px; max-width: 30px; border-color: $line; }
QToolButton[kind="split"] { padding: 0; min-width: 30px; max-width: 30px; }
QToolButton[kind="split"]:focus { padding: 0; min-width: 28px; max-width: 28px; }
QWidget[kind="firing"] QPushButton { padding: 0 4px; }
QWidget[kind="firing"] QPushButton:focus { padding: 0 3px; }
QToolButton[kind="rail"] {
  background: transparent; border: 2px solid transparent; border-radius: ${radius}px;
  padding: 0; min-width: 40px; min-height: 40px; max-width: 40px; max-height: 40px; }
QToolButton[kind="rail"]:hover { background: $hover; }
QToolButton[kind="rail"]:checked { background: $bubble; }
QToolButton[kind="rail"]:focus { border: 2px solid $accent; }
QPushButton[kind="chip"] {
  background: transparent; border: 2px solid transparent; text-align: left; padding: 0 6px;
  min-height: 28px; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; }
QPushButton[kind="tab"] {
  background: transparent; border: 2px solid transparent; color: $quiet; padding: 0 10px;
  min-height: 28px; }
QPushButton[kind="tab"]:hover { background: $hover; }
QPushButton[kind="tab"]:checked { color: $text; background: $bubble; font-weight: 600; }
QPushButton[kind="tab"]:focus { border: 2px solid $accent; }

QLineEdit, QComboBox, QTimeEdit, QDateEdit, QPlainTextEdit[kind="field"] {
  background: $ground; border: 1px solid $edge; border-radius: ${radius}px; padding: 0 9px;
  min-height: 30px; selection-background-color: $selection; selection-color: $text; }
QLineEdit:focus, QComboBox:focus, QTimeEdit:focus, QDateEdit:focus,
QPlainTextEdit[kind="field"]:focus {
  border: 2px solid $accent; padding: 0 8px; min-height: 28px; }
QLineEdit:disabled, QComboBox:disabled, QTimeEdit:disabled, QDateEdit:disabled {
  color: $quiet; border-color: $line; }
QLineEdit[kind="search"] { background: $ground; border-color: $line; }
QLineEdit[kind="search"]:focus { border: 2px solid $accent; }
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus { border: none; background: transparent;
  font-size: ${lead}px; }
QLineEdit QToolButton, QLineEdit QToolButton:hover, QLineEdit QToolButton:focus {
  background: transparent; border: none; padding: 0; min-height: 0; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: $chevron; width: 14px; height: 14px; }
QComboBox QAbstractItemView {
  background: $surface; border: 1px solid $edge; border-radius: ${radius}px; padding: 4px;
  outline: none; selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 8px; }
QDateEdit QLineEdit, QDateEdit QLineEdit:focus, QTimeEdit QLineEdit, QTimeEdit QLineEdit:focus {
  background: transparent; border: none; padding: 0 0 0 7px; min-height: 28px; }
QTimeEdit::up-button, QTimeEdit::down-button, QDateEdit::up-button, QDateEdit::down-button {
  width: 0; border: none; }
QPlainTextEdit[kind="bare"], QTextEdit[kind="bare"], QTextBrowser[kind="bare"] {
  background: transparent; border: none; selection-background-color: $selection;
  selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; min-height: ${target}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 18px; height: 18px;
  border: 1px solid $edge; border-radius: 5px;
  background: $ground; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: $tick; }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked:focus { border: 2px solid $text; }

QRadioButton::indicator { border-radius: 10px; }
QRadioButton::indicator:checked { border: 6px solid $accent; width: 8px; height: 8px; }
QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton:focus { color: $accent; }

QListView { background: transparent; border: none; outline: none; }
QListView::item { border-radius: ${radius}px; padding: 0 8px; color: $text; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $bubble; color: $text; }

QMenu { background: $surface; border: 1px solid $edge; border-radius: ${radius}px; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 12px; border-radius: 6px; color: $text; }
QMenu::item:selected { background: $bubble; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QProgressBar { background: $line; border: none; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollArea { background: transparent; border: none; }
QAbstractScrollArea[kind="list"] { background: $ground; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; border: none; }
QScrollBar::handle:vertical { background: $line; border-radius: 3px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: $edge; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; border: none; }
QScrollBar::handle:horizontal { background: $line; border-radius: 3px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
