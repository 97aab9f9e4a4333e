"""Single flight: who asks what is being answered already waits for that answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from festplan.engine.ladder import Answer


class Flights:
    """Answers on their way, by fingerprint, in this process.

    Work that has begun is never cancelled, only its waiter: whoever leaves early leaves the answer
    to the others.
    """

    def __init__(self) -> None:
        self._open: dict[str, asyncio.Task[Answer]] = {}

    def __contains__(self, fingerprint: object) -> bool:
        return fingerprint in self._open

    async def join(
        self, fingerprint: str, climb: Callable[[], Awaitable[Answer]]
    ) -> tuple[bool, Answer]:
        """The answer, and whether this caller is the one that set out for it."""
        flight = self._open.get(fingerprint)
        if flight is not None:
            return False, await asyncio.shield(flight)
        flight = asyncio.ensure_future(_fly(climb))
        self._open[fingerprint] = flight
        flight.add_done_callback(lambda _: self._open.pop(fingerprint, None))
        return True, await asyncio.shield(flight)


async def _fly(climb: Callable[[], Awaitable[Answer]]) -> Answer:
    return await climb()
