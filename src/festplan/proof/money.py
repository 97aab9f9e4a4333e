"""Invariants 9 and 10: every call is booked at its price, sums agree, and no cap was passed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from festplan.engine.fingerprint import content
from festplan.ports import CapName
from festplan.proof.findings import Finding, Invariant, finding
from festplan.proof.reading import CALLS, SPENDING, WORK, select, stream
from festplan.proof.texts import NotStrict, plain, strict
from festplan.store.calls import subjects

if TYPE_CHECKING:
    import sqlalchemy as sa

Row = dict[str, Any]
CAPS = frozenset(get_args(CapName))
PRICE = re.compile(r"(?P<book>[^/]+)/(?P<model>.+)/\d{4}-\d\d-\d\d/(?P<rates>\d+\+\d+\+\d+)")
"""The name of a model's price: book, model, date, and picodollars a token."""
WORK_PRICE = re.compile(r"[^/]+/\d{4}-\d\d-\d\d/(?P<rates>\d+\+\d+\+\d+\+\d+)")
"""The name of the price of work: book, date, and picodollars for one of each."""
BATCH = "+batch"
TOKENS = ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")
COUNTS = ("vector_queries", "compute_microseconds", "cache_operations", "database_operations")
AMOUNTS = ("reserved_microdollars", "charged_microdollars")


def check(connection: sa.Connection) -> Iterator[Finding]:
    """What breaks an invariant in the ledger of calls, its sums, the steps and the work."""
    for row in _rows(connection, "calls", CALLS):
        yield from _told(Invariant.LEDGER, "calls", row["call_id"], booked(row))
        yield from _told(Invariant.TEXT, "calls", row["call_id"], unclean(row))
    yield from rolled_up(connection)
    yield from steps(connection)
    for row in _rows(connection, "work", WORK):
        yield from _told(Invariant.LEDGER, "work", row["id"], worked(row))
        yield from _told(Invariant.TEXT, "work", row["id"], unclean(row))


def _rows(connection: sa.Connection, table: str, columns: Sequence[str]) -> Iterator[Row]:
    query = select(table, columns)
    return (dict(zip(columns, row, strict=True)) for row in stream(connection, query))


def _told(
    invariant: Invariant, table: str, row_id: object, messages: Iterator[str]
) -> Iterator[Finding]:
    return (finding(invariant, table, row_id, message) for message in messages)


def unclean(row: Mapping[str, Any]) -> Iterator[str]:
    """Text that is not what every database holds in equal bytes."""
    for name, value in row.items():
        try:
            if name == "caps" and content(strict(value)).decode() != value:
                yield "caps: the JSON is not canonical"
            elif isinstance(value, str | bytes):
                plain(value)
        except NotStrict as broken:
            yield f"{name}: {broken}"


# --- calls ---------------------------------------------------------------------------------------


def booked(call: Row) -> Iterator[str]:
    """What is wrong with a call by itself."""
    if not (_count(call["attempt"]) and call["attempt"] and call["batch"] in (0, 1)):
        yield f"attempt {call['attempt']!r}, batch {call['batch']!r}"
    wrong = [name for name in AMOUNTS if not _count(call[name])]
    if wrong:
        yield f"{wrong[0]} is {call[wrong[0]]!r}, no whole microdollars"
    elif call["state"] not in STATES:
        yield f"{call['state']!r} is no state of a call"
    else:
        yield from STATES[call["state"]](call)
    if (call["ended"] is None) != (call["state"] == "reserved"):
        yield f"the call is {call['state']}, with its end at {call['ended']}"
    if (call["ended"] is None) != (call["ended_at"] is None):
        yield f"the call has its end at {call['ended']}, {call['ended_at']}"


def _open(call: Row) -> Iterator[str]:
    """Reserved or unknown: it stands at its reservation, and nothing has been counted."""
    if call["charged_microdollars"] != call["reserved_microdollars"]:
        yield f"{call['charged_microdollars']} are charged, not the reservation"
    yield from _uncounted(call)


def _released(call: Row) -> Iterator[str]:
    if call["charged_microdollars"]:
        yield f"{call['charged_microdollars']} are charged for no work"
    yield from _uncounted(call)


