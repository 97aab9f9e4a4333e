"""What a model's tokens cost: by the book in force, and by genai-prices where it says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from festplan.domain.money import ceil_div, microdollars
from festplan.models.price_book import PriceBook, Rates
from festplan.ports.models import NoPrice, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROVIDERS = {"google-gla": "google", "google-vertex": "google", "gemini": "google"}
"""Names of providers that genai-prices keeps under another."""
BATCH = "+batch"
"""What a row's name ends with where the price is that of a batch."""
_TOKEN = 6
"""A dollar per million tokens is 10**6 picodollars a token."""


@dataclass(frozen=True, slots=True)
class BookPrices:
    """The prices of a book; `now` says at which moment a list price is looked up."""

    book: PriceBook
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def cost(self, model: str, usage: Usage, *, batch: bool = False) -> tuple[int, str]:
        """Microdollars, rounded up, and the price's name; raises `NoPrice`.

        Cached tokens are a part of the input and reasoning tokens of the output. Raises ValueError
        for counts that make no sense.
        """
        _sensible(usage)
        rates = self.rates(model, usage.input_tokens, batch=batch)
        fresh = usage.input_tokens - usage.cached_tokens
        spent = fresh * rates.input + usage.cached_tokens * rates.cached
        return microdollars(spent + usage.output_tokens * rates.output), named(rates)

    def most(
        self, model: str, input_characters: int, max_output_tokens: int, *, batch: bool = False
    ) -> int:
        """What the call costs at most, a token for each character of its input."""
        rates = self.rates(model, input_characters, batch=batch)
        dearest = max(rates.input, rates.cached)
        return microdollars(input_characters * dearest + max_output_tokens * rates.output)

    def rates(self, model: str, input_tokens: int, *, batch: bool = False) -> Rates:
        """What a token costs in a call with so many tokens of input."""
        if model in self.book.models:
            rates = self.book.models[model]
            return self._in_batch(model, rates) if batch else rates
        if self.book.listed:
            listed = _listed(model, input_tokens, self.now(), batch=batch)
            if listed is not None:
                rates, is_batch = listed
                return self._in_batch(model, rates) if batch and not is_batch else rates
        raise NoPrice(self.book.name, model)

    def _in_batch(self, model: str, rates: Rates) -> Rates:
        """The rates by the provider's word on batches; the full ones where it has none."""
        factor = self.book.batch.get(_provider(model), Decimal(1))
        row, dated = rates.row.rsplit("/", 1)
        parts = (_picodollars(r * factor) for r in (rates.input, rates.cached, rates.output))
        return Rates(f"{row}{BATCH}/{dated}", *parts)


def work_price(book: PriceBook, counts: Mapping[str, int]) -> tuple[int, str]:
    """Microdollars for counted work, rounded up once, and the price's name: "book/date/rates".

    `counts` holds vector queries, compute microseconds, and cache and database operations.
    """
    rates = [getattr(book.work, name) for name in RATES]
    per_million = (1_000_000, 1, 1_000_000, 1_000_000)
    counted = (counts[name] * scale for name, scale in zip(COUNTS, per_million, strict=True))
    spent = sum(count * rate for count, rate in zip(counted, rates, strict=True))
    name = f"{book.name}/{book.date}/{'+'.join(map(str, rates))}"
    return microdollars(ceil_div(spent, 1_000_000)), name


RATES = ("vector_query", "compute_second", "cache_operation", "database_operation")
COUNTS = ("vector_queries", "compute_microseconds", "cache_operations", "database_operations")
"""Rates of work and what they are of, in the order in which a price's name gives them."""


def named(rates: Rates) -> str:
    """A price's name: "book/row/date/rates", from which its cost can be counted again."""
    return f"{rates.row}/{rates.input}+{rates.cached}+{rates.output}"


def _picodollars(picodollars: Decimal) -> int:
    """Whole picodollars of a part of a price, rounded up so that nothing is booked too low."""
    whole = int(picodollars)
    return whole + (picodollars > whole)


def _sensible(usage: Usage) -> None:
    counts = [getattr(usage, name) for name in usage.__slots__]
    if any(type(count) is not int or count < 0 for count in counts):
        raise ValueError(f"{usage} holds what is no number of tokens")
    if usage.cached_tokens > usage.input_tokens or usage.reasoning_tokens > usage.output_tokens:
        raise ValueError(f"{usage} holds a part that is larger than the whole")


def _provider(model: str) -> str:
    provider = model.partition(":")[0]
    return PROVIDERS.get(provider, provider)


def _listed(
    model: str, input_tokens: int, now: datetime, *, batch: bool
) -> tuple[Rates, bool] | None:
    """The list price of a model, and whether it is that of a batch; None where there is none."""
    from genai_prices import __version__, data_snapshot

    try:
        _, info = data_snapshot.get_snapshot().find_provider_model(
            model.partition(":")[2], None, _provider(model), None
        )
    except LookupError:
        return None
    wanted = {"processing": "batch"} if batch else None
    price, standard = info.get_prices(now, wanted), info.get_prices(now)
    fresh, out = (_of_tier(getattr(price, f"{n}_mtok"), input_tokens) for n in ("input", "output"))
    if fresh is None:
        return None
    cached = _of_tier(price.cache_read_mtok, input_tokens)
    is_batch = batch and price != standard
    row = f"genai-prices-{__version__}/{model}{BATCH if is_batch else ''}/{now.date()}"
    return Rates(row, fresh, fresh if cached is None else cached, out or 0), is_batch


def _of_tier(price: Any, input_tokens: int) -> int | None:
    """Picodollars a token; where prices are tiered, the tier of the whole input's tokens."""
    if price is None:
        return None
    if not isinstance(price, Decimal):
        reached = [tier.price for tier in price.tiers if input_tokens > tier.start]
        price = reached[-1] if reached else price.base
    return _picodollars(price.scaleb(_TOKEN))
