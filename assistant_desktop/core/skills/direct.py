"""Reminders from a sentence without a conversation, and finding one by words."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant_desktop.core.offline_brain import understand
from assistant_desktop.core.reminders.commands import RuleChange
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.snooze_reminder import put_off
from assistant_desktop.core.skills.spoken_time import SpokenTime, read_moment, reference
from assistant_desktop.core.skills.which import It, choose
from assistant_desktop.core.when import Duration, parse
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.escalation import PRESETS
from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.service import to_translate
from assistant_desktop.domain.tool import ToolContext, ToolFailed, ToolRetry

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DEFAULT_SNOOZE = timedelta(minutes=10)
_NOWHERE = ConversationId("")
_NAME_IT = to_translate("(For example: reminders ack rent)")


def context_for(user_id: UserId, clock: Clock, language: str) -> ToolContext:
    """A context outside of any conversation."""
    return ToolContext(
        user_id=user_id,
        conversation_id=_NOWHERE,
        message_id=MessageId(""),
        call_id=CallId(""),
        now=clock.now(),
        zone=clock.zone(),
        language=language,
    )


def as_request(text: str, context: ToolContext, ground: SkillGround) -> str:
    """A sentence with or without "remind me", as one that asks for a reminder.

    Raises:
        BadInput: it holds no time.
    """
    frame = reference(context, ground.day_times())
    prefix = "напомни " if context.language == "ru" else "remind me "
    for candidate in (text, f"{prefix}{text}"):
        calls = understand(candidate, reference=frame).calls
        if calls and all(call.name == "create_reminder" for call in calls):
            return candidate
    raise BadInput(
        "I see no time in “{text}”.",
        hint="Say when, such as: remind “call Ann tomorrow at 9”.",
        text=text[:200],
    )


async def find_reminder(
    ground: SkillGround, context: ToolContext, which: str | None, it: It = "firing or touched"
) -> ReminderView:
    """The reminder of an id or of words; without either the one that fires now.

    Raises:
        NotFound, BadInput: none or several fit.
    """
    try:
        if which and _ID.fullmatch(which):
            return await ground.reminders.get(context.user_id, which)
        return await choose(ground, context, which, it)
    except ToolFailed as failed:
        named = it == "firing" and await ground.reminders.live(context.user_id)
        hint = _NAME_IT if named else ""
        raise BadInput("{reason}", hint=hint, reason=str(failed)) from failed


def snooze_until(
    due: datetime, length: str | None, until: str | None, context: ToolContext, ground: SkillGround
) -> datetime:
    """When a snooze ends: "10 min", "until tomorrow at 9"; ten minutes by default.

    A length is counted from now; from `due` where it would come earlier than without a snooze.

    Raises:
        BadInput: the words are neither a length nor a time.
    """
    if length is not None:
        seconds = _length_s(length, context, ground)
        return put_off(due, context.now, timedelta(seconds=seconds))
    if until is None:
        return put_off(due, context.now, DEFAULT_SNOOZE)
    return read_time(until, context, ground).moment


@dataclass(frozen=True, slots=True)
class Ladder:
    """How a reminder insists, in words: a preset, and how late it may come ("2 hours", always)."""

    policy: str = ""
    within: str = ""


NO_CHANGE = Ladder()
ALWAYS = frozenset({"always", "всегда"})


def ladder_change(wanted: Ladder, context: ToolContext, ground: SkillGround) -> RuleChange:
    """The change of a rule that the words ask for.

    Raises:
        BadInput: there is no such preset, or `within` is no length of time.
    """
    if wanted.policy and wanted.policy not in PRESETS:
        raise BadInput("“{text}” is not a way to insist.", text=wanted.policy)
    if wanted.within.lower() in ALWAYS:
        return RuleChange(policy=PRESETS.get(wanted.policy), never_too_late=True)
    latest_s = _length_s(wanted.within, context, ground) if wanted.within else None
    return RuleChange(policy=PRESETS.get(wanted.policy), latest_s=latest_s)


def _length_s(words: str, context: ToolContext, ground: SkillGround) -> float:
    match = parse(words, reference(context, ground.day_times()))
    if (
        words.lstrip().startswith(("-", "−"))
        or match is None
        or not isinstance(match.value, Duration)
    ):
        raise BadInput("“{text}” is not a length of time.", text=words)
    return match.value.days * 86_400 + float(match.value.seconds)


def read_time(when: str, context: ToolContext, ground: SkillGround) -> SpokenTime:
    """A time in words, with the recurrence they may hold.

    Raises:
        BadInput: the words name no time.
    """
    try:
        return read_moment(when, context, ground.day_times())
    except ToolRetry as problem:
        raise BadInput("{reason}", reason=str(problem)) from problem
