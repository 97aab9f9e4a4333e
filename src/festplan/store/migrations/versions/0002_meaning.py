"""Listings are ranked by what they mean too: keys of their texts, vectors, and who ranks."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0002"
down_revision = "0001"

COLUMNS = (
    "listing_key, listing_id, name, role, kind, city, country, currency, price_minor, unit, basis, "
    "source, licence, fee_minor, minimum_minor, minimum_units, capacity, setting, area, diets, "
    "tags, description, lat, lon, city_key"
)
"""What a listing keeps; its terms are derived anew when the catalogue is opened."""

_LISTINGS = """
    CREATE TABLE listings (
        listing_key INTEGER NOT NULL,
        listing_id TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        kind TEXT NOT NULL,
        city TEXT NOT NULL,
        country TEXT NOT NULL,
        currency TEXT NOT NULL,
        price_minor INTEGER,
        unit TEXT NOT NULL,
        basis TEXT NOT NULL,
        source TEXT NOT NULL,
        licence TEXT NOT NULL,
        fee_minor INTEGER NOT NULL,
        minimum_minor INTEGER NOT NULL,
        minimum_units INTEGER NOT NULL,
        capacity INTEGER,
        setting TEXT,
        area TEXT NOT NULL,
        diets TEXT NOT NULL,
        tags TEXT NOT NULL,
        description TEXT NOT NULL,
        lat FLOAT,
        lon FLOAT,
        city_key TEXT NOT NULL,
        terms TEXT NOT NULL,{text_key}
        PRIMARY KEY (listing_key),
        UNIQUE (listing_id)
    )
"""

_WORDS = (
    """
    CREATE VIRTUAL TABLE listings_fts USING fts5(
      terms, content='listings', content_rowid='listing_key', tokenize='ascii', detail='none'
    )
    """,
    """
    CREATE TRIGGER listings_fts_insert AFTER INSERT ON listings BEGIN INSERT INTO listings_fts(rowid, terms) VALUES (new.listing_key, new.terms); END
    """,
    """
    CREATE TRIGGER listings_fts_delete AFTER DELETE ON listings BEGIN INSERT INTO listings_fts(listings_fts, rowid, terms) VALUES ('delete', old.listing_key, old.terms); END
    """,
    """
    CREATE TRIGGER listings_fts_update AFTER UPDATE OF terms ON listings BEGIN INSERT INTO listings_fts(listings_fts, rowid, terms) VALUES ('delete', old.listing_key, old.terms); INSERT INTO listings_fts(rowid, terms) VALUES (new.listing_key, new.terms); END
    """,
    "INSERT INTO listings_fts(listings_fts) VALUES ('rebuild')",
)

_NO_WORDS = (
    "DROP TRIGGER listings_fts_insert",
    "DROP TRIGGER listings_fts_delete",
    "DROP TRIGGER listings_fts_update",
    "DROP TABLE listings_fts",
)

_META = """
    CREATE TABLE catalogue_meta (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        changed_at TEXT NOT NULL,{ranking}
        PRIMARY KEY (id)
    )
"""

_RANKING = """
        encoder_id TEXT DEFAULT '' NOT NULL,
        ranked_version INTEGER DEFAULT 0 NOT NULL,
        derivation INTEGER DEFAULT 0 NOT NULL,"""

_EMBEDDINGS = """
    CREATE TABLE embeddings (
        encoder_id TEXT NOT NULL,
        text_key BIGINT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (encoder_id, text_key)
    )
"""

_FILTER = """
    CREATE INDEX ix_listings_filter ON listings (role, city_key, kind, country, capacity, price_minor, setting, text_key, lat, lon, listing_id)
"""

_INDEXES = (
    "CREATE INDEX ix_listings_role_city ON listings (role, city_key)",
    "CREATE INDEX ix_listings_role_kind_city ON listings (role, kind, city_key)",
)


def upgrade() -> None:
    text_key = "\n        text_key BIGINT NOT NULL,"
    _remake("listings", _LISTINGS.format(text_key=text_key), f"{COLUMNS}, '', 0")
    _remake("catalogue_meta", _META.format(ranking=_RANKING), "id, version, changed_at, '', 0, 0")
    _run(_EMBEDDINGS, _FILTER, *_WORDS)


def downgrade() -> None:
    # Terms as they are now would be misread; a listing without any is found by its filters.
    _remake("listings", _LISTINGS.format(text_key=""), f"{COLUMNS}, ''")
    _remake("catalogue_meta", _META.format(ranking=""), "id, version, changed_at")
    _run("DROP TABLE embeddings", *_INDEXES, *_WORDS)


def _remake(table: str, create: str, values: str) -> None:
    """The table in its other shape, with the rows it had; its indexes and triggers are gone."""
    if table == "listings":
        _run(*_NO_WORDS)
    _run(f"ALTER TABLE {table} RENAME TO {table}_before", create)
    _run(f"INSERT INTO {table} SELECT {values} FROM {table}_before")  # noqa: S608  # our own names
    _run(f"DROP TABLE {table}_before")


def _run(*statements: str) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(dedent(statement).strip())
