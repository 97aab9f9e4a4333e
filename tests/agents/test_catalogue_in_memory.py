"""The catalogue of these tests finds what the one on SQLite finds, in the same order."""

from __future__ import annotations

import asyncio
from itertools import islice

import pytest
from sqlalchemy import create_engine

from festplan.catalogue.load import load
from festplan.catalogue.sample import make_sample
from festplan.catalogue.schema import create
from festplan.catalogue.search import search
from festplan.domain.listing import Query
from tests.agents.catalogue import MemoryCatalogue

LISTINGS = list(islice(make_sample(), 600))


@pytest.mark.parametrize(
    "query",
    [
        Query("venue", city="Austin", capacity=51, limit=None),
        Query("venue", words=("rooftop with a view",), city="ATX", capacity=40),
        Query("vendor", words=("jungle", "children"), kinds=("face painter",), limit=None),
        Query("caterer", diets=("vegan",), city="austin, tx", country="US", limit=None),
        Query("venue", setting="outdoors", tags=("parking",), max_price_minor=20000, limit=7),
    ],
)
def test_both_catalogues_find_the_same(query: Query) -> None:
    with create_engine("sqlite://").begin() as connection:
        create(connection)
        load(connection, LISTINGS)
        stored = search(connection, query)
    held = asyncio.run(MemoryCatalogue(LISTINGS).search(query))
    assert stored
    assert list(held) == stored
