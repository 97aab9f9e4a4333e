"""`festplan verify`: whether a database keeps every invariant. It reads, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from festplan.proof.findings import Finding, Invariant, finding

if TYPE_CHECKING:
    import sqlalchemy as sa

    from festplan.engine.graph import Graph
    from festplan.proof.provenance import Sharing
    from festplan.proof.reading import Answers, PartyRows

__all__ = ["Finding", "Invariant", "verify"]


def verify(url: str, graph: Graph | None = None) -> list[Finding]:
    """Every row of the database that breaks an invariant; none when all is well.

    Reads one moment of the database, also while hosts work on it. `graph` are the agents that
    answers are seen again with, those of this Festplan where none are given. Raises
    `DatabaseUnusable` when there is no database of this version at `url`.
    """
    from festplan import agents
    from festplan.proof.reading import snapshot

    with snapshot(url) as connection:
        return list(_findings(connection, agents.graph() if graph is None else graph))


def _findings(connection: sa.Connection, graph: Graph) -> Iterator[Finding]:
    from festplan.proof import answers, batches, money
    from festplan.proof.reading import Answers, parties

    yield from _file(connection)
    yield from answers.stored_bodies(connection)
    yield from answers.stored_answers(connection, graph)
    yield from answers.stored_evidence(connection)
    yield from money.check(connection)
    yield from batches.check(connection)
    known, sharing = Answers(connection), _sharing(connection)
    for rows in parties(connection):
        yield from _party(rows, graph, known, sharing)


def _sharing(connection: sa.Connection) -> Sharing:
    from festplan.bootstrap import published
    from festplan.catalogue import summary
    from festplan.proof.provenance import Sharing

    cities = summary.cities(connection)
    return Sharing(published(cities.values()), summary.version(connection))


def _file(connection: sa.Connection) -> Iterator[Finding]:
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if message != "ok":
            yield finding(Invariant.FILE, "", "", message)


def _party(rows: PartyRows, graph: Graph, known: Answers, sharing: Sharing) -> Iterator[Finding]:
    from festplan.domain.party import Party
    from festplan.proof import answers, provenance, standing
    from festplan.proof.replay import UNREADABLE, Replay

    replay = Replay(Party(rows.party_id))
    replay.tell(rows.events)
    yield from replay.found
    try:
        yield from standing.check(rows, replay)
        if replay.told and rows.events:
            yield from answers.held(replay, known)
            yield from provenance.head(replay, graph, known, sharing)
    except UNREADABLE as error:
        message = f"the party cannot be read: {error!r}"
        yield finding(Invariant.FOLDED, "party_state", rows.party_id, message)
