"""Single flight: who asks what is being answered already waits for that answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex

from festplan.engine.ladder import Answer
from festplan.ports import Leases

LEASE_SECONDS = 15.0
"""How long a lease holds that is not renewed: so long does the answer of a dead process keep us."""
RENEWED_SECONDS = LEASE_SECONDS / 3
FIRST_WAIT_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 0.5
"""How often another process is asked whether its answer is there: half as often each time."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an answer comes down: `known` is what is stored of it, `keep` makes it durable."""

    known: Callable[[], Awaitable[Answer | None]]
    keep: Callable[[Answer], Awaitable[None]]


class Flights:
    """Answers on their way, by fingerprint, in this process and, by `leases`, in all of them.

    Work that has begun is never cancelled, only its waiter: whoever leaves early leaves the answer
    to the others.
    """

    def __init__(self, leases: Leases | None = None) -> None:
        self._leases = leases
        self._holder = token_hex(16)
        self._open: dict[str, asyncio.Task[tuple[bool, Answer]]] = {}

    def __contains__(self, fingerprint: object) -> bool:
        return fingerprint in self._open

    async def join(
        self,
        fingerprint: str,
        climb: Callable[[], Awaitable[Answer]],
        landing: Landing | None = None,
    ) -> tuple[bool, Answer]:
        """The answer, and whether this caller is the one that set out for it.

        With a `landing` the answer is durable before anybody is told. With leases too no other
        process sets out for it meanwhile: it waits for what is stored here, and sets out itself
        when nothing was, or when this process dies and its lease runs out.
        """
        flight = self._open.get(fingerprint)
        if flight is not None:
            return False, (await asyncio.shield(flight))[1]
        flight = asyncio.ensure_future(self._fly(fingerprint, climb, landing))
        self._open[fingerprint] = flight
        flight.add_done_callback(lambda done: self._landed(fingerprint, done))
        return await asyncio.shield(flight)

    def _landed(self, fingerprint: str, done: asyncio.Task[tuple[bool, Answer]]) -> None:
        self._open.pop(fingerprint, None)
        if not done.cancelled():
            done.exception()  # told to who waits; where nobody does any more, not to the log

    async def _fly(
        self, fingerprint: str, climb: Callable[[], Awaitable[Answer]], landing: Landing | None
    ) -> tuple[bool, Answer]:
        if landing is None:
            return True, await climb()
        if self._leases is None:
            return True, await _climbed(climb, landing)
        async with self._leased(self._leases, fingerprint):
            known = await landing.known()
            if known is not None:
                return False, known
            return True, await _climbed(climb, landing)

    @asynccontextmanager
    async def _leased(self, leases: Leases, fingerprint: str) -> AsyncIterator[None]:
        """While this is open no other process sets out for that answer; waits for its turn."""
        wait = FIRST_WAIT_SECONDS
        while not await leases.take(fingerprint, self._holder, LEASE_SECONDS):
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)
        renewing = asyncio.ensure_future(self._renew(leases, fingerprint))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.wait((renewing,))
            await leases.give_back(fingerprint, self._holder)

    async def _renew(self, leases: Leases, fingerprint: str) -> None:
        while True:
            await asyncio.sleep(RENEWED_SECONDS)
            await leases.take(fingerprint, self._holder, LEASE_SECONDS)


async def _climbed(climb: Callable[[], Awaitable[Answer]], landing: Landing) -> Answer:
    answer = await climb()
    await landing.keep(answer)
    return answer
