"""What is stored beside a party's events: its state, snapshots, input history, ledger, replies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from festplan.domain.plan import Outcome
from festplan.engine.fingerprint import content
from festplan.proof.findings import Finding, Invariant, finding
from festplan.proof.reading import LEDGER, REPLIES, SNAPSHOTS, STATE, PartyRows
from festplan.proof.replay import Replay
from festplan.proof.texts import NotStrict, plain, strict
from festplan.store.write import PENDING, state_parts

STATUSES = frozenset({"draft", "planning", "planned", "editing", "closed", "failed"})
"""Every status that a party can have."""
DIGEST = re.compile(r"[\w-]{43}", re.ASCII)
"""SHA-256 in URL-safe base64."""
OUTCOMES = frozenset(get_args(Outcome))


def check(rows: PartyRows, replay: Replay) -> Iterator[Finding]:
    """What breaks an invariant in the rows beside the events of a party."""
    yield from texts(rows)
    yield from heads(rows, replay)
    if replay.told:
        yield from states(rows, replay)
        yield from snapshots(rows, replay)
        yield from inputs(rows, replay)
        yield from spending(rows, replay)
    yield from replies(rows)


def texts(rows: PartyRows) -> Iterator[Finding]:
    """Text that no event repeats; the other columns are compared with what the events say."""
    for table, columns, key, found in (
        ("party_snapshots", SNAPSHOTS[:2], 0, rows.snapshots),
        ("ledger", LEDGER, 0, rows.ledger),
        ("replies", REPLIES, 0, rows.replies),
    ):
        for row in found:
            row_id = f"{rows.party_id}/{row[key]}" if table == "party_snapshots" else row[key]
            for name, value in zip(columns, row, strict=False):
                try:
                    if isinstance(value, str):
                        plain(value)
                    if name == "headers":
                        strict(value)
                except NotStrict as broken:
                    yield finding(Invariant.TEXT, table, row_id, f"{name}: {broken}")


def heads(rows: PartyRows, replay: Replay) -> Iterator[Finding]:
    """The state is there, at the last version, with the last hash."""
    if not rows.state or not rows.events:
        table = "party_events" if rows.state else "party_state"
        yield finding(Invariant.DENSE, table, rows.party_id, "the party has no row here")
        return
    state = dict(zip(STATE, rows.state[0], strict=True))
    if state["version"] != rows.events[-1][0]:
        message = f"the state is at version {state['version']}, the events at {rows.events[-1][0]}"
        yield finding(Invariant.DENSE, "party_state", rows.party_id, message)
    if state["head_hash"] != replay.head:
        message = "the head's hash is not that of the last event"
        yield finding(Invariant.CHAINED, "party_state", rows.party_id, message)
    if state["status"] not in STATUSES:
        message = f"{state['status']} is not a status"
        yield finding(Invariant.RUN, "party_state", rows.party_id, message)


def states(rows: PartyRows, replay: Replay) -> Iterator[Finding]:
    """Each column of the state is that of the fold."""
    if not rows.state:
        return
    party = replay.party
    results = party.content.results
    budget, final_plan = results.get("budget_agent"), results.get("planner_final")
    expected = {
        **state_parts(party),
        "status": party.status,
        "version": party.version,
        "budget": budget.settled if budget else None,
        "final_plan": final_plan.settled if final_plan else None,
        "updated_at": replay.at,
    }
    state = dict(zip(STATE, rows.state[0], strict=True))
    for name, value in expected.items():
        if state[name] != value:
            message = f"{name} is not the fold's"
            yield finding(Invariant.FOLDED, "party_state", rows.party_id, message)
    if (state["status"] == "planning") != (party.run is not None):
        message = f"the status is {state['status']}, but a run is {'' if party.run else 'not '}open"
        yield finding(Invariant.RUN, "party_state", rows.party_id, message)


def snapshots(rows: PartyRows, replay: Replay) -> Iterator[Finding]:
    """Each snapshot that was due is there, and is the fold at its version; no other is."""
    missing = dict(replay.taken)
    for row in rows.snapshots:
        number, _, *columns = row
        row_id = f"{rows.party_id}/{number}"
        taken = missing.pop(number, None)
        if taken is None:
            message = "no event asked for this snapshot"
            yield finding(Invariant.FOLDED, "party_snapshots", row_id, message)
            continue
        for name, value in zip(SNAPSHOTS[2:], columns, strict=True):
            if value != getattr(taken, name):
                message = f"{name} is not that of version {taken.event_count}"
                yield finding(Invariant.FOLDED, "party_snapshots", row_id, message)
    for number, taken in missing.items():
        message = f"the {taken.snapshot_type} snapshot of version {taken.event_count} is missing"
        yield finding(Invariant.FOLDED, "party_snapshots", f"{rows.party_id}/{number}", message)


def inputs(rows: PartyRows, replay: Replay) -> Iterator[Finding]:
    """The input history holds what was said, from which version to which."""
    missing = dict(replay.said)
    for row in rows.said:
        input_id, added, text, categories, agents, removed = row
        row_id = f"{rows.party_id}/{input_id}/{added}"
        said = missing.pop((input_id, added), None)
        if said is None:
            yield finding(Invariant.SAID, "input_history", row_id, "no event says this")
            continue
        if (text, categories) != (said.content, content(said.categories).decode()):
            yield finding(Invariant.SAID, "input_history", row_id, "the event says something else")
        if removed != said.removed_version:
            message = f"removed at {removed}, by the events at {said.removed_version}"
            yield finding(Invariant.SAID, "input_history", row_id, message)
        if not _is_list_of_text(agents):
            message = "affected_agents is not a list of names"
            yield finding(Invariant.SAID, "input_history", row_id, message)
    for input_id, added in missing:
        row_id = f"{rows.party_id}/{input_id}/{added}"
        yield finding(Invariant.SAID, "input_history", row_id, "the input is missing")


def _is_list_of_text(text: str) -> bool:
    try:
        loaded = strict(text)
    except NotStrict:
        return False
    return isinstance(loaded, list) and all(isinstance(part, str) for part in loaded)


def spending(rows: PartyRows, replay: Replay) -> Iterator[Finding]:
    """Whole microdollars, none negative, of runs that there were."""
    for row in rows.ledger:
        entry = dict(zip(LEDGER, row, strict=True))
        wrong = ""
        for name in ("spent_microdollars", "saved_microdollars"):
            if type(entry[name]) is not int or entry[name] < 0:
                wrong = f"{name} is {entry[name]!r}"
        if entry["run_id"] not in replay.runs:
            wrong = f"the party had no run {entry['run_id']}"
        if entry["kind"] not in OUTCOMES:
            wrong = f"{entry['kind']} is not an outcome"
        if wrong:
            yield finding(Invariant.LEDGER, "ledger", entry["id"], wrong)


def replies(rows: PartyRows) -> Iterator[Finding]:
    """Each reply is one to a command on a version that the party has."""
    for row in rows.replies:
        reply = dict(zip(REPLIES, row, strict=True))
        for message in _wrong_reply(reply, len(rows.events)):
            yield finding(Invariant.ANSWERED_ONCE, "replies", reply["key"], message)


def _wrong_reply(reply: dict[str, Any], head: int) -> Iterator[str]:
    if not reply["key"]:
        yield "the key is empty"
    if not DIGEST.fullmatch(str(reply["request_hash"])):
        yield "request_hash is not a digest"
    if not head:
        yield "there is no such party"
    elif type(reply["version"]) is not int or not 0 < reply["version"] <= head:
        yield f"the party has versions 1 to {head}, not {reply['version']}"
    status = reply["status"]
    if status != PENDING and not (type(status) is int and 200 <= status < 600):
        yield f"{status!r} is not an HTTP status"
    # A pending answer outlives its run when the process dies; it is then made from the history.
    if not (status == PENDING and reply["body"] == ""):
        try:
            strict(reply["body"])
        except NotStrict as broken:
            yield f"body: {broken}"
