"""Answers: stored under what was asked and what they hold, and used by whom they are for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from festplan.domain.plan import ResultRef
from festplan.engine.fingerprint import digest, fingerprint
from festplan.engine.graph import Graph
from festplan.proof.findings import Finding, Invariant, finding
from festplan.proof.reading import CONTENTS, EVIDENCE, RESULTS, Answers, Row, select, stream
from festplan.proof.replay import UNREADABLE, Replay
from festplan.proof.texts import NotStrict, plain, strict

RULES = "rules"
"""The tier that answers the same question always the same; of others the first writer wins."""


def held(replay: Replay, answers: Answers) -> Iterator[Finding]:
    """Each answer that the party ever held is stored, asked as it says, and meant for the party."""
    rows = answers.rows(ref.fingerprint for _, ref in replay.refs)
    stored = answers.stored(d for _, ref in replay.refs for d in (ref.result, ref.settled))
    for (agent, ref), row_id in replay.refs.items():
        for address in {ref.result, ref.settled}:
            if address not in stored:
                message = f"{agent}: the result {address} is not stored"
                yield finding(Invariant.ADDRESSED, "party_events", row_id, message)
        row = rows.get(ref.fingerprint)
        if row is None and not ref.provisional:
            message = f"{agent}: no answer has the fingerprint {ref.fingerprint}"
            yield finding(Invariant.ASKED, "party_events", row_id, message)
        elif row is not None:
            yield from agreed(agent, ref, row, replay.party.scope, row_id)
        if replay.party.private and not ref.private:
            message = f"{agent}: a shared answer in a party that shares nothing"
            yield finding(Invariant.SCOPED, "party_events", row_id, message)


def agreed(agent: str, ref: ResultRef, row: Row, scope: str, row_id: str) -> Iterator[Finding]:
    """The party and the answer's row speak of the same question, for the same host."""
    stored = dict(zip(RESULTS, row, strict=True))
    asked = {"agent": agent, "agent_version": ref.agent_version, "view": ref.view}
    if stored["tier"] == ref.tier == RULES and not ref.provisional:
        asked["digest"] = ref.result
    for name, value in asked.items():
        if stored[name] != value:
            message = f"{agent}: {name} is not that of the answer {ref.fingerprint}"
            yield finding(Invariant.ASKED, "party_events", row_id, message)
    if stored["scope"] != (scope if ref.private else ""):
        message = f"{agent}: the answer {ref.fingerprint} is of another scope"
        yield finding(Invariant.SCOPED, "party_events", row_id, message)


def stored_answers(connection: sa.Connection, graph: Graph) -> Iterator[Finding]:
    """Each answer's fingerprint is that of its question, its body is there, and its scope is right.

    What an agent of `graph` says to its own host alone is shared by no row.
    """
    columns = (
        sa.table("results", *map(sa.column, RESULTS)),
        sa.table("contents", sa.column("digest")),
    )
    results, contents = columns
    query = sa.select(results, contents.c.digest).select_from(
        results.outerjoin(contents, results.c.digest == contents.c.digest)
    )
    for *row, body in stream(connection, query):
        answer = dict(zip(RESULTS, row, strict=True))
        name = answer["fingerprint"]
        if body is None:
            message = f"the result {answer['digest']} is not stored"
            yield finding(Invariant.ADDRESSED, "results", name, message)
        if _asked(answer) != name:
            message = "the fingerprint is not that of the question"
            yield finding(Invariant.ASKED, "results", name, message)
        if _shared_by_a_private_agent(answer, graph):
            message = f"{answer['agent']} answers its own host alone, but this is shared"
            yield finding(Invariant.SCOPED, "results", name, message)
        cost = answer["cost_microdollars"]
        if type(cost) is not int or cost < 0:
            yield finding(Invariant.LEDGER, "results", name, f"the cost is {cost!r}")
        yield from _plain("results", name, answer)


def _shared_by_a_private_agent(answer: dict[str, Any], graph: Graph) -> bool:
    name = answer["agent"]
    if answer["scope"] or name not in graph:
        return False
    return graph[name].private and graph[name].version == answer["agent_version"]


def _asked(answer: dict[str, Any]) -> str:
    names = ("agent", "agent_version", "scope", "view", "evidence")
    try:
        return fingerprint(*(answer[name] for name in names))
    except UNREADABLE:
        return ""


def _plain(table: str, row_id: str, columns: dict[str, Any]) -> Iterator[Finding]:
    for name, value in columns.items():
        if isinstance(value, str):
            try:
                plain(value)
            except NotStrict as broken:
                yield finding(Invariant.TEXT, table, row_id, f"{name}: {broken}")


def stored_evidence(connection: sa.Connection) -> Iterator[Finding]:
    """What was looked up is remembered in clean text."""
    for row in stream(connection, select("evidence", EVIDENCE)):
        row_id = "/".join(map(str, row[:-1]))
        yield from _plain("evidence", row_id, dict(zip(EVIDENCE, row, strict=True)))


def stored_bodies(connection: sa.Connection) -> Iterator[Finding]:
    """Each body is the one that its digest names, and strict JSON."""
    for number, address, packed in stream(connection, select("contents", CONTENTS)):
        try:
            data = zlib.decompress(packed)
            if digest(data) != address:
                raise ValueError("the body is not the one of its digest")
            loaded = strict(data.decode())
            if not isinstance(loaded, dict):
                raise TypeError("the body is not a JSON object")
        except NotStrict as broken:
            yield finding(Invariant.TEXT, "contents", number, str(broken))
        except (zlib.error, *UNREADABLE) as error:
            yield finding(Invariant.ADDRESSED, "contents", number, str(error))
