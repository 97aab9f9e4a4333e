"""The catalogue's tables: one row a listing, one row that counts the catalogue's versions.

`city_key` and `terms` are derived when a listing is loaded (see `terms.py`), so that every
database filters and ranks by the same words.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, Table, Text

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
    Index("ix_listings_role_city", "role", "city_key"),
    Index("ix_listings_role_kind_city", "role", "kind", "city_key"),
)

catalogue_meta = Table(
    "catalogue_meta",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", Text, nullable=False),
)
