"""Runs in this process, on its event loop: a task for each run, never cancelled by a waiter."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from typing import Any

from festplan.domain.plan import StepOutcome

REMEMBERED_RUNS = 1024
"""Ended runs whose outcome can still be asked for."""

Outcomes = Sequence[StepOutcome]


class LocalRunner:
    """Sees runs to their end as tasks, and lets callers wait for them."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, asyncio.Task[Outcomes]] = OrderedDict()

    def follow(self, run_id: str, rest: Coroutine[Any, Any, Outcomes]) -> None:
        """Sees the run to its end."""
        self._runs[run_id] = asyncio.ensure_future(rest)
        while len(self._runs) > REMEMBERED_RUNS and next(iter(self._runs.values())).done():
            self._runs.popitem(last=False)

    async def wait(self, run_id: str) -> Outcomes:
        """What came of the run; nothing when it was not done here."""
        task = self._runs.get(run_id)
        return await asyncio.shield(task) if task else ()

    async def close(self) -> None:
        """Waits for what is under way."""
        while under_way := [task for task in self._runs.values() if not task.done()]:
            await asyncio.gather(*under_way, return_exceptions=True)
