"""Profiles on one machine: each sees its own things, by construction, and nothing of another's."""

import unicodedata
from typing import TYPE_CHECKING

from assistant_desktop.core.storage import forgetting, users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.events import ProfilesChanged
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.domain.user import User

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Parts

LONGEST_NAME = 60


class Profiles:
    """Makes, lists and deletes profiles. A profile's id is its name, so it is never renamed."""

    def __init__(self, parts: "Parts") -> None:
        self._parts = parts
        self._in_view: UserId | None = None

    async def everyone(self) -> list[User]:
        """Every profile, the one that is used when none is named first."""
        known = await self._parts.database.read(users.all_users)
        mine = [one for one in known if one.id == DEFAULT_USER]
        if not mine:
            mine = [User(id=DEFAULT_USER, created_at=self._parts.clock.now())]
        return [*mine, *(one for one in known if one.id != DEFAULT_USER)]

    async def add(self, name: str) -> User:
        """Make a profile.

        Raises:
            BadInput: it is no name, or there is a profile of that name.
        """
        user_id = UserId(_cleaned(name))
        now = self._parts.clock.now()

        def run(connection: Connection) -> None:
            same = [DEFAULT_USER, *(one.id for one in users.all_users(connection))]
            for known in same:
                if known.casefold() == user_id.casefold():
                    raise BadInput("There is a profile “{name}” already.", name=known)
            users.ensure(connection, user_id, now)

        await self._parts.database.write(run)
        self._parts.events.publish(ProfilesChanged(user_id=user_id))
        return User(id=user_id, created_at=now)

    async def last_used(self) -> UserId:
        """The profile to open: the one used last, where it is still there."""
        last = UserId(self._parts.settings.current.profile)
        known = {one.id for one in await self.everyone()}
        return last if last in known else DEFAULT_USER

    async def use(self, user_id: UserId) -> None:
        """This one is in view now, and is opened at the next start."""
        self._in_view = user_id
        if self._parts.settings.current.profile != user_id:
            await self._parts.settings.change(profile=user_id)

    async def delete(self, user_id: UserId) -> None:
        """Delete everything of a profile for good: rows, words, vectors, what models had read,
        and all of it in every backup.

        Raises:
            BadInput: it is in view, or the only one.
            NotFound: there is no such profile.
        """
        known = {one.id for one in await self.everyone()}
        if user_id not in known:
            raise NotFound("There is no profile “{name}”.", name=user_id)
        if user_id == self._in_view:
            raise BadInput("This profile is in use.", hint="Switch to another one first.")
        if len(known) == 1:
            raise BadInput("This is the only profile.")
        allow_again = self._parts.turns.refuse(user_id)
        try:
            await self._delete(user_id)
        finally:
            allow_again()
        self._parts.events.publish(ProfilesChanged(user_id=user_id, is_gone=True))
        await self._parts.forgetter.everywhere(user_id)

    async def _delete(self, user_id: UserId) -> None:
        await self._end_what_runs(user_id)
        await self._parts.outside.services.forget_user(user_id)
        now = self._parts.clock.now()

        def run(connection: Connection) -> None:
            users.delete(connection, user_id)
            forgetting.note_profile(connection, user_id, now)

        if self._parts.settings.current.profile == user_id:
            await self._parts.settings.change(profile=self._in_view or DEFAULT_USER)
        await self._parts.database.write(run)

    async def _end_what_runs(self, user_id: UserId) -> None:
        """No turn goes on, and what is shown of its reminders is closed everywhere."""
        read = self._parts.database.read
        for conversation_id in await read(lambda c: users.conversation_ids(c, user_id)):
            await self._parts.turns.stop(user_id, conversation_id)
        for view in await self._parts.reminders.live(user_id):
            if view.occurrence.state is OccurrenceState.FIRING:
                await self._parts.reminders.cancel(user_id, view.occurrence.id)


def _cleaned(name: str) -> str:
    """A name as it is kept. Raises BadInput."""
    kept = " ".join(unicodedata.normalize("NFC", clean(name)).split())
    if not kept:
        raise BadInput("A profile needs a name.")
    if len(kept) > LONGEST_NAME or not kept.isprintable():
        raise BadInput("A profile's name has {most} printable letters at most.", most=LONGEST_NAME)
    return kept
