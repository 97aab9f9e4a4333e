"""One unit of work: everything that a command, or the end of a run, makes durable together."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from festplan.domain.events import SCHEMA_VERSION, kind
from festplan.domain.party import Party
from festplan.domain.spending import LedgerEntry, Work
from festplan.engine.fingerprint import content
from festplan.ports.answers import Kept, Remembered
from festplan.ports.parties import Commit, KeyUsed, Reply, Snapshot, VersionConflict
from festplan.prepared import Prepared
from festplan.store import tables as t
from festplan.store.chain import GENESIS, event_body, event_hash

PENDING = 0
"""The status of a reply that waits for a run."""

_HEAD = Prepared(
    sa.select(t.party_state.c.version, t.party_state.c.head_hash).where(
        t.party_state.c.party_id == sa.bindparam("party_id")
    )
)
_EVENT = Prepared(sa.insert(t.party_events))
_CONTENT = Prepared(insert(t.contents).on_conflict_do_nothing())
_NEW_RESULT = insert(t.results)
_RULES: sa.ColumnElement[str] = sa.literal_column("'rules'")
_GIVES_WAY = ("digest", "tier", "maker", "cost_microdollars", "created_at")
_RESULT = Prepared(
    _NEW_RESULT.on_conflict_do_update(
        index_elements=["fingerprint"],
        set_={name: _NEW_RESULT.excluded[name] for name in _GIVES_WAY},
        where=sa.and_(
            _NEW_RESULT.excluded.tier != _RULES,
            t.results.c.tier.in_([_RULES, sa.bindparam("instead_of")]),
        ),
    )
)
"""The first answer stays; what was not good enough, or is refused today, gives way to a model's."""
_EVIDENCE = Prepared(insert(t.evidence).on_conflict_do_nothing())
_NEW_STATE = insert(t.party_state)
_STATE = Prepared(
    _NEW_STATE.on_conflict_do_update(
        index_elements=["party_id"],
        set_={c.name: c for c in _NEW_STATE.excluded if c.name != "party_id"},
    )
)
_SNAPSHOT = Prepared(sa.insert(t.party_snapshots))
_HISTORY = Prepared(insert(t.input_history).on_conflict_do_nothing())
_REMOVED = Prepared(
    sa.update(t.input_history)
    .where(
        t.input_history.c.party_id == sa.bindparam("of_party"),
        t.input_history.c.input_id == sa.bindparam("of_input"),
        t.input_history.c.removed_version.is_(None),
    )
    .values(removed_version=sa.bindparam("at_version"))
)
_LEDGER = Prepared(sa.insert(t.ledger))
_WORK = Prepared(sa.insert(t.work))
_REPLY = sa.insert(t.replies)
_FINAL_REPLY = insert(t.replies)
_FINAL_REPLY = _FINAL_REPLY.on_conflict_do_update(
    index_elements=["key"],
    set_={name: _FINAL_REPLY.excluded[name] for name in ("status", "body", "headers", "version")},
    where=t.replies.c.status == PENDING,
)


def commit(connection: sa.Connection, work: Commit) -> None:
    """Writes `work`; `VersionConflict` when the party is not at the version it was decided on."""
    before = _head(connection, work)
    head_hash = _events(connection, work, before)
    keep(connection, work.answers, work.bodies, work.remembered, work.events[-1].occurred_at)
    _history(connection, work)
    _STATE.run(connection, _state(work.after, head_hash, work.events[-1].occurred_at))
    _SNAPSHOT.run_each(connection, [_snapshot(s) for s in work.snapshots])
    book(connection, work.ledger, work.work)
    if work.reply:
        _reply(connection, work.reply, work.events[-1].occurred_at)


def book(connection: sa.Connection, ledger: Iterable[LedgerEntry], work: Work | None) -> None:
    """Enters what steps of a run spent and saved, and what it did besides asking models."""
    _LEDGER.run_each(connection, [_fields(entry) for entry in ledger])
    if work:
        _WORK.run(connection, _fields(work))


def put_reply(connection: sa.Connection, reply: Reply, now: str) -> None:
    """Keeps the answer to a request; only a pending one is ever replaced."""
    connection.execute(_FINAL_REPLY, _reply_row(reply, now))


