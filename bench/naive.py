"""The program most people would write: ask every active agent again, store the whole plan.

One SQLite table with a row per version, one transaction per edit, no cache and nothing to resume
but the last row. Sleeping agents that do not wait for each other run at once, in four waves.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import time

from bench.worker import Program, read_pragmas, serve, wal_full
from bench.workload import (
    Agents,
    Edit,
    Inputs,
    Result,
    Results,
    active,
    compact,
    from_scratch,
    view_of,
)

TABLE = """
create table if not exists versions (
    party text not null, version integer not null, saved_at real not null,
    inputs text not null, results text not null, primary key (party, version)
)
"""
WAVES = (("theme",), ("venue", "cake", "catering", "vendor"), ("budget",), ("planner_final",))


class Naive:
    """The program over one open connection."""

    def __init__(self, path: Path, agents: Agents) -> None:
        self._path = path
        self._agents = agents
        self._connection = connect(path)

    def versions(self) -> Mapping[str, str]:
        return {"sqlite": sqlite3.sqlite_version}

    async def pragmas(self) -> Mapping[str, tuple[str, int]]:
        return {self._path.name: read_pragmas(self._connection)}

    async def create(self, party: str, inputs: Inputs) -> None:
        self._append(party, 1, inputs, await self._plan(inputs))

    async def edit(self, party: str, edit: Edit) -> None:
        version, inputs, _ = latest(self._connection, party)
        inputs = edit.apply(inputs)
        self._append(party, version + 1, inputs, await self._plan(inputs))

    async def results(self, party: str) -> Results:
        _, _, results = latest(self._connection, party)
        return results

    @asynccontextmanager
    async def resumed(self, party: str) -> AsyncIterator[Results]:
        with closing(connect(self._path)) as connection:
            _, _, results = latest(connection, party)
            yield results

    async def history(self, party: str) -> int:
        rows = self._connection.execute(
            "select version, saved_at from versions where party = ? order by version desc", (party,)
        )
        return len(rows.fetchall())

    async def extra(self) -> Mapping[str, float]:
        return {}

    def close(self) -> None:
        self._connection.close()

    async def _plan(self, inputs: Inputs) -> Results:
        if self._agents.delay_s:
            return await self._plan_in_waves(inputs)
        return from_scratch(inputs, self._agents.answer)

    async def _plan_in_waves(self, inputs: Inputs) -> Results:
        results: Results = {}
        for wave in WAVES:
            asked = [agent for agent in wave if agent in active(inputs)]
            answers = await asyncio.gather(*(self._ask(agent, inputs, results) for agent in asked))
            results.update(zip(asked, answers, strict=True))
        return results

    def _ask(self, agent: str, inputs: Inputs, results: Results) -> Awaitable[Result]:
        return self._agents.answer_in_time(agent, view_of(agent, inputs, results))

    def _append(self, party: str, version: int, inputs: Inputs, results: Results) -> None:
        self._connection.execute(
            "insert into versions values (?, ?, ?, ?, ?)",
            (party, version, time(), compact(inputs), compact(results)),
        )


def connect(path: Path) -> sqlite3.Connection:
    """A durable connection on which every statement is a transaction."""
    connection = wal_full(sqlite3.connect(path, isolation_level=None))
    connection.execute(TABLE)
    return connection


def latest(connection: sqlite3.Connection, party: str) -> tuple[int, Inputs, Results]:
    """Version, inputs and answers of the party as last stored."""
    version, inputs, results = connection.execute(
        "select version, inputs, results from versions where party = ? "
        "order by version desc limit 1",
        (party,),
    ).fetchone()
    return int(version), json.loads(inputs), json.loads(results)


@asynccontextmanager
async def open_naive(folder: Path, agents: Agents) -> AsyncIterator[Program]:
    program = Naive(folder / "naive.db", agents)
    try:
        yield program
    finally:
        program.close()


if __name__ == "__main__":
    serve(open_naive)
