"""The tables of the store. Text columns that hold JSON hold it in canonical form."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

party_events = sa.Table(
    "party_events",
    metadata,
    sa.Column("party_id", sa.String(20), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Uuid(as_uuid=False), nullable=False, unique=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("schema_version", sa.SmallInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("occurred_at", sa.String(32), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)
"""Every event of every party, dense by version; `hash` chains each to the one before."""

party_state = sa.Table(
    "party_state",
    metadata,
    sa.Column("party_id", sa.String(20), primary_key=True),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("head_hash", sa.LargeBinary(32), nullable=False),
    sa.Column("inputs", sa.Text, nullable=False),
    sa.Column("agent_results", sa.Text, nullable=False),
    sa.Column("budget", sa.String(43)),
    sa.Column("final_plan", sa.String(43)),
    sa.Column("rest", sa.Text, nullable=False),
    sa.Column("updated_at", sa.String(32), nullable=False),
    sa.Index("idx_state_updated_at", "updated_at"),
)
"""The latest fold of each party, for reading: results by digest, what else it holds in `rest`."""

party_snapshots = sa.Table(
    "party_snapshots",
    metadata,
    sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("snapshot_version", sa.Integer, nullable=False),
    sa.Column("snapshot_type", sa.String(20), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("created_by", sa.String(64), nullable=False),
    sa.Column("last_event_id", sa.Uuid(as_uuid=False), nullable=False),
    sa.Column("event_count", sa.Integer, nullable=False),
    sa.UniqueConstraint("party_id", "snapshot_version", name="unique_party_snapshot"),
    sa.Index("idx_snapshots_party_id", "party_id", "event_count"),
    sa.Index("idx_snapshots_created_at", "created_at"),
)

input_history = sa.Table(
    "input_history",
    metadata,
    sa.Column("party_id", sa.String(20), primary_key=True),
    sa.Column("input_id", sa.String(20), primary_key=True),
    sa.Column("added_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("categories", sa.Text, nullable=False),
    sa.Column("affected_agents", sa.Text, nullable=False),
    sa.Column("removed_version", sa.Integer),
    sqlite_with_rowid=False,
)
"""What was said and which agents it made run, kept after the input is gone."""

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.String(43), nullable=False, unique=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""Results once by content: canonical JSON, deflated; the digest is that of the JSON."""

