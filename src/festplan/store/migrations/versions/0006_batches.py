"""Jobs of many parties, the asks that they wait for, and the batches these went out in."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0006"
down_revision = "0005"

UP = (
    """
    CREATE TABLE batch_jobs (
        job_id VARCHAR(20) NOT NULL,
        name VARCHAR(200) NOT NULL,
        today VARCHAR(10) NOT NULL,
        created_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (job_id)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE batch_parties (
        job_id VARCHAR(20) NOT NULL,
        place INTEGER NOT NULL,
        name VARCHAR(200) NOT NULL,
        inputs TEXT NOT NULL,
        private INTEGER NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        scope VARCHAR(36) NOT NULL,
        state VARCHAR(8) NOT NULL,
        waits TEXT NOT NULL,
        reason VARCHAR(400) NOT NULL,
        PRIMARY KEY (job_id, place)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX idx_batch_parties_party ON batch_parties (party_id)",
    """
    CREATE TABLE batch_asks (
        "key" VARCHAR(43) NOT NULL,
        job_id VARCHAR(20) NOT NULL,
        agent VARCHAR(40) NOT NULL,
        tier VARCHAR(12) NOT NULL,
        model VARCHAR(100) NOT NULL,
        fingerprint VARCHAR(43) NOT NULL,
        scope VARCHAR(36) NOT NULL,
        party_id VARCHAR(20) NOT NULL,
        run_id VARCHAR(36) NOT NULL,
        request TEXT NOT NULL,
        state VARCHAR(8) NOT NULL,
        attempts INTEGER NOT NULL,
        sending_id VARCHAR(36) NOT NULL,
        call_id VARCHAR(36) NOT NULL,
        output TEXT NOT NULL,
        microdollars BIGINT NOT NULL,
        trouble VARCHAR(200) NOT NULL,
        PRIMARY KEY ("key")
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX idx_batch_asks_sending ON batch_asks (sending_id)",
    "CREATE INDEX idx_batch_asks_state ON batch_asks (state)",
    """
    CREATE TABLE batch_sendings (
        sending_id VARCHAR(36) NOT NULL,
        model VARCHAR(100) NOT NULL,
        state VARCHAR(8) NOT NULL,
        handle TEXT NOT NULL,
        asks INTEGER NOT NULL,
        began_at VARCHAR(32) NOT NULL,
        reason VARCHAR(200) NOT NULL,
        PRIMARY KEY (sending_id)
    )
     WITHOUT ROWID
    """,
)

DOWN = ("batch_sendings", "batch_asks", "batch_parties", "batch_jobs")


def upgrade() -> None:
    for statement in UP:
        op.get_bind().exec_driver_sql(dedent(statement).strip())


def downgrade() -> None:
    for table in DOWN:
        op.get_bind().exec_driver_sql(f"DROP TABLE {table}")
