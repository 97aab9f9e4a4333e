"""Whatever is reserved, settled, released or lost: sums agree, and no cap is passed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from festplan.ports.models import Call, CallNotOpen, CapName, CapReached
from festplan.store import calls as ledger
from festplan.store.tables import metadata

CAPS: tuple[CapName, ...] = ("call", "run", "party", "host", "agent", "month", "all")
MONTHS = ("2026-11-30T23:59:59.999999+00:00", "2026-12-01T00:00:00.000000+00:00")

Entry = tuple[str, Any]
"""What is done: "reserve" with a call and a time, or the end of the n-th call."""


@st.composite
def reservations(draw: st.DrawFn) -> Entry:
    host = draw(st.integers(0, 1))
    party = draw(st.integers(0, 1))
    run = draw(st.integers(0, 1))
    call = Call(
        call_id="",
        party_id=f"party{host}{party}",
        run_id=f"run{host}{party}{run}",
        scope=f"host{host}",
        agent=draw(st.sampled_from(("theme_agent", "venue_agent"))),
        tier="small",
        model="openai:gpt-4o-mini",
        fingerprint=draw(st.sampled_from(("f1", "f2"))),
        attempt=draw(st.integers(1, 2)),
        reserved_microdollars=draw(st.integers(0, 60)),
    )
    return "reserve", (call, draw(st.sampled_from(MONTHS)))


ENDS = st.tuples(
    st.sampled_from(("settled", "released", "unknown")),
    st.tuples(st.integers(0, 30), st.integers(0, 60)),
)
ABANDONS = st.tuples(st.just("abandon"), st.sampled_from(("run000", "run010", "run100")))
PROGRAMS = st.lists(st.one_of(reservations(), reservations(), ENDS, ABANDONS), max_size=40)
LIMITS = st.dictionaries(st.sampled_from(CAPS), st.integers(0, 200), max_size=4)


@dataclass
class Oracle:
    """What a ledger must say, kept the slow way: every call, summed anew each time."""

    caps: Mapping[CapName, int]
    calls: list[tuple[Call, str]] = field(default_factory=list)
    charges: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def sums(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for (call, at), charge in zip(self.calls, self.charges, strict=True):
            for key in self.keys(call, at):
                found[key] += charge
        return found

    @staticmethod
    def keys(call: Call, at: str) -> list[tuple[str, str]]:
        month = at[:7]
        return [
            *(("run", call.run_id), ("party", call.party_id), ("host", call.scope)),
            *(("agent", f"{month} {call.agent}"), ("month", month), ("all", "")),
        ]

    def refuses(self, call: Call, at: str) -> bool:
        sums = self.sums()
        amount = call.reserved_microdollars
        full = (
            sums[key] + amount > self.caps[cap]
            for cap in self.caps
            for key in self.keys(call, at)
            if key[0] == cap
        )
        return any(full) or amount > self.caps.get("call", amount)


@contextmanager
def empty() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


def attempt(connection: sa.Connection, oracle: Oracle, entry: Entry) -> None:
    kind, given_ = entry
    if kind == "reserve":
        call, at = given_
        _reserve(connection, oracle, replace(call, call_id=str(len(oracle.calls))), at)
    elif kind == "abandon":
        _abandon(connection, oracle, given_)
    elif oracle.calls:
        place, cost = given_[0] % len(oracle.calls), given_[1]
        _end(connection, oracle, place, kind, cost)


def _reserve(connection: sa.Connection, oracle: Oracle, call: Call, at: str) -> None:
    refused = oracle.refuses(call, at)
    try:
        ledger.reserve(connection, call, oracle.caps, at)
    except CapReached:
        assert refused, "a call was refused that every cap leaves room for"
        return
    assert not refused, "a call was let through that a cap leaves no room for"
    oracle.calls.append((call, at))
    oracle.charges.append(call.reserved_microdollars)
    oracle.states.append("reserved")


def _end(connection: sa.Connection, oracle: Oracle, place: int, kind: str, cost: int) -> None:
    how: dict[str, Any] = {"state": kind}
    if kind != "unknown":
        how["charged_microdollars"] = cost if kind == "settled" else 0
    try:
        ledger.end(connection, str(place), how, MONTHS[1])
    except CallNotOpen:
        assert not _may_end(oracle.states[place], kind)
        return
    assert _may_end(oracle.states[place], kind), "a call ended twice"
    oracle.states[place] = kind
    oracle.charges[place] = how.get("charged_microdollars", oracle.charges[place])


def _may_end(state: str, kind: str) -> bool:
    """Reserved calls end; an unknown one is settled where its answer comes after all."""
    return state == "reserved" or (state, kind) == ("unknown", "settled")


def _abandon(connection: sa.Connection, oracle: Oracle, run_id: str) -> None:
    left = [
        place
        for place, (call, _) in enumerate(oracle.calls)
        if call.run_id == run_id and oracle.states[place] == "reserved"
    ]
    assert ledger.abandon(connection, run_id, MONTHS[1]) == len(left)
    for place in left:
        oracle.states[place] = "unknown"


def agrees(connection: sa.Connection, oracle: Oracle) -> None:
    rows = connection.execute(sa.text("SELECT cap, subject, microdollars FROM spending")).all()
    found = {(cap, subject): amount for cap, subject, amount in rows}
    assert found == dict(oracle.sums())
    told = connection.execute(
        sa.text("SELECT state, charged_microdollars FROM calls ORDER BY reserved")
    ).all()
    assert [tuple(row) for row in told] == list(zip(oracle.states, oracle.charges, strict=True))
    places = connection.execute(
        sa.text("SELECT reserved FROM calls UNION ALL SELECT ended FROM calls WHERE ended NOT NULL")
    )
    assert sorted(places.scalars()) == list(range(1, len(oracle.states) + _ended(oracle) + 1))


def _ended(oracle: Oracle) -> int:
    return sum(state != "reserved" for state in oracle.states)


def hold(program: list[Entry], caps: Mapping[CapName, int]) -> None:
    oracle = Oracle(caps)
    with empty() as connection:
        for entry in program:
            attempt(connection, oracle, entry)
            agrees(connection, oracle)


@settings(max_examples=150, deadline=None)
@given(PROGRAMS, LIMITS)
def test_after_any_entries_the_sums_agree_and_no_cap_was_passed(
    program: list[Entry], caps: dict[CapName, int]
) -> None:
    hold(program, caps)


def a_call(amount: int, run: str = "run000", **changed: Any) -> Entry:
    call = Call(
        *("", "party00", run, "host0", "theme_agent", "small", "openai:gpt-4o-mini", "f1"),
        attempt=1,
        reserved_microdollars=amount,
    )
    return "reserve", (replace(call, **changed), MONTHS[0])


EXAMPLE = [a_call(50), a_call(60, fingerprint="f2"), ("settled", (0, 20)), ("unknown", (1, 0))]
EXAMPLE += [a_call(10), ("released", (2, 0)), a_call(50), a_call(30), ("abandon", "run000")]


def _no_caps(*_given: object) -> None:
    return None


def _forgetting(cap: str) -> Callable[[Mapping[str, Any]], Iterator[tuple[CapName, str]]]:
    subjects = ledger.subjects
    return lambda row: (pair for pair in subjects(row) if pair[0] != cap)


def _free_unknowns(connection: sa.Connection, call_id: str, how: Any, now: str) -> None:
    free = {"charged_microdollars": 0} if how["state"] == "unknown" else {}
    REAL_END(connection, call_id, how | free, now)


def _off_by_one(
    connection: sa.Connection, counted: Any, caps: Mapping[CapName, int], amount: int
) -> None:
    REAL_WITHIN(connection, counted, {cap: limit + 1 for cap, limit in caps.items()}, amount)


REAL_END, REAL_WITHIN = ledger.end, ledger._within

BUGS: dict[str, tuple[str, Any]] = {
    "caps are not looked at": ("_within", _no_caps),
    "a cap lets one microdollar more through": ("_within", _off_by_one),
    "the party is not counted": ("subjects", _forgetting("party")),
    "the month is not counted": ("subjects", _forgetting("month")),
    "nothing is counted": ("_count", _no_caps),
    "what may have been billed is free": ("end", _free_unknowns),
    "every entry takes the first place": ("_next", lambda _connection: 1),
}


def test_the_example_that_bugs_are_planted_in_holds() -> None:
    hold(EXAMPLE, {"run": 129})


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_of_the_ledger_is_told(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, wrong = BUGS[bug]
    monkeypatch.setattr(ledger, name, wrong)
    with pytest.raises((AssertionError, KeyError, sqlite3.IntegrityError)):
        hold(EXAMPLE, {"run": 129})


def test_attempts_count_on_where_a_run_is_done_again() -> None:
    with empty() as connection:
        for place in ("a", "b"):
            call = replace(a_call(1)[1][0], call_id=place)
            ledger.reserve(connection, call, {}, MONTHS[0])
        rows = connection.execute(sa.text("SELECT call_id, attempt FROM calls ORDER BY reserved"))
        assert [tuple(row) for row in rows] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize("amount", [-1, 1.5, True, None])
def test_an_amount_that_is_not_whole_microdollars_is_refused(amount: Any) -> None:
    with empty() as connection, pytest.raises(ValueError, match="no amount"):
        ledger.reserve(
            connection, replace(a_call(0)[1][0], reserved_microdollars=amount), {}, MONTHS[0]
        )
