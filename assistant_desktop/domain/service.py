"""What a service tells about itself."""

from dataclasses import dataclass, field

from pydantic import BaseModel

from assistant_desktop.domain.tool import ToolSpec


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """One integration: everything its settings page, allow-list and doctor row need."""

    id: str
    title: str
    settings: type[BaseModel] | None = None
    hosts: tuple[str, ...] = ()
    refresh_s: float | None = None
    tools: tuple[ToolSpec, ...] = field(default=())
