"""Secrets in memory."""

from assistant_desktop.domain.errors import SecretStoreError


class MemorySecrets:
    """Keeps everything, or nothing while `broken`."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.broken = False

    def _check(self) -> None:
        if self.broken:
            raise SecretStoreError("The system keyring cannot be used.")

    async def get(self, name: str) -> str | None:
        self._check()
        return self.kept.get(name)

    async def set(self, name: str, secret: str) -> None:
        self._check()
        self.kept[name] = secret

    async def delete(self, name: str) -> None:
        self._check()
        self.kept.pop(name, None)
