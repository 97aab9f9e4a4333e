"""The first schema: parties with their history and results, and the catalogue."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "listings_fts",
    "listings",
    "catalogue_meta",
    "results",
    "replies",
    "party_state",
    "party_snapshots",
    "party_events",
    "ledger",
    "input_history",
    "evidence",
    "contents",
)
"""What `downgrade` drops."""

STORE = (
    """
    CREATE TABLE contents (
        id INTEGER NOT NULL,
        digest VARCHAR(43) NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (digest)
    )
    """,
    """
    CREATE TABLE evidence (
        "view" VARCHAR(43) NOT NULL,
        agent VARCHAR(40) NOT NULL,
        agent_version INTEGER NOT NULL,
        catalogue INTEGER NOT NULL,
        scope VARCHAR(36) NOT NULL,
        digest VARCHAR(43) NOT NULL,
        PRIMARY KEY ("view", agent, agent_version, catalogue, scope)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE input_history (
        party_id VARCHAR(20) NOT NULL,
        input_id VARCHAR(20) NOT NULL,
        added_version INTEGER NOT NULL,
        content TEXT NOT NULL,
        categories TEXT NOT NULL,
        affected_agents TEXT NOT NULL,
        removed_version INTEGER,
        PRIMARY KEY (party_id, input_id, added_version)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE ledger (
        id INTEGER NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        run_id VARCHAR(36) NOT NULL,
        agent VARCHAR(40) NOT NULL,
        tier VARCHAR(12) NOT NULL,
        kind VARCHAR(12) NOT NULL,
        spent_microdollars BIGINT NOT NULL,
        saved_microdollars BIGINT NOT NULL,
        occurred_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX idx_ledger_month ON ledger (occurred_at)
    """,
    """
    CREATE INDEX idx_ledger_party ON ledger (party_id)
    """,
    """
    CREATE TABLE party_events (
        party_id VARCHAR(20) NOT NULL,
        version INTEGER NOT NULL,
        id CHAR(32) NOT NULL,
        kind VARCHAR(32) NOT NULL,
        schema_version SMALLINT NOT NULL,
        body TEXT NOT NULL,
        actor VARCHAR(64) NOT NULL,
        occurred_at VARCHAR(32) NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (party_id, version),
        UNIQUE (id)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE party_snapshots (
        id CHAR(32) NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        snapshot_version INTEGER NOT NULL,
        snapshot_type VARCHAR(20) NOT NULL,
        state TEXT NOT NULL,
        created_at VARCHAR(32) NOT NULL,
        created_by VARCHAR(64) NOT NULL,
        last_event_id CHAR(32) NOT NULL,
        event_count INTEGER NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT unique_party_snapshot UNIQUE (party_id, snapshot_version)
    )
    """,
    """
    CREATE INDEX idx_snapshots_created_at ON party_snapshots (created_at)
    """,
    """
    CREATE INDEX idx_snapshots_party_id ON party_snapshots (party_id, event_count)
    """,
    """
    CREATE TABLE party_state (
        party_id VARCHAR(20) NOT NULL,
        status VARCHAR(12) NOT NULL,
        version INTEGER NOT NULL,
        head_hash BLOB NOT NULL,
        inputs TEXT NOT NULL,
        agent_results TEXT NOT NULL,
        budget VARCHAR(43),
        final_plan VARCHAR(43),
        rest TEXT NOT NULL,
        updated_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (party_id)
    )
    """,
    """
    CREATE INDEX idx_state_updated_at ON party_state (updated_at)
    """,
    """
    CREATE TABLE replies (
        "key" VARCHAR(200) NOT NULL,
        request_hash VARCHAR(43) NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        version INTEGER NOT NULL,
        status INTEGER NOT NULL,
        body TEXT NOT NULL,
        headers TEXT NOT NULL,
        created_at VARCHAR(32) NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE results (
        fingerprint VARCHAR(43) NOT NULL,
        agent VARCHAR(40) NOT NULL,
        agent_version INTEGER NOT NULL,
        scope VARCHAR(36) NOT NULL,
        "view" VARCHAR(43) NOT NULL,
        evidence VARCHAR(43) NOT NULL,
        digest VARCHAR(43) NOT NULL,
        tier VARCHAR(12) NOT NULL,
        maker VARCHAR(36) NOT NULL,
        cost_microdollars BIGINT NOT NULL,
        created_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (fingerprint)
    )
     WITHOUT ROWID
    """,
)
"""Parties, results and the ledger."""

CATALOGUE = (
    """
    CREATE TABLE catalogue_meta (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        changed_at TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
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
        terms TEXT NOT NULL,
        PRIMARY KEY (listing_key),
        UNIQUE (listing_id)
    )
    """,
    """
    CREATE INDEX ix_listings_role_city ON listings (role, city_key)
    """,
    """
    CREATE INDEX ix_listings_role_kind_city ON listings (role, kind, city_key)
    """,
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
    """
    INSERT OR IGNORE INTO catalogue_meta (id, version, changed_at) VALUES (1, 0, '1970-01-01T00:00:00+00:00')
    """,
)
"""Listings, and the index of their words."""


def upgrade() -> None:
    for statement in (*STORE, *CATALOGUE):
        op.get_bind().exec_driver_sql(dedent(statement).strip())


def downgrade() -> None:
    for table in TABLES:
        op.get_bind().exec_driver_sql(f"DROP TABLE {table}")