def _uncounted(call: Row) -> Iterator[str]:
    if call["price"] or any(call[name] is not None for name in TOKENS):
        yield f"a call that is {call['state']} has tokens or a price"


def _settled(call: Row) -> Iterator[str]:
    """Its cost is its price times its usage, rounded up."""
    counts = [call[name] for name in TOKENS]
    if not all(map(_count, counts)):
        yield f"the tokens are {counts}"
        return
    sent, got, cached, reasoning = counts
    if cached > sent or reasoning > got:
        yield f"a part is larger than the whole in {counts}"
    price = PRICE.fullmatch(str(call["price"]))
    if price is None:
        yield f"{call['price']!r} names no price"
        return
    if price["model"] != call["model"] + (BATCH if call["batch"] else ""):
        yield f"the price is that of {price['model']}, the call {call['model']}"
    fresh, kept, out = map(int, price["rates"].split("+"))
    cost = _whole((sent - cached) * fresh + cached * kept + got * out, 10**6)
    if cost != call["charged_microdollars"]:
        yield f"{call['charged_microdollars']} are charged; the tokens cost {cost}"


STATES = {"reserved": _open, "unknown": _open, "released": _released, "settled": _settled}
"""What has to hold in each state that a call can be in."""


def _count(value: object) -> bool:
    return type(value) is int and value >= 0


def _whole(amount: int, unit: int) -> int:
    """`amount` in whole units, a begun one counted."""
    return (amount + unit - 1) // unit


# --- sums and caps -------------------------------------------------------------------------------


def rolled_up(connection: sa.Connection) -> Iterator[Finding]:
    """Entries are dense, no cap was passed at any of them, and the roll-ups are their sums."""
    replay = _Replay()
    for place, entry in enumerate(_entries(connection), start=1):
        position, is_end, call = entry
        row_id = call["call_id"]
        if position != place:
            message = f"entry {place} is missing or doubled: {position} follows"
            yield finding(Invariant.ROLLED_UP, "calls", row_id, message)
            return
        for message in replay.end(call) if is_end else replay.reserve(call):
            yield finding(Invariant.ROLLED_UP, "calls", row_id, message)
    yield from _compared(replay, connection)


def _entries(connection: sa.Connection) -> Iterator[tuple[int, int, Row]]:
    """Position, whether it is an end, and the call, of every entry in order."""
    columns = ", ".join(CALLS)
    query = f"""SELECT reserved AS position, 0 AS is_end, {columns} FROM calls
        UNION ALL SELECT ended, 1, {columns} FROM calls WHERE ended NOT NULL
        ORDER BY position, is_end"""  # noqa: S608  # names of columns
    for position, is_end, *row in connection.exec_driver_sql(query):
        yield position, is_end, dict(zip(CALLS, row, strict=True))


class _Replay:
    """What was charged to whom, entry by entry."""

    def __init__(self) -> None:
        self.sums: Counter[tuple[str, str]] = Counter()
        self.entries: Counter[tuple[str, str]] = Counter()

    def reserve(self, call: Row) -> Iterator[str]:
        """Counts a reservation; gives the caps that it passes."""
        counted = dict(subjects(call))
        amount = _amount(call["reserved_microdollars"])
        self._add(counted, amount)
        for cap, limit in _caps(call["caps"]).items():
            sums = amount if cap == "call" else self.sums[cap, counted[cap]]
            if sums > limit:
                yield f"the cap of {limit} for {cap} is passed: {sums}"

    def end(self, call: Row) -> Iterator[str]:
        """Counts the end of a call; it comes after its reservation."""
        if call["ended"] <= call["reserved"]:
            yield f"the call ended at {call['ended']}, before it was reserved"
        charged, reserved = (_amount(call[f"{n}_microdollars"]) for n in ("charged", "reserved"))
        self._add(dict(subjects(call)), charged - reserved)

    def _add(self, counted: Mapping[CapName, str], amount: int) -> None:
        for key in counted.items():
            self.sums[key] += amount
            self.entries[key] += 1


def _amount(value: object) -> int:
    return value if type(value) is int else 0


