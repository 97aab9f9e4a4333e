"""Opens Festplan: the only module that knows every room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from festplan import agents, understanding
from festplan.bootstrap.clock import SystemClock, today
from festplan.bootstrap.models import (
    Models,
    by_batches,
    by_calls,
    meter_of,
    open_calls,
    open_prices,
)
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
from festplan.engine.flight import Flights
from festplan.engine.job import Engine
from festplan.ports.batches import BatchProvider
from festplan.ports.models import (
    Encoder,
    EncoderUnusable,
    Provider,
    TopicEncoder,
)
from festplan.ports.parties import Catalogue, Published
from festplan.runners.local import LocalRunner
from festplan.service.batching import Batching
from festplan.service.context import Festplan
from festplan.service.metering import MeteredAnswers, MeteredCatalogue
from festplan.store.database import Database, DatabaseUnusable
from festplan.store.leases import SqlLeases
from festplan.store.sql_store import SqlStore

if TYPE_CHECKING:
    pass

__all__ = [
    "EMBEDDED_AT_ONCE",
    "Progress",
    "SystemClock",
    "Trained",
    "open_batches",
    "open_calls",
    "open_prices",
    "open_service",
    "published",
    "today",
    "trained",
]

Progress = Callable[[int, int], None]
"""Called with how many listings of how many are in, while the sample catalogue is made."""

EMBEDDED_AT_ONCE = 500
"""Texts that are embedded while Festplan opens: two seconds at most on a slow core."""
Trained = dict[str, Any]
"""`changed_by`: how far the farthest weight is from the one before; and what it was trained on."""


@asynccontextmanager
async def open_service(
    settings: Settings,
    *,
    told: Callable[[str], None] = lambda _: None,
    progress: Progress | None = None,
    ran: Callable[[Sequence[StepOutcome]], None] = lambda _: None,
    provider: Provider | None = None,
) -> AsyncIterator[Festplan]:
    """Festplan with every door open; runs that are under way are finished before it closes.

    `told` is called with a party's id after its history has grown, `ran` with what came of a run;
    `provider` is asked in place of those whose models are configured. Makes the data folder, the
    schema and the sample catalogue where they are missing. Raises `DatabaseUnusable` and
    `ModelsRefused` with a sentence that says what to do.
    """
    async with _opened(settings, progress, partial(by_calls, settings, provider)) as (festplan, _):
        yield replace(festplan, told=told, ran=ran)


@asynccontextmanager
async def open_batches(
    settings: Settings,
    *,
    progress: Progress | None = None,
    provider: BatchProvider | None = None,
) -> AsyncIterator[tuple[Festplan, Batching]]:
    """Festplan whose agents ask in batches, and the doors of these.

    `provider` is asked in place of those whose models are configured. Raises as `open_service`.
    """
    models = partial(by_batches, settings, provider)
    async with _opened(settings, progress, models) as (festplan, batching):
        assert batching is not None
        yield festplan, batching


@asynccontextmanager
async def _opened(
    settings: Settings,
    progress: Progress | None,
    models_of: Callable[[Database], AbstractAsyncContextManager[Models]],
) -> AsyncIterator[tuple[Festplan, Batching | None]]:
    """Festplan, and the doors of batches where models are asked in batches."""
    database = _database(settings)
    database.open()
    runner = LocalRunner()
    try:
        encoder = open_encoder(settings)
        catalogue = SqliteCatalogue(database.read, database.glance, encoder)
        await _prepare(database, encoder, progress)
        async with models_of(database) as models:
            festplan = await _festplan(settings, database, catalogue, runner, encoder, models)
            async with _shared_answers(settings, festplan) as sharing:
                yield sharing, models.batching
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
    encoder: TopicEncoder | None,
    models: Models,
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

    meter = meter_of(settings)
    answers = MeteredAnswers(store) if meter else store
    return Festplan(
        store=store,
        graph=agents.graph(),
        engine=Engine(
            answers,
            models.ladder,
            MeteredCatalogue(catalogue) if meter else catalogue,
            flights=Flights(SqlLeases(database, clock.now), store),
            own_sources=partial(_own, catalogue, metered=bool(meter)),
        ),
        catalogue=catalogue,
        published=published(cities.values()),
        read=read,
        clock=clock,
        runner=runner,
        meter=meter,
        read_further=models.read_further(answers) if models.read_further else None,
    )


def trained(settings: Settings, tell: Callable[[str], None], *, keep: bool) -> Trained | None:
    """Trains the head that reads what texts are about, and puts it in place with `keep`.

    None without an encoder. Raises `EncoderUnusable`.
    """
    from festplan.understanding import head, train

    encoder = open_encoder(settings)
    if encoder is None:
        return None
    weights, said, about = train.train(encoder, tell=tell)
    changed_by = head.distance(weights)
    if keep:
        head.write(weights, said, about)
    return {"changed_by": changed_by, **about}


def _own(catalogue: Catalogue, scope: str, *, metered: bool) -> Catalogue:
    """The catalogue as one scope alone searches it."""
    own = catalogue.of(scope)
    return MeteredCatalogue(own) if metered else own


def published(cities: Iterable[tuple[str, str]]) -> Published:
    """Whether a text may be shared: a word of a closed vocabulary, or a city with listings."""
    names = {city for city, _ in cities}

    def is_published(text: str) -> bool:
        return vocabulary.published(text) or text in names

    return is_published
