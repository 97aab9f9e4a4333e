"""A circuit breaker: what does not answer is left alone, and asked now and then if it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger("festplan.cache")

FAILURES = 2
"""Failures in a row that open it: with a timeout of 100 ms an outage costs 200 ms once."""
PROBE_SECONDS = 1.0


class Breaker:
    """Closed while things work. Open, it probes once a second, beside what anybody waits for."""

    def __init__(self, probe: Callable[[], Awaitable[bool]]) -> None:
        self._probe = probe
        self._failures = 0
        self._probing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is to be asked now."""
        return self._probing is not None

    def worked(self) -> None:
        """What was asked has answered."""
        self._failures = 0

    def failed(self) -> None:
        """What was asked has not answered; too often in a row, and the breaker opens."""
        self._failures += 1
        if self._failures >= FAILURES and self._probing is None:
            log.warning("Redis does not answer: going on without it, and asking once a second.")
            self._probing = asyncio.get_running_loop().create_task(self._until_back())

    async def close(self) -> None:
        """Ends the probing."""
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.wait((self._probing,))
            self._probing = None

    async def _until_back(self) -> None:
        back = False
        while not back:
            await asyncio.sleep(PROBE_SECONDS)
            back = await self._probe()
        self._failures = 0
        self._probing = None
        log.warning("Redis answers again.")
