"""Every attempt at a provider is a row, with roll-ups for caps; steps name what was paid."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0004"
down_revision = "0002"

_OLD = (
    "id, party_id, run_id, agent, tier, kind, spent_microdollars, saved_microdollars, occurred_at"
)

_LEDGER = """
    CREATE TABLE ledger (
        id INTEGER NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        run_id VARCHAR(36) NOT NULL,
        agent VARCHAR(40) NOT NULL,
        tier VARCHAR(12) NOT NULL,
        kind VARCHAR(12) NOT NULL,
        spent_microdollars BIGINT NOT NULL,
        saved_microdollars BIGINT NOT NULL,
        occurred_at VARCHAR(32) NOT NULL,{more}
        PRIMARY KEY (id)
    )
"""
_MORE = """
        fingerprint VARCHAR(43) NOT NULL,
        reason VARCHAR(200) NOT NULL,"""

_INDEXES = (
    "CREATE INDEX idx_ledger_month ON ledger (occurred_at)",
    "CREATE INDEX idx_ledger_party ON ledger (party_id)",
)

UP = (
    "ALTER TABLE ledger RENAME TO ledger_before",
    "DROP INDEX idx_ledger_month",
    "DROP INDEX idx_ledger_party",
    _LEDGER.format(more=_MORE),
    f"INSERT INTO ledger SELECT {_OLD}, '', '' FROM ledger_before",  # noqa: S608  # constants alone
    "DROP TABLE ledger_before",
    *_INDEXES,
    """
    CREATE TABLE calls (
        reserved INTEGER NOT NULL,
        ended INTEGER,
        call_id VARCHAR(36) NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        run_id VARCHAR(36) NOT NULL,
        scope VARCHAR(36) NOT NULL,
        agent VARCHAR(40) NOT NULL,
        tier VARCHAR(12) NOT NULL,
        model VARCHAR(100) NOT NULL,
        fingerprint VARCHAR(43) NOT NULL,
        attempt INTEGER NOT NULL,
        batch INTEGER NOT NULL,
        state VARCHAR(8) NOT NULL,
        reserved_microdollars BIGINT NOT NULL,
        charged_microdollars BIGINT NOT NULL,
        input_tokens BIGINT,
        output_tokens BIGINT,
        cached_tokens BIGINT,
        reasoning_tokens BIGINT,
        price VARCHAR(200) NOT NULL,
        reason VARCHAR(200) NOT NULL,
        caps TEXT NOT NULL,
        reserved_at VARCHAR(32) NOT NULL,
        ended_at VARCHAR(32),
        PRIMARY KEY (reserved),
        CONSTRAINT unique_attempt UNIQUE (run_id, agent, fingerprint, attempt),
        UNIQUE (ended),
        UNIQUE (call_id)
    )
    """,
    "CREATE INDEX idx_calls_fingerprint ON calls (fingerprint)",
    "CREATE INDEX idx_calls_month ON calls (reserved_at)",
    "CREATE INDEX idx_calls_party ON calls (party_id)",
    """
    CREATE TABLE spending (
        cap VARCHAR(8) NOT NULL,
        subject VARCHAR(64) NOT NULL,
        microdollars BIGINT NOT NULL,
        entries INTEGER NOT NULL,
        PRIMARY KEY (cap, subject)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE work (
        id INTEGER NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        run_id VARCHAR(36) NOT NULL,
        vector_queries INTEGER NOT NULL,
        compute_microseconds BIGINT NOT NULL,
        cache_operations INTEGER NOT NULL,
        database_operations INTEGER NOT NULL,
        microdollars BIGINT NOT NULL,
        price VARCHAR(200) NOT NULL,
        occurred_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX idx_work_month ON work (occurred_at)",
    "CREATE INDEX idx_work_party ON work (party_id)",
)

DOWN = (
    "DROP TABLE work",
    "DROP TABLE spending",
    "DROP TABLE calls",
    "ALTER TABLE ledger RENAME TO ledger_after",
    "DROP INDEX idx_ledger_month",
    "DROP INDEX idx_ledger_party",
    _LEDGER.format(more=""),
    f"INSERT INTO ledger SELECT {_OLD} FROM ledger_after",  # noqa: S608  # constants alone
    "DROP TABLE ledger_after",
    *_INDEXES,
)


def upgrade() -> None:
    for statement in UP:
        op.execute(dedent(statement).strip())


def downgrade() -> None:
    for statement in DOWN:
        op.execute(dedent(statement).strip())
