from __future__ import annotations

from sqlalchemy import Connection

from festplan.catalogue import derive, load, search, summary
from festplan.catalogue.tables import catalogue_meta, listings
from festplan.domain.listing import Listing, Query


def spoiled(connection: Connection, sample: tuple[Listing, ...]) -> None:
    """A catalogue as an older Festplan left it: no terms, no keys of texts."""
    load.load(connection, sample)
    connection.execute(listings.update().values(terms="", text_key=0))
    connection.execute(catalogue_meta.update().values(derivation=0))


def test_columns_derived_by_older_rules_are_derived_anew(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    query = Query(words=("jungle", "party"), limit=20)
    few = sample[:1200]
    load.load(empty, few)
    before = search.search(empty, query)
    spoiled(empty, few)
    assert derive.is_outdated(empty)
    assert search.search(empty, query) != before
    assert derive.refresh(empty) == len(few)
    assert not derive.is_outdated(empty)
    assert search.search(empty, query) == before
    assert load.load(empty, few).unchanged == len(few)


def test_a_catalogue_derived_anew_is_another_version_and_an_empty_one_is_not(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    catalogue = empty
    assert derive.refresh(catalogue) == 0
    assert summary.version(catalogue) == 0
    spoiled(catalogue, sample[:10])
    derive.refresh(catalogue)
    assert summary.version(catalogue) == 2
