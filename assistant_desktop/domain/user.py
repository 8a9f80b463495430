"""A profile on this machine."""

from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class User(DomainModel):
    """A profile; its id is the name it was made with, at its first write."""

    id: UserId
    created_at: AwareDatetime
