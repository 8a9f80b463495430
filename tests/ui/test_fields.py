"""Who scrolls a page changes nothing that it meets."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox

from assistant_desktop.ui.views.settings_page import SettingsPage
from assistant_desktop.ui.widgets.fields import ChoiceField, DateField, TimeField

_PLAIN = False
"""Which way the wheel turns."""


def turned(field) -> QWheelEvent:
    place = QPointF(field.rect().center())
    event = QWheelEvent(
        place, QPointF(field.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        _PLAIN,
    )  # fmt: skip
    QApplication.sendEvent(field, event)
    return event


def test_a_wheel_over_the_settings_changes_none_of_them(qtbot):
    page = SettingsPage()
    qtbot.addWidget(page)
    page.show()
    fields = [*page.findChildren(QComboBox), *page.findChildren(QAbstractSpinBox)]
    assert len(fields) > 8
    before = [one.property("currentIndex") or one.property("time") for one in fields]
    for one in fields:
        assert isinstance(one, ChoiceField | TimeField | DateField)
        assert not turned(one).isAccepted()
    assert [one.property("currentIndex") or one.property("time") for one in fields] == before


@pytest.mark.parametrize("made", [ChoiceField, TimeField, DateField])
def test_none_takes_the_keyboard_from_a_wheel(qtbot, made):
    field = made()
    qtbot.addWidget(field)
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_with_the_keyboard_in_it_a_wheel_turns_it(qtbot):
    field = TimeField()
    qtbot.addWidget(field)
    field.setTime(QTime(9, 0))
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    turned(field)
    assert field.time() != QTime(9, 0)
