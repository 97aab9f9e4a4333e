"""Reading: parties and their history, snapshots, results, replies and the ledger."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa

from festplan.domain.events import Recorded, event
from festplan.domain.evolve import fold
from festplan.domain.party import Party
from festplan.domain.spending import LedgerEntry
from festplan.engine.fingerprint import digest
from festplan.ports.answers import MissingBody, Recalled, StoredAnswer
from festplan.ports.parties import InputRecord, Reply, Snapshot, UnknownParty, UnknownVersion
from festplan.prepared import Prepared
from festplan.store import tables as t

CHUNK = 500
"""Digests asked for in one statement."""

_VERSION = Prepared(
    sa.select(t.party_state.c.version).where(t.party_state.c.party_id == sa.bindparam("party_id"))
)
_STATE_COLUMNS = (
    t.party_state.c.inputs,
    t.party_state.c.agent_results,
    t.party_state.c.rest,
)
_STATE = Prepared(
    sa.select(*_STATE_COLUMNS).where(t.party_state.c.party_id == sa.bindparam("party_id"))
)
_ANSWER = Prepared(
    sa.select(
        t.results.c.fingerprint,
        t.results.c.digest,
        t.results.c.tier,
        t.results.c.maker,
        t.results.c.cost_microdollars,
    ).where(t.results.c.fingerprint == sa.bindparam("fingerprint"))
)
_EVIDENCE = Prepared(
    sa.select(t.evidence.c.digest).where(
        t.evidence.c.view == sa.bindparam("view"),
        t.evidence.c.agent == sa.bindparam("agent"),
        t.evidence.c.agent_version == sa.bindparam("agent_version"),
        t.evidence.c.catalogue == sa.bindparam("catalogue"),
        t.evidence.c.scope == sa.bindparam("scope"),
    )
)
_TIMELINE = Prepared(
    sa.select(
        t.party_events.c.version,
        t.party_events.c.kind,
        t.party_events.c.actor,
        t.party_events.c.occurred_at,
    )
    .where(t.party_events.c.party_id == sa.bindparam("party_id"))
    .order_by(t.party_events.c.version)
)
_BODY = Prepared(sa.select(t.contents.c.body).where(t.contents.c.digest == sa.bindparam("digest")))


def version(connection: sa.Connection, party_id: str) -> int:
    """The party's head version; `UnknownParty` when there is none."""
    found = _VERSION.first(connection, party_id=party_id)
    if found is None:
        raise UnknownParty(party_id)
    return int(found[0])


def party(connection: sa.Connection, party_id: str) -> Party:
    """The party at its head."""
    row = _STATE.first(connection, party_id=party_id)
    if row is None:
        raise UnknownParty(party_id)
    return _party(*row)


def _party(inputs: str, agent_results: str, rest: str) -> Party:
    state = json.loads(rest)
    state["content"] |= {"inputs": json.loads(inputs), "results": json.loads(agent_results)}
    return Party.from_json(state)


def party_at(connection: sa.Connection, party_id: str, at: int) -> Party:
    """The party at version `at`: the latest snapshot up to it, and the events since."""
    head = version(connection, party_id)
    if not 0 < at <= head:
        raise UnknownVersion(f"Party {party_id} has versions 1 to {head}, not {at}.")
    latest = latest_snapshot(connection, party_id, at)
    start = Party.from_json(latest.state) if latest else Party(party_id)
    return fold(start, (r.event for r in events(connection, party_id, start.version, at)))


def events(
    connection: sa.Connection, party_id: str, after: int, until: int, limit: int | None = None
) -> list[Recorded]:
    """Events after version `after` up to and with `until`, in order."""
    c = t.party_events.c
    query = (
        sa.select(c.version, c.kind, c.body, c.id, c.actor, c.occurred_at)
        .where(c.party_id == party_id, c.version > after, c.version <= until)
        .order_by(c.version)
        .limit(limit)
    )
    return [
        Recorded(v, event(kind, json.loads(body)), event_id, actor, at)
        for v, kind, body, event_id, actor, at in connection.execute(query)
    ]


def timeline(connection: sa.Connection, party_id: str) -> list[tuple[int, str, str, str]]:
    """Version, kind, actor and time of every event."""
    return cast(list[tuple[int, str, str, str]], _TIMELINE.all(connection, party_id=party_id))


def parties(connection: sa.Connection, after: str, limit: int) -> list[tuple[Party, str]]:
    """Parties by last change, newest first; `after` is "<time> <party id>" of the last one seen."""
    c = t.party_state.c
    query = sa.select(*_STATE_COLUMNS, c.updated_at)
    query = query.order_by(c.updated_at.desc(), c.party_id.desc())
    if after:
        at, _, party_id = after.partition(" ")
        query = query.where(sa.tuple_(c.updated_at, c.party_id) < sa.tuple_(at, party_id))
    return [(_party(*row), at) for *row, at in connection.execute(query.limit(limit))]


