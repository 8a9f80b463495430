"""Profiles in words."""

from __future__ import annotations

from dataclasses import dataclass

from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui.language import tr


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile as menus and lists show it."""

    id: str
    title: str
    in_view: bool = False
    is_main: bool = False


def profile_row(user_id: str, in_view: str) -> ProfileRow:
    """The row of a profile."""
    return ProfileRow(user_id, profile_title(user_id), user_id == in_view, user_id == DEFAULT_USER)


def profile_title(user_id: str) -> str:
    """What a profile is called: its name, but for the one that nobody named."""
    return tr("Main") if user_id == DEFAULT_USER else user_id
