"""Hosts at work: the service on a database file, and seeded histories of what hosts do with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from festplan.bootstrap import open_service
from festplan.config import Settings
from festplan.service import (
    Festplan,
)

TODAY = date(2026, 3, 1)
FIRST = ("jungle theme for Mia's 6th birthday", "75 guests, 20 of them kids", "chocolate cake")
WORDS = (
    "space theme",
    "120 guests",
    "under $1,500 in Austin",
    "need a balloon artist",
    "5 vegans",
    "no nuts",
    "a DJ from 8 pm",
    "Sat 12 June afternoon",
    "buffet for 40 to 50 people",
    "cupcakes instead",
    "no catering at all",
    "rooftop in Houston",
    "like the woods behind grandma's old house",
)
"""What hosts say: every agent is asked for, asked otherwise and sent away again."""

Said = Callable[[str, int], None]
"""Told what has been acknowledged: the party and the version that it was given."""


def url(file: Path) -> str:
    """The address of the database in `file`."""
    return f"sqlite:///{file}"


@asynccontextmanager
async def service(
    file: Path, told: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Festplan]:
    """Festplan on the database in `file`."""
    settings = Settings(data_dir=file.parent, database_url=url(file))
    async with open_service(settings, told=told) as festplan:
        yield festplan


def make_database(file: Path) -> None:
    """Makes the schema and the sample catalogue in `file`."""

    async def make() -> None:
        async with service(file):
            pass

    asyncio.run(make())


async def idle(festplan: Festplan) -> None:
    """Returns when no run is due."""
    while parties := await festplan.store.open_runs():
        for party_id in parties:
            run = (await festplan.store.party(party_id)).run
            if run is not None:
                await festplan.runner.wait(run.run_id)
