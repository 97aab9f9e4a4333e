"""Plays worlds one after the other, each on all cores: a process a core, which plays a share."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

from pydantic import TypeAdapter

from festplan.proof.simulation.shares import Part, Share, Spec
from festplan.proof.simulation.worlds import added_up, come_to, make

FEW = 25
"""Worlds of so few parties are played in this process: starting others would take longer."""
MOST_AT_ONCE = 4

Tell = Callable[[str, int], None]
"""Called with the name of a world, or of a share of it, and how many of its parties are played."""
_SHARE, _PART = TypeAdapter(Share), TypeAdapter(Part)


class WorldFailed(RuntimeError):
    """A process ended before its share of a world was played."""


@asynccontextmanager
async def opened(parties: int, tell: Tell, *, few: int = FEW) -> AsyncIterator[Farm]:
    """A farm for worlds of so many parties; its processes start at once and end with the context.

    Worlds of at most `few` parties are played in this process.
    """
    count = 0 if parties <= few else min(MOST_AT_ONCE, os.cpu_count() or 1)
    async with AsyncExitStack() as stack:
        yield Farm([await stack.enter_async_context(_process()) for _ in range(count)], tell)


@dataclass(frozen=True, slots=True)
class Farm:
    """Plays worlds with the processes that it has, or in this one."""

    workers: Sequence[_Worker]
    tell: Tell

    async def play(self, worlds: Mapping[str, Spec]) -> dict[str, Any]:
        """What each world came to, by its name. Raises `WorldFailed` when a process ends early."""
        play = self._world if self.workers else self._here
        return {name: await play(name, spec) for name, spec in worlds.items()}

    async def _here(self, name: str, spec: Spec) -> dict[str, Any]:
        return await come_to(spec, lambda done: self.tell(name, done))

    async def _world(self, name: str, spec: Spec) -> dict[str, Any]:
        """What the world came to; every worker plays a share of it."""
        began, of = perf_counter(), len(self.workers)
        make(spec)
        shares = [Share(spec, place, of) for place in range(of)]
        playing = [
            worker.played(share, partial(self.tell, f"{name}/{share.place}"))
            for worker, share in zip(self.workers, shares, strict=True)
        ]
        await asyncio.gather(*playing)
        parts = [_PART.validate_json(share.file.read_bytes()) for share in shares]
        return added_up(spec, parts, began)


@dataclass(slots=True)
class _Worker:
    process: asyncio.subprocess.Process
    tell: Callable[[int], None] = lambda _done: None
    said: str = ""
    heard: asyncio.Task[None] = field(init=False)

    def __post_init__(self) -> None:
        self.heard = asyncio.create_task(self._hear())

    async def played(self, share: Share, tell: Callable[[int], None]) -> None:
        """Returns when the share is played and its file is there."""
        self.tell = tell
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(_SHARE.dump_json(share) + b"\n")
        if not await self.process.stdout.readline():
            await self.heard
            raise WorldFailed(f"A simulated world ended early: {self.said}")

    async def _hear(self) -> None:
        """Passes on the numbers that the process says; keeps the last line that is none."""
        assert self.process.stderr
        async for line in self.process.stderr:
            text = line.decode(errors="replace").strip()
            if text.isdigit():
                self.tell(int(text))
            else:
                self.said = text or self.said


@asynccontextmanager
async def _process() -> AsyncIterator[_Worker]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "festplan.proof.simulation"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    worker = _Worker(process)
    try:
        yield worker
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await worker.heard
