"""What reminder tools have in common: their results, and taking a change back."""

from assistant_desktop.core.reminders.commands import Changed
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_length
from assistant_desktop.domain.escalation import INSISTENT, NORMAL, PRESETS, Policy
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import ToolContext, ToolResult, UndoFunction
from assistant_desktop.wording import wording


def view_data(view: ReminderView) -> JsonObject:
    """A reminder for scripts and windows."""
    rule, occurrence = view.reminder, view.occurrence
    return {
        "reminder_id": rule.id,
        "occurrence_id": occurrence.id,
        "text": rule.text,
        "due": occurrence.due.astimezone().isoformat(),
        "rrule": rule.rrule,
        "zone": rule.zone,
        "policy": rule.policy.name,
        "state": occurrence.state.value,
        "level": occurrence.level,
        "condition": None if rule.condition is None else rule.condition.model_dump(),
        "action": None if rule.action is None else rule.action.kind,
        "note": occurrence.note,
    }


def undo_data(changed: Changed) -> JsonObject:
    """What `undo` needs to put things back."""
    return {"change": changed.number}


def already_answered(changed: Changed, context: ToolContext) -> ToolResult:
    """Somebody else was first: nothing was done."""
    view = changed.after
    words = wording(context.language)
    told = words.text("“{text}” was already answered.", text=view.reminder.text)
    return ToolResult(told, data=view_data(view))


def did(changed: Changed, receipt: str) -> ToolResult:
    """What was changed, in a sentence, and what takes it back."""
    return ToolResult(
        receipt, receipt=receipt, data=view_data(changed.after), undo=undo_data(changed)
    )


def undo_change(ground: SkillGround) -> UndoFunction:
    """Taking back any change of a reminder: it is again as it was, or was never made."""

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        view = await ground.reminders.undo(context.user_id, int(data["change"]))
        text = wording(context.language).text("Taken back: “{text}”.", text=view.reminder.text)
        return ToolResult(text, receipt=text, data=view_data(view))

    return undo


def policy_words(policy: Policy, language: str) -> str:
    """How a reminder insists, as the end of a sentence; empty for the default."""
    words = wording(language)
    insisting = _insisting(policy, language)
    if not policy.critical:
        return insisting
    return f"{insisting} {words.text('It comes even in quiet hours.')}".strip()


def _insisting(policy: Policy, language: str) -> str:
    words = wording(language)
    if policy.stated_repeat:
        every = say_length(policy.repeat_s, language)
        return words.text("It repeats every {length} until you confirm.", length=every)
    if policy.name == INSISTENT.name:
        return words.text("It insists until you confirm.")
    if policy.name != NORMAL.name and policy.name in PRESETS:
        return words.text("It will be gentle.")
    return ""
