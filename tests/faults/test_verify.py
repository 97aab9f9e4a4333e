"""`verify` is silent over a database that Festplan made, and tells every way to spoil it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import tests.faults.answer_corruptions
import tests.faults.money_corruptions  # noqa: F401  # both add theirs to CORRUPTIONS
from festplan.proof import answers, batches, money, paid, provenance, standing
from festplan.proof import verify as checks
from festplan.proof.replay import Replay
from festplan.proof.verify import Finding, verify
from festplan.store.calls import SqlCallLedger
from festplan.store.database import Database, DatabaseUnusable
from festplan.store.sql_store import SqlStore
from tests.faults.batch_corruptions import make_batches
from tests.faults.conftest import Copy
from tests.faults.corruptions import CORRUPTIONS
from tests.faults.hosts import url
from tests.faults.mixed_history import make_history
from tests.faults.settling import NOW, a_call


@pytest.fixture(scope="module")
def lived_in(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everything has happened that can happen."""
    file = Path(shutil.copy(template, tmp_path_factory.mktemp("lived-in") / "festplan.db"))
    make_history(file)
    make_batches(file)
    return file


def spoilt(file: Path, folder: Path, name: str) -> list[Finding]:
    """What `verify` finds in a copy of the database that was spoilt in the way of that name."""
    copy = Path(shutil.copy(file, folder / "spoilt.db"))
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        CORRUPTIONS[name].spoil(connection)
    return verify(url(copy))


def test_a_database_that_festplan_made_breaks_nothing(lived_in: Path) -> None:
    with closing(sqlite3.connect(lived_in)) as connection:
        kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM party_events")}
        ends = {
            end
            for (end,) in connection.execute(
                "SELECT DISTINCT body ->> 'status' FROM party_events WHERE kind = 'RunFinished'"
            )
        }
    assert len(kinds) == 18
    assert ends == {"completed", "superseded", "failed"}
    assert verify(url(lived_in)) == []


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_corruption_is_told_by_its_invariant(
    lived_in: Path, tmp_path: Path, name: str
) -> None:
    found = spoilt(lived_in, tmp_path, name)
    assert CORRUPTIONS[name].invariant in {f.invariant for f in found}, found
    assert all(f.name and f.message for f in found)
    assert all(f.table and f.row_id for f in found if f.invariant)


def nothing(*_arguments: object) -> Iterator[Finding]:
    """A check that has been forgotten."""
    return iter(())


@pytest.mark.parametrize(
    ("where", "check", "name"),
    [
        (checks, "_file", "an_index_is_of_another_column"),
        (Replay, "_place", "an_event_is_missing"),
        (Replay, "_chain", "an_author_is_changed"),
        (standing, "states", "the_state_holds_another_input"),
        (standing, "snapshots", "a_snapshot_is_missing"),
        (answers, "agreed", "a_party_says_it_asked_otherwise"),
        (answers, "stored_bodies", "a_body_is_cut_off"),
        (answers, "held", "an_answer_is_missing"),
        (provenance, "views", "an_answer_is_to_an_older_brief"),
        (Replay, "_restored", "what_was_restored_never_was"),
        (provenance, "_seen", "a_hosts_own_words_are_in_a_shared_view"),
        (answers, "stored_answers", "a_budget_is_for_everybody"),
        (provenance, "ghosts", "an_answer_to_nothing_is_left"),
        (standing, "replies", "a_reply_is_of_no_party"),
        (standing, "spending", "a_debit_is_of_no_run"),
        (money, "booked", "a_price_is_drifting"),
        (paid, "_saved", "a_step_saved_what_was_never_paid"),
        (paid, "_spent", "a_paid_step_has_no_call"),
        (paid, "_twice", "a_question_is_paid_twice"),
        (paid, "answers", "a_private_answer_costs_what_nobody_paid"),
        (paid, "strangers", "a_host_is_charged_for_anothers_party"),
        (money, "worked", "work_has_no_price"),
        (money, "rolled_up", "a_call_is_missing"),
        (money, "_compared", "a_sum_is_missing"),
        (money, "unclean", "the_caps_are_no_json"),
        (batches, "agreed", "an_ask_was_answered_for_nothing"),
        (batches, "unclean", "an_answer_of_a_batch_is_no_json"),
        (Replay, "_ended", "a_run_ended_twice"),
        (standing, "texts", "a_text_is_not_utf_8"),
        (answers, "stored_evidence", "a_text_runs_backwards"),
        (standing, "inputs", "the_input_history_forgot_an_input"),
    ],
)
def test_a_forgotten_check_lets_its_corruption_pass(
    lived_in: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    check: str,
    name: str,
) -> None:
    monkeypatch.setattr(where, check, nothing)
    found = spoilt(lived_in, tmp_path, name)
    assert CORRUPTIONS[name].invariant not in {f.invariant for f in found}


def test_a_run_that_asked_in_vain_in_two_lives_breaks_nothing(
    lived_in: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(lived_in, tmp_path / "copy.db"))
    asyncio.run(asked_in_vain(copy, (1500, 1400)))
    assert verify(url(copy)) == []
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE ledger SET spent_microdollars = 1450 WHERE reason = 'in vain'")
    assert {found.invariant for found in verify(url(copy))} == {9}


async def asked_in_vain(file: Path, amounts: Sequence[int]) -> None:
    """A run dies and is done again: each time a model that costs so much has no answer."""
    database = Database(url(file))
    database.open()
    store, ledger = (
        SqlStore(database, lambda: NOW),
        SqlCallLedger(database, lambda: NOW, {}),
    )
    paid = next(entry for entry in await store.ledger() if entry.spent_microdollars)
    scope = (await store.party(paid.party_id)).scope
    of = (paid.party_id, paid.run_id, scope, "cake_agent", "small", "vain")
    for life, amount in enumerate(amounts):
        await ledger.reserve(replace(a_call(f"vain{life}", of), reserved_microdollars=amount))
        await ledger.unknown(f"vain{life}", "server_error")
        step = replace(paid, agent="cake_agent", tier="rules", fingerprint="vain", reason="in vain")
        await store.leave((), {}, (), [replace(step, spent_microdollars=amount)])
    database.close()


def test_verify_changes_nothing(lived_in: Path) -> None:
    before = lived_in.read_bytes()
    verify(url(lived_in))
    assert lived_in.read_bytes() == before


def test_verify_says_what_is_no_database(tmp_path: Path, fresh: Copy) -> None:
    (tmp_path / "notes.db").write_text("no database" * 1000)
    with pytest.raises(DatabaseUnusable, match="no database at"):
        verify(url(tmp_path / "none.db"))
    with pytest.raises(DatabaseUnusable, match="cannot be read"):
        verify(url(tmp_path / "notes.db"))
    old = fresh()
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(DatabaseUnusable, match="revision 0000"):
        verify(url(old))
