"""The only finder of resources/: in a checkout, in an installed wheel and in a bundle."""

from functools import cache
from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parent


@cache
def resource_root() -> Path:
    """The folder that holds icons, sounds, translations, prompts and default settings.

    A wheel and a PyInstaller bundle carry it inside the package; a checkout has it beside.
    """
    packed = _PACKAGE / "resources"
    return packed if packed.is_dir() else _PACKAGE.parent / "resources"


def locate(name: str) -> Path:
    """Return the path of a resource by its name below resources/, such as "icons/app.svg".

    Raises:
        ValueError: the name leaves resources/.
        FileNotFoundError: there is no such resource.
    """
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts:
        message = f"a resource name stays below resources/, this one does not: {name!r}"
        raise ValueError(message)
    path = resource_root() / relative
    if not path.exists():
        message = f"no resource {name!r} in {resource_root()}"
        raise FileNotFoundError(message)
    return path


def guide_root() -> Path:
    """The folder of the user guide, one folder a language; docs/ of a checkout has it."""
    packed = resource_root() / "guide"
    return packed if packed.is_dir() else resource_root().parent / "docs" / "guide"
