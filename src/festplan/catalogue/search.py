"""Searching the catalogue: the database filters, one scorer ranks.

The database applies every filter and finds which of the listings mention a word that was asked
for; `score` then ranks what is left by the words, the capacity and whether a price is known, and
by nothing else. It reads no statistic of a database, so every database ranks alike, and a listing
that comes or goes changes the score of no other.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, select, text

from festplan.catalogue.cities import city_key
from festplan.catalogue.rows import COLUMNS, json_words, listing_of
from festplan.catalogue.tables import listings
from festplan.catalogue.terms import asked
from festplan.domain.listing import Listing, Match, Query

Candidate = tuple[int, str, int | None, int | None, str]
"""Of a listing: key, id, capacity, price, terms."""

FIELD_WEIGHTS = (4, 3, 2, 1)
"""What a word counts when it stands in the kind, the tags, the name, the description."""

# Together below the least that one word of the most that are asked counts (1/48): the words come
# first, then a capacity near the one asked for, then a price that somebody published.
_SNUG = 0.012
_PRICED = 0.006

_LARGEST = 2**63 - 1
_READ_AT_ONCE = 500

_MENTIONS = text("SELECT rowid FROM listings_fts WHERE listings_fts MATCH :mentions")
_BY_KEY = select(listings.c.listing_key, *COLUMNS).where(
    listings.c.listing_key.in_(bindparam("keys", expanding=True))
)


def search(connection: Connection, query: Query) -> list[Match]:
    """What passes every filter of `query`, best first; ties are broken by `listing_id`."""
    words = [f" {word} " for word in asked(query.words)]
    ranked = _ranked(_mentioning(connection, query, words), words, query)
    if query.limit is None or len(ranked) < query.limit:
        ranked += _ranked(_others(connection, query, {key for *_, key in ranked}), (), query)
    best = ranked[: query.limit]
    found = _read(connection, [key for *_, key in best])
    return [Match(found[key], rank, -negative) for rank, (negative, _, key) in enumerate(best)]


def get(connection: Connection, listing_id: str) -> Listing | None:
    """The listing of this id, or None."""
    row = connection.execute(select(*COLUMNS).where(listings.c.listing_id == listing_id)).first()
    return listing_of(row) if row else None


def score(
    terms: str,
    words: Sequence[str],
    *,
    capacity: int | None,
    guests: int | None,
    priced: bool,
) -> float:
    """How well a listing answers: 0 to 1 for the words, then less than any word for the rest.

    `terms` are the stored terms of the listing; `words` those asked for, a space around each; a
    word counts once, where it counts most. `guests` of `capacity` near 1 is snug, near 0 would
    feel empty.
    """
    found = sum(_weight(word, terms) for word in words if word in terms)
    relevance = found / (FIELD_WEIGHTS[0] * len(words)) if found else 0.0
    snug = guests / capacity if guests and capacity and capacity >= guests else 0.0
    return round(relevance + _SNUG * snug + _PRICED * priced, 6)


def _weight(word: str, terms: str) -> int:
    for weight, field in zip(FIELD_WEIGHTS, terms.split("\n"), strict=True):
        if word in field:
            return weight
    return 0


def _mentioning(connection: Connection, query: Query, words: Sequence[str]) -> Sequence[Candidate]:
    """What passes the filters and mentions a word: each comes before all that mention none."""
    if not words:
        return ()
    found = listings.c.listing_key.in_(_MENTIONS.columns(listings.c.listing_key))
    # Terms hold letters and digits only, so quotes suffice.
    mentions = " OR ".join(f'"{word.strip()}"' for word in words)
    statement = _ranking(listings.c.terms).where(*_filters(query), found)
    return _candidates(connection, statement, {"mentions": mentions})


def _others(connection: Connection, query: Query, seen: set[int]) -> Iterable[Candidate]:
    """What passes the filters and was not seen: no word of it counts, so none is read."""
    statement = _ranking(literal("")).where(*_filters(query))
    return (row for row in _candidates(connection, statement, {}) if row[0] not in seen)


def _ranking(terms: ColumnElement[str]) -> Select[Candidate]:
    """The little of each listing that ranks it."""
    table = listings.c
    return select(table.listing_key, table.listing_id, table.capacity, table.price_minor, terms)


def _candidates(
    connection: Connection, statement: Select[Candidate], values: dict[str, str]
) -> Sequence[Candidate]:
    # The driver's own tuples: wrapping thousands of rows would take longer than finding them.
    with connection.execute(statement, values) as result:
        return list(result.cursor.fetchall()) if result.cursor else []


def _filters(query: Query) -> Iterable[ColumnElement[bool]]:
    table = listings.c
    if query.role is not None:
        yield table.role == query.role
    if query.kinds:
        yield table.kind.in_(sorted({kind.lower() for kind in query.kinds}))
    if query.city is not None:
        yield table.city_key == city_key(query.city)
    if query.country is not None:
        yield table.country == query.country.upper()
    if query.capacity is not None:
        yield table.capacity >= min(query.capacity, _LARGEST)
    if query.max_price_minor is not None:
        yield table.price_minor <= min(query.max_price_minor, _LARGEST)
    if query.setting is not None:
        yield table.setting.in_(sorted({query.setting, "both"}))
    yield from (_holds(table.diets, diet) for diet in query.diets)
    yield from (_holds(table.tags, tag) for tag in query.tags)


def _holds(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """That a stored list has this very word, upper or lower case."""
    quoted = json_words([word.lower()])[1:-1]
    return func.lower(column).contains(quoted, autoescape=True)


def _ranked(
    rows: Iterable[Candidate], words: Sequence[str], query: Query
) -> list[tuple[float, str, int]]:
    """Negative score, id and key, best first, no more than the query's limit."""
    guests = query.capacity
    keyed = (
        (-score(terms, words, capacity=held, guests=guests, priced=price is not None), name, key)
        for key, name, held, price, terms in rows
    )
    return sorted(keyed) if query.limit is None else heapq.nsmallest(query.limit, keyed)


def _read(connection: Connection, keys: Sequence[int]) -> dict[int, Listing]:
    found: dict[int, Listing] = {}
    for start in range(0, len(keys), _READ_AT_ONCE):
        rows = connection.execute(_BY_KEY, {"keys": keys[start : start + _READ_AT_ONCE]})
        found.update((row[0], listing_of(row[1:])) for row in rows)
    return found
