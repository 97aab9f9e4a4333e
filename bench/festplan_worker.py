"""Festplan itself: its service, engine, store and runner, with the seven fake agents in its graph.

An edit is measured from the use case to the end of its run: it is decided, made durable with the
plan of its run, run, and the answers are made durable. Only understanding is left out: the texts
come with their readings, as if they had just been read; `extra` tells what reading one takes.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench import workload
from bench.worker import Program, serve
from bench.workload import READS, UPSTREAM, Agents, Inputs, Results, view_of
from festplan import service
from festplan.bootstrap import SystemClock
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.domain.brief import Brief
from festplan.domain.reading import Reading
from festplan.engine.agent import Agent, Facts, Upstream
from festplan.engine.graph import Graph
from festplan.engine.job import Engine
from festplan.engine.ladder import Answer, Ask, Rules
from festplan.runners.local import LocalRunner
from festplan.service import editing
from festplan.service.command import Performed
from festplan.service.context import Festplan
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore

TODAY = date(2026, 6, 1)


@dataclass
class Readings:
    """What the texts on their way to the service mean, by text."""

    ready: dict[str, Reading] = field(default_factory=dict)

    def expect(self, texts: Mapping[str, str]) -> None:
        """Makes the reading of each text ready; keys are the workload's input names."""
        self.ready = {text: reading_of(name, text) for name, text in texts.items()}

    async def read(
        self,
        texts: Sequence[str],
        today: date,  # noqa: ARG002 nothing is relative here
        held: object = None,  # noqa: ARG002
    ) -> list[Reading]:
        return [self.ready[text] for text in texts]


class Slow(Rules):
    """The rules tier of agents that take `delay_s` seconds and let others work meanwhile."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s

    def at_once(self, ask: Ask) -> None:
        """Nothing: every answer takes its time."""

    async def answer(self, ask: Ask) -> Answer:
        await asyncio.sleep(self._delay_s)
        return Answer(ask.agent.answer(ask.view, ask.evidence), "rules")


class Own:
    """Festplan over one database, and the ids of the workload's parties and inputs in it."""

    def __init__(self, database: Database, agents: Agents) -> None:
        self._database = database
        self._agents = agents
        self._readings = Readings()
        self._festplan = open_festplan(database, agents, self._readings)
        self._party_ids: dict[str, str] = {}
        self._input_ids: dict[str, dict[str, str]] = {}

    def versions(self) -> Mapping[str, str]:
        libraries = {name: version(name) for name in ("festplan", "sqlalchemy")}
        return {**libraries, "sqlite": sqlite3.sqlite_version}

    async def pragmas(self) -> Mapping[str, tuple[str, int]]:
        return {"festplan.db": await self._database.read(_pragmas)}

    async def create(self, party: str, inputs: Inputs) -> None:
        self._readings.expect(inputs)
        texts = list(inputs.values())
        performed = await service.create(self._festplan, texts, today=TODAY)
        await self._festplan.runner.wait(performed.run_id)
        self._party_ids[party] = performed.after.party_id
        self._remember(party, performed)

    async def edit(self, party: str, edit: workload.Edit) -> None:
        self._readings.expect(edit.set)
        ids = self._input_ids[party]
        wanted = editing.Edit(
            added=[text for name, text in edit.set.items() if name not in ids],
            changed={ids[name]: text for name, text in edit.set.items() if name in ids},
            removed=[ids[name] for name in edit.remove],
        )
        performed = await service.edit(self._festplan, self._party_ids[party], wanted, today=TODAY)
        await self._festplan.runner.wait(performed.run_id)
        self._remember(party, performed)

    async def results(self, party: str) -> Results:
        return await stored_results(self._database, self._party_ids[party])

    @asynccontextmanager
    async def resumed(self, party: str) -> AsyncIterator[Results]:
        database = Database(self._database.url)
        database.open()
        try:
            festplan = open_festplan(database, self._agents, self._readings)
            resumed = await service.resume(festplan, self._party_ids[party])
            refs = resumed.party.content.results
            bodies = await festplan.store.bodies([ref.settled for ref in refs.values()])
            yield {agent: bodies[ref.settled] for agent, ref in refs.items()}
        finally:
            database.close()

    async def history(self, party: str) -> int:
        return len(await self._festplan.store.timeline(self._party_ids[party]))

    async def extra(self) -> Mapping[str, float]:
        return {}

    def _remember(self, party: str, performed: Performed) -> None:
        """Notes which id each input has, as a host's page would from the answer."""
        inputs = performed.after.content.inputs
        self._input_ids[party] = {name_of(i.categories): i.input_id for i in inputs}


def open_festplan(database: Database, agents: Agents, readings: Readings) -> Festplan:
    """The service over `database` as `bootstrap` opens it, but for agents and understanding."""
    clock = SystemClock()
    store = SqlStore(database, clock.now)
    catalogue = SqliteCatalogue(database.read, database.glance)
    ladder = Slow(agents.delay_s) if agents.delay_s else Rules()
    runner = LocalRunner()
    return Festplan(
        store=store,
        graph=Graph(agent_of(name, agents) for name in UPSTREAM),
        engine=Engine(store, ladder, catalogue),
        catalogue=catalogue,
        published=lambda _: True,  # as shared between parties as the peers' cache
        read=readings.read,
        clock=clock,
        runner=runner,
    )


def agent_of(name: str, agents: Agents) -> Agent:
    """The workload's agent `name` as Festplan's engine wants it declared."""

    def view(brief: Brief, upstream: Upstream) -> Facts:
        inputs = {READS[name]: " ".join(brief.residue.get(name, ()))} if name in READS else {}
        return view_of(name, inputs, {other: upstream.get(other) for other in UPSTREAM[name]})

    def answer(view: Facts, _evidence: Facts) -> dict[str, Any]:
        return agents.answer(name, view)

    def active(brief: Brief) -> bool:
        return name in brief.asked

    asks = active if name in READS else None
    return Agent(name, 1, view, answer, upstream=UPSTREAM[name], active=asks)


def reading_of(name: str, text: str) -> Reading:
    """The input `name` asks for the agents that read it, and its words reach them as they are."""
    categories = tuple(agent for agent, read in READS.items() if read == name)
    return Reading(text, categories, residue=text, wishes=categories)


def name_of(categories: Sequence[str]) -> str:
    """The workload's name of the input with these categories."""
    return READS[categories[0]]


async def stored_results(database: Database, party_id: str) -> Results:
    """What is in the database, past everything that is kept in memory."""
    store = SqlStore(database, SystemClock().now)
    refs = (await store.party(party_id)).content.results
    bodies = await store.bodies([ref.settled for ref in refs.values()])
    return {agent: bodies[ref.settled] for agent, ref in refs.items()}


def _pragmas(connection: sa.Connection) -> tuple[str, int]:
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    return mode, connection.exec_driver_sql("PRAGMA synchronous").scalar_one()


@asynccontextmanager
async def open_own(folder: Path, agents: Agents) -> AsyncIterator[Program]:
    database = Database(f"sqlite:///{folder / 'festplan.db'}")
    database.open()
    try:
        yield Own(database, agents)
    finally:
        database.close()


if __name__ == "__main__":
    serve(open_own)
