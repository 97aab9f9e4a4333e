"""Plays several worlds: as many at once as there are cores, each core with a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from festplan.proof.simulation.worlds import Spec, come_to

FEW = 25
"""Worlds of so few parties are played in this process: starting others would take longer."""
MOST_AT_ONCE = 4
LONGEST_LINE = 2**26
"""Bytes of what a world came to; unmet constraints are named one by one, up to a number."""

Tell = Callable[[str, int], None]
"""Called with a world's name and how many of its parties have been played."""
Named = tuple[str, Spec]


class WorldFailed(RuntimeError):
    """A world's process ended without a result."""


async def play(specs: Sequence[Named], tell: Tell, *, few: int = FEW) -> dict[str, Any]:
    """What each world came to, by its name. Raises `WorldFailed` when a process ends early.

    Worlds of at most `few` parties are played in this process.
    """
    if all(spec.parties <= few for _, spec in specs):
        return {name: await _here(name, spec, tell) for name, spec in specs}
    found: dict[str, Any] = {}
    waiting = deque(specs)
    cores = min(MOST_AT_ONCE, os.cpu_count() or 1, len(specs))
    await asyncio.gather(*(_work(waiting, found, tell) for _ in range(cores)))
    return found


async def _here(name: str, spec: Spec, tell: Tell) -> dict[str, Any]:
    return await come_to(spec, lambda done: tell(name, done))


async def _work(waiting: deque[Named], found: dict[str, Any], tell: Tell) -> None:
    """One process, which plays what is waiting until nothing is."""
    async with _process(tell) as worker:
        while waiting:
            name, spec = waiting.popleft()
            found[name] = await worker.played(name, spec)


@dataclass(slots=True)
class _Worker:
    process: asyncio.subprocess.Process
    tell: Tell
    name: str = ""
    said: str = ""
    heard: asyncio.Task[None] = field(init=False)

    def __post_init__(self) -> None:
        self.heard = asyncio.create_task(self._hear())

    async def played(self, name: str, spec: Spec) -> Any:
        """What the world came to."""
        self.name = name
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(asdict(spec))}\n".encode())
        line = await self.process.stdout.readline()
        if not line:
            await self.heard
            raise WorldFailed(f"A simulated world ended early: {self.said}")
        return json.loads(line)

    async def _hear(self) -> None:
        """Passes on the numbers that the process says; keeps the last line that is none."""
        assert self.process.stderr
        async for line in self.process.stderr:
            text = line.decode(errors="replace").strip()
            if text.isdigit():
                self.tell(self.name, int(text))
            else:
                self.said = text or self.said


@asynccontextmanager
async def _process(tell: Tell) -> AsyncIterator[_Worker]:
    """A process for worlds; it ends with the context."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "festplan.proof.simulation"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    worker = _Worker(process, tell)
    try:
        yield worker
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await worker.heard
