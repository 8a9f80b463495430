"""The window's language: one Wording for all views, set at start and when settings change."""

from assistant_desktop.wording import Wording, system_language, wording

_current: list[Wording] = [wording("en")]


def use_language(choice: str) -> None:
    """Speak "en" or "ru", or what the system asks for."""
    _current[0] = wording(system_language() if choice == "system" else choice)


def words() -> Wording:
    """The wording in force."""
    return _current[0]


def tr(source: str, /, **values: object) -> str:
    """`source` in the window's language."""
    return _current[0].text(source, **values)


def trn(one: str, many: str, number: int, /, **values: object) -> str:
    """The form that `number` asks for; `{n}` is the number itself."""
    return _current[0].count(one, many, number, **values)
