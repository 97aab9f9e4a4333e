"""The document's architecture, priced from the recorded asks.

Counts are those of the world that was played: tokens, searches, turns, texts. Unit prices are the
case study's. Only what a turn reads and writes in caches and databases is taken from the case
study's own figures, because its architecture does it at each turn and ours does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from festplan.domain.money import ceil_div
from festplan.models.price_book import PICO, PriceBook, open_book
from festplan.models.prices import BookPrices
from festplan.ports.models import Usage
from festplan.proof.simulation.playing import BOOK, Played, Run
from festplan.proof.simulation.provider import SMALL
from festplan.proof.simulation.recording import Asked, Searched, Turn

MICRO = 10 ** (PICO - 6)
"""Picodollars in a microdollar."""
NO_SEARCH = Searched(0, 0)


class Cost(NamedTuple):
    """Microdollars by component of the case study's table; compute is measured, not priced."""

    models: int = 0
    classification: int = 0
    vectors: int = 0
    cache: int = 0
    database: int = 0

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def total(self) -> int:
        """All components."""
        return sum(self)


class Rates(NamedTuple):
    """Microdollars for one vector query, cache operation and database operation."""

    vector: int
    cache: int
    database: int


@dataclass(frozen=True)
class Prices:
    """Unit prices of a book, and what the case study counts per turn."""

    book: PriceBook
    figures: Mapping[str, tuple[int, int]]
    _known: dict[tuple[str, Usage, bool], int] = field(
        default_factory=dict[tuple[str, Usage, bool], int]
    )

    @cached_property
    def rates(self) -> Rates:
        """Unit prices of work, in whole microdollars."""
        work = self.book.work
        of = (work.vector_query, work.cache_operation, work.database_operation)
        return Rates(*(ceil_div(one, MICRO) for one in of))

    @cached_property
    def models(self) -> BookPrices:
        """Prices of models."""
        return BookPrices(self.book)

    def call(self, usage: Usage, model: str = SMALL, *, batch: bool = False) -> int:
        """Microdollars of one call; most calls of a world are alike and counted once."""
        key = model, usage, batch
        if key not in self._known:
            self._known[key] = self.models.cost(model, usage, batch=batch)[0]
        return self._known[key]


@cache
def prices(name: str = BOOK) -> Prices:
    """The prices of that book. The vendor and the plan, which the case study leaves out, take what
    the book of today assumes for them."""
    figures = open_book("today").agents
    counts = {a: (f.cache_operations, f.database_operations) for a, f in figures.items()}
    return Prices(open_book(name), counts)


@dataclass(frozen=True)
class Records:
    """A played world: its parties in order, the asks, the searches, and what reading a text takes.

    Asks are by fingerprint, searches by agent and view; `reading` is the usage of an API call that
    reads each new text, by the text.
    """

    played: list[Played]
    asks: dict[str, Asked] = field(default_factory=dict[str, Asked])
    searches: dict[tuple[str, str], Searched] = field(
        default_factory=dict[tuple[str, str], Searched]
    )
    reading: dict[str, Usage] = field(default_factory=dict[str, Usage])
    book: Prices = field(default_factory=prices)
    _known: dict[str, Cost] = field(default_factory=dict[str, Cost])

    def ask(self, turn: Turn) -> Asked | None:
        """What a model would be asked in this turn; None of an agent that is arithmetic."""
        return self.asks.get(turn.fingerprint)

    def searched(self, turn: Turn) -> Searched:
        """What the turn searches for."""
        return self.searches.get((turn.agent, turn.view), NO_SEARCH)

    def cost(self, turn: Turn) -> Cost:
        """What the turn costs without any strategy; equal questions cost the same."""
        if turn.fingerprint not in self._known:
            self._known[turn.fingerprint] = self._cost(turn)
        return self._known[turn.fingerprint]

    def _cost(self, turn: Turn) -> Cost:
        ask, rates = self.ask(turn), self.book.rates
        cache, database = self.book.figures[turn.agent]
        return Cost(
            models=self.book.call(ask.usage) if ask else 0,
            vectors=self.searched(turn).made * rates.vector,
            cache=cache * rates.cache,
            database=database * rates.database,
        )


class Place(NamedTuple):
    """A turn where it happens: in which party and run."""

    party: Played
    run: Run
    turn: Turn


def places(records: Records) -> Iterator[Place]:
    """Every turn of every run, in order."""
    for party in records.played:
        for run in party.runs:
            for turn in run.turns:
                yield Place(party, run, turn)


Priced = Callable[[Records, Place], Cost]


def turn_cost(records: Records, place: Place) -> Cost:
    """A turn in the document's architecture: the model is asked, and every search is a vector's."""
    return records.cost(place.turn)


def summed(costs: Iterable[Cost]) -> Cost:
    """All of them together."""
    return Cost(*map(sum, zip(*costs, strict=True)))


def reading_cost(records: Records, model: str = SMALL) -> Cost:
    """Every text that a host says is read by an API, once."""
    texts = (text for party in records.played for run in party.runs for text in run.texts)
    return Cost(classification=sum(records.book.call(records.reading[t], model) for t in texts))


def turns_cost(records: Records, priced: Priced) -> Cost:
    """All turns, each as `priced` has it."""
    return summed(priced(records, place) for place in places(records))


def baseline(records: Records) -> Cost:
    """The document's architecture without any strategy."""
    return turns_cost(records, turn_cost).plus(reading_cost(records))
