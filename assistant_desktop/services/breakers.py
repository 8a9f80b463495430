"""One circuit breaker for each host, kept over restarts: a restart must not hammer."""

from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.service_ports import KeptResponse, ServiceStore
from assistant_desktop.services.circuit_breaker import CircuitBreaker, Kept

OF_THE_MACHINE = UserId("*")
"""Whether a host answers is nobody's secret: it belongs to no profile."""


class Breakers:
    """Makes each breaker once, as it was left."""

    def __init__(self, store: ServiceStore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._made: dict[str, CircuitBreaker] = {}
        self._saved: dict[str, Kept] = {}

    async def of(self, host: str) -> CircuitBreaker:
        """The breaker of a host."""
        if host not in self._made:
            kept = await self._store.read(OF_THE_MACHINE, host)
            if host not in self._made:
                self._made[host] = self._restored(host, kept)
        return self._made[host]

    def _restored(self, host: str, response: KeptResponse | None) -> CircuitBreaker:
        breaker = CircuitBreaker(self._clock.now)
        if response is not None:
            try:
                self._saved[host] = Kept.model_validate_json(response.body)
            except ValueError:
                return breaker  # of another version
            breaker.restore(self._saved[host])
        return breaker

    async def save(self, host: str) -> None:
        """Keep the state of a breaker; nothing is written where it did not change."""
        kept = self._made[host].kept()
        if kept == self._saved.get(host, Kept(rest_s=kept.rest_s)):
            return
        self._saved[host] = kept
        body = kept.model_dump_json().encode()
        await self._store.keep(OF_THE_MACHINE, host, KeptResponse(body, self._clock.now()))

    def wake(self) -> None:
        """The machine or its network is back: the next call of each is a probe."""
        for breaker in self._made.values():
            if breaker.resting_until is not None:
                breaker.half_open()
