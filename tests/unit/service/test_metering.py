"""What a run does besides asking models, as it is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from festplan.domain.listing import Match, Query
from festplan.service.metering import Meter, MeteredCatalogue


class Empty:
    """A catalogue that lists nothing."""

    async def search(self, query: Query) -> Sequence[Match]:
        del query
        return ()


def test_a_search_that_compares_meanings_is_a_vector_query_and_any_other_is_not() -> None:
    catalogue: Any = Empty()

    async def search() -> tuple[int, int]:
        tally = Meter(lambda _counts: (0, "")).begin()
        metered = MeteredCatalogue(catalogue)
        await metered.search(Query("venue", ("rooftop",)))
        await metered.search(Query("venue", ("rooftop",), like="with a breeze"))
        return tally.vector_queries, tally.database_operations

    assert asyncio.run(search()) == (1, 1)
