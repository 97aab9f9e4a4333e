"""When nothing fits: which wish stands in the way, and what comes nearest without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from festplan.catalogue.search import search
from festplan.domain.listing import Match, Query

Wish = tuple[str, str | int]
"""A filter of a query and its value: `("capacity", 400)`, `("diets", "halal")`."""

_WITHOUT: dict[str, Callable[[Query, str | int], Query]] = {
    "max_price_minor": lambda query, _: replace(query, max_price_minor=None),
    "tags": lambda query, tag: replace(query, tags=tuple(t for t in query.tags if t != tag)),
    "setting": lambda query, _: replace(query, setting=None),
    "kinds": lambda query, _: replace(query, kinds=()),
    "capacity": lambda query, _: replace(query, capacity=None),
    "diets": lambda query, diet: replace(query, diets=tuple(d for d in query.diets if d != diet)),
    "city": lambda query, _: replace(query, city=None),
    "country": lambda query, _: replace(query, country=None),
}


@dataclass(frozen=True, slots=True)
class Concession:
    """Wishes that a host could give up together, and the best that would then fit.

    `offered` is the largest capacity or the lowest price there is, where that one wish stood in
    the way. Every other wish is met by `misses`, nearest first.
    """

    given_up: tuple[Wish, ...]
    offered: int | None
    misses: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """Every single wish whose loss would make something fit, the easiest to give up first.

    If no single one would, the fewest that do when they are given up in that order; nothing at
    all if the catalogue has no listing of this role.
    """

    query: Query
    concessions: tuple[Concession, ...]


def nearest(connection: Connection, query: Query, *, misses: int = 3) -> Nearest:
    """What would have to change for `query` to find something, with up to `misses` listings."""
    wishes = tuple(_wishes(query))
    single = [_concession(connection, query, (wish,), misses) for wish in wishes]
    concessions = tuple(concession for concession in single if concession.misses)
    return Nearest(query, concessions or _several(connection, query, wishes, misses))


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
    if query.city is not None:
        yield "city", query.city
    if query.country is not None:
        yield "country", query.country


def _several(
    connection: Connection, query: Query, wishes: tuple[Wish, ...], misses: int
) -> tuple[Concession, ...]:
    for count in range(2, len(wishes) + 1):
        concession = _concession(connection, query, wishes[:count], misses)
        if concession.misses:
            return (concession,)
    return ()


def _concession(
    connection: Connection, query: Query, given_up: tuple[Wish, ...], misses: int
) -> Concession:
    wider = query
    for name, value in given_up:
        wider = _WITHOUT[name](wider, value)
    only = given_up[0][0] if len(given_up) == 1 else ""
    if only == "max_price_minor":
        return _cheapest(connection, wider, given_up, misses)
    if only == "capacity":
        return _largest(connection, wider, given_up, misses)
    return Concession(given_up, None, tuple(search(connection, replace(wider, limit=misses))))


def _cheapest(
    connection: Connection, wider: Query, given_up: tuple[Wish, ...], misses: int
) -> Concession:
    priced = [
        (match.listing.price_minor, match.rank, match)
        for match in search(connection, replace(wider, limit=None))
        if match.listing.price_minor is not None
    ]
    best = sorted(priced)[:misses]
    return Concession(given_up, best[0][0] if best else None, tuple(match for *_, match in best))


def _largest(
    connection: Connection, wider: Query, given_up: tuple[Wish, ...], misses: int
) -> Concession:
    sized = [
        (-match.listing.capacity, match.rank, match)
        for match in search(connection, replace(wider, limit=None))
        if match.listing.capacity is not None
    ]
    best = sorted(sized)[:misses]
    return Concession(given_up, -best[0][0] if best else None, tuple(match for *_, match in best))