results = sa.Table(
    "results",
    metadata,
    sa.Column("fingerprint", sa.String(43), primary_key=True),
    sa.Column("agent", sa.String(40), nullable=False),
    sa.Column("agent_version", sa.Integer, nullable=False),
    sa.Column("scope", sa.String(36), nullable=False),
    sa.Column("view", sa.String(43), nullable=False),
    sa.Column("evidence", sa.String(43), nullable=False),
    sa.Column("digest", sa.String(43), nullable=False),
    sa.Column("tier", sa.String(12), nullable=False),
    sa.Column("maker", sa.String(36), nullable=False),
    sa.Column("cost_microdollars", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sqlite_with_rowid=False,
)
"""Answers by the fingerprint of their question; `scope` is empty where every host may share."""

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("view", sa.String(43), primary_key=True),
    sa.Column("agent", sa.String(40), primary_key=True),
    sa.Column("agent_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("catalogue", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("scope", sa.String(36), primary_key=True),
    sa.Column("digest", sa.String(43), nullable=False),
    sqlite_with_rowid=False,
)
"""What a view found in a version of the catalogue, so that it is not searched for again."""

flights = sa.Table(
    "flights",
    metadata,
    sa.Column("fingerprint", sa.String(43), primary_key=True),
    sa.Column("holder", sa.String(32), nullable=False),
    sa.Column("lease_ends", sa.String(32), nullable=False),
    sqlite_with_rowid=False,
)
"""Answers that a process has set out for, so that no other pays for the same one meanwhile."""

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("run_id", sa.String(36), nullable=False),
    sa.Column("agent", sa.String(40), nullable=False),
    sa.Column("tier", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("spent_microdollars", sa.BigInteger, nullable=False),
    sa.Column("saved_microdollars", sa.BigInteger, nullable=False),
    sa.Column("occurred_at", sa.String(32), nullable=False),
    sa.Column("fingerprint", sa.String(43), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Index("idx_ledger_party", "party_id"),
    sa.Index("idx_ledger_month", "occurred_at"),
)
"""Steps in money; `fingerprint` names the question whose calls were paid, now or earlier."""

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("reserved", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("ended", sa.Integer, unique=True),
    sa.Column("call_id", sa.String(36), nullable=False, unique=True),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("run_id", sa.String(36), nullable=False),
    sa.Column("scope", sa.String(36), nullable=False),
    sa.Column("agent", sa.String(40), nullable=False),
    sa.Column("tier", sa.String(12), nullable=False),
    sa.Column("model", sa.String(100), nullable=False),
    sa.Column("fingerprint", sa.String(43), nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("batch", sa.Integer, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("reserved_microdollars", sa.BigInteger, nullable=False),
    sa.Column("charged_microdollars", sa.BigInteger, nullable=False),
    sa.Column("input_tokens", sa.BigInteger),
    sa.Column("output_tokens", sa.BigInteger),
    sa.Column("cached_tokens", sa.BigInteger),
    sa.Column("reasoning_tokens", sa.BigInteger),
    sa.Column("price", sa.String(200), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("caps", sa.Text, nullable=False),
    sa.Column("reserved_at", sa.String(32), nullable=False),
    sa.Column("ended_at", sa.String(32)),
    sa.UniqueConstraint("run_id", "agent", "fingerprint", "attempt", name="unique_attempt"),
    sa.Index("idx_calls_party", "party_id"),
    sa.Index("idx_calls_month", "reserved_at"),
    sa.Index("idx_calls_fingerprint", "fingerprint"),
)
"""One row per attempt at a provider. `reserved` and `ended` are places in the order of all entries,
dense from 1; `charged_microdollars` is what counts against caps: the reservation while reserved or
unknown, the cost once settled, 0 once released; `caps` are those in force at the reservation."""

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("cap", sa.String(8), primary_key=True),
    sa.Column("subject", sa.String(64), primary_key=True),
    sa.Column("microdollars", sa.BigInteger, nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""What calls are charged by what a cap can be of; `entries` counts reservations and ends."""

work = sa.Table(
    "work",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("run_id", sa.String(36), nullable=False),
    sa.Column("vector_queries", sa.Integer, nullable=False),
    sa.Column("compute_microseconds", sa.BigInteger, nullable=False),
    sa.Column("cache_operations", sa.Integer, nullable=False),
    sa.Column("database_operations", sa.Integer, nullable=False),
    sa.Column("microdollars", sa.BigInteger, nullable=False),
    sa.Column("price", sa.String(200), nullable=False),
    sa.Column("occurred_at", sa.String(32), nullable=False),
    sa.Index("idx_work_party", "party_id"),
    sa.Index("idx_work_month", "occurred_at"),
)
"""What runs did besides asking models, where the price book asks something for it."""

replies = sa.Table(
    "replies",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("request_hash", sa.String(43), nullable=False),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("headers", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
)
"""Answers to requests that carried an idempotency key, to be given again byte for byte."""

batch_jobs = sa.Table(
    "batch_jobs",
    metadata,
    sa.Column("job_id", sa.String(20), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("today", sa.String(10), nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sqlite_with_rowid=False,
)
"""Files of parties that are planned together; the id is that of what the file says."""

batch_parties = sa.Table(
    "batch_parties",
    metadata,
    sa.Column("job_id", sa.String(20), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("inputs", sa.Text, nullable=False),
    sa.Column("private", sa.Integer, nullable=False),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("scope", sa.String(36), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("waits", sa.Text, nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
    sa.Index("idx_batch_parties_party", "party_id"),
    sqlite_with_rowid=False,
)
"""The parties of a job, under ids that are drawn before anything is asked; `waits` holds the keys
of the asks that the last run met without an answer."""

batch_asks = sa.Table(
    "batch_asks",
    metadata,
    sa.Column("key", sa.String(43), primary_key=True),
    sa.Column("job_id", sa.String(20), nullable=False),
    sa.Column("agent", sa.String(40), nullable=False),
    sa.Column("tier", sa.String(12), nullable=False),
    sa.Column("model", sa.String(100), nullable=False),
    sa.Column("fingerprint", sa.String(43), nullable=False),
    sa.Column("scope", sa.String(36), nullable=False),
    sa.Column("party_id", sa.String(20), nullable=False),
    sa.Column("run_id", sa.String(36), nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("sending_id", sa.String(36), nullable=False),
    sa.Column("call_id", sa.String(36), nullable=False),
    sa.Column("output", sa.Text, nullable=False),
    sa.Column("microdollars", sa.BigInteger, nullable=False),
    sa.Column("trouble", sa.String(200), nullable=False),
    sa.Index("idx_batch_asks_sending", "sending_id"),
    sa.Index("idx_batch_asks_state", "state"),
    sqlite_with_rowid=False,
)
"""Questions to models by what is asked, each for everybody who asks it; `request` is emptied once
it has ended, `output` holds the answer. The latest call is `call_id`, in the latest batch."""

batch_sendings = sa.Table(
    "batch_sendings",
    metadata,
    sa.Column("sending_id", sa.String(36), primary_key=True),
    sa.Column("model", sa.String(100), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("asks", sa.Integer, nullable=False),
    sa.Column("began_at", sa.String(32), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sqlite_with_rowid=False,
)
"""Batches at providers, noted before they are sent; `handle` is what a provider is asked with."""
