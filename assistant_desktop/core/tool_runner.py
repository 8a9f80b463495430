"""One tool call from proposed to its end: validate, approve, limit, run, journal.

The journal is written before and after each step; whatever a tool does, the outcome is a
result the model can read.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from assistant_desktop.core.call_arguments import parse_arguments
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.core.tool_journal import ToolJournal
from assistant_desktop.domain.conversation import CallStatus, JournalEntry
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.tool import (
    FROM_OUTSIDE,
    About,
    Effect,
    ToolContext,
    ToolFailed,
    ToolResult,
    ToolRetry,
    ToolSpec,
)
from assistant_desktop.wording import wording

_log = logging.getLogger(__name__)

LEAVES_LIMIT_S = 5.0
STOP_GRACE_S = 0.12
"""When the user stops: how long a local write may take to tell that it was done."""


@dataclass(frozen=True, slots=True)
class CallSetting:
    """What is the same for all calls of one reply."""

    zone: ZoneInfo
    language: str
    tainted: bool


class ToolRunner:
    """Runs journalled calls of known tools."""

    def __init__(
        self,
        tools: Mapping[str, ToolSpec],
        journal: ToolJournal,
        clock: Clock,
        supervisor: Supervisor,
        why_not: Callable[[str, str], str | None] = lambda name, language: None,
    ) -> None:
        self._why_not = why_not
        self._tools = tools
        self._journal = journal
        self._clock = clock
        self._supervisor = supervisor

    def tools(self) -> tuple[ToolSpec, ...]:
        """Every tool there is, in a stable order."""
        return tuple(self._tools.values())

    async def run_all(
        self, entries: list[JournalEntry], setting: CallSetting
    ) -> list[JournalEntry]:
        """Run all calls of one reply at once; a sequential tool is a barrier. Keeps the order."""
        finished: list[JournalEntry] = []
        for group in self._groups(entries):
            if len(group) == 1:
                finished.append(await self.run(group[0], setting))
                continue
            async with asyncio.TaskGroup() as tasks:
                running = [tasks.create_task(self.run(entry, setting)) for entry in group]
            finished.extend(task.result() for task in running)
        return finished

    def _groups(self, entries: list[JournalEntry]) -> list[list[JournalEntry]]:
        groups: list[list[JournalEntry]] = [[]]
        for entry in entries:
            spec = self._tools.get(entry.name)
            if spec is not None and spec.sequential:
                groups += [[entry], []]
            else:
                groups[-1].append(entry)
        return [group for group in groups if group]

    async def run(self, entry: JournalEntry, setting: CallSetting) -> JournalEntry:
        """Take one proposed or approved call to its end, or to waiting for the user's yes."""
        spec = self._tools.get(entry.name)
        if spec is None:
            return await self._end(
                entry, CallStatus.FAILED, self._unknown(entry.name, setting.language)
            )
        try:
            arguments = parse_arguments(spec, entry.arguments)
        except ToolRetry as problem:
            return await self._end(entry, CallStatus.FAILED, ToolResult(str(problem)))
        context = self._context(entry, setting)
        if entry.status is CallStatus.PROPOSED and await self._must_ask(
            spec, arguments, context, tainted=setting.tainted
        ):
            reason = "tainted" if setting.tainted else "egress"
            about = await _about(spec, arguments, context)
            return await self._journal.await_approval(entry.asking(about.text, about.shown), reason)
        running = await self._journal.start(entry)
        if running is None:
            # Somebody else took this call meanwhile; it must not run twice.
            return entry
        return await self._run_limited(spec, arguments, running, context)

    async def _must_ask(
        self, spec: ToolSpec, arguments: BaseModel, context: ToolContext, *, tainted: bool
    ) -> bool:
        leaves = await _leaves(spec, arguments, context)
        asks = leaves or spec.needs_approval(tainted_turn=tainted)
        if not asks or tainted:
            return asks  # what was allowed for good was not allowed to outside text
        if leaves and not spec.leaves_by_name:
            return True  # its name says nothing of what it would change elsewhere
        return not await self._journal.is_granted(context.user_id, spec.name)

    def _context(self, entry: JournalEntry, setting: CallSetting) -> ToolContext:
        return ToolContext(
            user_id=entry.user_id,
            conversation_id=entry.conversation_id,
            message_id=entry.message_id,
            call_id=entry.call_id,
            now=self._clock.now(),
            zone=setting.zone,
            language=setting.language,
            shown=entry.shown,
        )

    def _unknown(self, name: str, language: str) -> ToolResult:
        reason = self._why_not(name, language)
        if reason is not None:
            return ToolResult(reason)
        known = ", ".join(sorted(self._tools))
        return ToolResult(f"There is no tool named {name!r}. The tools are: {known}.")

    # ---- running ----

    async def _run_limited(
        self, spec: ToolSpec, arguments: BaseModel, entry: JournalEntry, context: ToolContext
    ) -> JournalEntry:
        work = self._supervisor.once(f"tool-{spec.name}", _outcome(spec, arguments, context))
        try:
            # wait(), not wait_for(): a tool that swallows its cancellation must not hold us.
            await asyncio.wait({work}, timeout=spec.limit_s)
        except asyncio.CancelledError:
            await self._stop(spec, work, entry)
            raise
        if not work.done():
            work.cancel()
            return await self._end(entry, CallStatus.TIMED_OUT, _timed_out(spec, context.language))
        return await self._end(entry, *_taken(work))

    async def _stop(
        self,
        spec: ToolSpec,
        work: "asyncio.Task[tuple[CallStatus, ToolResult]]",
        entry: JournalEntry,
    ) -> None:
        """The user stopped the turn: find out in a moment what became of the call."""
        if spec.effect is Effect.WRITE:
            await asyncio.wait({work}, timeout=STOP_GRACE_S)
        if work.done():
            await self._end(entry, *_taken(work))
            return
        work.cancel()
        status = CallStatus.INTERRUPTED if spec.idempotent else CallStatus.UNKNOWN
        await self._end(entry, status, stopped_result(status))

    async def _end(
        self, entry: JournalEntry, status: CallStatus, result: ToolResult
    ) -> JournalEntry:
        return await self._journal.finish(entry, status, result)


