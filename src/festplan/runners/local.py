"""Runs in this process, on its event loop: one task for each run, never cancelled by a waiter."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from festplan.domain.plan import StepOutcome

Due = Callable[[str, str], Awaitable[Sequence[StepOutcome]]]


class LocalRunner:
    """Starts runs as tasks and lets callers wait for them."""

    def __init__(self) -> None:
        self._due: Due | None = None
        self._tasks: dict[str, asyncio.Task[Sequence[StepOutcome]]] = {}

    def work(self, due: Due) -> None:
        """Sets what does a run; called once, when everything is open."""
        self._due = due

    def start(self, party_id: str, run_id: str) -> None:
        """Starts the run as a task."""
        if self._due is None or run_id in self._tasks:
            return
        task = asyncio.ensure_future(self._due(party_id, run_id))
        self._tasks[run_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(run_id, None))

    async def wait(self, run_id: str) -> Sequence[StepOutcome]:
        """What came of the run; nothing when it is not under way here."""
        task = self._tasks.get(run_id)
        return await asyncio.shield(task) if task else ()

    async def close(self) -> None:
        """Waits for what is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
