"""What a run does besides asking models: counted while it works, priced at its end.

Only where the price book asks something for it; elsewhere nothing is wrapped and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from festplan.domain.listing import Match, Query
from festplan.domain.spending import Work
from festplan.ports.answers import Answers, Kept, Question, Recalled, Remembered
from festplan.ports.parties import Catalogue


@dataclass(slots=True)
class Tally:
    """Vector queries, and operations of caches and of the database, since `began`."""

    began: float
    vector_queries: int = 0
    cache_operations: int = 0
    database_operations: int = 0

    def microseconds(self) -> int:
        """How long the run has been at work."""
        return round((perf_counter() - self.began) * 1_000_000)


_COUNTING: ContextVar[Tally | None] = ContextVar("festplan-tally", default=None)

Price = Callable[[Mapping[str, int]], tuple[int, str]]
"""What counted work costs in microdollars, rounded up, and the name of the price."""


@dataclass(frozen=True, slots=True)
class Meter:
    """Counts the work of each run, and prices it."""

    price: Price

    def begin(self) -> Tally:
        """A tally of what is done from here on, by this task and the tasks that it makes."""
        tally = Tally(perf_counter())
        _COUNTING.set(tally)
        return tally

    def work(self, tally: Tally, party_id: str, run_id: str, now: str) -> Work:
        """The row of a run's work; its own commit is one operation of the database."""
        counts = {
            "vector_queries": tally.vector_queries,
            "compute_microseconds": tally.microseconds(),
            "cache_operations": tally.cache_operations,
            "database_operations": tally.database_operations + 1,
        }
        microdollars, price = self.price(counts)
        return Work(
            party_id, run_id, **counts, microdollars=microdollars, price=price, occurred_at=now
        )


class MeteredAnswers:
    """Answers whose use is counted."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def recall(self, question: Question, evidence: str | None) -> Recalled:
        """What is known of `question`: an operation of the cache."""
        _count("cache_operations")
        return await self._answers.recall(question, evidence)

    async def body(self, digest: str) -> dict[str, Any]:
        """The result of that digest: an operation of the cache."""
        _count("cache_operations")
        return await self._answers.body(digest)

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        """Makes answers durable: an operation of the database."""
        _count("database_operations")
        await self._answers.keep(kept, bodies, remembered)


class MeteredCatalogue:
    """A catalogue whose searches are counted; the rest of it is as it was."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def search(self, query: Query) -> Sequence[Match]:
        """Listings, best first: a vector query where meanings are compared, else one of words."""
        _count("vector_queries" if query.like else "database_operations")
        return await self._catalogue.search(query)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)


def _count(name: str) -> None:
    tally = _COUNTING.get()
    if tally is not None:
        setattr(tally, name, getattr(tally, name) + 1)
