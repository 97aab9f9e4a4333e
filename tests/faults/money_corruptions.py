"""Ways to spoil what is booked: steps, calls, sums and work, and whom it is charged to."""

from __future__ import annotations

import sqlite3
from collections import Counter

from festplan.proof.reading import CALLS
from festplan.store.calls import subjects
from tests.faults.corruptions import breaks, change, one

PAID = "spent_microdollars > 0"
"""Steps that were paid for."""


def unbooked(connection: sqlite3.Connection, condition: str) -> None:
    """Takes calls out of the books without a trace: entries stay dense, sums agree."""
    change(connection, f"DELETE FROM calls WHERE {condition}")
    entries = connection.execute(
        "SELECT reserved FROM calls UNION ALL SELECT ended FROM calls WHERE ended NOT NULL"
    )
    places = {old: new for new, (old,) in enumerate(sorted(entries), start=1)}
    for old, new in places.items():  # a place only ever moves down, to one that is free by then
        for column in ("reserved", "ended"):
            connection.execute(
                f"UPDATE calls SET {column} = ? WHERE {column} = ?",
                (new, old),
            )
    summed_up(connection)


def summed_up(connection: sqlite3.Connection) -> None:
    """Makes the sums what the calls say."""
    sums, entries = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in connection.execute(f"SELECT {', '.join(CALLS)} FROM calls").fetchall():
        call = dict(zip(CALLS, row, strict=True))
        for key in subjects(call):
            sums[key] += call["charged_microdollars"]
            entries[key] += 1 if call["ended"] is None else 2
    change(connection, "DELETE FROM spending")
    connection.executemany(
        "INSERT INTO spending VALUES (?, ?, ?, ?)",
        [(*key, amount, entries[key]) for key, amount in sums.items()],
    )


def of_paid(columns: str) -> str:
    """A statement that changes `columns` of the calls that paid steps."""
    paid = f"SELECT fingerprint FROM ledger WHERE {PAID}"
    return f"UPDATE calls SET {columns} WHERE fingerprint IN ({paid})"


@breaks(9)
def a_paid_step_has_no_call(connection: sqlite3.Connection) -> None:
    unbooked(connection, "call_id IN ('paid0', 'first0')")


@breaks(9)
def the_call_that_gave_an_answer_is_missing(connection: sqlite3.Connection) -> None:
    """What failed before it is still there."""
    unbooked(connection, "call_id = 'paid0'")


@breaks(9)
def a_steps_calls_are_of_another_run(connection: sqlite3.Connection) -> None:
    change(connection, of_paid("run_id = 'another'"))
    summed_up(connection)


@breaks(9)
def a_steps_calls_are_of_another_question(connection: sqlite3.Connection) -> None:
    change(connection, of_paid("fingerprint = 'another'"))


@breaks(9)
def a_steps_calls_are_of_another_agent(connection: sqlite3.Connection) -> None:
    change(connection, of_paid("agent = 'dj_agent'"))
    summed_up(connection)


@breaks(9)
def a_steps_calls_did_no_work(connection: sqlite3.Connection) -> None:
    counted = "input_tokens = NULL, output_tokens = NULL, cached_tokens = NULL"
    nothing = f"charged_microdollars = 0, price = '', {counted}, reasoning_tokens = NULL"
    change(connection, of_paid(f"state = 'released', {nothing}"))
    summed_up(connection)


@breaks(9)
def a_paid_step_names_no_question(connection: sqlite3.Connection) -> None:
    change(connection, f"UPDATE ledger SET fingerprint = '' WHERE {PAID}")


@breaks(9)
def a_paid_step_names_another_tier(connection: sqlite3.Connection) -> None:
    change(connection, f"UPDATE ledger SET tier = 'large' WHERE {PAID}")


@breaks(9)
def a_question_is_paid_twice(connection: sqlite3.Connection) -> None:
    names = "party_id, run_id, agent, tier, kind, spent_microdollars, saved_microdollars"
    names += ", occurred_at, fingerprint, reason"
    copied = f"INSERT INTO ledger ({names}) SELECT {names} FROM ledger"
    change(connection, f"{copied} WHERE {PAID} LIMIT 1")


@breaks(9)
def a_step_ran_and_saved(connection: sqlite3.Connection) -> None:
    change(
        connection,
        f"UPDATE ledger SET saved_microdollars = spent_microdollars WHERE {PAID}",
    )