def _caps(text: object) -> dict[CapName, int]:
    """The caps in force at a reservation; what cannot be read is told as text."""
    try:
        found = strict(text)
    except NotStrict:
        return {}
    if not isinstance(found, dict):
        return {}
    return {cap: limit for cap, limit in found.items() if cap in CAPS and _count(limit)}


def _compared(replay: _Replay, connection: sa.Connection) -> Iterator[Finding]:
    """The stored roll-ups are the sums, both ways."""
    missing = set(replay.sums)
    for row in _rows(connection, "spending", SPENDING):
        key = (row["cap"], row["subject"])
        row_id = "/".join(map(str, key))
        missing.discard(key)
        stored = (row["microdollars"], row["entries"])
        summed = (replay.sums[key], replay.entries[key])
        if stored != summed:
            message = f"{stored} microdollars and entries; the calls say {summed}"
            yield finding(Invariant.ROLLED_UP, "spending", row_id, message)
    for cap, subject in sorted(missing, key=str):
        message = "calls are charged to it, but it has no sum"
        yield finding(Invariant.ROLLED_UP, "spending", f"{cap}/{subject}", message)


# --- steps and work ------------------------------------------------------------------------------


def steps(connection: sa.Connection) -> Iterator[Finding]:
    """What a step spent is what its calls cost; what one saved was paid for the same question."""
    for row_id, message in (*_spent(connection), *_saved(connection)):
        yield finding(Invariant.LEDGER, "ledger", row_id, message)


_SPENT = """SELECT l.id, l.kind, l.spent_microdollars, c.state, c.charged_microdollars
    FROM ledger l LEFT JOIN calls c ON c.fingerprint = l.fingerprint
        AND c.run_id = l.run_id AND c.agent = l.agent AND l.fingerprint <> ''
    WHERE l.spent_microdollars > 0 ORDER BY l.id, c.attempt DESC"""
_SAVED = """SELECT l.id, l.saved_microdollars, r.cost_microdollars FROM ledger l
    JOIN results r ON r.fingerprint = l.fingerprint
    WHERE l.saved_microdollars > 0 AND l.saved_microdollars <> r.cost_microdollars
    AND NOT EXISTS (SELECT 1 FROM ledger p WHERE p.fingerprint = l.fingerprint
        AND p.spent_microdollars = l.saved_microdollars)"""


def _spent(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    found: dict[tuple[int, str, int], list[tuple[str, int]]] = {}
    for *key, state, charged in connection.exec_driver_sql(_SPENT):
        calls = found.setdefault((key[0], key[1], key[2]), [])
        if state is not None:
            calls.append((state, _amount(charged)))
    for (row_id, kind, spent), calls in found.items():
        if kind != "ran":
            yield row_id, f"a step that was {kind} spent {spent}"
        elif calls and spent not in _possible(calls):
            yield row_id, f"the step spent {spent}, which its calls do not"


def _possible(calls: Sequence[tuple[str, int]]) -> set[int]:
    """What the last life of a run may have spent: its latest calls, unknown ones told or not."""
    told, all_charged, sums = 0, 0, set[int]()
    for state, charged in calls:
        told += charged if state == "settled" else 0
        all_charged += charged
        sums |= {told, all_charged}
    return sums


def _saved(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    for row_id, saved, cost in connection.exec_driver_sql(_SAVED):
        yield row_id, f"the step saved {saved}; the answer cost {cost}"


def worked(row: Row) -> Iterator[str]:
    """Work costs what was counted at its price, rounded up."""
    counts = [row[name] for name in COUNTS]
    if not all(map(_count, [*counts, row["microdollars"]])):
        yield f"the counts are {counts}, the microdollars {row['microdollars']!r}"
        return
    price = WORK_PRICE.fullmatch(str(row["price"]))
    if price is None:
        yield f"{row['price']!r} names no price of work"
        return
    queries, seconds, cache, database = map(int, price["rates"].split("+"))
    whole = counts[0] * queries + counts[2] * cache + counts[3] * database
    cost = _whole(whole * 10**6 + counts[1] * seconds, 10**12)
    if cost != row["microdollars"]:
        yield f"{row['microdollars']} are charged; the work costs {cost}"
