"""The same seven agents as a LangGraph graph over AsyncSqliteSaver, in three variants.

- `documented`: as the library's own pages show it, without a node cache;
- `tuned`: a `CachePolicy` with a key written by hand for every node, over `SqliteCache`;
- `tuned-exit`: the same with `durability="exit"`: one checkpoint at the end of a run, so that a run
  that was stopped starts anew.

The first two keep the default durability, `async`: a step's checkpoint is written while the next
step runs, and the run returns when all are written. Saver and cache flush every commit.
"""

# The checker runs in Festplan's environment, which has none of these libraries.
# mypy: disable-error-code="import-not-found"
from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, TypedDict

import aiosqlite
from langgraph.cache.sqlite import SqliteCache
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import START, StateGraph
from langgraph.types import CachePolicy

from bench.worker import Program, read_pragmas, serve, wal_full
from bench.workload import (
    UPSTREAM,
    Agents,
    Edit,
    Inputs,
    Result,
    Results,
    active,
    compact,
    view_of,
)


def merge(inputs: Inputs, change: Mapping[str, str | None]) -> Inputs:
    """`inputs` after `change`, in which None removes."""
    merged = {**inputs, **change}
    return {key: text for key, text in merged.items() if text is not None}


class State(TypedDict, total=False):
    """The channels: the inputs, and every agent's answer or None while it is not active."""

    inputs: Annotated[dict[str, str], merge]
    theme: dict[str, Any] | None
    venue: dict[str, Any] | None
    cake: dict[str, Any] | None
    catering: dict[str, Any] | None
    vendor: dict[str, Any] | None
    budget: dict[str, Any] | None
    planner_final: dict[str, Any] | None


class LangGraph:
    """The graph over one open connection and, when tuned, one cache."""

    def __init__(self, folder: Path, agents: Agents, *, tuned: bool, durability: str) -> None:
        self._path = folder / "checkpoints.db"
        self._durability = durability
        self._builder = build_graph(agents, tuned=tuned)
        self._cache = open_cache(folder / "cache.db") if tuned else None

    async def open(self) -> None:
        self._connection = await connect(self._path)
        self._graph = self._compile(self._connection)

    async def close(self) -> None:
        await self._connection.close()

    def versions(self) -> Mapping[str, str]:
        names = ("langgraph", "langgraph-checkpoint-sqlite")
        return {name: version(name) for name in names}

    async def pragmas(self) -> Mapping[str, tuple[str, int]]:
        (mode,) = await (await self._connection.execute("PRAGMA journal_mode")).fetchone()
        (synchronous,) = await (await self._connection.execute("PRAGMA synchronous")).fetchone()
        found = {self._path.name: (mode, synchronous)}
        if self._cache:
            found["cache.db"] = read_pragmas(self._cache._conn)
        return found

    async def create(self, party: str, inputs: Inputs) -> None:
        await self._invoke(party, inputs)

    async def edit(self, party: str, edit: Edit) -> None:
        await self._invoke(party, {**edit.set, **dict.fromkeys(edit.remove)})

    async def results(self, party: str) -> Results:
        return answers_in((await self._graph.aget_state(thread(party))).values)

    @asynccontextmanager
    async def resumed(self, party: str) -> AsyncIterator[Results]:
        connection = await connect(self._path)
        try:
            state = await self._compile(connection).aget_state(thread(party))
            yield answers_in(state.values)
        finally:
            await connection.close()

    async def history(self, party: str) -> int:
        return len([state async for state in self._graph.aget_state_history(thread(party))])

    async def extra(self) -> Mapping[str, float]:
        return {}

    def _compile(self, connection: aiosqlite.Connection) -> Any:
        return self._builder.compile(checkpointer=AsyncSqliteSaver(connection), cache=self._cache)

    async def _invoke(self, party: str, change: Mapping[str, str | None]) -> None:
        await self._graph.ainvoke({"inputs": change}, thread(party), durability=self._durability)


def build_graph(agents: Agents, *, tuned: bool) -> StateGraph:
    """The seven agents; a node runs at every edit unless its cache key is known."""
    builder = StateGraph(State)
    for agent, upstream in UPSTREAM.items():
        policy = CachePolicy(key_func=key_of(agent)) if tuned else None
        builder.add_node(agent, node_of(agent, agents), cache_policy=policy)
        match upstream:
            case ():
                builder.add_edge(START, agent)
            case (only,):
                builder.add_edge(only, agent)
            case several:
                builder.add_edge(list(several), agent)
    return builder


def node_of(agent: str, agents: Agents) -> Any:
    """The node of `agent`: its answer, or None while no input asks for it."""

    async def node(state: State) -> dict[str, Result | None]:
        if agent not in active(state["inputs"]):
            return {agent: None}
        view = view_of(agent, state["inputs"], answers_in(state))
        return {agent: await agents.answer_in_time(agent, view)}

    return node


def key_of(agent: str) -> Any:
    """The key a careful user writes: all that `agent` sees, and nothing else."""

    def key(state: State) -> str:
        if agent not in active(state["inputs"]):
            return "not active"
        return compact(view_of(agent, state["inputs"], answers_in(state)))

    return key


def answers_in(state: Mapping[str, Any]) -> Results:
    return {agent: state[agent] for agent in UPSTREAM if state.get(agent)}


def thread(party: str) -> Any:
    return {"configurable": {"thread_id": party}}


def open_cache(path: Path) -> SqliteCache[Any]:
    cache: SqliteCache[Any] = SqliteCache(path=str(path))
    wal_full(cache._conn)
    return cache


async def connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path)
    await connection.execute("PRAGMA journal_mode=WAL")
    await connection.execute("PRAGMA synchronous=FULL")
    return connection


@asynccontextmanager
async def open_langgraph(folder: Path, agents: Agents) -> AsyncIterator[Program]:
    tuned, durability = {
        "documented": (False, "async"),
        "tuned": (True, "async"),
        "tuned-exit": (True, "exit"),
    }[sys.argv[3]]
    program = LangGraph(folder, agents, tuned=tuned, durability=durability)
    await program.open()
    try:
        yield program
    finally:
        await program.close()


if __name__ == "__main__":
    serve(open_langgraph)