@breaks(9)
def a_step_that_ran_saved_all_of_it(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE ledger SET kind = 'ran' WHERE saved_microdollars > 0")


@breaks(9)
def a_saved_step_names_no_question(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE ledger SET fingerprint = '' WHERE saved_microdollars > 0")


@breaks(9)
def a_step_saved_a_free_answer(connection: sqlite3.Connection) -> None:
    query = "SELECT fingerprint FROM results WHERE cost_microdollars = 0 LIMIT 1"
    change(
        connection,
        "UPDATE ledger SET fingerprint = ? WHERE saved_microdollars > 0",
        one(connection, query),
    )


@breaks(9)
def a_private_answer_costs_what_nobody_paid(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE results SET cost_microdollars = 777 WHERE agent = 'budget_agent'")


@breaks(9)
def a_private_answer_is_dearer_than_its_calls(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE results SET cost_microdollars = cost_microdollars + 1"
        " WHERE cost_microdollars > 0 AND scope <> ''",
    )


@breaks(11)
def a_host_is_charged_for_anothers_party(connection: sqlite3.Connection) -> None:
    change(connection, of_paid("scope = 'another'"))
    summed_up(connection)


@breaks(9)
def a_debit_is_negative(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE ledger SET spent_microdollars = -1")


@breaks(9)
def a_debit_is_of_no_run(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE ledger SET run_id = 'none' WHERE saved_microdollars > 0")


@breaks(9)
def a_reused_step_is_charged(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE ledger SET kind = 'shared' WHERE spent_microdollars > 0")


@breaks(9)
def a_step_spent_more_than_its_calls(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE ledger SET spent_microdollars = spent_microdollars + 1"
        " WHERE spent_microdollars > 0",
    )


@breaks(9)
def a_step_saved_what_was_never_paid(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE ledger SET saved_microdollars = saved_microdollars + 1"
        " WHERE saved_microdollars > 0",
    )


@breaks(9)
def a_call_is_charged_a_microdollar_less(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE calls SET charged_microdollars = charged_microdollars - 1 WHERE call_id = 'paid0'",
    )
    change(connection, "UPDATE spending SET microdollars = microdollars - 1 WHERE cap = 'all'")


@breaks(9)
def a_token_is_forgotten(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET output_tokens = output_tokens - 5 WHERE call_id = 'paid0'")


@breaks(9)
def cached_tokens_are_more_than_all(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET cached_tokens = 1002 WHERE call_id = 'batched'")


@breaks(9)
def a_price_is_drifting(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE calls SET price = replace(price, '600000', '500000') WHERE call_id = 'paid0'",
    )


@breaks(9)
def a_price_is_that_of_another_model(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET model = 'openai:gpt-4o' WHERE call_id = 'paid0'")


@breaks(9)
def a_batch_is_paid_in_full(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET batch = 0 WHERE call_id = 'batched'")


@breaks(9)
def a_price_is_lost(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET price = '' WHERE call_id = 'paid0'")


@breaks(9)
def a_call_is_in_no_state(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET state = 'lost' WHERE call_id = 'open'")


@breaks(9)
def a_settled_call_says_it_is_released(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET state = 'released' WHERE call_id = 'paid0'")


@breaks(9)
def an_unknown_call_is_free(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET charged_microdollars = 0 WHERE call_id = 'first0'")


@breaks(9)
def a_reservation_is_a_fraction(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET reserved_microdollars = 0.5 WHERE call_id = 'open'")


@breaks(9)
def a_reserved_call_has_ended(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET ended_at = reserved_at WHERE call_id = 'open'")


@breaks(9)
def work_is_cheaper_than_its_price(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE work SET microdollars = microdollars - 1")


@breaks(9)
def work_has_no_price(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE work SET price = 'free'")


@breaks(10)
def a_call_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM calls WHERE call_id = 'released'")


@breaks(10)
def the_last_call_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM calls WHERE call_id = 'open'")


@breaks(10)
def a_call_ended_before_it_began(connection: sqlite3.Connection) -> None:
    reserved = one(connection, "SELECT reserved FROM calls WHERE call_id = 'paid0'")
    ended = one(connection, "SELECT ended FROM calls WHERE call_id = 'paid0'")
    change(
        connection,
        "UPDATE calls SET reserved = ?, ended = ? WHERE call_id = 'paid0'",
        *(ended, reserved),
    )


@breaks(10)
def a_sum_has_drifted(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE spending SET microdollars = microdollars + 1 WHERE cap = 'month'")


@breaks(10)
def a_sum_is_missing(connection: sqlite3.Connection) -> None:
    change(connection, "DELETE FROM spending WHERE cap = 'party'")


@breaks(10)
def a_sum_is_of_nothing(connection: sqlite3.Connection) -> None:
    change(connection, "INSERT INTO spending VALUES ('agent', '2026-11 dj_agent', 5, 1)")


@breaks(10)
def a_call_is_charged_to_another_host(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET scope = 'another' WHERE call_id = 'paid0'")


@breaks(10)
def a_cap_was_passed(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE calls SET caps = replace(caps, '50000', '3000') WHERE call_id = 'open'",
    )


@breaks(10)
def a_call_was_dearer_than_its_cap(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE calls SET caps = replace(caps, '2000', '1499') WHERE call_id = 'open'",
    )


@breaks(15)
def a_reason_holds_a_nul(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET reason = 'cut' || char(0) WHERE call_id = 'first0'")


@breaks(15)
def the_caps_are_no_json(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE calls SET caps = '{all:1}' WHERE call_id = 'open'")