async def _leaves(spec: ToolSpec, arguments: BaseModel, context: ToolContext) -> bool:
    """Whether this call changes something outside; asked about where that cannot be told."""
    if spec.leaves is None:
        return False
    try:
        async with asyncio.timeout(LEAVES_LIMIT_S):
            return await spec.leaves(arguments, context)
    except TimeoutError:
        return True
    except (ToolFailed, ToolRetry, KnownError):
        return False  # the call itself will fail so, and say it better


async def _about(spec: ToolSpec, arguments: BaseModel, context: ToolContext) -> About:
    """What the user would say yes to, where the arguments do not tell."""
    if spec.about is None:
        return About("")
    with suppress(TimeoutError, ToolFailed, ToolRetry, KnownError):
        async with asyncio.timeout(LEAVES_LIMIT_S):
            return await spec.about(arguments, context)
    return About("")


def stopped_result(status: CallStatus) -> ToolResult:
    """What the model reads of a call that was stopped or cut off."""
    if status is CallStatus.UNKNOWN:
        return ToolResult(
            "The call was cut off while it ran. Whether it took effect is unknown: tell the user"
            " so and ask before doing it again."
        )
    return ToolResult("The call was interrupted before it had a result.")


async def _outcome(
    spec: ToolSpec, arguments: BaseModel, context: ToolContext
) -> tuple[CallStatus, ToolResult]:
    """Run the tool; every way it can go wrong becomes words."""
    try:
        return CallStatus.DONE, await spec.run(arguments, context)
    except ToolFailed as failed:
        data = {FROM_OUTSIDE: True} if failed.from_outside else {}
        return CallStatus.FAILED, ToolResult(str(failed), data=data)
    except ToolRetry as problem:
        return CallStatus.FAILED, ToolResult(str(problem))
    except KnownError as error:
        told = wording(context.language).error(error)
        return CallStatus.FAILED, ToolResult(told)
    except Exception as error:
        _log.exception("the tool %s failed", spec.name)
        name = type(error).__name__
        return CallStatus.FAILED, ToolResult(f"{spec.name} failed: {name}: {error}")


def _taken(
    work: "asyncio.Task[tuple[CallStatus, ToolResult]]",
) -> tuple[CallStatus, ToolResult]:
    with suppress(asyncio.CancelledError):
        outcome = work.result()
        if outcome is not None:
            return outcome
    return CallStatus.INTERRUPTED, stopped_result(CallStatus.INTERRUPTED)


def _timed_out(spec: ToolSpec, language: str) -> ToolResult:
    words = wording(language)
    limit = f"{spec.limit_s:g}"
    if spec.idempotent:
        return ToolResult(
            words.text("{tool} gave no answer within {limit} s.", tool=spec.name, limit=limit)
        )
    return ToolResult(
        words.text(
            "{tool} did not end within {limit} s. Whether it took effect is unknown.",
            tool=spec.name,
            limit=limit,
        )
    )
