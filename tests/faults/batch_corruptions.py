"""Ways to spoil what is noted of batches, and a database that has such notes."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from festplan.service import batch_report, batching
from tests.faults.batch_dying import WANTED, Batched, opened
from tests.faults.corruptions import breaks, change
from tests.faults.hosts import TODAY


def make_batches(file: Path) -> None:
    """Plans a job to its end, and leaves another with its batch on its way."""
    taken = file.with_suffix(".taken")
    taken.touch()
    asyncio.run(_play(Batched(str(file), str(taken), "", 0)))


async def _play(batched: Batched) -> None:
    async with opened(batched, lambda _: None) as (festplan, doors):
        job = await batching.submit(festplan, doors, WANTED, name="f", today=TODAY)
        await batching.go_on(festplan, doors, await batch_report.found(doors, job))
        more = [batching.Wanted("", ("a theme of qxzv",))]
        job = await batching.submit(festplan, doors, more, name="g", today=TODAY)
        (waiting,) = await batch_report.found(doors, job)
        assert doors.sender
        await batching.run_parties(festplan, doors, waiting)
        await doors.sender.send()


@breaks(17)
def an_ask_was_answered_for_nothing(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE batch_asks SET call_id = 'nobody' WHERE key IN"
        " (SELECT key FROM batch_asks WHERE state = 'answered' LIMIT 1)",
    )


@breaks(17)
def an_ask_is_with_no_batch(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE batch_sendings SET state = 'ended' WHERE state = 'sent'")


@breaks(17)
def an_answer_of_a_batch_is_gone(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE batch_asks SET output = '' WHERE state = 'answered'")


@breaks(17)
def a_party_is_in_no_state(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE batch_parties SET state = 'lost'")


@breaks(15)
def an_answer_of_a_batch_is_no_json(connection: sqlite3.Connection) -> None:
    change(connection, "UPDATE batch_asks SET output = '{' WHERE output <> ''")


@breaks(9)
def a_step_spent_more_than_its_batch(connection: sqlite3.Connection) -> None:
    change(
        connection,
        "UPDATE ledger SET spent_microdollars = spent_microdollars + 1 WHERE id IN"
        " (SELECT l.id FROM ledger l JOIN calls c USING (fingerprint, party_id)"
        " WHERE c.batch = 1 AND l.spent_microdollars > 0 LIMIT 1)",
    )
