"""Run inside a session bus of its own: real notifications and a real keyring; prints JSON."""

import asyncio
import json
import subprocess
import sys
import time
from datetime import UTC, datetime

from assistant_desktop.core.reminders import escalation
from assistant_desktop.domain.errors import SecretStoreError
from assistant_desktop.domain.ids import OccurrenceId, ReminderId, UserId
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.reminder import Reminder, ReminderView
from assistant_desktop.services.notify.desktop import DesktopNotifications
from assistant_desktop.services.secrets import KeyringSecrets
from assistant_desktop.wording import wording


def showing(text: str) -> Showing:
    now = datetime.now(UTC)
    rule = Reminder(
        id=ReminderId(text),
        user_id=UserId("me"),
        text=text,
        start_local=now.replace(tzinfo=None),
        zone="UTC",
        created_at=now,
    )
    occurrence = escalation.planned(rule, rule.start_local, OccurrenceId(f"o-{text}"))
    view = ReminderView(reminder=rule, occurrence=occurrence)
    return Showing(view, rule.policy.channels(0), late_s=130.0)


def dunstctl(*words: str) -> str:
    done = subprocess.run(["dunstctl", *words], capture_output=True, text=True, check=True)
    return done.stdout


def displayed() -> int:
    return int(dunstctl("count", "displayed"))


def start_daemon() -> "subprocess.Popen[bytes]":
    daemon = subprocess.Popen(["dunst", "-conf", "/dev/null"], stderr=subprocess.DEVNULL)
    for _ in range(100):
        if subprocess.run(["dunstctl", "count"], capture_output=True, check=False).returncode == 0:
            break
        time.sleep(0.05)
    return daemon


async def until_displayed(wanted: int) -> int:
    """Fading in and out takes the daemon a moment."""
    for _ in range(100):
        if displayed() == wanted:
            break
        await asyncio.sleep(0.05)
    return displayed()


async def notifications() -> dict[str, object]:
    """With no daemon nothing is shown and that is said; with one, it is, and buttons work."""
    seen: dict[str, object] = {}
    notifier = DesktopNotifications(lambda: wording("ru"))
    opened, done = asyncio.Event(), []
    notifier.on_open, notifier.on_done = opened.set, done.append
    began = time.monotonic()
    seen["without a daemon"] = len(await notifier.show([showing("early")]))
    seen["took_s"] = round(time.monotonic() - began, 2)
    daemon = start_daemon()
    try:
        one, many = showing("call Ann"), [showing(f"thing {n}") for n in range(5)]
        seen["shown"] = len(await notifier.show([one]))
        seen["displayed"] = await until_displayed(1)
        dunstctl("action", "0")
        async with asyncio.timeout(5):
            await opened.wait()
        seen["opened by a click"] = opened.is_set()
        dunstctl("close-all")  # a real click closes it too
        await notifier.withdraw(one.view)
        seen["five at once"] = len(await notifier.show(many))
        seen["in one place"] = await until_displayed(1)
        await notifier.withdraw(many[0].view)
        seen["after withdrawing"] = await until_displayed(0)
    finally:
        daemon.terminate()
        daemon.wait()
    seen["after the daemon died"] = len(await notifier.show([showing("late")]))
    return seen


async def keyring() -> dict[str, object]:
    """Set, get and delete in the real Secret Service; a locked one is told within the limit."""
    secrets, seen = KeyringSecrets(), {}
    try:
        seen["nothing at first"] = await secrets.get("key")
        await secrets.set("key", "sk-тайна")
        seen["read back"] = await secrets.get("key")
        await secrets.delete("key")
        seen["deleted"] = await secrets.get("key")
        await secrets.delete("key")
    except SecretStoreError as error:
        seen["error"] = str(error)
    return seen


if __name__ == "__main__":
    answer = asyncio.run({"notify": notifications, "keyring": keyring}[sys.argv[1]]())
    sys.stdout.write(json.dumps(answer) + "\n")
