"""Opens Festplan: the only module that knows every room."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from festplan import agents, understanding
from festplan.catalogue.derive import is_outdated, refresh
from festplan.catalogue.embed import count_missing, embed
from festplan.catalogue.load import load
from festplan.catalogue.sample import make_sample
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.catalogue.summary import state, version
from festplan.config import Settings
from festplan.domain import vocabulary
from festplan.domain.plan import StepOutcome
from festplan.domain.reading import Facts, Reading
from festplan.encoder import open_encoder
from festplan.engine.ladder import Rules
from festplan.engine.run import Engine
from festplan.ports import Catalogue, Encoder, EncoderUnusable, Published, TopicEncoder
from festplan.runners.local import LocalRunner
from festplan.service.context import Festplan
from festplan.store.database import Database, DatabaseUnusable
from festplan.store.sql_store import SqlStore

Progress = Callable[[int, int], None]
"""Called with how many listings of how many are in, while the sample catalogue is made."""

_UUID_MARKS = 0xF << 76 | 0x3 << 62
_UUID_7 = 0x7 << 76 | 0x2 << 62
EMBEDDED_AT_ONCE = 500
"""Texts that are embedded while Festplan opens: two seconds at most on a slow core."""
Trained = dict[str, Any]
"""`changed_by`: how far the farthest weight is from the one before; and what it was trained on."""
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
        encoder = open_encoder(settings)
        catalogue = SqliteCatalogue(database.read, database.glance, encoder)
        await _prepare(database, encoder, progress)
        festplan = await _festplan(settings, database, catalogue, runner, encoder)
        yield replace(festplan, told=told, ran=ran)
        await runner.close()
    finally:
        database.close()


async def _prepare(database: Database, encoder: Encoder | None, progress: Progress | None) -> None:
    """The listings as this version derives them, the sample where there are none, few vectors.

    So many texts without a vector are embedded here as take a second or two; `festplan catalogue
    embed` does the rest. Until then, and where the model cannot be used, words alone rank.
    """
    if await database.read(is_outdated):
        await database.hop(refresh)
    if not await database.glance(version):
        await database.hop(partial(_load_sample, progress=progress))
    if encoder is not None and await database.read(partial(_are_few, encoder=encoder)):
        with suppress(EncoderUnusable):
            await embed(database.hop, encoder)


def _are_few(connection: Connection, encoder: Encoder) -> bool:
    if state(connection).ranks_by(encoder.encoder_id):
        return False
    return count_missing(connection, encoder.encoder_id) <= EMBEDDED_AT_ONCE


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
    encoder: TopicEncoder | None,
) -> Festplan:
    clock = SystemClock()
    store = SqlStore(database, clock.now)
    cities = await catalogue.cities()

    async def read(texts: Sequence[str], today: date, held: Facts | None = None) -> list[Reading]:
        reading = partial(
            understanding.read_all,
            texts,
            today=today,
            locale=settings.locale,
            cities=cities,
            held=held,
            encoder=encoder,
        )
        # Loading the model and running it would hold up whoever else is served.
        return await asyncio.to_thread(reading) if encoder else reading()

    return Festplan(
        store=store,
        graph=agents.graph(),
        engine=Engine(store, Rules(), catalogue),
        catalogue=catalogue,
        published=_published({city for city, _ in cities.values()}),
        read=read,
        clock=clock,
        runner=runner,
    )


def _published(cities: set[str]) -> Published:
    def published(text: str) -> bool:
        return vocabulary.published(text) or text in cities

    return published


def trained(settings: Settings, tell: Callable[[str], None], *, keep: bool) -> Trained | None:
    """Trains the head that reads what texts are about, and puts it in place with `keep`.

    None without an encoder. Raises `EncoderUnusable`.
    """
    from festplan.understanding import head, train

    encoder = open_encoder(settings)
    if encoder is None:
        return None
    weights, about = train.train(encoder, tell=tell)
    changed_by = head.distance(weights)
    if keep:
        head.write(weights, about)
    return {"changed_by": changed_by, **about}