def _reply(connection: sa.Connection, reply: Reply, now: str) -> None:
    try:
        connection.execute(_REPLY, _reply_row(reply, now))
    except sa.exc.IntegrityError as error:
        raise KeyUsed(reply.key) from error


def _reply_row(reply: Reply, now: str) -> dict[str, Any]:
    headers = _json(dict(reply.headers))
    return _fields(reply) | {"headers": headers, "created_at": now}


def keep(
    connection: sa.Connection,
    answers: Iterable[Kept],
    bodies: Mapping[str, bytes],
    remembered: Iterable[Remembered],
    now: str,
) -> None:
    """Stores bodies, answers and evidence that are not there yet; the first writer wins,
    unless an answer is stored in the place of one that is refused today.
    """
    packed = [{"digest": d, "body": zlib.compress(data, 1)} for d, data in bodies.items()]
    _CONTENT.run_each(connection, packed)
    _RESULT.run_each(connection, [_result(kept, now) for kept in answers])
    found = [_fields(r.question) | {"digest": r.evidence} for r in remembered]
    _EVIDENCE.run_each(connection, found)


def _head(connection: sa.Connection, work: Commit) -> bytes:
    version, head_hash = _HEAD.first(connection, party_id=work.after.party_id) or (0, GENESIS)
    expected = work.before.version if work.before else 0
    if version != expected:
        raise VersionConflict(f"expected version {expected}, found {version}")
    return bytes(head_hash)


def _events(connection: sa.Connection, work: Commit, head_hash: bytes) -> bytes:
    """Appends the events, each chained to the one before; gives the hash of the last."""
    rows: list[dict[str, Any]] = []
    for recorded in work.events:
        text = event_body(recorded)
        head_hash = event_hash(work.after.party_id, recorded, text, head_hash)
        rows.append(
            {
                "party_id": work.after.party_id,
                "version": recorded.version,
                "id": recorded.event_id,
                "kind": kind(recorded.event),
                "schema_version": SCHEMA_VERSION,
                "body": text,
                "actor": recorded.actor,
                "occurred_at": recorded.occurred_at,
                "hash": head_hash,
            }
        )
    _EVENT.run_each(connection, rows)
    return head_hash


def _result(kept: Kept, now: str) -> dict[str, Any]:
    return {
        "fingerprint": kept.answer.fingerprint,
        "agent": kept.question.agent,
        "agent_version": kept.question.agent_version,
        "scope": kept.question.scope,
        "view": kept.question.view,
        "evidence": kept.evidence,
        "digest": kept.answer.result,
        "tier": kept.answer.tier,
        "maker": kept.answer.maker,
        "cost_microdollars": kept.answer.cost_microdollars,
        "created_at": now,
        "instead_of": kept.instead_of,
    }


def _state(party: Party, head_hash: bytes, now: str) -> dict[str, Any]:
    state = state_parts(party)
    results = party.content.results
    budget, final_plan = results.get("budget_agent"), results.get("planner_final")
    return {
        **state,
        "party_id": party.party_id,
        "status": party.status,
        "version": party.version,
        "head_hash": head_hash,
        "budget": budget.settled if budget else None,
        "final_plan": final_plan.settled if final_plan else None,
        "updated_at": now,
    }


def state_parts(party: Party) -> dict[str, str]:
    """The party's state as the JSON columns of `party_state`."""
    rest = party.to_json()
    planning = rest["content"]
    return {
        "inputs": _json(planning.pop("inputs", [])),
        "agent_results": _json(planning.pop("results", {})),
        "rest": _json(rest),
    }


def _history(connection: sa.Connection, work: Commit) -> None:
    party_id = work.after.party_id
    gone = [
        {"of_party": party_id, "of_input": input_id, "at_version": version}
        for input_id, version in work.removed_inputs.items()
    ]
    _REMOVED.run_each(connection, gone)
    said = [
        _fields(record)
        | {
            "party_id": party_id,
            "categories": _json(record.categories),
            "affected_agents": _json(record.affected_agents),
        }
        for record in work.history
    ]
    _HISTORY.run_each(connection, said)


def _snapshot(snapshot: Snapshot) -> dict[str, Any]:
    row = _fields(snapshot)
    return row | {"id": row.pop("snapshot_id"), "state": _json(snapshot.state)}


def _json(value: Any) -> str:
    return content(value).decode()


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
