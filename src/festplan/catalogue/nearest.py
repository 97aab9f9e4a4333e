"""When nothing fits: which wish stands in the way, and what comes nearest without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from festplan.catalogue.index import Index
from festplan.catalogue.search import search
from festplan.domain.listing import Match, Query

Wish = tuple[str, str | int | float]
"""A filter of a query and its value: `("capacity", 400)`, `("diets", "halal")`."""

_WITHOUT: dict[str, Callable[[Query, str | int | float], Query]] = {
    "max_price_minor": lambda query, _: replace(query, max_price_minor=None),
    "tags": lambda query, tag: replace(query, tags=tuple(t for t in query.tags if t != tag)),
    "setting": lambda query, _: replace(query, setting=None),
    "kinds": lambda query, _: replace(query, kinds=()),
    "capacity": lambda query, _: replace(query, capacity=None),
    "diets": lambda query, diet: replace(query, diets=tuple(d for d in query.diets if d != diet)),
    "within_km": lambda query, _: replace(query, within_km=None),
    "city": lambda query, _: replace(query, city=None),
    "country": lambda query, _: replace(query, country=None),
}


@dataclass(frozen=True, slots=True)
class Concession:
    """Wishes that a host could give up together, and the best that would then fit.

    `offered` is the largest capacity, the lowest price or the shortest way (kilometres) there is,
    where that one wish stood in the way. Every other wish is met by `misses`, nearest first.
    """

    given_up: tuple[Wish, ...]
    offered: float | None
    misses: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """Every single wish whose loss would make something fit, the easiest to give up first.

    If no single one would, the fewest that do when they are given up in that order; nothing at
    all if the catalogue has no listing of this role.
    """

    query: Query
    concessions: tuple[Concession, ...]


Search = Callable[[Query], list[Match]]


def nearest(
    connection: Connection, query: Query, index: Index | None = None, *, misses: int = 3
) -> Nearest:
    """What would have to change for `query` to find something, with up to `misses` listings."""
    wishes = tuple(_wishes(query))
    find = partial(_found, connection, index)
    single = [_concession(find, query, (wish,), misses) for wish in wishes]
    concessions = tuple(concession for concession in single if concession.misses)
    return Nearest(query, concessions or _several(find, query, wishes, misses))


def _found(connection: Connection, index: Index | None, query: Query) -> list[Match]:
    return search(connection, query, index)


def _wishes(query: Query) -> Iterator[Wish]:
    """The filters of a query, the easiest to give up first: money, comfort, kind, then the rest."""
    if query.max_price_minor is not None:
        yield "max_price_minor", query.max_price_minor
    yield from (("tags", tag) for tag in query.tags)
    if query.setting is not None:
        yield "setting", query.setting
    if query.kinds:
        yield "kinds", ", ".join(query.kinds)
    if query.capacity is not None:
        yield "capacity", query.capacity
    yield from (("diets", diet) for diet in query.diets)
    if query.near is not None and query.within_km is not None:
        yield "within_km", query.within_km
    if query.city is not None:
        yield "city", query.city
    if query.country is not None:
        yield "country", query.country


def _several(
    find: Search, query: Query, wishes: tuple[Wish, ...], misses: int
) -> tuple[Concession, ...]:
    for count in range(2, len(wishes) + 1):
        concession = _concession(find, query, wishes[:count], misses)
        if concession.misses:
            return (concession,)
    return ()


def _concession(find: Search, query: Query, given_up: tuple[Wish, ...], misses: int) -> Concession:
    wider = query
    for name, value in given_up:
        wider = _WITHOUT[name](wider, value)
    only = given_up[0][0] if len(given_up) == 1 else ""
    measure = _MEASURES.get(only)
    if measure is None:
        return Concession(given_up, None, tuple(find(replace(wider, limit=misses))))
    return _least(find(replace(wider, limit=None)), measure, given_up, misses)


def _least(
    found: list[Match], measure: Measure, given_up: tuple[Wish, ...], misses: int
) -> Concession:
    """The matches that measure least; what cannot be measured is none."""
    measured = [
        (size, match.rank, match) for match in found if (size := measure(match)) is not None
    ]
    best = sorted(measured)[:misses]
    return Concession(given_up, abs(best[0][0]) if best else None, tuple(m for *_, m in best))


Measure = Callable[[Match], float | None]


def _smallness(match: Match) -> float | None:
    return None if match.listing.capacity is None else -match.listing.capacity


_MEASURES: dict[str, Measure] = {
    "max_price_minor": lambda match: match.listing.price_minor,
    "capacity": _smallness,
    "within_km": lambda match: match.km,
}
"""How far a listing is from a wish that has a size: the least is the nearest miss."""
