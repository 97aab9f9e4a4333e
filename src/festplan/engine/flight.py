"""Single flight: who asks what is being answered already waits for that answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from secrets import token_hex

from festplan.engine.ladder import Answer
from festplan.ports.answers import Answers, Leases

LEASE_SECONDS = 5.0
"""How long a lease holds that is not renewed: so long does the answer of a dead process keep us."""
FIRST_WAIT_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 0.5
"""How soon another process's answer is asked for again: twice as late each time, up to this."""

Climb = Callable[[], Awaitable[Answer]]
"""Gives the answer, and has made it durable where it is to last."""
Known = Callable[[Answers], Awaitable[Answer | None]]
"""The answer as it is stored there, if there is one that would do."""


class Flights:
    """Answers on their way, by fingerprint, in this process and, by `leases`, in all of them.

    `stored` is the database itself, which knows what another process has kept. Work that has begun
    is never cancelled, only its waiter: whoever leaves early leaves the answer to the others.
    """

    def __init__(
        self,
        leases: Leases | None = None,
        stored: Answers | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._leases = leases
        self._stored = stored
        self._seconds = lease_seconds
        self._holder = token_hex(16)
        self._open: dict[str, asyncio.Task[tuple[bool, Answer]]] = {}

    def __contains__(self, fingerprint: object) -> bool:
        return fingerprint in self._open

    async def join(
        self, fingerprint: str, climb: Climb, known: Known | None = None
    ) -> tuple[bool, Answer]:
        """The answer, and whether this caller is the one that set out for it.

        With `known` no other process sets out for it meanwhile: it takes what was stored here, or
        sets out itself where nothing was, or where this process has died and its lease runs out.
        """
        flight = self._open.get(fingerprint)
        if flight is not None:
            return False, (await asyncio.shield(flight))[1]
        flight = asyncio.ensure_future(self._fly(fingerprint, climb, known))
        self._open[fingerprint] = flight
        flight.add_done_callback(lambda done: self._forget(fingerprint, done))
        return await asyncio.shield(flight)

    def _forget(self, fingerprint: str, done: asyncio.Task[tuple[bool, Answer]]) -> None:
        self._open.pop(fingerprint, None)
        if not done.cancelled():
            done.exception()  # told to whoever waits; where nobody does any more, to nobody

    async def _fly(
        self, fingerprint: str, climb: Climb, known: Known | None
    ) -> tuple[bool, Answer]:
        if known is None or self._leases is None or self._stored is None:
            return True, await climb()
        async with self._leased(self._leases, fingerprint):
            stored = await known(self._stored)
            return (True, await climb()) if stored is None else (False, stored)

    @asynccontextmanager
    async def _leased(self, leases: Leases, fingerprint: str) -> AsyncIterator[None]:
        """While this is open no other process sets out for that answer; waits for its turn."""
        wait = FIRST_WAIT_SECONDS
        while not await leases.take(fingerprint, self._holder, self._seconds):
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)
        renewing = asyncio.ensure_future(self._renew(leases, fingerprint))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            await leases.give_back(fingerprint, self._holder)

    async def _renew(self, leases: Leases, fingerprint: str) -> None:
        while True:
            await asyncio.sleep(self._seconds / 3)
            await leases.take(fingerprint, self._holder, self._seconds)
