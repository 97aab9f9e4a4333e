"""Runs in this process, on its event loop: a task for each run, never cancelled by a waiter."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from typing import Any, TypeGuard

from festplan.domain.plan import StepOutcome

REMEMBERED_RUNS = 1024
"""Ended runs whose outcome can still be asked for."""

Outcomes = Sequence[StepOutcome]


class LocalRunner:
    """Sees runs to their end as tasks, and lets callers wait for them."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, asyncio.Task[Outcomes] | Outcomes] = OrderedDict()

    def follow(self, run_id: str, rest: Coroutine[Any, Any, Outcomes]) -> None:
        """Sees the run to its end."""
        self._note(run_id, asyncio.ensure_future(rest))

    def ended(self, run_id: str, outcomes: Outcomes) -> None:
        """Notes what came of the run."""
        self._note(run_id, outcomes)

    def _note(self, run_id: str, run: asyncio.Task[Outcomes] | Outcomes) -> None:
        self._runs[run_id] = run
        while len(self._runs) > REMEMBERED_RUNS and not _under_way(next(iter(self._runs.values()))):
            self._runs.popitem(last=False)

    async def wait(self, run_id: str) -> Outcomes:
        """What came of the run; nothing when it was not done here."""
        run = self._runs.get(run_id, ())
        return await asyncio.shield(run) if isinstance(run, asyncio.Task) else run

    async def close(self) -> None:
        """Waits for what is under way."""
        while under_way := [run for run in self._runs.values() if _under_way(run)]:
            await asyncio.gather(*under_way, return_exceptions=True)


def _under_way(run: asyncio.Task[Outcomes] | Outcomes) -> TypeGuard[asyncio.Task[Outcomes]]:
    return isinstance(run, asyncio.Task) and not run.done()
