"""A small world to test the engine's laws in: random graphs, invented agents, the real store.

The agents answer with small numbers, so that answers often stay the same and cascades are cut off.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import Any, cast

from festplan.domain.brief import Brief
from festplan.domain.reading import Facts, Reading
from festplan.engine.agent import Agent, Upstream
from festplan.engine.fingerprint import identity
from festplan.engine.graph import Graph
from festplan.engine.job import Engine
from festplan.engine.ladder import Rules
from festplan.ports.parties import Catalogue
from festplan.runners.local import LocalRunner
from festplan.service.context import Festplan
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore

TODAY = date(2026, 11, 22)
FACTS = ("guests", "kids", "theme", "city")
PUBLISHED = frozenset({"jungle", "space", "Austin", "Boston"})


def published(text: str) -> bool:
    return text in PUBLISHED


@dataclass(frozen=True)
class Spec:
    """An invented agent: what it reads of the brief and of whom, and how much of it."""

    name: str
    category: str | None
    upstream: tuple[str, ...]
    moduli: tuple[int, ...]
    reads: tuple[str, ...]
    settles: str | None
    gathers: bool


def agent(spec: Spec) -> Agent:
    return Agent(
        name=spec.name,
        version=1,
        view=partial(_view, spec),
        answer=partial(_answer, spec),
        upstream=spec.upstream,
        active=partial(_asked, spec) if spec.category else None,
        gather=partial(_gather, spec) if spec.gathers else None,
        settle=partial(_settle, spec) if spec.settles else None,
        private=spec.category is None,
    )


def _asked(spec: Spec, brief: Brief) -> bool:
    return spec.category in brief.asked


def _view(spec: Spec, brief: Brief, upstream: Upstream) -> dict[str, Any]:
    seen: dict[str, Any] = {name: brief.facts.get(name) for name in spec.reads}
    for name, modulus in zip(spec.upstream, spec.moduli, strict=True):
        result = upstream.get(name)
        seen[name] = None if result is None else [result["value"] % modulus, result.get("exact")]
    words = brief.residue.get(spec.category or "", ())
    return seen | {"residue": list(words)} if words else seen


def _answer(spec: Spec, view: dict[str, Any], evidence: dict[str, Any]) -> dict[str, Any]:
    number = int.from_bytes(identity([spec.name, view, evidence]).encode()[:6], "big")
    return {"value": number % 4}


async def _gather(spec: Spec, _view: dict[str, Any], listings: Listings) -> dict[str, Any]:
    listings.searches += 1
    return {"found": listings.found(spec.name)}


def _settle(spec: Spec, result: dict[str, Any], brief: Brief) -> dict[str, Any]:
    return {**result, "exact": brief.facts.get(spec.settles or "")}


@dataclass
class Listings:
    """A catalogue of one number an agent; a change of version need not change what is found."""

    numbers: dict[str, int] = field(default_factory=dict)
    at: int = 1
    searches: int = 0

    async def version(self) -> int:
        return self.at

    async def change(self, place: int, number: int) -> None:
        """A new version, in which one agent finds `number`, as before or not."""
        self.numbers[f"agent_{place}"] = number
        self.at += 1

    def found(self, name: str) -> int:
        return self.numbers.get(name, 0)


class Clock:
    """Ids and times that only count up, of one host: another's number of them changes none."""

    def __init__(self, host: str = "a") -> None:
        self._host = host
        self._ids, self._times, self._parties = count(1), count(1), count(1)

    def now(self) -> str:
        return f"2026-11-22T10:00:00.{next(self._times):06d}+00:00"

    def new_id(self) -> str:
        return f"{self._host}{next(self._ids):031x}"

    def new_party_id(self) -> str:
        return f"fp2026{self._host.upper()}{next(self._parties):05d}"


def words(reading: Reading) -> str:
    """A text that `read` understands as `reading`."""
    parts = (reading.categories, reading.wishes, reading.declined, reading.facts, reading.residue)
    return json.dumps(parts)


async def read(
    texts: Sequence[str],
    today: date,  # noqa: ARG001 nothing is relative here
    held: Facts | None = None,  # noqa: ARG001
) -> list[Reading]:
    return [_read(text) for text in texts]


def _read(text: str) -> Reading:
    categories, wishes, declined, facts, residue = json.loads(text)
    return Reading(
        text,
        tuple(categories),
        facts=cast(Facts, facts),
        residue=residue,
        wishes=tuple(wishes),
        declined=tuple(declined),
    )


@asynccontextmanager
async def open_world(
    graph: Graph, listings: Listings, url: str = "sqlite://"
) -> AsyncIterator[Festplan]:
    """Festplan over these agents, with the real store."""
    database = Database(url)
    database.open()
    clock, runner = Clock(), LocalRunner()
    store = SqlStore(database, clock.now)
    festplan = Festplan(
        store=store,
        graph=graph,
        engine=Engine(store, Rules(), listings),
        catalogue=cast(Catalogue, listings),
        published=published,
        read=read,
        clock=clock,
        runner=runner,
    )
    try:
        yield festplan
    finally:
        await runner.close()
        database.close()
