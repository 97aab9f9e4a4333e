"""Opens Festplan: the only module that knows every room."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from festplan import agents, understanding
from festplan.catalogue.derive import is_outdated, refresh
from festplan.catalogue.embed import count_missing, embed
from festplan.catalogue.load import load
from festplan.catalogue.sample import make_sample
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.catalogue.summary import state, version
from festplan.config import DEFAULT_BOOK, Settings
from festplan.domain import vocabulary
from festplan.domain.plan import StepOutcome
from festplan.domain.reading import Facts, Reading
from festplan.encoder import open_encoder
from festplan.engine.flight import Flights
from festplan.engine.ladder import Ladder, Rules
from festplan.engine.run import Engine
from festplan.ports.answers import Answers
from festplan.ports.batches import BatchProvider
from festplan.ports.models import (
    CallLedger,
    Encoder,
    EncoderUnusable,
    Prices,
    Provider,
    TopicEncoder,
)
from festplan.ports.parties import Catalogue, Published
from festplan.runners.local import LocalRunner
from festplan.service.batching import Batching
from festplan.service.context import Festplan, ReadFurther
from festplan.service.metering import Meter, MeteredAnswers, MeteredCatalogue
from festplan.store.batches import SqlBatches
from festplan.store.database import Database, DatabaseUnusable
from festplan.store.leases import SqlLeases
from festplan.store.sql_store import SqlStore

if TYPE_CHECKING:
    from festplan.models.parking import ParkingCaller
    from festplan.models.retries import Caller
    from festplan.models.tiers import Tiers

Progress = Callable[[int, int], None]
"""Called with how many listings of how many are in, while the sample catalogue is made."""

READING_SECONDS = 10.0
"""How long a model may take to read one input that was left unread, with all attempts."""

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
        with 74 random bits: it names, and is no secret.
        """
        stamped = (time.time_ns() // 1_000_000) << 80 | random.getrandbits(80)
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
    provider: Provider | None = None,
) -> AsyncIterator[Festplan]:
    """Festplan with every door open; runs that are under way are finished before it closes.

    `told` is called with a party's id after its history has grown, `ran` with what came of a run;
    `provider` is asked in place of those whose models are configured. Makes the data folder, the
    schema and the sample catalogue where they are missing. Raises `DatabaseUnusable` and
    `ModelsRefused` with a sentence that says what to do.
    """
    async with _opened(settings, progress, partial(_models, settings, provider)) as (festplan, _):
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
    models = partial(_parking, settings, provider)
    async with _opened(settings, progress, models) as (festplan, batching):
        assert batching is not None
        yield festplan, batching


