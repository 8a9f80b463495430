"""Versions of the product: what its makers say of the newest one, and how this copy came here."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator

from assistant_desktop.domain.model import AwareDatetime, DomainModel

_NUMBER = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})", re.ASCII)
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?/[!-~]*", re.ASCII
)
"""No name and password, nothing that an address bar could show as another host."""

_LONGEST_NOTE = 400


def parts_of(number: str) -> tuple[int, ...]:
    """A version as numbers that compare. Raises ValueError for what is no MAJOR.MINOR.PATCH."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        raise ValueError(f"no version: {number!r}")
    return tuple(int(part) for part in found.groups())


def _version(number: str) -> str:
    parts_of(number)
    return number


def _secure(url: str) -> str:
    if _ADDRESS.fullmatch(url) is None:
        raise ValueError("not an https address")
    return url


def _plain(line: str) -> str:
    if not line.isprintable() or len(line) > _LONGEST_NOTE:
        raise ValueError("not a plain line of text")
    return line


Version = Annotated[str, AfterValidator(_version)]
SecureUrl = Annotated[str, Field(max_length=2000), AfterValidator(_secure)]
Kind = Literal["deb", "rpm", "tar", "appimage", "flatpak", "setup", "dmg", "python", "checkout"]
"""How a copy came here. setup: the installer for Windows. python: pipx, uv or pip."""


class _Told(DomainModel):
    """Later versions may say more: what is not known here is passed over."""

    model_config = DomainModel.model_config | {"extra": "ignore"}


class Download(_Told):
    """One file of a version. system: as sys.platform says it; machine: as in file names."""

    system: Literal["linux", "win32", "darwin"]
    machine: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    url: SecureUrl
    size: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


def _is_known(told: object) -> bool:
    try:
        Download.model_validate(told)
    except ValidationError:
        return False
    return True


class UpdateManifest(_Told):
    """What the makers say of the newest version, until `expires`. notes: lines, by language."""

    format: Literal[1]
    version: Version
    released: date
    expires: AwareDatetime
    page: SecureUrl
    notes: dict[str, tuple[Annotated[str, AfterValidator(_plain)], ...]] = Field(
        default_factory=dict, max_length=20
    )
    downloads: tuple[Download, ...] = Field(default=(), max_length=100)

    @field_validator("downloads", mode="before")
    @classmethod
    def _known(cls, told: object) -> object:
        """Of systems and kinds that later versions know, this one knows nothing."""
        return [one for one in told if _is_known(one)] if isinstance(told, list) else told


class ReleaseInfo(DomainModel):
    """What the builder of this copy wrote into it; a checkout knows no address.

    keys: public Ed25519 keys in base64, by name. also_hosts: where the address sends on to.
    """

    manifest_url: str = ""
    also_hosts: tuple[str, ...] = ()
    keys: dict[str, str] = Field(default_factory=dict)
    kind: Kind = "checkout"


class NewVersion(DomainModel):
    """A version that is newer than this one, and how to get it.

    command: what the system is told to bring it; empty where the user fetches `url`. size, in
    bytes, and sha256 are those of the file at `url`; 0 and empty where that is a page.
    """

    version: str
    released: date
    notes: tuple[str, ...] = ()
    url: str
    size: int = 0
    sha256: str = ""
    command: str = ""


class VersionState(DomainModel):
    """This version, how it came here, when it was looked for others, and the one that was found."""

    version: str
    kind: Kind
    is_on: bool = False
    can_look: bool = True
    looked_at: AwareDatetime | None = None
    found: NewVersion | None = None
