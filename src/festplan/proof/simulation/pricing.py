"""The document's architecture, priced from the recorded asks; then its strategies, one by one.

Counts are those of the world that was played: tokens, searches, turns, texts. Unit prices are the
case study's. Only what a turn reads and writes in caches and databases is taken from the case
study's own figures, because its architecture does it at each turn and ours does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple

from festplan.domain.money import ceil_div
from festplan.models.price_book import PICO, PriceBook, open_book
from festplan.models.prices import BookPrices
from festplan.ports import Usage
from festplan.proof.simulation.playing import BOOK, Played, Run
from festplan.proof.simulation.provider import SMALL
from festplan.proof.simulation.recording import Asked, Recording, Searched, Turn

MICRO = 10 ** (PICO - 6)
"""Picodollars in a microdollar."""
CLASSIFIER = "openai:gpt-3.5-turbo"
"""What the case study would classify with (CASE 3, strategy 2)."""
CACHED_FROM, CACHED_BY = 1024, 128
"""OpenAI caches prompts of so many tokens and more, in steps
(https://platform.openai.com/docs/guides/prompt-caching)."""
LETTERS_PER_TOKEN = 4
CASCADE: Mapping[str, tuple[str, ...]] = {
    "theme_agent": ("cake_agent", "venue_agent", "vendor_agent"),
    "venue_agent": ("budget_agent",),
    "cake_agent": ("budget_agent",),
    "catering_agent": ("budget_agent",),
    "vendor_agent": ("budget_agent",),
    "budget_agent": ("planner_final",),
}
"""The dependency map of CASE 1, which looks one step deep."""
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
        """Microdollars of one call."""
        return self.models.cost(model, usage, batch=batch)[0]


@cache
def prices(name: str = BOOK) -> Prices:
    """The prices of that book. The vendor and the plan, which the case study leaves out, take what
    the book of today assumes for them."""
    figures = open_book("today").agents
    counts = {a: (f.cache_operations, f.database_operations) for a, f in figures.items()}
    return Prices(open_book(name), counts)


@dataclass(frozen=True)
class Records:
    """A played world: its parties in order, the asks and searches, and what reading a text takes.

    `reading` is the usage of an API call that reads each new text, by the text.
    """

    played: Sequence[Played]
    recording: Recording
    reading: Mapping[str, Usage]
    book: Prices = field(default_factory=prices)

    def ask(self, turn: Turn) -> Asked | None:
        """What a model would be asked in this turn; None of an agent that is arithmetic."""
        return self.recording.asks.get(turn.fingerprint)

    def searched(self, turn: Turn) -> Searched:
        """What the turn searches for."""
        return self.recording.searches.get((turn.agent, turn.view), NO_SEARCH)


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
    book, turn = records.book, place.turn
    ask = records.ask(turn)
    operations = book.figures[turn.agent]
    return Cost(
        models=book.call(ask.usage) if ask else 0,
        vectors=records.searched(turn).made * book.rates.vector,
        cache=operations[0] * book.rates.cache,
        database=operations[1] * book.rates.database,
    )


def summed(costs: Iterable[Cost]) -> Cost:
    """All of them together."""
    whole = Cost()
    for cost in costs:
        whole = whole.plus(cost)
    return whole


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


# --- one strategy at a time ----------------------------------------------------------------------


def document_delta(records: Records) -> Cost:
    """CASE 1 as its code has it: agents of the changed categories, and one step of its cascade."""
    known: set[tuple[int, str]] = set()

    def priced(records: Records, place: Place) -> Cost:
        held = (place.party.host.number, place.turn.agent)
        runs = place.turn.agent in _affected(place.run) or held not in known
        known.add(held)
        return turn_cost(records, place) if runs else _looked_up(records)

    return turns_cost(records, priced).plus(reading_cost(records))


def _affected(run: Run) -> set[str]:
    direct = {f"{name}_agent" for name in run.about}
    return direct | {name for agent in direct for name in CASCADE.get(agent, ())}


def incremental(records: Records) -> Cost:
    """An agent works when its question is new to its party, by content."""
    return _once(records, lambda place: (place.party.host.number, place.turn.fingerprint))


def shared(records: Records) -> Cost:
    """An agent works when its question is new to every host; what is private stays private."""
    return _once(records, lambda place: place.turn.fingerprint)


def _once(records: Records, key: Callable[[Place], object]) -> Cost:
    known: set[object] = set()

    def priced(records: Records, place: Place) -> Cost:
        named = key(place)
        if named in known:
            return _looked_up(records)
        known.add(named)
        return turn_cost(records, place).plus(_looked_up(records))

    return turns_cost(records, priced).plus(reading_cost(records))


def _looked_up(records: Records) -> Cost:
    """Looking for a known answer, or taking it."""
    return Cost(cache=records.book.rates.cache)


def cheapest_model(records: Records) -> Cost:
    """Rules answer where their answer passes its check; a model where it does not."""

    def priced(records: Records, place: Place) -> Cost:
        ask, cost = records.ask(place.turn), turn_cost(records, place)
        return cost._replace(models=0) if ask and ask.by_rules else cost

    return turns_cost(records, priced).plus(reading_cost(records))


def batched(records: Records) -> Cost:
    """Every ask goes through the provider's batch API; the host waits up to a day for it."""

    def priced(records: Records, place: Place) -> Cost:
        ask, cost = records.ask(place.turn), turn_cost(records, place)
        return cost._replace(models=records.book.call(ask.usage, batch=True)) if ask else cost

    return turns_cost(records, priced).plus(reading_cost(records))


def local_reading(records: Records) -> Cost:
    """Texts are read on this machine."""
    return turns_cost(records, turn_cost)


def cheaper_reading(records: Records) -> Cost:
    """Texts are read by GPT-3.5-turbo, at the price that the case study has for it."""
    return turns_cost(records, turn_cost).plus(reading_cost(records, CLASSIFIER))


def words_first(records: Records) -> Cost:
    """Filters and words find, vectors what is in no vocabulary; what was found is remembered."""
    known: set[tuple[str, str]] = set()

    def priced(records: Records, place: Place) -> Cost:
        turn, rates = place.turn, records.book.rates
        cost, found = turn_cost(records, place)._replace(vectors=0), records.searched(turn)
        if not found.made:
            return cost
        if (turn.agent, turn.view) in known:
            return cost.plus(_looked_up(records))
        known.add((turn.agent, turn.view))
        words = found.made - found.by_meaning
        return cost.plus(
            Cost(vectors=found.by_meaning * rates.vector, database=words * rates.database)
        )

    return turns_cost(records, priced).plus(reading_cost(records))


def cached_prompts(records: Records) -> Cost:
    """The part of each prompt that is the same for every host, where a provider would cache it."""

    def priced(records: Records, place: Place) -> Cost:
        ask, cost = records.ask(place.turn), turn_cost(records, place)
        if ask is None:
            return cost
        return cost._replace(models=records.book.call(_cached(ask)))

    return turns_cost(records, priced).plus(reading_cost(records))


def _cached(ask: Asked) -> Usage:
    same = ask.instructions // LETTERS_PER_TOKEN
    cached = same // CACHED_BY * CACHED_BY if same >= CACHED_FROM else 0
    return replace(ask.usage, cached_tokens=cached)


STRATEGIES: Mapping[str, tuple[str, Callable[[Records], Cost]]] = {
    "case_1_delta": ("CASE 1: delta by category", document_delta),
    "incremental": ("Only what an edit changes, by content", incremental),
    "shared_results": ("Results shared across hosts", shared),
    "cheapest_model": ("Cheapest model that works", cheapest_model),
    "batch_api": ("Batch API, half price", batched),
    "local_classification": ("Classification on this machine", local_reading),
    "cheaper_classifier": ("Classification by GPT-3.5-turbo", cheaper_reading),
    "vector_search": ("Filters and words before vectors", words_first),
    "prompt_caching": ("Prompt caching of the provider", cached_prompts),
}
"""Every strategy of the case study, alone: its title, and what all parties then cost."""
