"""The real world to test the laws in: the seven agents, the sample catalogue, the real store."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from festplan.catalogue.load import load
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.domain.listing import Listing, Query
from festplan.engine.agent import Agent
from festplan.engine.graph import Graph
from festplan.engine.ladder import Answer, Ask, Ladder, Rules
from festplan.ports.models import Provider
from festplan.service.context import Festplan
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore
from tests.faults.hosts import service
from tests.faults.settling import COST
from tests.properties.small_world import Clock


class Dear:
    """The rules, at a price, so that paying twice is seen; `settle_up` books the calls."""

    def accepts(self, agent: str, tier: str, reason: str) -> bool:  # noqa: ARG002
        return tier == "rules"

    def shares(self, agent: str) -> bool:  # noqa: ARG002
        return True

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        answer = await Rules().answer(ask)
        return replace(answer, cost_microdollars=COST)


@dataclass
class World:
    """Festplan on a database of its own; `agents` are those that the laws are held against."""

    festplan: Festplan
    database: Database
    agents: Graph
    listings: SqliteCatalogue = field(init=False)

    def __post_init__(self) -> None:
        self.listings = SqliteCatalogue(self.database.read)

    async def load(self, listing: Listing) -> None:
        """The catalogue has `listing`; `listings` forgets every search that it made."""
        await self.database.hop(partial(load, offered=[listing]))
        self.listings = SqliteCatalogue(self.database.read)

    async def in_city(self, city: str | None = None) -> list[Listing]:
        """Everything listed in that city, or of Austin."""
        query = Query(city=city or "Austin", limit=None)
        return [match.listing for match in await self.listings.search(query)]


def as_it_is(graph: Graph) -> Graph:
    """No bug."""
    return graph


@asynccontextmanager
async def open_world(
    template: Path,
    planted: Callable[[Graph], Graph] = as_it_is,
    redis_url: str = "",
    models: str = "",
    provider: Provider | None = None,
) -> AsyncIterator[World]:
    """A copy of `template` with Festplan on it; `planted` puts a bug into its agents.

    `provider` is asked for `models`; where none are named, rules answer at a price.
    """
    with TemporaryDirectory(dir=template.parent) as folder:
        file = Path(shutil.copy(template, folder))
        async with service(file, provider=provider, redis_url=redis_url, models=models) as opened:
            ladder: Ladder = opened.engine.ladder if models else Dear()
            festplan = replace(
                opened,
                clock=Clock(),
                graph=planted(opened.graph),
                engine=replace(opened.engine, ladder=ladder),
            )
            database = cast(SqlStore, opened.store)._database
            yield World(festplan, database, opened.graph)


def replaced(graph: Graph, agent: Agent) -> Graph:
    """The graph with `agent` in the place of the one of its name."""
    return Graph(agent if held.name == agent.name else held for held in graph)
