"""Ways to spoil a database: each breaks one invariant, told by its number, with plain SQL.

Some forge what follows too (hashes, state, snapshots), as a fault in Festplan itself would.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from festplan.domain.events import event
from festplan.domain.evolve import evolve, snapshots_due
from festplan.domain.party import Party
from festplan.engine.fingerprint import content, digest
from festplan.store.chain import GENESIS, row_hash
from festplan.store.write import state_parts

Spoil = Callable[[sqlite3.Connection], None]


class Corruption(NamedTuple):
    """A way to spoil a database, and the invariant that it breaks."""

    invariant: int
    spoil: Spoil


CORRUPTIONS: dict[str, Corruption] = {}


def breaks(invariant: int) -> Callable[[Spoil], Spoil]:
    """Names the function as a corruption that breaks the invariant."""

    def name(spoil: Spoil) -> Spoil:
        CORRUPTIONS[spoil.__name__] = Corruption(invariant, spoil)
        return spoil

    return name


def one(connection: sqlite3.Connection, query: str, *values: object) -> Any:
    """The first column of the first row; there has to be one."""
    row = connection.execute(query, values).fetchone()
    assert row is not None, query
    return row[0]


def change(connection: sqlite3.Connection, statement: str, *values: object) -> None:
    """Executes the statement, which has to change something."""
    assert connection.execute(statement, values).rowcount > 0, statement


def party(connection: sqlite3.Connection, condition: str = "1") -> str:
    """A planned party that has a plan and no key, the one with the longest history."""
    query = f"""SELECT party_id FROM party_state s
        WHERE status = 'planned' AND final_plan NOT NULL AND {condition}
        AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.party_id = s.party_id)
        ORDER BY version DESC, party_id LIMIT 1"""
    return str(one(connection, query))


NEVER_BACK = "party_id NOT IN (SELECT party_id FROM party_events WHERE kind = 'BriefRestored')"
"""Parties of hosts who never went back: what they hold of an agent is what its last step left."""


def forge(connection: sqlite3.Connection, party_id: str, events: list[tuple[str, Any]]) -> None:
    """Replaces the party's history by `events` (kind and body), and all that follows from them."""
    connection.execute("DELETE FROM party_events WHERE party_id = ?", [party_id])
    connection.execute("DELETE FROM party_snapshots WHERE party_id = ?", [party_id])
    folded, before, at = Party(party_id), GENESIS, "2026-03-01T00:00:00.000000+00:00"
    for version, (kind, body) in enumerate(events, start=1):
        row_id = digest(f"{party_id}{version}".encode())[:32]
        text = content(body).decode()
        before = row_hash((party_id, version, row_id, kind, 1, text, "host", at), before)
        connection.execute(
            "INSERT INTO party_events VALUES (?, ?, ?, ?, 1, ?, 'host', ?, ?)",
            [party_id, version, row_id, kind, text, at, before],
        )
        happened = event(kind, body)
        after = evolve(folded, happened)
        due = snapshots_due(folded, happened, version)
        for number, name in enumerate(due, start=folded.snapshot_version + 1):
            state = content(after.to_json()).decode()
            connection.execute(
                "INSERT INTO party_snapshots VALUES (?, ?, ?, ?, ?, ?, 'host', ?, ?)",
                [f"{row_id}{number}", party_id, number, name, state, at, row_id, version],
            )
        folded = after
    _forge_state(connection, folded, before, at)


def _forge_state(connection: sqlite3.Connection, folded: Party, head: bytes, at: str) -> None:
    results = folded.content.results
    shown = [
        results[n].settled if n in results else None for n in ("budget_agent", "planner_final")
    ]
    parts = state_parts(folded)
    values = [parts["inputs"], parts["agent_results"], parts["rest"], *shown]
    change(
        connection,
        "UPDATE party_state SET inputs = ?, agent_results = ?, rest = ?, budget = ?,"
        " final_plan = ?, status = ?, version = ?, head_hash = ?, updated_at = ?"
        " WHERE party_id = ?",
        *[*values, folded.status, folded.version, head, at, folded.party_id],
    )


def history(connection: sqlite3.Connection, party_id: str) -> list[tuple[str, Any]]:
    """The party's events as kind and body."""
    query = "SELECT kind, body FROM party_events WHERE party_id = ? ORDER BY version"
    return [(kind, json.loads(body)) for kind, body in connection.execute(query, [party_id])]


def last(events: list[tuple[str, Any]], kind: str, **has: object) -> int:
    """Where the last event of that kind stands."""
    fits = [
        place
        for place, (name, body) in enumerate(events)
        if name == kind and all(body.get(key) == value for key, value in has.items())
    ]
    return fits[-1]


