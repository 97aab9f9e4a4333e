from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from festplan.catalogue import load, schema, search, summary
from festplan.catalogue.tables import listings
from festplan.domain.listing import Listing, Query


@pytest.fixture
def few(sample: tuple[Listing, ...]) -> tuple[Listing, ...]:
    return sample[:700]


def words_index_is_true(connection: Connection) -> None:
    connection.exec_driver_sql(
        "INSERT INTO listings_fts(listings_fts, rank) VALUES ('integrity-check', 1)"
    )


def test_the_schema_may_be_created_twice_and_keeps_what_is_there(
    empty: Connection, few: tuple[Listing, ...]
) -> None:
    load.load(empty, few)
    schema.create(empty)
    assert summary.version(empty) == 1
    assert summary.stats(empty).listings == len(few)


def test_a_first_load_adds_and_makes_version_one(
    empty: Connection, few: tuple[Listing, ...]
) -> None:
    assert summary.version(empty) == 0
    assert load.load(empty, few) == load.Loaded(len(few), 0, 0, 1)
    assert empty.execute(select(func.count()).select_from(listings)).scalar_one() == len(few)
    words_index_is_true(empty)


def test_equal_rows_change_nothing_not_even_the_version(
    empty: Connection, few: tuple[Listing, ...]
) -> None:
    load.load(empty, few)
    before = summary.stats(empty)
    assert load.load(empty, few) == load.Loaded(0, 0, len(few), 1)
    assert load.load(empty, ()) == load.Loaded(0, 0, 0, 1)
    assert summary.stats(empty) == before


def test_a_changed_row_replaces_its_listing_and_its_words(
    empty: Connection, few: tuple[Listing, ...]
) -> None:
    load.load(empty, few)
    changed = replace(few[0], name="Zebedee", city="Wien", country="AT")
    assert load.load(empty, [changed, *few[1:]]) == load.Loaded(0, 1, len(few) - 1, 2)
    assert search.get(empty, changed.listing_id) == changed
    best = search.search(empty, Query(words=("zebedee",), city="Vienna", limit=1))
    assert [match.listing for match in best] == [changed]
    words_index_is_true(empty)


def test_of_equal_ids_the_last_counts(empty: Connection, few: tuple[Listing, ...]) -> None:
    last = replace(few[0], name="Last")
    assert load.load(empty, [few[0], last]).added == 1
    assert search.get(empty, last.listing_id) == last


def test_a_row_that_leaves_takes_its_words_along(
    empty: Connection, few: tuple[Listing, ...]
) -> None:
    load.load(empty, few)
    empty.execute(listings.delete().where(listings.c.listing_id == few[0].listing_id))
    words_index_is_true(empty)


def test_either_all_rows_are_loaded_or_none(empty: Connection, few: tuple[Listing, ...]) -> None:
    load.load(empty, few[:10])
    free = replace(few[-1], fee_minor=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        load.load(empty, [*few, free])
    assert summary.stats(empty).listings == 10
    assert summary.version(empty) == 1
    words_index_is_true(empty)


def test_a_source_that_breaks_off_loads_nothing(
    empty: Connection, few: tuple[Listing, ...]
) -> None:
    def broken() -> Iterator[Listing]:
        yield from few[:600]
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="ends here"):
        load.load(empty, broken())
    assert summary.stats(empty).listings == 0


def test_progress_counts_up_to_all(empty: Connection, few: tuple[Listing, ...]) -> None:
    seen: list[tuple[int, int]] = []
    load.load(empty, few, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (len(few), len(few))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_cities_are_found_by_every_spelling_and_only_where_there_are_listings(
    sampled: Connection, empty: Connection
) -> None:
    found = summary.cities(sampled)
    assert found["austin"] == found["austin, tx"] == ("Austin", "US")
    assert found["münchen"] == found["munchen"] == found["munich"] == ("Munich", "DE")
    assert found["portland, oregon"] == ("Portland", "US")
    assert "portland, maine" not in found
    assert summary.cities(empty) == {}


def test_two_cities_of_one_name_stay_apart(empty: Connection, sample: tuple[Listing, ...]) -> None:
    london = [listing for listing in sample if listing.city == "London"][:3]
    ontario = replace(london[0], listing_id="x", country="CA", currency="CAD")
    load.load(empty, [*london, ontario])
    found = summary.cities(empty)
    assert found["london"] == ("London", "GB")
    assert found["london, ca"] == ("London", "CA")


def test_stats_count_every_listing_once(sampled: Connection, sample: tuple[Listing, ...]) -> None:
    stats = summary.stats(sampled)
    assert stats.listings == len(sample)
    for part in (stats.roles, stats.kinds, stats.cities, stats.sources):
        assert sum(part.values()) == len(sample)
    assert stats.sources == {"sample": len(sample)}
