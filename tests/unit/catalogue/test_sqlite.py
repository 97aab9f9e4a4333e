from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from festplan.catalogue import load, sqlite
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.domain.listing import Listing, Query
from festplan.ports.parties import Catalogue

T = TypeVar("T")


def opened(connection: Connection) -> SqliteCatalogue:
    async def run(work: Callable[[Connection], T], /) -> T:
        return work(connection)

    return SqliteCatalogue(run)


def test_it_is_the_catalogue_that_agents_are_given(sampled: Connection) -> None:
    catalogue: Catalogue = opened(sampled)
    found = asyncio.run(catalogue.search(Query(role="vendor", kinds=("dj",), city="Wien")))
    assert {match.listing.city for match in found} == {"Vienna"}
    assert asyncio.run(catalogue.get(found[0].listing.listing_id)) == found[0].listing
    assert asyncio.run(catalogue.version()) == 1
    assert asyncio.run(catalogue.cities())["wien"] == ("Vienna", "AT")
    assert asyncio.run(catalogue.typical("vendor", "dj", "EUR")).typical_minor == 60_200


def test_nothing_fits_and_numbers_come_through_the_same_door(sampled: Connection) -> None:
    catalogue = opened(sampled)
    near = asyncio.run(catalogue.nearest(Query(role="venue", city="Paris", capacity=9_999)))
    assert near.concessions[0].given_up == (("capacity", 9_999),)
    assert asyncio.run(catalogue.stats()).version == 1


def statements(connection: Connection) -> list[str]:
    seen: list[str] = []
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_trace_callback(lambda text: seen.append(text) if "SELECT" in text else None)
    return seen


def test_a_repeated_search_only_asks_for_the_version(sampled: Connection) -> None:
    catalogue = opened(sampled)
    query = Query(role="bakery", city="Boston")
    first = asyncio.run(catalogue.search(query))
    seen = statements(sampled)
    assert asyncio.run(catalogue.search(Query(role="bakery", city="Boston"))) == first
    assert len(seen) == 1
    assert "catalogue_meta" in seen[0]


def test_a_new_version_is_searched_anew(empty: Connection, sample: tuple[Listing, ...]) -> None:
    catalogue = opened(empty)
    load.load(empty, sample[:5])
    query = Query(limit=None)
    assert len(asyncio.run(catalogue.search(query))) == 5
    assert asyncio.run(catalogue.cities())["austin"] == ("Austin", "US")
    load.load(empty, [*sample[:7], replace(sample[0], city="Oslo", country="NO", listing_id="n")])
    assert len(asyncio.run(catalogue.search(query))) == 8
    assert asyncio.run(catalogue.cities())["oslo"] == ("Oslo", "NO")


def test_what_is_remembered_is_bounded_and_the_oldest_goes_first(
    sampled: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "REMEMBERED_SEARCHES", 2)
    monkeypatch.setattr(sqlite, "REMEMBERED_MATCHES", 3)
    catalogue = opened(sampled)
    queries = [Query(city="Berlin", limit=limit) for limit in (1, 2, 3, 4)]
    for query in (queries[0], queries[1], queries[0], queries[2], queries[3]):
        asyncio.run(catalogue.search(query))
    remembered = [query for *_, query in catalogue._searches]
    assert remembered == [queries[0], queries[2]]


def test_the_room_and_its_typical_prices_are_imported_without_a_database() -> None:
    code = (
        "import sys, festplan.catalogue.typical, festplan.catalogue.sample;"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_search_of_one_scope_is_remembered_for_that_scope_alone(sampled: Connection) -> None:
    catalogue = opened(sampled)
    query = Query(role="bakery", city="Boston")
    for scope in ("one host", "another host", "one host"):
        asyncio.run(catalogue.of(scope).search(query))
    asyncio.run(catalogue.search(query))
    assert sorted(scope for scope, *_ in catalogue._searches) == ["", "another host", "one host"]
