"""Rows of one version are read once, and never given in place of another version's."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from festplan.catalogue import kept, load, search
from festplan.catalogue.index import Index
from festplan.domain.listing import Listing, Query
from tests.unit.catalogue.test_sqlite import opened, statements

BAKERS = Query(role="bakery", city="Boston", limit=None)
WORDS = ("vegan", "fondant", "cupcakes")


def test_other_words_on_the_same_filters_read_no_listing_again(sampled: Connection) -> None:
    catalogue = opened(sampled)
    asyncio.run(catalogue.search(BAKERS))
    asyncio.run(catalogue.search(replace(BAKERS, words=("vegan",))))
    seen = statements(sampled)
    found = asyncio.run(catalogue.search(replace(BAKERS, words=("fondant",))))
    assert found == tuple(search.search(sampled, replace(BAKERS, words=("fondant",))))
    ours = seen[: next(n for n, text in enumerate(seen) if "FROM listings" in text)]
    assert ours
    assert all("catalogue_meta" in text for text in ours)


@pytest.mark.parametrize("words", [(), *((word,) for word in WORDS)])
def test_what_is_kept_ranks_as_what_is_read(sampled: Connection, words: tuple[str, ...]) -> None:
    index = Index()
    for other in WORDS:
        search.search(sampled, replace(BAKERS, words=(other,)), index)
    asked = replace(BAKERS, words=words)
    assert search.search(sampled, asked, index) == search.search(sampled, asked)


def test_a_change_of_the_catalogue_is_seen_at_once(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    baker = replace(next(one for one in sample if one.role == "bakery"), city="Boston")
    index = Index()
    load.load(empty, [baker])
    assert [match.listing for match in search.search(empty, BAKERS, index)] == [baker]
    dearer = replace(baker, price_minor=(baker.price_minor or 0) + 100, name="Another name")
    load.load(empty, [dearer])
    assert [match.listing for match in search.search(empty, BAKERS, index)] == [dearer]


def test_a_scope_of_its_own_keeps_rows_of_its_own(sampled: Connection) -> None:
    catalogue = opened(sampled)
    asyncio.run(catalogue.search(BAKERS))
    seen = statements(sampled)
    asyncio.run(catalogue.of("another").search(replace(BAKERS, words=("vegan",))))
    assert any("FROM listings" in text for text in seen)


def test_what_is_kept_is_bounded(sampled: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_FILTERS", 2)
    monkeypatch.setattr(kept, "MOST_LISTINGS", 10)
    index = Index()
    cities = ("Boston", "Vienna", "Paris", "Boston")
    for city in cities:
        asked = replace(BAKERS, city=city)
        assert search.search(sampled, asked, index) == search.search(sampled, asked)
    assert len(index.kept._rows) == 2
    assert len(index.kept._listings) <= 10
