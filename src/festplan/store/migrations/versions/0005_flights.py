"""Leases of answers on their way, so that no two processes pay for one."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0005"
down_revision = "0004"

FLIGHTS = """
    CREATE TABLE flights (
        fingerprint VARCHAR(43) NOT NULL,
        holder VARCHAR(32) NOT NULL,
        lease_ends VARCHAR(32) NOT NULL,
        PRIMARY KEY (fingerprint)
    )
     WITHOUT ROWID
    """


def upgrade() -> None:
    op.get_bind().exec_driver_sql(dedent(FLIGHTS).strip())


def downgrade() -> None:
    op.get_bind().exec_driver_sql("DROP TABLE flights")
