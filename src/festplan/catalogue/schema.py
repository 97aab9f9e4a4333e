"""The catalogue's schema as plain SQL for SQLite: tables, indexes, and the index of words.

The index of words holds no text of its own: triggers keep it true to `listings.terms`, whoever
writes there.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from festplan.catalogue.tables import metadata

# The stored terms are normalised already; `ascii` takes every other character as part of a word,
# so a word ends where a space stands and nowhere else.
_WORDS = """CREATE VIRTUAL TABLE IF NOT EXISTS listings_fts USING fts5(
  terms, content='listings', content_rowid='listing_key', tokenize='ascii', detail='none'
)"""

_INSERT = "INSERT INTO listings_fts(rowid, terms) VALUES (new.listing_key, new.terms);"
_DELETE = (
    "INSERT INTO listings_fts(listings_fts, rowid, terms) "
    "VALUES ('delete', old.listing_key, old.terms);"
)


def _trigger(name: str, when: str, does: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {when} ON listings BEGIN {does} END"


_TRIGGERS = (
    _trigger("listings_fts_insert", "INSERT", _INSERT),
    _trigger("listings_fts_delete", "DELETE", _DELETE),
    _trigger("listings_fts_update", "UPDATE OF terms", f"{_DELETE} {_INSERT}"),
)

_FIRST_VERSION = (
    "INSERT OR IGNORE INTO catalogue_meta (id, version, changed_at) "
    "VALUES (1, 0, '1970-01-01T00:00:00+00:00')"
)


def create(connection: Connection) -> None:
    """Create what is missing of the catalogue; what is there stays as it is."""
    for statement in statements():
        connection.exec_driver_sql(statement)


def statements() -> tuple[str, ...]:
    """Every statement of `create`, in order; each may be run again without effect."""
    dialect = sqlite.dialect()
    tables = [
        str(CreateTable(table, if_not_exists=True).compile(dialect=dialect)).strip()
        for table in metadata.sorted_tables
    ]
    indexes = [
        str(CreateIndex(index, if_not_exists=True).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return (*tables, *indexes, _WORDS, *_TRIGGERS, _FIRST_VERSION)