@asynccontextmanager
async def _opened(
    settings: Settings,
    progress: Progress | None,
    models_of: Callable[[Database], AbstractAsyncContextManager[_Models]],
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


@dataclass(frozen=True, slots=True)
class _Models:
    """What is different where models may be asked; by default nothing is."""

    ladder: Ladder = field(default_factory=Rules)
    read_further: Callable[[Answers], ReadFurther | None] | None = None
    batching: Batching | None = None


@asynccontextmanager
async def _models(
    settings: Settings, provider: Provider | None, database: Database
) -> AsyncIterator[_Models]:
    """The ladder of the models that are configured; their connections end with the context."""
    if not settings.models:
        yield _Models()
        return
    from festplan.models.ladder import Climbing
    from festplan.models.live import LiveProvider
    from festplan.models.retries import Caller, Limits
    from festplan.models.tiers import READING, tiers

    prompted = agents.with_prompts()
    named = tiers(settings.models, {*prompted, READING})
    live = LiveProvider(settings.model_keys, settings.openai_base_url)
    limits = Limits(
        call_seconds=settings.model_call_seconds,
        run_seconds=settings.model_run_seconds,
        backoff_seconds=settings.model_backoff_seconds,
    )
    caller = Caller(
        provider or live,
        open_calls(settings, database),
        open_prices(settings),
        SystemClock().new_id,
        limits,
    )
    if provider is None:
        caller.prepare = live.prepare
    try:
        ladder = Climbing(named, caller, prompted.__contains__, live.own_server)
        yield _Models(ladder, partial(_reading_further, caller=caller, named=named))
    finally:
        await live.close()


@asynccontextmanager
async def _parking(
    settings: Settings, provider: BatchProvider | None, database: Database
) -> AsyncIterator[_Models]:
    """The ladder of the models that are configured, whose calls wait for batches."""
    clock = SystemClock()
    store = SqlBatches(database, clock.now, settings.caps)
    leases = SqlLeases(database, clock.now)
    if not settings.models:
        yield _Models(batching=Batching(store, leases))
        return
    from festplan.models.batching import LiveBatches
    from festplan.models.ladder import Climbing
    from festplan.models.live import LiveProvider
    from festplan.models.parking import ParkingCaller
    from festplan.models.sending import Sender
    from festplan.models.tiers import READING, tiers

    prompted = agents.with_prompts()
    named = tiers(settings.models, {*prompted, READING})
    live = LiveBatches(settings.model_keys, settings.openai_base_url)
    caller = ParkingCaller(store.asks, agents.graph().downstream)
    prices = open_prices(settings)
    sender = Sender(provider or live, store, prices, clock.now, clock.new_id, named.models())
    if provider is None:
        sender = replace(sender, prepare=live.prepare)
    own = LiveProvider({}, settings.openai_base_url).own_server
    ladder = Climbing(named, caller, prompted.__contains__, own)
    try:
        reading = partial(_reading_parked, caller=caller, named=named)
        yield _Models(ladder, reading, Batching(store, leases, caller.begin, sender))
    finally:
        await live.close()


def _reading_parked(answers: Answers, *, caller: ParkingCaller, named: Tiers) -> ReadFurther | None:
    """Who reads what was left unread once a batch has brought the answer."""
    from festplan.models.extraction import Extractor
    from festplan.models.tiers import READING

    rungs = named.rungs(READING)[:1]
    return Extractor(answers, caller, rungs, SystemClock().new_id) if rungs else None


def _reading_further(answers: Answers, *, caller: Caller, named: Tiers) -> ReadFurther | None:
    """Who reads what was left unread: the cheapest model that is named for it.

    The host waits for it before their words are acknowledged, so it has less time than a run.
    """
    from festplan.models.extraction import Extractor
    from festplan.models.tiers import READING

    rungs = named.rungs(READING)[:1]
    soon = min(READING_SECONDS, caller.limits.run_seconds)
    caller = replace(caller, limits=replace(caller.limits, run_seconds=soon))
    return Extractor(answers, caller, rungs, caller.new_id) if rungs else None


async def _festplan(
    settings: Settings,
    database: Database,
    catalogue: Catalogue,
    runner: LocalRunner,
    encoder: TopicEncoder | None,
    models: _Models,
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

    meter = _meter(settings)
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


def _meter(settings: Settings) -> Meter | None:
    """Who counts the work of runs; nobody where the price book in force asks nothing for it."""
    if settings.price_book == DEFAULT_BOOK and settings.prices_file is None:
        return None
    from festplan.models.price_book import WorkRates, open_book
    from festplan.models.prices import work_price

    book = open_book(settings.price_book, settings.prices_file)
    return Meter(partial(work_price, book)) if book.work != WorkRates() else None


def open_calls(settings: Settings, database: Database) -> CallLedger:
    """The ledger that every attempt at a provider goes through, within the caps that are set."""
    from festplan.costs.telemetry import observed
    from festplan.store.calls import SqlCallLedger

    return observed(SqlCallLedger(database, SystemClock().now, settings.caps))


def open_prices(settings: Settings) -> Prices:
    """What models cost by the price book in force; raises `PriceBookRefused`."""
    from festplan.models.price_book import open_book
    from festplan.models.prices import BookPrices

    return BookPrices(open_book(settings.price_book, settings.prices_file))


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
