"""Learning from what users say by the way: from their own words, where they let us.

Each message waits in a line on disk. Patterns look it over as soon as it is answered; a model, if
one is chosen, reads it when nothing else is going on. What it tells is kept in the write that takes
it out of the line, so a crash leaves nothing half learned.
"""

import asyncio
import logging
from collections.abc import Callable

from assistant_desktop.core.memory import extraction
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.facts import facts_in, is_own_words
from assistant_desktop.core.offline_brain import OfflineBrain, asks_for_something
from assistant_desktop.core.settings import SettingsStore
from assistant_desktop.core.storage import learning
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.whole_answer import whole_answer
from assistant_desktop.domain.conversation import Message, Role, TextPart
from assistant_desktop.domain.errors import KnownError, ModelUnreachable
from assistant_desktop.domain.events import Event, MessageStored, TextStreamed, TurnEnded
from assistant_desktop.domain.ports import ChatModel, Clock, ModelRequest

_log = logging.getLogger(__name__)

SURE_BY_PATTERN, SURE_BY_MODEL = 0.8, 0.6
"""How sure a fact is; what the user asked to keep is certain."""
QUIET_S = 20.0
"""How long nothing is said before a model reads what was."""
READ_LIMIT_S = 120.0
MOST_TRIES = 3


class Learning:
    """Reads each message of a user once. A request is no remark: what it asks for was done."""

    def __init__(
        self,
        database: Database,
        memories: Memories,
        settings: SettingsStore,
        clock: Clock,
        model: Callable[[], ChatModel],
    ) -> None:
        self._database = database
        self._memories = memories
        self._settings = settings
        self._clock = clock
        self._model = model
        self._wake = asyncio.Event()
        self._heard = 0
        self._reading: asyncio.Timeout | None = None

    def heard(self, event: Event) -> None:
        """Who speaks is not disturbed; the end of a turn may bring something to learn from."""
        if not isinstance(event, MessageStored | TextStreamed | TurnEnded):
            return
        self._heard += 1
        self._wake.set()
        if self._reading is not None:
            self._reading.reschedule(asyncio.get_running_loop().time())
            self._reading = None

    async def look_over(self, message: Message) -> None:
        """Keep what patterns find in a message that was answered."""
        facts = facts_in(message.text) if self._may_learn_from(message) else []
        step = learning.looked_over if self._wants_a_model(message) else learning.done_with
        await self._memories.learn(message, facts, SURE_BY_PATTERN, step)

    async def run(self) -> None:
        """For ever: first what a crash left, then what is said, whenever it is quiet."""
        await self.catch_up()
        while True:
            await self._wait_for_quiet()
            while message := await self._next(looked_over=True):
                if not await self._read(message):
                    break

    async def catch_up(self) -> None:
        """Look over what waits to be: what a crash left, versions of messages that are back."""
        while message := await self._next(looked_over=False):
            await self.look_over(message)

    async def _wait_for_quiet(self) -> None:
        await self._wake.wait()
        before = -1
        while before != self._heard:
            before = self._heard
            await self._clock.wait(asyncio.Event(), QUIET_S)
        self._wake.clear()

    async def _next(self, *, looked_over: bool) -> Message | None:
        return await self._database.read(
            lambda c: learning.next_in_line(c, looked_over=looked_over)
        )

    async def _read(self, message: Message) -> bool:
        """Let the model read one message; False when it was disturbed or is away, for now."""
        answer = ""
        if self._may_learn_from(message) and self._wants_a_model(message):
            place = (message.user_id, message.id)
            tries = await self._database.write(lambda c: learning.try_once_more(c, *place))
            # One at which the product itself breaks is let go: others wait behind it.
            said = await self._asked(message) if tries <= MOST_TRIES else ""
            if said is None:
                await self._database.write(lambda c: learning.not_tried(c, *place))
                return False
            answer = said
        facts = extraction.facts_of(answer, message.text)
        await self._memories.learn(message, facts, SURE_BY_MODEL, learning.done_with)
        return True

    async def _asked(self, message: Message) -> str | None:
        """What the model answers, nothing where it will not; None where it may later."""
        before = self._heard
        try:
            async with asyncio.timeout(READ_LIMIT_S) as self._reading:
                return await whole_answer(self._model(), self._request(message))
        except (TimeoutError, KnownError) as error:
            _log.info("not learned from for now: %s", str(error) or "disturbed")
            is_away = isinstance(error, ModelUnreachable) or getattr(error, "retryable", False)
            return None if is_away or self._heard != before else ""
        finally:
            self._reading = None

    def _may_learn_from(self, message: Message) -> bool:
        """Requests, outside text and other speakers teach nothing."""
        if not self._settings.current.learn_facts or message.role is not Role.USER:
            return False
        return not message.tainted and not asks_for_something(message.text, message.created_at)

    def _wants_a_model(self, message: Message) -> bool:
        if len(message.text) > extraction.LONGEST or not is_own_words(message.text):
            return False
        try:
            return not isinstance(self._model(), OfflineBrain)
        except KnownError:  # what is chosen cannot run here
            return False

    def _request(self, message: Message) -> ModelRequest:
        # Its words alone: what was recalled with it must not be learned again.
        words = message.model_copy(update={"parts": (TextPart(text=message.text),)})
        return ModelRequest(
            system=extraction.TASK,
            messages=(words,),
            tools=(),
            user_id=message.user_id,
            now=self._clock.now(),
            zone=self._clock.zone(),
            language="en",
            allow_tools=False,
            side=True,
            output=extraction.ToldFacts,
        )
