"""Single flight: who asks what is being answered already waits for that answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex

from festplan.engine.fingerprint import content, digest, fingerprint
from festplan.engine.ladder import Answer
from festplan.ports import Answers, Kept, Leases, Question, StoredAnswer

LEASE_SECONDS = 15.0
"""How long a lease holds that is not renewed: so long does the answer of a dead process keep us."""
FIRST_WAIT_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 0.5
"""How soon another process's answer is asked for again: twice as late each time, up to this."""

Climb = Callable[[], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an answer that is paid for comes down: what it answers, for whom, and who keeps it.

    `accepts` says whether an answer that is stored already would do.
    """

    answers: Answers
    question: Question
    evidence: str
    maker: str
    accepts: Callable[[StoredAnswer], bool]

    async def known(self, stored: Answers) -> Answer | None:
        """The answer that is stored, if it would do."""
        known = (await stored.recall(self.question, self.evidence)).answer
        if known is None or not self.accepts(known):
            return None
        return Answer(await stored.body(known.result), known.tier, known.cost_microdollars)

    async def keep(self, answer: Answer) -> None:
        """Makes `answer` durable; a provisional one is nothing to keep."""
        if answer.provisional:
            return
        data, q = content(answer.result), self.question
        name = fingerprint(q.agent, q.agent_version, q.scope, q.view, self.evidence)
        cost = answer.cost_microdollars
        stored = StoredAnswer(name, digest(data), answer.tier, self.maker, cost)
        await self.answers.keep((Kept(q, self.evidence, stored),), {stored.result: data})


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
        self, fingerprint: str, climb: Climb, landing: Landing | None = None
    ) -> tuple[bool, Answer]:
        """The answer, and whether this caller is the one that set out for it.

        With a `landing` the answer is durable before anybody is told, and no other process sets
        out for it meanwhile: it takes what was kept here, or sets out itself where nothing was, or
        where this process has died and its lease runs out.
        """
        flight = self._open.get(fingerprint)
        if flight is not None:
            return False, (await asyncio.shield(flight))[1]
        flight = asyncio.ensure_future(self._fly(fingerprint, climb, landing))
        self._open[fingerprint] = flight
        flight.add_done_callback(lambda done: self._forget(fingerprint, done))
        return await asyncio.shield(flight)

    def _forget(self, fingerprint: str, done: asyncio.Task[tuple[bool, Answer]]) -> None:
        self._open.pop(fingerprint, None)
        if not done.cancelled():
            done.exception()  # told to whoever waits; where nobody does any more, to nobody

    async def _fly(
        self, fingerprint: str, climb: Climb, landing: Landing | None
    ) -> tuple[bool, Answer]:
        if landing is None or self._leases is None or self._stored is None:
            return True, await _climbed(climb, landing)
        async with self._leased(self._leases, fingerprint):
            known = await landing.known(self._stored)
            if known is not None:
                return False, known
            return True, await _climbed(climb, landing)

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


async def _climbed(climb: Climb, landing: Landing | None) -> Answer:
    answer = await climb()
    if landing is not None:
        await landing.keep(answer)
    return answer
