"""Another profile's reminder is announced by its name, on every surface, and never lost."""

from assistant_desktop.core.reminders.delivery import Delivery, Surface
from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Showing
from tests.fakes.notifier import RecordingNotifier

ANN, BOB = UserId("ann"), UserId("bob")
NOTE, WINDOW = frozenset({Channel.NOTIFICATION}), frozenset({Channel.WINDOW})


async def test_words_are_for_the_profile_in_view_alone(start):
    async with start(scheduling=False) as assistant:
        for user in (ANN, BOB):
            await assistant.remind(user, f"remind me tomorrow at 9 to call of-{user}")
        views = [view for user in (ANN, BOB) for view in await assistant.reminders.live(user)]
    native, window = RecordingNotifier(), RecordingNotifier()
    native.broken = True
    surfaces = (Surface(NOTE, native), Surface(WINDOW, window))
    delivery = Delivery(surfaces, lambda: ANN, lambda user: f"something of {user}")
    shown = await delivery.show([Showing(one, (Channel.NOTIFICATION,), 0.0) for one in views])
    assert shown == {view.occurrence.id for view in views}, "the window took what nobody showed"
    told = {one.view.reminder.user_id: one for one in window.shown}
    assert told[ANN].view.reminder.text == "call of-ann"
    assert not told[ANN].discreet
    assert told[BOB].view.reminder.text == "something of bob"
    assert told[BOB].discreet
