"""Runs one measured program in a process of its own, told what to do line by line.

The harness starts `python -m MODULE FOLDER DELAY_MS [VARIANT]`, writes one JSON command a line and
reads one JSON reply a line. The program keeps its databases in FOLDER, and its agents sleep
DELAY_MS per execution. Times are taken here, around the program's own call, so that the pipe
between the processes does not count. Everything else printed goes to standard error.

| command                                      | reply                                            |
|----------------------------------------------|--------------------------------------------------|
| `{"do": "setup"}`                            | `{"versions": {...}, "pragmas": {FILE: [...]}}`  |
| `{"do": "initial", "party": 7}`              | `{"ms", "executions", "digest"}`                 |
| `{"do": "edit" or "no-op" or "cutoff", ...}` | the same                                         |
| `{"do": "grow", "edits": 90, "from": 10}`    | `{}` after 90 history edits of the long party    |
| `{"do": "resume"}`                           | `{"ms", "digest"}` of the long party             |
| `{"do": "list"}`                             | `{"ms", "count"}` of the long party's versions   |
| `{"do": "extra"}`                            | figures a program reports apart, by name, in ms  |
| `{"do": "quit"}`                             | none; the process ends                           |

`digest` names the party's answers by content: the harness compares it with a run from scratch. It
is read back from the program's storage after the clock has stopped.

A program is added by a module that offers the `Program` protocol and calls `serve`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from time import perf_counter
from typing import Protocol, TextIO, TypeAlias

from bench.workload import (
    EDITS,
    Agents,
    Edit,
    Inputs,
    Results,
    digest,
    history_edit,
    initial_inputs,
)

Reply: TypeAlias = Mapping[str, object]

LONG_PARTY = "long"


class Program(Protocol):
    """What every measured program can do. A party is named by a text."""

    def versions(self) -> Mapping[str, str]:
        """The libraries it stands on, by name."""

    async def pragmas(self) -> Mapping[str, tuple[str, int]]:
        """`journal_mode` and `synchronous` of each of its connections, by file."""

    async def create(self, party: str, inputs: Inputs) -> None:
        """Plans a new party and makes it durable."""

    async def edit(self, party: str, edit: Edit) -> None:
        """Brings the plan up to date with `edit` and makes it durable as a new version."""

    async def results(self, party: str) -> Results:
        """The party's answers as they are stored."""

    def resumed(self, party: str) -> AbstractAsyncContextManager[Results]:
        """Opens the party as a process just started would, imports aside."""

    async def history(self, party: str) -> int:
        """Lists the party's versions, newest first, and counts them."""

    async def extra(self) -> Mapping[str, float]:
        """Figures that are reported apart, by name, in milliseconds."""


Open: TypeAlias = Callable[[Path, Agents], AbstractAsyncContextManager[Program]]


def serve(open_program: Open) -> None:
    """Answers commands from standard input until `quit` or the end of input."""
    folder, delay_ms = Path(sys.argv[1]), float(sys.argv[2])
    replies = _claim_stdout()
    asyncio.run(_serve(open_program, folder, Agents(delay_s=delay_ms / 1000), replies))


def wal_full(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Puts `connection` in write-ahead mode, every commit flushed to disk."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def read_pragmas(connection: sqlite3.Connection) -> tuple[str, int]:
    """`journal_mode` and `synchronous` as `connection` has them."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    return str(mode), int(synchronous)


def _claim_stdout() -> TextIO:
    """Keeps standard output for replies; whatever else prints goes to standard error."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return replies


async def _serve(open_program: Open, folder: Path, agents: Agents, replies: TextIO) -> None:
    async with open_program(folder, agents) as program:
        for line in sys.stdin:
            command = json.loads(line)
            if command["do"] == "quit":
                return
            reply = await _obey(program, agents, command)
            print(json.dumps(reply), file=replies, flush=True)


async def _obey(program: Program, agents: Agents, command: Mapping[str, int | str]) -> Reply:
    match command["do"]:
        case "setup":
            return {"versions": program.versions(), "pragmas": await program.pragmas()}
        case "grow":
            return await _grow(program, int(command["from"]), int(command["edits"]))
        case "resume":
            return await _resume(program)
        case "list":
            return await _list(program)
        case "extra":
            return await program.extra()
        case operation:
            return await _operate(program, agents, str(operation), int(command["party"]))


async def _operate(program: Program, agents: Agents, operation: str, number: int) -> Reply:
    party = f"party-{number}"
    before = agents.executions
    if operation == "initial":
        ms = await _timed(program.create(party, initial_inputs(number)))
    else:
        ms = await _timed(program.edit(party, EDITS[operation](number)))
    executions = agents.executions - before
    return {"ms": ms, "executions": executions, "digest": digest(await program.results(party))}


async def _grow(program: Program, start: int, edits: int) -> Reply:
    if start == 0:
        await program.create(LONG_PARTY, initial_inputs(0))
    for number in range(start, start + edits):
        await program.edit(LONG_PARTY, history_edit(number))
    return {}


async def _resume(program: Program) -> Reply:
    began = perf_counter()
    async with program.resumed(LONG_PARTY) as results:
        ms = (perf_counter() - began) * 1000
        return {"ms": ms, "digest": digest(results)}


async def _list(program: Program) -> Reply:
    began = perf_counter()
    count = await program.history(LONG_PARTY)
    return {"ms": (perf_counter() - began) * 1000, "count": count}


async def _timed(work: Awaitable[None]) -> float:
    began = perf_counter()
    await work
    return (perf_counter() - began) * 1000
