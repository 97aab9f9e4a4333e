"""Who answers what rules cannot, and what that costs: the models that the settings name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from festplan import agents
from festplan.config import DEFAULT_BOOK, Settings
from festplan.engine.ladder import Ladder, Rules
from festplan.ports.answers import Answers
from festplan.ports.batches import BatchProvider
from festplan.ports.models import (
    CallLedger,
    Prices,
    Provider,
)
from festplan.service.batching import Batching
from festplan.service.context import ReadFurther
from festplan.service.metering import Meter
from festplan.store.batches import SqlBatches
from festplan.store.database import Database
from festplan.store.leases import SqlLeases

if TYPE_CHECKING:
    from festplan.models.parking import ParkingCaller
    from festplan.models.retries import Caller
    from festplan.models.tiers import Tiers
from festplan.bootstrap.clock import SystemClock

READING_SECONDS = 10.0
"""How long a model may take to read one input that was left unread, with all attempts."""


@dataclass(frozen=True, slots=True)
class Models:
    """What is different where models may be asked; by default nothing is."""

    ladder: Ladder = field(default_factory=Rules)
    read_further: Callable[[Answers], ReadFurther | None] | None = None
    batching: Batching | None = None


@asynccontextmanager
async def by_calls(
    settings: Settings, provider: Provider | None, database: Database
) -> AsyncIterator[Models]:
    """The ladder of the models that are configured; their connections end with the context."""
    if not settings.models:
        yield Models()
        return
    from festplan.models.health import Limits
    from festplan.models.ladder import Climbing
    from festplan.models.live import LiveProvider
    from festplan.models.retries import Caller
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
        yield Models(ladder, partial(_reading_further, caller=caller, named=named))
    finally:
        await live.close()


@asynccontextmanager
async def by_batches(
    settings: Settings, provider: BatchProvider | None, database: Database
) -> AsyncIterator[Models]:
    """The ladder of the models that are configured, whose calls wait for batches."""
    clock = SystemClock()
    store = SqlBatches(database, clock.now, settings.caps)
    leases = SqlLeases(database, clock.now)
    if not settings.models:
        yield Models(batching=Batching(store, leases))
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
        yield Models(ladder, reading, Batching(store, leases, caller.begin, sender))
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


def meter_of(settings: Settings) -> Meter | None:
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
