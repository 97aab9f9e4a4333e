"""The catalogue's tables: listings, what their texts mean as vectors, and one row that counts.

`city_key`, `terms` and `text_key` are derived when a listing is loaded (see `rows.derived`), so
that every database filters and ranks by the same words.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

listings = Table(
    "listings",
    metadata,
    Column("listing_key", Integer, primary_key=True),
    Column("listing_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("price_minor", Integer),
    Column("unit", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("fee_minor", Integer, nullable=False),
    Column("minimum_minor", Integer, nullable=False),
    Column("minimum_units", Integer, nullable=False),
    Column("capacity", Integer),
    Column("setting", Text),
    Column("area", Text, nullable=False),
    Column("diets", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("city_key", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("text_key", BigInteger, nullable=False),
    # Filters, and what ranks without words, are answered from this index alone: a listing is wide,
    # and of those that pass a filter few are shown.
    Index(
        "ix_listings_filter",
        "role",
        "city_key",
        "kind",
        "country",
        "capacity",
        "price_minor",
        "setting",
        "text_key",
        "lat",
        "lon",
        "listing_id",
    ),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("encoder_id", Text, primary_key=True),
    Column("text_key", BigInteger, primary_key=True, autoincrement=False),
    Column("vector", LargeBinary, nullable=False),
)
"""Vectors of texts: float32, little endian. What a key stands for never changes."""

catalogue_meta = Table(
    "catalogue_meta",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("encoder_id", Text, nullable=False, server_default=text("''")),
    Column("ranked_version", Integer, nullable=False, server_default=text("0")),
    Column("derivation", Integer, nullable=False, server_default=text("0")),
)
"""`version`: listings changed last; `ranked_version`: `encoder_id` has ranked them since then, if
it is the larger one; `derivation`: the rules by which the derived columns were made."""
