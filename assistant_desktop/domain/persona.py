"""How the assistant speaks."""

from assistant_desktop.domain.model import DomainModel


class Persona(DomainModel):
    """A name and the stable first lines of every prompt."""

    name: str
    system_prompt: str
