"""Plays several worlds: each in a process of its own, as many at once as there are cores."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from festplan.proof.simulation.worlds import Spec, come_to

FEW = 25
"""Worlds of so few parties are played in this process: starting another would take longer."""
MOST_AT_ONCE = 4

Tell = Callable[[str, int], None]
"""Called with a world's name and how many of its parties have been played."""


class WorldFailed(RuntimeError):
    """A world's process ended without a result."""


async def play(specs: Sequence[tuple[str, Spec]], tell: Tell) -> dict[str, Any]:
    """What each world came to, by its name."""
    if all(spec.parties <= FEW for _, spec in specs):
        return {name: await _here(name, spec, tell) for name, spec in specs}
    free = asyncio.Semaphore(min(MOST_AT_ONCE, os.cpu_count() or 1))

    async def one(name: str, spec: Spec) -> tuple[str, Any]:
        async with free:
            return name, await _apart(name, spec, tell)

    return dict(await asyncio.gather(*(one(name, spec) for name, spec in specs)))


async def _here(name: str, spec: Spec, tell: Tell) -> dict[str, Any]:
    return await come_to(spec, lambda done: tell(name, done))


async def _apart(name: str, spec: Spec, tell: Tell) -> Any:
    """The world in its own process, which ends with this one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "festplan.proof.simulation"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(asdict(spec)).encode())
        process.stdin.close()
        result, said = await asyncio.gather(process.stdout.read(), _heard(process, name, tell))
        if await process.wait() != 0:
            raise WorldFailed(f"A simulated world ended early: {said}")
        return json.loads(result)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _heard(process: asyncio.subprocess.Process, name: str, tell: Tell) -> str:
    """Passes on the numbers that the process says; gives the last line that is none."""
    last = ""
    assert process.stderr
    async for line in process.stderr:
        text = line.decode(errors="replace").strip()
        if text.isdigit():
            tell(name, int(text))
        else:
            last = text or last
    return last
