"""Which of very many listings may be among the best: bounds instead of scores.

Words are counted from the index of words, meaning is compared in half precision. A listing is
dropped only if so many others are better for certain. So what is left holds the best of all, and
only of those are the terms and the exact vectors read.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, case, func, select

from festplan.catalogue import scoring
from festplan.catalogue.filters import fetched, filters, in_circle, km_from
from festplan.catalogue.tables import listings
from festplan.catalogue.vectors import MARGIN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from festplan.catalogue.index import Index, Question
    from festplan.domain.listing import Query

    Floats = NDArray[np.float64]
    Keys = NDArray[np.int64]

_ROUNDING = 2e-6
"""More than the rounding of a cosine and of a score to six digits changes a score by."""


class Numbers(NamedTuple):
    """What ranks the listings that pass the filters, one array a number; capacity -1 is unknown."""

    keys: Keys
    text_keys: Keys
    capacity: Keys
    priced: Keys
    closeness: Floats


def narrowed(connection: Connection, query: Query, question: Question, index: Index) -> list[int]:
    """Keys of listings that pass the filters, the best `query.limit` of all for certain among them.

    If no more than so many pass, they are all of them.
    """
    wanted = query.limit or 0
    if not wanted:
        return []
    numbers = _numbers(connection, query)
    if len(numbers.keys) > wanted:
        low, high = _bounds(connection, numbers, query.capacity or 0, question, index)
        numbers = numbers._replace(keys=numbers.keys[high >= _nth(low, wanted) - _ROUNDING])
    found: list[int] = numbers.keys.tolist()
    return found


def _numbers(connection: Connection, query: Query) -> Numbers:
    """Read from the index of filters alone."""
    import numpy as np

    table = listings.c
    has_price = case((table.price_minor.is_(None), 0), else_=1)
    columns = (table.listing_key, table.text_key, func.coalesce(table.capacity, -1), has_price)
    place = () if query.near is None else (table.lat, table.lon)
    rows = fetched(connection, select(*columns, *place).where(*filters(query)))
    closeness = np.zeros(len(rows))
    if query.near is not None:
        rows = [row for row in rows if in_circle(query, *row[4:])]
        ways = (km_from(query, *row[4:]) for row in rows)
        closeness = np.array([0.0 if km is None else scoring.closeness(km) for km in ways])
        rows = [row[:4] for row in rows]
    flat = np.fromiter(chain.from_iterable(rows), np.int64, 4 * len(rows))
    keys, text_keys, capacity, priced = np.ascontiguousarray(flat.reshape(-1, 4).T)
    return Numbers(keys, text_keys, capacity, priced, closeness)


def _bounds(
    connection: Connection, numbers: Numbers, guests: int, question: Question, index: Index
) -> tuple[Floats, Floats]:
    """Scores that each listing has at least, and at most."""
    mentions = index.postings.mentions(connection, question.version, question.words, numbers.keys)
    rest = scoring.rest(numbers.capacity, numbers.priced, guests) + numbers.closeness
    if question.vector is None:
        score = scoring.fused(mentions, mentions * 0) + rest
        return score, score
    cosines = index.halves.cosines(connection, numbers.text_keys, question.vector)
    least, most = (cosines - MARGIN).clip(0, 1), (cosines + MARGIN).clip(0, 1)
    return scoring.fused(mentions, least) + rest, scoring.fused(mentions, most) + rest


def _nth(scores: Floats, count: int) -> float:
    """The `count`-th best of the scores."""
    import numpy as np

    return float(np.partition(scores, len(scores) - count)[len(scores) - count])
