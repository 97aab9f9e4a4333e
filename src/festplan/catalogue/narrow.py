"""Which of very many listings may be among the best: bounds instead of scores.

Words are counted from the index of words, meaning is compared in half precision. A listing is
dropped only if so many others are better for certain. So what is left holds the best of all, and
only of those are the terms and the exact vectors read.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, case, func, select

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

_ROUNDING = 2e-6
"""More than the rounding of a cosine and of a score to six digits changes a score by."""


def narrowed(connection: Connection, query: Query, question: Question, index: Index) -> list[int]:
    """Keys of listings that pass the filters, the best `query.limit` of all for certain among them.

    If no more than so many pass, they are all of them.
    """
    import numpy as np

    wanted = query.limit or 0
    rows = [row for row in fetched(connection, _columns(query)) if in_circle(query, *row[4:])]
    if len(rows) <= wanted or not wanted:
        return [row[0] for row in rows[:wanted]]
    numbers = np.fromiter(chain.from_iterable(row[:4] for row in rows), np.int64).reshape(-1, 4)
    keys, text_keys, capacity, priced = numbers.T
    mentions = index.postings.mentions(connection, question.version, question.words, keys)
    rest = scoring.rest(capacity, priced == 1, query.capacity or 0)
    if query.near is not None:
        rest = rest + _closeness(query, rows)
    least, most = mentions * 0, mentions * 0
    if question.vector is not None:
        cosines = index.halves.cosines(connection, text_keys, question.vector)
        least, most = (cosines - MARGIN).clip(0, 1), (cosines + MARGIN).clip(0, 1)
    low = scoring.fused(mentions, least) + rest
    high = scoring.fused(mentions, most) + rest
    found: list[int] = keys[high >= _nth(low, wanted) - _ROUNDING].tolist()
    return found


def _columns(query: Query) -> Select[Any]:
    """Numbers that rank a listing, all of them in the index of filters."""
    table = listings.c
    priced = case((table.price_minor.is_(None), 0), else_=1)
    numbers = (table.listing_key, table.text_key, func.coalesce(table.capacity, -1), priced)
    place = () if query.near is None else (table.lat, table.lon)
    return select(*numbers, *place).where(*filters(query))


def _closeness(query: Query, rows: list[tuple[Any, ...]]) -> Floats:
    import numpy as np

    ways = (km_from(query, *row[4:]) for row in rows)
    return np.array([0.0 if km is None else scoring.closeness(km) for km in ways])


def _nth(scores: Floats, count: int) -> float:
    """The `count`-th best of the scores."""
    import numpy as np

    return float(np.partition(scores, len(scores) - count)[len(scores) - count])
