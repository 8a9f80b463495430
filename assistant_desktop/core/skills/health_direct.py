"""Readings and targets from a form or a command line: the same checks as in a conversation."""

from assistant_desktop.core.skills.direct import context_for
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.health_entry import DoubtfulReading, Entry, record_for
from assistant_desktop.core.skills.health_target import target_in_words
from assistant_desktop.core.skills.log_health import reading_receipt
from assistant_desktop.core.skills.spoken_time import say_minute
from assistant_desktop.domain.errors import BadInput, DoubtfulValue
from assistant_desktop.domain.health_names import kind_of
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.health_target import HealthTarget
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.tool import ToolFailed, ToolRetry
from assistant_desktop.wording import wording


class HealthDirect:
    """Raises BadInput; DoubtfulValue where a second yes is asked for; NotFound."""

    def __init__(self, ground: SkillGround, clock: Clock) -> None:
        self._ground, self._clock = ground, clock

    async def add(self, user_id: UserId, entry: Entry, language: str) -> tuple[HealthRecord, str]:
        """Keep a reading; it, and a sentence that says so."""
        context = context_for(user_id, self._clock, language)
        try:
            record_id = self._ground.health.diary.new_id()
            given, record = record_for(entry, context, self._ground, record_id)
        except DoubtfulReading as doubt:
            raise DoubtfulValue("{question}", question=str(doubt)) from doubt
        except (ToolFailed, ToolRetry) as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed
        await self._ground.health.diary.keep(record)
        when = say_minute(record.at, context)
        return record, reading_receipt(wording(language), record, given, when)

    async def change(self, before: HealthRecord, entry: Entry, language: str) -> HealthRecord:
        """Give a reading other values; as it is now."""
        context = context_for(before.user_id, self._clock, language)
        try:
            _, record = record_for(entry, context, self._ground, before.id)
        except DoubtfulReading as doubt:
            raise DoubtfulValue("{question}", question=str(doubt)) from doubt
        except (ToolFailed, ToolRetry) as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed
        at = record.at if entry.at else before.at
        changed = record.model_copy(update={"source": before.source, "at": at})
        await self._ground.health.diary.change(changed)
        return changed

    async def put_target(
        self, user_id: UserId, kind: str, value: str, language: str
    ) -> tuple[HealthTarget, HealthTarget | None]:
        """Set the target of a kind in words; it, and the one before."""
        try:
            target = target_in_words(wording(language), user_id, kind_of(kind), value)
        except ToolFailed as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed
        return target, await self._ground.health.targets.put(target)
