"""Where a city has real listings the invented ones give way; a long load locks nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from festplan.catalogue import load, schema, summary
from festplan.catalogue.search import search
from festplan.domain.listing import Listing, Query


@pytest.fixture
def austin(sample: tuple[Listing, ...]) -> tuple[Listing, ...]:
    return tuple(listing for listing in sample if listing.city in {"Austin", "Boston"})


def real(listing: Listing) -> Listing:
    return replace(listing, listing_id=f"real:{listing.listing_id}", source="City of Austin")


def first(listings: tuple[Listing, ...], role: str, city: str = "Austin") -> Listing:
    return next(x for x in listings if x.role == role and x.city == city)


def held(connection: Connection) -> Counter[tuple[str, str]]:
    found = search(connection, Query(limit=None))
    return Counter((m.listing.city, m.listing.role) for m in found if m.listing.source == "sample")


def test_real_venues_send_the_invented_venues_of_their_city_away_and_no_others(
    empty: Connection, austin: tuple[Listing, ...]
) -> None:
    load.load(empty, austin)
    before = held(empty)
    loaded = load.load(empty, [real(first(austin, "venue"))])
    after = held(empty)
    assert loaded.gave_way == before["Austin", "venue"] > 0
    assert after == before - Counter({("Austin", "venue"): loaded.gave_way})


def test_a_real_vendor_sends_away_those_of_its_service_alone(
    empty: Connection, austin: tuple[Listing, ...]
) -> None:
    load.load(empty, austin)
    vendor = first(austin, "vendor")
    load.load(empty, [real(vendor)])
    left = [m.listing for m in search(empty, Query("vendor", city="Austin", limit=None))]
    assert {x.source for x in left if x.kind == vendor.kind} == {"City of Austin"}
    assert {x.source for x in left if x.kind != vendor.kind} == {"sample"}


def test_the_sample_does_not_come_back_where_real_listings_are(
    empty: Connection, austin: tuple[Listing, ...]
) -> None:
    load.load(empty, [real(first(austin, "venue"))])
    loaded = load.load(empty, austin)
    assert loaded.gave_way == sum(x.role == "venue" and x.city == "Austin" for x in austin)
    assert loaded.added + loaded.gave_way == len(austin)
    again = load.load(empty, austin)
    assert (again.added, again.changed, again.version) == (0, 0, loaded.version)


def test_a_city_of_the_same_name_in_another_country_keeps_its_sample(
    empty: Connection, austin: tuple[Listing, ...]
) -> None:
    load.load(empty, austin)
    elsewhere = replace(real(first(austin, "venue")), country="CA", currency="CAD")
    assert load.load(empty, [elsewhere]).gave_way == 0


def test_who_stages_a_load_keeps_no_other_writer_waiting(
    tmp_path: Path, austin: tuple[Listing, ...]
) -> None:
    file = tmp_path / "festplan.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        schema.create(connection)
        connection.commit()

        def offered() -> Iterator[Listing]:
            yield from austin
            other = sqlite3.connect(file, timeout=0)
            other.execute("UPDATE catalogue_meta SET changed_at = 'meanwhile'")
            other.commit()
            other.close()

        count = load.stage(connection, offered())
        connection.commit()
        assert load.take_over(connection, count).added == len(austin)
        connection.commit()
        assert summary.stats(connection).listings == len(austin)
    engine.dispose()


def test_a_load_that_breaks_off_leaves_nothing_behind(
    empty: Connection, austin: tuple[Listing, ...]
) -> None:
    load.load(empty, austin)
    bad = replace(austin[0], fee_minor=None, name="changed")  # type: ignore[arg-type]
    nested = empty.begin_nested()
    count = load.stage(empty, [replace(austin[1], name="changed"), bad])
    with pytest.raises(Exception, match="NOT NULL"):
        load.take_over(empty, count)
    nested.rollback()
    assert load.load(empty, austin) == load.Loaded(0, 0, len(austin), 1)