@breaks(1)
def an_event_is_missing(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "DELETE FROM party_events WHERE party_id = ? AND version = 3",
        party(connection),
    )


@breaks(1)
def the_last_event_is_missing(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    change(
        connection,
        "DELETE FROM party_events WHERE party_id = ?1 AND version ="
        " (SELECT max(version) FROM party_events WHERE party_id = ?1)",
        party_id,
    )


@breaks(1)
def the_state_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM party_state WHERE party_id = ?", party(connection))


@breaks(1)
def the_history_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM party_events WHERE party_id = ?", party(connection))


@breaks(2)
def a_word_of_an_event_is_changed(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_events SET body = replace(body, '75 guests', '95 guests')"
        " WHERE kind = 'InputAdded' AND body LIKE '%75 guests%'",
    )


@breaks(2)
def an_author_is_changed(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE party_events SET actor = 'somebody' WHERE version = 2")


@breaks(2)
def two_events_change_places(connection: sqlite3.Connection) -> None:
    for old, new in ((1, -1), (2, 1), (-1, 2)):
        change(
            connection,
            "UPDATE party_events SET version = ? WHERE party_id = ? AND version = ?",
            *(new, party(connection), old),
        )


@breaks(2)
def the_head_hash_is_changed(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE party_state SET head_hash = zeroblob(32)")


@breaks(3)
def a_snapshot_is_changed(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_snapshots SET state = replace(state, '75 guests', '95 guests')"
        " WHERE state LIKE '%75 guests%'",
    )


@breaks(3)
def a_snapshot_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM party_snapshots WHERE snapshot_type = 'auto'")


@breaks(3)
def a_snapshot_is_too_many(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "INSERT INTO party_snapshots SELECT 'ff', party_id, 999, snapshot_type, state, created_at,"
        " created_by, last_event_id, event_count FROM party_snapshots LIMIT 1",
    )


@breaks(3)
def a_snapshot_has_another_type(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_snapshots SET snapshot_type = 'draft' WHERE snapshot_type = 'auto'",
    )


@breaks(3)
def a_snapshot_names_another_event(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE party_snapshots SET last_event_id = id")


@breaks(3)
def the_state_holds_another_input(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_state SET inputs = replace(inputs, '75 guests', '95 guests')"
        " WHERE inputs LIKE '%75 guests%'",
    )


@breaks(3)
def the_state_lost_its_results(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_state SET agent_results = '{}' WHERE party_id = ?",
        party(connection),
    )


@breaks(3)
def the_state_lost_its_budget(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE party_state SET budget = NULL WHERE budget NOT NULL")


@breaks(3)
def the_state_forgot_what_undo_reaches(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_state SET rest = json_remove(rest, '$.undo') WHERE rest LIKE '%\"undo\"%'",
    )


@breaks(6)
def an_answer_is_to_an_older_brief(connection: sqlite3.Connection) -> None:
    party_id = party(connection, f"inputs LIKE '%\"guests\"%' AND {NEVER_BACK}")
    events = history(connection, party_id)
    for kind, body in events:
        if kind in ("InputAdded", "InputChanged") and "guests" in body["input"].get("facts", {}):
            body["input"]["facts"]["guests"] = 997
        if kind == "FactCorrected":
            body["value"] = 997
    forge(connection, party_id, events)


@breaks(6)
def what_the_host_sees_is_not_what_was_settled(connection: sqlite3.Connection) -> None:
    party_id = party(connection, NEVER_BACK)
    events = history(connection, party_id)
    _, body = events[last(events, "StepCompleted", agent="planner_final")]
    body["ref"] = {"result": body["ref"]["settled"], **body["ref"]}
    body["ref"]["settled"] = one(
        connection, "SELECT digest FROM contents WHERE digest <> ? LIMIT 1", body["ref"]["settled"]
    )
    forge(connection, party_id, events)


@breaks(6)
def what_was_restored_never_was(connection: sqlite3.Connection) -> None:
    query = """SELECT party_id FROM party_events WHERE kind = 'BriefRestored'
        AND body LIKE '%"touched"%' ORDER BY party_id LIMIT 1"""
    party_id = str(one(connection, query))
    events = history(connection, party_id)
    restored = [body for kind, body in events if kind == "BriefRestored"]
    body = next(body for body in restored if body["content"].get("inputs"))
    body["content"]["inputs"][0]["touched"] = 900
    forge(connection, party_id, events)


@breaks(7)
def an_answer_is_lost(connection: sqlite3.Connection) -> None:
    party_id = party(connection, NEVER_BACK)
    events = history(connection, party_id)
    steps = ("StepCompleted", "ResultDeleted")
    left = [e for e in events if e[0] not in steps or e[1]["agent"] != "planner_final"]
    forge(connection, party_id, left)


@breaks(7)
def an_answer_to_nothing_is_left(connection: sqlite3.Connection) -> None:
    begun = connection.execute("SELECT party_id FROM party_events WHERE kind = 'PartyCreated'")
    for (party_id,) in begun.fetchall():
        events = history(connection, party_id)
        run = [e for e in events if e[0] in ("RunStarted", "StepCompleted", "RunFinished")]
        ends = [place for place, (kind, _) in enumerate(run) if kind == "RunFinished"]
        if ends and run[ends[0]][1]["status"] == "completed" and ends[0] > 1:
            forge(connection, party_id, [events[0], *run[: ends[0] + 1]])
            return
    raise AssertionError("no party was planned by its first run")


@breaks(7)
def a_change_was_never_planned(connection: sqlite3.Connection) -> None:
    party_id = party(connection, "inputs NOT LIKE '%cake%'")
    events = history(connection, party_id)
    said = {"input_id": "inp_900", "order": 900, "content": "cake", "categories": ["cake"]}
    wish = {**said, "wishes": ["cake"], "touched": len(events)}
    forge(connection, party_id, [*events, ("InputAdded", {"input": wish, "undo": len(events)})])


@breaks(8)
def a_reply_is_to_an_unreadable_request(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE replies SET request_hash = 'x'")


@breaks(8)
def a_reply_is_to_a_version_that_never_was(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE replies SET version = 900")


@breaks(8)
def a_reply_is_of_no_party(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE replies SET party_id = 'fp2026Z00000'")


@breaks(8)
def a_reply_is_cut_off(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE replies SET body = substr(body, 1, 4) WHERE status <> 0")


@breaks(12)
def the_status_is_no_status(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE party_state SET status = 'done'")


@breaks(12)
def a_run_is_open_in_the_state_alone(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE party_state SET status = 'planning' WHERE party_id = ?",
        party(connection),
    )


@breaks(12)
def a_run_never_ended(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    events = history(connection, party_id)
    first = next(place for place, (kind, _) in enumerate(events) if kind == "RunFinished")
    forge(connection, party_id, [*events[:first], *events[first + 1 :]])


@breaks(12)
def a_run_ended_twice(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    events = history(connection, party_id)
    forge(connection, party_id, [*events, events[last(events, "RunFinished")]])


@breaks(12)
def a_step_came_after_the_end(connection: sqlite3.Connection) -> None:
    party_id = party(connection)
    events = history(connection, party_id)
    forge(connection, party_id, [*events, events[last(events, "StepCompleted")]])


@breaks(15)
def a_text_holds_a_nul(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE ledger SET agent = 'theme' || char(0)")


@breaks(15)
def a_text_runs_backwards(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE evidence SET scope = scope || char(8238)")


@breaks(15)
def a_text_is_not_utf_8(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE replies SET created_at = CAST(x'ff41' AS TEXT)")


@breaks(15)
def a_text_is_not_composed(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE results SET maker = 'u' || char(776)")


@breaks(15)
def an_event_names_something_twice(connection: sqlite3.Connection) -> None:
    change(
        connection,
        """UPDATE party_events SET body = replace(body, '"reason"', '"reason":"","reason"')"""
        """ WHERE kind = 'RunFinished'""",
    )


@breaks(15)
def a_number_is_too_large(connection: sqlite3.Connection) -> None:
    change(
        connection,
        """UPDATE party_events SET body = replace(body, '"undo":1', '"undo":9007199254740993')"""
        """ WHERE body LIKE '%"undo":1}'""",
    )


@breaks(15)
def a_number_is_none(connection: sqlite3.Connection) -> None:
    packed = zlib.compress(b'{"total_minor":NaN}')
    address = digest(b'{"total_minor":NaN}')
    change(connection, "INSERT INTO contents VALUES (99999, ?, ?)", address, packed)


@breaks(16)
def the_input_history_says_something_else(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE input_history SET content = 'no guests'")


@breaks(16)
def the_input_history_forgot_an_input(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM input_history WHERE input_id = 'inp_1'")


@breaks(16)
def the_input_history_says_a_removed_input_is_there(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE input_history SET removed_version = NULL WHERE removed_version NOT NULL",
    )


@breaks(0)
def an_index_is_of_another_column(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    change(
        connection,
        "UPDATE sqlite_master SET sql = replace(sql, 'party_id', 'agent')"
        " WHERE name = 'idx_ledger_party'",
    )
