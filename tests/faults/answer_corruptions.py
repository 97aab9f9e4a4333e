"""Ways to spoil answers: what was asked, what was answered, and who may have it."""

from __future__ import annotations

import sqlite3
import zlib

from festplan.engine.fingerprint import fingerprint
from tests.faults.corruptions import NEVER_BACK, breaks, change, forge, history, last, one, party


@breaks(4)
def an_answer_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM results WHERE agent = 'venue_agent'")


@breaks(4)
def an_answer_is_to_another_view(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE results SET view = digest WHERE agent = 'venue_agent'")


@breaks(4)
def an_answer_rests_on_other_evidence(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE results SET evidence = view WHERE agent = 'cake_agent'")


@breaks(4)
def an_answer_has_another_body(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE results SET digest = (SELECT digest FROM contents LIMIT 1)"
        " WHERE tier = 'rules' AND agent = 'theme_agent'",
    )


@breaks(4)
def a_party_says_it_asked_otherwise(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    events = history(connection, party_id)
    _, body = events[last(events, "StepCompleted", agent="planner_final")]
    body["ref"]["view"] = body["ref"]["settled"]
    forge(connection, party_id, events)


@breaks(5)
def a_body_is_another_one(connection: sqlite3.Connection) -> None:
    packed = zlib.compress(b'{"caterers":[]}')
    change(connection, "UPDATE contents SET body = ? WHERE id = 3", packed)


@breaks(5)
def a_body_is_cut_off(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE contents SET body = substr(body, 1, 40) WHERE id = 3")


@breaks(5)
def a_body_is_missing(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "DELETE FROM contents WHERE digest = (SELECT final_plan FROM party_state"
        " WHERE final_plan NOT NULL LIMIT 1)",
    )


@breaks(11)
def an_answer_is_given_to_another_host(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE results SET scope = 'another' WHERE scope <> '' AND agent = 'budget_agent'",
    )


@breaks(11)
def a_private_answer_is_shared(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    events = history(connection, party_id)
    for kind, body in events:
        if kind == "StepCompleted" and body["agent"] == "planner_final":
            body["ref"].pop("private", None)
    forge(connection, party_id, events)


@breaks(11)
def a_hosts_own_words_are_in_a_shared_view(connection: sqlite3.Connection) -> None:
    """All of it is forged: the party says that the answer is shared, and so it is stored."""
    agent = "venue_agent"
    party_id = party(
        connection,
        f"json_extract(agent_results, '$.{agent}.private')"
        " AND json_extract(rest, '$.private') IS NULL"
        f" AND json_extract(rest, '$.origin') IS NULL AND {NEVER_BACK}",
    )
    events = history(connection, party_id)
    _, body = events[last(events, "StepCompleted", agent=agent)]
    body["ref"].pop("private")
    body["ref"]["fingerprint"] = shared_too(connection, body["ref"]["fingerprint"])
    forge(connection, party_id, events)


@breaks(11)
def a_budget_is_for_everybody(connection: sqlite3.Connection) -> None:
    query = "SELECT fingerprint FROM results WHERE agent = 'budget_agent' LIMIT 1"
    shared_too(connection, one(connection, query))


def shared_too(connection: sqlite3.Connection, private: str) -> str:
    """Stores the private answer of that fingerprint once more, for everybody."""
    query = "SELECT * FROM results WHERE fingerprint = ?"
    _, agent, version, _, view, evidence, *rest = connection.execute(query, [private]).fetchone()
    row = (fingerprint(agent, version, "", view, evidence), agent, version, "", view, evidence)
    marks = ", ".join("?" * len((*row, *rest)))
    connection.execute(f"INSERT OR IGNORE INTO results VALUES ({marks})", (*row, *rest))
    return row[0]


@breaks(11)
def a_party_has_no_scope(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    events = history(connection, party_id)
    events[0][1]["scope"] = ""
    forge(connection, party_id, events)