def count(connection: sa.Connection) -> int:
    """How many parties there are."""
    return connection.execute(sa.select(sa.func.count()).select_from(t.party_state)).scalar_one()


def snapshots(connection: sa.Connection, party_id: str) -> list[Snapshot]:
    """The snapshots of a party, oldest first."""
    c = t.party_snapshots.c
    query = sa.select(t.party_snapshots).where(c.party_id == party_id).order_by(c.snapshot_version)
    return [_snapshot(dict(row)) for row in connection.execute(query).mappings()]


def latest_snapshot(
    connection: sa.Connection, party_id: str, until: int, kind: str = ""
) -> Snapshot | None:
    """The latest snapshot at or before version `until`, of that type where one is named."""
    c = t.party_snapshots.c
    query = sa.select(t.party_snapshots).where(c.party_id == party_id, c.event_count <= until)
    if kind:
        query = query.where(c.snapshot_type == kind)
    query = query.order_by(c.event_count.desc(), c.snapshot_version.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return _snapshot(dict(row)) if row else None


def _snapshot(fields: dict[str, Any]) -> Snapshot:
    state = json.loads(fields.pop("state"))
    return Snapshot(snapshot_id=fields.pop("id"), state=state, **fields)


def inputs(connection: sa.Connection, party_id: str) -> list[InputRecord]:
    """Every input that the party ever had."""
    c = t.input_history.c
    names = ("categories", "affected_agents")
    columns = (c.input_id, c.content, c.categories, c.affected_agents)
    query = sa.select(*columns, c.added_version, c.removed_version).where(c.party_id == party_id)
    rows = connection.execute(query.order_by(c.added_version, c.input_id)).mappings()
    return [
        InputRecord(**row | {n: tuple(json.loads(row[n])) for n in names})
        for row in map(dict, rows)
    ]


def recall(
    connection: sa.Connection, question: dict[str, Any], evidence: str | None, name: Any
) -> Recalled:
    """What is known of a question; `name` makes its fingerprint from the evidence's digest."""
    if evidence is None:
        found = _EVIDENCE.first(connection, **question)
        if found is None:
            return Recalled(None, None)
        evidence = str(found[0])
    row = _ANSWER.first(connection, fingerprint=name(evidence))
    return Recalled(evidence, StoredAnswer(*row) if row else None)


def body(connection: sa.Connection, address: str) -> dict[str, Any]:
    """The result of that digest; `MissingBody` when it is missing, broken or another one."""
    found = _BODY.first(connection, digest=address)
    if found is None:
        raise MissingBody(f"The result {address} is not stored.")
    return unpack(address, found[0])


def unpack(address: str, packed: bytes) -> dict[str, Any]:
    """The stored result, checked against its address."""
    try:
        data = zlib.decompress(packed)
    except zlib.error as error:
        raise MissingBody(f"The result {address} is damaged.") from error
    if digest(data) != address:
        raise MissingBody(f"The result {address} is not what was stored.")
    loaded: dict[str, Any] = json.loads(data)
    return loaded


def bodies(connection: sa.Connection, addresses: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Results by digest; `MissingBody` when one is not there."""
    c = t.contents.c
    found: dict[str, dict[str, Any]] = {}
    for chunk in _chunks(addresses):
        query = sa.select(c.digest, c.body).where(c.digest.in_(chunk))
        found |= {address: unpack(address, packed) for address, packed in connection.execute(query)}
    for address in addresses:
        if address not in found:
            raise MissingBody(f"The result {address} is not stored.")
    return found


def _chunks(addresses: Sequence[str]) -> Iterable[Sequence[str]]:
    return (addresses[i : i + CHUNK] for i in range(0, len(addresses), CHUNK))


def open_runs(connection: sa.Connection) -> list[str]:
    """Parties whose run has not ended."""
    c = t.party_state.c
    query = sa.select(c.party_id).where(c.status == "planning").order_by(c.party_id)
    return list(connection.execute(query).scalars())


def reply(connection: sa.Connection, key: str) -> Reply | None:
    """The answer that was given to the request of that key."""
    c = t.replies.c
    columns = (c.key, c.request_hash, c.party_id, c.version, c.status, c.body, c.headers)
    row = connection.execute(sa.select(*columns).where(c.key == key)).mappings().first()
    if row is None:
        return None
    fields = dict(row)
    return Reply(**fields | {"headers": json.loads(fields["headers"])})


def ledger(connection: sa.Connection, party_id: str, month: str) -> list[LedgerEntry]:
    """Ledger entries of a party, or of a month (YYYY-MM), oldest first."""
    c = t.ledger.c
    columns = (c[name] for name in LedgerEntry.__slots__)
    query = sa.select(*columns).order_by(c.id)
    if party_id:
        query = query.where(c.party_id == party_id)
    if month:
        query = query.where(c.occurred_at.startswith(month, autoescape=True))
    return [LedgerEntry(*row) for row in connection.execute(query)]
