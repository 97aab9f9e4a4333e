"""Invariants 9 and 11: what cost was paid by its calls, once, and by the host whose party it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from festplan.proof.findings import Finding, Invariant, finding

if TYPE_CHECKING:
    import sqlalchemy as sa

RULES = "rules"
"""The tier whose steps cost only what models were asked for in vain."""
CHARGED = frozenset({"settled", "unknown"})
"""The states of a call that has ended and was charged."""


class Charge(NamedTuple):
    """A call as far as it says who was paid what; the attempts of a question come latest first."""

    run_id: str
    agent: str
    tier: str
    state: str
    amount: int


def steps(connection: sa.Connection) -> Iterator[Finding]:
    """What a step spent is what its calls cost; what one saved was paid for the same question."""
    for row_id, message in (*_spent(connection), *_twice(connection), *_saved(connection)):
        yield finding(Invariant.LEDGER, "ledger", row_id, message)


def answers(connection: sa.Connection) -> Iterator[Finding]:
    """A private answer costs what calls here were charged; a shared one may come from elsewhere."""
    for (name, cost), rows in groupby(connection.exec_driver_sql(_PRIVATE), itemgetter(0, 1)):
        charges = [_charge(row[2:]) for row in rows if row[2] is not None]
        if not _explain(charges, _amount(cost)):
            message = f"the answer cost {cost}, which no calls did"
            yield finding(Invariant.LEDGER, "results", name, message)


def strangers(connection: sa.Connection) -> Iterator[Finding]:
    """Each call is charged to the host whose party it was made for."""
    for (call_id,) in connection.exec_driver_sql(_STRANGERS):
        message = "the call is charged to another host than the party's"
        yield finding(Invariant.SCOPED, "calls", call_id, message)


_CALL = """CASE c.batch WHEN 1 THEN c.party_id ELSE c.run_id END, c.agent, c.tier, c.state,
    c.charged_microdollars"""
"""What a batch answered was asked in earlier runs of the party: all of these count as one."""
_PRIVATE = f"""SELECT r.fingerprint, r.cost_microdollars, {_CALL}
    FROM results r LEFT JOIN calls c ON c.fingerprint = r.fingerprint
    WHERE r.scope <> '' AND r.cost_microdollars > 0
    ORDER BY r.fingerprint, 3, c.agent, c.reserved DESC"""  # noqa: S608  # names of columns
_STRANGERS = """SELECT c.call_id FROM calls c JOIN party_state s ON s.party_id = c.party_id
    WHERE json_valid(s.rest) AND c.scope <> json_extract(s.rest, '$.scope')"""
_SPENT = f"""SELECT l.id, l.kind, l.tier, l.spent_microdollars, l.saved_microdollars, {_CALL}
    FROM ledger l LEFT JOIN calls c ON c.fingerprint = l.fingerprint
        AND (c.run_id = l.run_id OR (c.batch = 1 AND c.party_id = l.party_id))
        AND c.agent = l.agent AND l.fingerprint <> ''
    WHERE l.spent_microdollars > 0
    ORDER BY l.id, c.run_id = l.run_id DESC, c.reserved DESC"""  # noqa: S608
_TWICE = """SELECT max(id) FROM ledger WHERE spent_microdollars > 0 AND tier <> 'rules'
    GROUP BY run_id, agent, fingerprint HAVING count(*) > 1"""
_SAVED = """SELECT l.id, l.kind, l.tier, l.fingerprint, l.saved_microdollars,
        r.tier, r.scope, r.cost_microdollars
    FROM ledger l LEFT JOIN results r ON r.fingerprint = l.fingerprint
    WHERE l.saved_microdollars > 0
        AND (l.kind = 'ran' OR r.cost_microdollars IS NOT l.saved_microdollars)"""
_CALLS = f"""SELECT {_CALL} FROM calls c WHERE c.fingerprint = ?
    ORDER BY 1, c.agent, c.reserved DESC"""  # noqa: S608


def _spent(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    lines = connection.exec_driver_sql(_SPENT)
    for (row_id, kind, tier, spent, saved), rows in groupby(lines, itemgetter(0, 1, 2, 3, 4)):
        charges = [_charge(row[5:]) for row in rows if row[5] is not None]
        if kind != "ran" or saved:
            yield row_id, f"a step that was {kind} spent {spent} and saved {saved}"
        elif not any(_pays(charge, tier) for charge in charges):
            yield row_id, f"the step spent {spent}, but no call of its tier was charged for it"
        elif not any(spent in _possible(charges[life:]) for life in _lives(charges, tier)):
            yield row_id, f"the step spent {spent}, which its calls do not"


def _pays(charge: Charge, tier: str) -> bool:
    """Whether the call may have given the answer, or, where rules gave it, was made in vain."""
    return charge.state in CHARGED and (tier in (RULES, charge.tier))


def _lives(charges: Sequence[Charge], tier: str) -> Sequence[int]:
    """Where the calls of a step may begin, latest first: an answer's are the last of its question.

    Those made in vain may be of an earlier life of the run, which asked again after its death.
    """
    return range(len(charges)) if tier == RULES else (0,)


def _twice(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    for (row_id,) in connection.exec_driver_sql(_TWICE):
        yield row_id, "an earlier step of the run has paid for the same question"


def _saved(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    """Steps that saved another amount than the answer's that is stored now.

    It may have given way to a better one since: then calls here cost that amount, or it was
    shared, of another tier, and paid for by Festplan on another database.
    """
    lines = connection.exec_driver_sql(_SAVED)
    for row_id, kind, tier, name, saved, now, scope, cost in lines:
        if kind == "ran":
            yield row_id, f"a step that ran saved {saved}"
            continue
        gave_way = scope == "" and now not in (tier, RULES)
        charges = [_charge(row) for row in connection.exec_driver_sql(_CALLS, (name,))]
        if not (name and (gave_way or _explain(charges, saved))):
            yield row_id, f"the step saved {saved}; the answer cost {cost}"


def _explain(charges: Sequence[Charge], amount: int) -> bool:
    """Whether calls of one run, in order, cost that amount.

    One whose process died is unknown: it is charged at its reservation, and its answer cost less.
    Nothing was asked after it, because the answer was there.
    """
    for _, same in groupby(charges, itemgetter(0, 1)):
        calls = list(same)
        total = sum(call.amount for call in calls if call.state in CHARGED)
        died = calls[0].state == "unknown"
        if amount in _possible(calls) or (died and amount <= total):
            return True
    return False


def _possible(calls: Sequence[Charge]) -> set[int]:
    """What the last life of a run may have spent: its latest calls, unknown ones told or not."""
    told, all_charged, sums = 0, 0, set[int]()
    for call in calls:
        told += call.amount if call.state == "settled" else 0
        all_charged += call.amount
        sums |= {told, all_charged}
    return sums


def _charge(row: Sequence[Any]) -> Charge:
    run_id, agent, tier, state, amount = row
    return Charge(run_id, agent, tier, state, _amount(amount))


def _amount(value: object) -> int:
    return value if type(value) is int else 0
