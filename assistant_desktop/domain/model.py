"""The base of every domain model: frozen, strict about unknown fields, built late."""

from datetime import datetime
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, JsonValue

Json: TypeAlias = JsonValue
JsonObject: TypeAlias = dict[str, Any]


def _require_aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("the time has no zone")
    return value


AwareDatetime = Annotated[datetime, AfterValidator(_require_aware)]
"""A datetime that knows its zone; a naive one is refused."""


class DomainModel(BaseModel):
    """A frozen value. `defer_build` keeps schema building out of the first second."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
