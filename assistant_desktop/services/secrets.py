"""Secrets in the system keyring, and nowhere else.

The keyring may be absent, locked, or hang on a prompt nobody sees: each call has a limit.
"""

from collections.abc import Callable
from typing import TypeVar

from assistant_desktop.domain.errors import SecretStoreError
from assistant_desktop.in_thread import in_thread

T = TypeVar("T")
SERVICE = "assistant-desktop"
LIMIT_S = 5.0


class KeyringSecrets:
    """The SecretStore of this desktop."""

    async def get(self, name: str) -> str | None:
        """The secret of that name."""

        def read() -> str | None:
            import keyring

            return keyring.get_password(SERVICE, name)

        return await _in_keyring(read)

    async def set(self, name: str, secret: str) -> None:
        """Store a secret."""

        def write() -> None:
            import keyring

            keyring.set_password(SERVICE, name, secret)

        await _in_keyring(write)

    async def delete(self, name: str) -> None:
        """Remove a secret if it is there."""

        def remove() -> None:
            import keyring

            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)

        await _in_keyring(remove)


async def _in_keyring(call: Callable[[], T]) -> T:
    try:
        return await in_thread("keyring", call, LIMIT_S)
    except TimeoutError as error:
        raise SecretStoreError(
            "The system keyring does not answer.",
            hint="Unlock it, then try again.",
            retryable=True,
        ) from error
    except Exception as error:
        # Each backend has its own errors; to the user all of them mean one thing.
        raise SecretStoreError(
            "The system keyring cannot be used: {reason}.",
            hint="Install and unlock a keyring (GNOME Keyring, KWallet) and try again.",
            reason=type(error).__name__,
        ) from error
