"""Searching the catalogue: the database filters, one scorer ranks.

The database applies every filter. What is left is ranked by `scoring.score`: by the words it
mentions and by how like it is to what was described, then by distance, capacity and whether a
price is known, and by nothing else. It reads no statistic of a database, so every database ranks
alike, and a listing that comes or goes changes the score of no other. Where few of many are
wanted, `narrow` first drops what cannot be among them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import Connection, bindparam, select

from festplan.catalogue.filters import AT_ONCE, Candidate, candidates, candidates_of, km_from
from festplan.catalogue.index import Index, Question
from festplan.catalogue.narrow import narrowed
from festplan.catalogue.rows import COLUMNS, listing_of
from festplan.catalogue.scoring import mentions, score
from festplan.catalogue.tables import listings
from festplan.catalogue.vectors import exact
from festplan.domain.listing import Listing, Match, Query

Ranked = tuple[float, str, int, float, float | None, float | None]
"""Negative score, id, key, mentions, likeness, kilometres."""

_BY_KEY = select(listings.c.listing_key, *COLUMNS).where(
    listings.c.listing_key.in_(bindparam("keys", expanding=True))
)


def search(connection: Connection, query: Query, index: Index | None = None) -> list[Match]:
    """What passes every filter of `query`, best first; ties are broken by `listing_id`.

    `index` keeps what the next search needs again, and has the encoder, without which words alone
    rank.
    """
    index = Index() if index is None else index
    question = index.question(connection, query)
    rows = _rows(connection, query, question, index)
    ranked = _ranked(rows, query, question, _likeness(connection, rows, question, index))
    keys = [key for _, _, key, *_ in ranked]
    found = index.kept.listings(question.version, keys, partial(_read, connection))
    return [
        Match(found[key], rank, -negative, mentioned, likeness, km)
        for rank, (negative, _, key, mentioned, likeness, km) in enumerate(ranked)
    ]


def get(connection: Connection, listing_id: str) -> Listing | None:
    """The listing of this id, or None."""
    row = connection.execute(select(*COLUMNS).where(listings.c.listing_id == listing_id)).first()
    return listing_of(row) if row else None


def _rows(
    connection: Connection, query: Query, question: Question, index: Index
) -> list[Candidate]:
    """What has to be scored: all that passes or, if few are wanted, what may be among the best."""
    terms = bool(question.words)
    if query.limit is None:
        read = partial(candidates, connection, query, terms=terms)
        return index.kept.rows(question.version, query, read, terms=terms)
    keys = narrowed(connection, query, question, index)
    return list(candidates_of(connection, keys, terms=terms))


def _likeness(
    connection: Connection, rows: Sequence[Candidate], question: Question, index: Index
) -> dict[int, float]:
    """The exact cosine of each text among the rows; nothing where meaning is not compared."""
    if question.vector is None:
        return {}
    return exact(connection, index.encoder_id, (row[4] for row in rows), question.vector)


def _ranked(
    rows: Iterable[Candidate], query: Query, question: Question, likeness: dict[int, float]
) -> list[Ranked]:
    """The best first, no more than the query's limit."""
    scored = (_scored(row, query, question, likeness) for row in rows)
    return sorted(scored) if query.limit is None else heapq.nsmallest(query.limit, scored)


def _scored(row: Candidate, query: Query, question: Question, likeness: dict[int, float]) -> Ranked:
    key, name, capacity, price, text_key, lat, lon, terms = row
    mentioned = mentions(terms, question.words)
    alike = None if question.vector is None else likeness.get(text_key, 0.0)
    km = km_from(query, lat, lon)
    points = score(
        mentioned,
        alike or 0.0,
        capacity=capacity,
        guests=query.capacity,
        priced=price is not None,
        km=km,
    )
    return -points, name, key, mentioned, alike, km


def _read(connection: Connection, keys: Sequence[int]) -> dict[int, Listing]:
    found: dict[int, Listing] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = connection.execute(_BY_KEY, {"keys": keys[start : start + AT_ONCE]})
        found.update((row[0], listing_of(row[1:])) for row in rows)
    return found
