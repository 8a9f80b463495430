"""The shipped list of models: resources/models/library.json.

The list holds what documentation tells; sizes and hashes are the hub's to say.
"""

from functools import cache

from pydantic import Field, model_validator

from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.model_library import LibraryEntry
from assistant_desktop.resource_files import locate


class LibraryFile(DomainModel):
    """The file as a whole: no name and no file twice."""

    about: str
    models: tuple[LibraryEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once_each(self) -> "LibraryFile":
        for what in ("name", "file"):
            values = [getattr(entry, what).lower() for entry in self.models]
            if len(set(values)) != len(values):
                raise ValueError(f"a {what} is there twice")
        return self


@cache
def library() -> tuple[LibraryEntry, ...]:
    """Every model of the library, in the file's order."""
    text = locate("models/library.json").read_text(encoding="utf-8")
    return LibraryFile.model_validate_json(text).models
