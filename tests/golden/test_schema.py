"""The migrations make the tables that the code works with, and can be undone and done again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from festplan.catalogue import derive, schema, search, summary
from festplan.catalogue.cities import city_key
from festplan.catalogue.rows import NAMES, row_of
from festplan.catalogue.sample import make_sample
from festplan.catalogue.tables import listings
from festplan.domain.listing import Query
from festplan.store import migrations
from festplan.store.database import migrate, revision
from festplan.store.tables import metadata

OWN = "alembic_version"
"""Where the migrations note how far they came: no table of the code."""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'festplan.db'}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def made(connection: sa.Connection) -> dict[str, str]:
    """Every table, index and trigger with the SQL that makes it, however it was spelled."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    return {f"{kind} {name}": _spelled(sql or "") for kind, name, sql in rows if OWN not in name}


def _spelled(sql: str) -> str:
    plain = sql.replace('"', "").replace("IF NOT EXISTS ", "")
    return re.sub(r"\s*([(),])\s*|\s+", lambda found: found[1] or " ", plain).strip()


def declared() -> dict[str, str]:
    """The same of the tables as the code declares them."""
    with sa.create_engine("sqlite://").connect() as connection:
        metadata.create_all(connection)
        schema.create(connection)
        return made(connection)


def downgrade(connection: sa.Connection) -> None:
    command.downgrade(_config(connection), "base")
    connection.commit()


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    return config


def test_an_empty_database_is_brought_to_exactly_what_is_declared(empty: sa.Connection) -> None:
    migrate(empty)
    assert made(empty) == declared()
    assert revision(empty) == migrations.HEAD


def test_the_catalogue_begins_empty_at_version_0(empty: sa.Connection) -> None:
    migrate(empty)
    rows = empty.exec_driver_sql("SELECT id, version FROM catalogue_meta").all()
    assert [tuple(row) for row in rows] == [(1, 0)]


def test_the_schema_goes_down_to_nothing_and_up_again(empty: sa.Connection) -> None:
    migrate(empty)
    downgrade(empty)
    assert made(empty) == {}
    assert revision(empty) is None
    migrate(empty)
    assert made(empty) == declared()


def test_steps_that_were_booked_before_calls_were_are_kept(empty: sa.Connection) -> None:
    row = (7, "fp2026A00001", "run", "theme_agent", "small", "ran", 1200, 0, "2026-11-01T00:00:00")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = empty
    command.upgrade(config, "0001")
    empty.exec_driver_sql("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    empty.commit()
    migrate(empty, "0001")
    found = empty.exec_driver_sql("SELECT * FROM ledger").all()
    assert [tuple(kept) for kept in found] == [(*row, "", "")]


SPOILED: dict[str, Callable[[sa.Connection], object]] = {
    "a column more": lambda c: c.exec_driver_sql("ALTER TABLE ledger ADD COLUMN note TEXT"),
    "an index less": lambda c: c.exec_driver_sql("DROP INDEX idx_ledger_month"),
    "a trigger less": lambda c: c.exec_driver_sql("DROP TRIGGER listings_fts_delete"),
    "a table more": lambda c: c.exec_driver_sql("CREATE TABLE notes (id INTEGER)"),
}


@pytest.mark.parametrize("change", SPOILED)
def test_a_schema_that_is_spoiled_is_told_from_what_is_declared(
    change: str, empty: sa.Connection
) -> None:
    migrate(empty)
    SPOILED[change](empty)
    assert made(empty) != declared()


def test_listings_of_the_last_schema_are_all_there_and_found_again(empty: sa.Connection) -> None:
    command.upgrade(_config(empty), "0001")
    names = [c.name for c in listings.columns if c.name not in {"text_key", "listing_key"}]
    marks = ", ".join("?" * len(names))
    for row in _old_rows(names):
        empty.exec_driver_sql(f"INSERT INTO listings ({', '.join(names)}) VALUES ({marks})", row)
    empty.exec_driver_sql("UPDATE catalogue_meta SET version = 7")
    empty.commit()
    migrate(empty, "0001")
    assert made(empty) == declared()
    assert derive.is_outdated(empty)
    assert derive.refresh(empty) == len(SAMPLE)
    assert [search.get(empty, x.listing_id) for x in SAMPLE] == SAMPLE
    assert summary.version(empty) == 8
    found = search.search(empty, Query(words=("picnic",), limit=1))
    assert found[0].mentions > 0


SAMPLE = list(islice(make_sample(), 30))


def _old_rows(names: list[str]) -> Iterator[tuple[object, ...]]:
    for listing in SAMPLE:
        held = dict(zip(NAMES, row_of(listing), strict=True))
        held |= {"city_key": city_key(listing.city), "terms": "\n\n\n picnic "}
        yield tuple(held[name] for name in names)
