"""Opens Festplan: the only module that knows every room."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy import Connection

from festplan import agents, understanding
from festplan.catalogue.load import load
from festplan.catalogue.sample import make_sample
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.config import Settings
from festplan.domain import vocabulary
from festplan.domain.plan import StepOutcome
from festplan.domain.reading import Reading
from festplan.engine.flight import Flights
from festplan.engine.ladder import Rules
from festplan.engine.run import Engine
from festplan.ports import Catalogue, Published
from festplan.runners.local import LocalRunner
from festplan.service.context import Festplan
from festplan.store.database import Database, DatabaseUnusable
from festplan.store.leases import SqlLeases
from festplan.store.sql_store import SqlStore

Progress = Callable[[int, int], None]
"""Called with how many listings of how many are in, while the sample catalogue is made."""

_UUID_MARKS = 0xF << 76 | 0x3 << 62
_UUID_7 = 0x7 << 76 | 0x2 << 62
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class SystemClock:
    """The time of this machine, and ids from its random source."""

    def now(self) -> str:
        """ISO 8601 in UTC, to the microsecond."""
        return datetime.now(UTC).isoformat(timespec="microseconds")

    def new_id(self) -> str:
        """A fresh UUID of version 7 (RFC 9562) as 32 hexadecimal digits.

        It begins with the time, so that rows written together lie together in an index, and ends
        with 74 random bits.
        """
        stamped = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
        return f"{stamped & ~_UUID_MARKS | _UUID_7:032x}"

    def new_party_id(self) -> str:
        """`fp`, the year, a letter and five digits: easy to say aloud, and never a secret."""
        year = datetime.now(UTC).year
        return f"fp{year}{secrets.choice(LETTERS)}{secrets.randbelow(100_000):05d}"


def today() -> date:
    """The date here and now, where no other is given."""
    return datetime.now().astimezone().date()


@asynccontextmanager
async def open_service(
    settings: Settings,
    *,
    told: Callable[[str], None] = lambda _: None,
    progress: Progress | None = None,
    ran: Callable[[Sequence[StepOutcome]], None] = lambda _: None,
) -> AsyncIterator[Festplan]:
    """Festplan with every door open; runs that are under way are finished before it closes.

    `told` is called with a party's id after its history has grown, `ran` with what came of a run.
    Makes the data folder, the schema and the sample catalogue where they are missing. Raises
    `DatabaseUnusable` with a sentence that says what to do.
    """
    database = _database(settings)
    database.open()
    runner = LocalRunner()
    try:
        catalogue = SqliteCatalogue(database.read, database.glance)
        if not await catalogue.version():
            await database.hop(partial(_load_sample, progress=progress))
        festplan = await _festplan(settings, database, catalogue, runner)
        async with _shared_answers(settings, festplan) as festplan:
            yield replace(festplan, told=told, ran=ran)
            await runner.close()
    finally:
        database.close()


@asynccontextmanager
async def _shared_answers(settings: Settings, festplan: Festplan) -> AsyncIterator[Festplan]:
    """With memory and Redis before the database, where a Redis is named; else as it is.

    Without one they would save nothing: the store holds bodies in memory, and a look-up takes it
    some 20 microseconds.
    """
    if not settings.redis_url:
        yield festplan
        return
    from festplan.cache.levels import Levels
    from festplan.cache.redis import RedisLevel

    levels = Levels(festplan.engine.answers, RedisLevel(settings.redis_url))
    try:
        yield replace(festplan, engine=replace(festplan.engine, answers=levels))
    finally:
        await levels.close()


def _load_sample(connection: Connection, progress: Progress | None) -> None:
    load(connection, make_sample(), progress=progress)


def _database(settings: Settings) -> Database:
    if not settings.url.startswith("sqlite"):
        raise DatabaseUnusable(
            "This Festplan keeps its data in SQLite: FESTPLAN_DATABASE_URL must begin with sqlite."
        )
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        made = f"The data folder {settings.data_dir} cannot be made: {error.strerror}"
        message = f"{made}; set FESTPLAN_DATA_DIR."
        raise DatabaseUnusable(message) from error
    return Database(settings.url)


async def _festplan(
    settings: Settings,
    database: Database,
    catalogue: Catalogue,
    runner: LocalRunner,
) -> Festplan:
    clock = SystemClock()
    store = SqlStore(database, clock.now)
    cities = await catalogue.cities()

    async def read(texts: Sequence[str], today: date) -> list[Reading]:
        reading = partial(understanding.read, today=today, locale=settings.locale, cities=cities)
        return [reading(text) for text in texts]

    return Festplan(
        store=store,
        graph=agents.graph(),
        engine=Engine(
            store,
            Rules(),
            catalogue,
            flights=Flights(SqlLeases(database, clock.now), store),
            own_sources=catalogue.of,
        ),
        catalogue=catalogue,
        published=published(cities.values()),
        read=read,
        clock=clock,
        runner=runner,
    )


def published(cities: Iterable[tuple[str, str]]) -> Published:
    """Whether a text may be shared: a word of a closed vocabulary, or a city with listings."""
    names = {city for city, _ in cities}

    def is_published(text: str) -> bool:
        return vocabulary.published(text) or text in names

    return is_published
