"""One measured or noted thing about the user's health."""

from assistant_desktop.domain.ids import RecordId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class HealthRecord(DomainModel):
    """A value with its unit at a moment; `second_value` is the lower blood pressure."""

    id: RecordId
    user_id: UserId
    kind: str
    value: float
    second_value: float | None = None
    unit: str
    at: AwareDatetime
    note: str = ""
    source: str = "user"
