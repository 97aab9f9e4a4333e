"""A host who is quicker than a run: what the run found out never outlives what it was asked."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from festplan.domain.decide import UnknownInput
from festplan.domain.party import Party
from festplan.domain.spending import LedgerEntry
from festplan.engine.ladder import Answer, Ask, Rules
from festplan.proof.verify import verify
from festplan.service import create, edit, fork, undo
from festplan.service.editing import Edit
from tests.faults.conftest import Copy
from tests.faults.hosts import TODAY, held, idle, service, url
from tests.faults.mixed_history import climbing
from tests.faults.settling import COST, settle_up_in


class Slow(Rules):
    """Rules that take their time, so that the others are done first."""

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        await asyncio.sleep(0.1)
        return await super().answer(ask)


def test_a_run_whose_last_input_is_gone_leaves_nothing_behind(fresh: Copy) -> None:
    async def play() -> Party:
        async with service(fresh()) as festplan:
            party_id = (await create(festplan, ["jungle theme"], today=TODAY)).after.party_id
            await edit(festplan, party_id, Edit(removed=["inp_1"]), today=TODAY)
            await idle(festplan)
            return await festplan.store.party(party_id)

    party = asyncio.run(play())
    assert (party.status, dict(party.content.results)) == ("draft", {})


def test_undo_to_a_version_whose_run_was_overtaken_plans_it_to_its_end(fresh: Copy) -> None:
    async def play() -> tuple[Party, Party]:
        async with service(fresh()) as festplan:
            texts = ["jungle theme", "75 guests", "in Austin"]
            party_id = (await create(festplan, texts, today=TODAY)).after.party_id
            await idle(festplan)
            await edit(festplan, party_id, Edit(changed={"inp_2": "120 guests"}), today=TODAY)
            await edit(festplan, party_id, Edit(changed={"inp_3": "in Houston"}), today=TODAY)
            await undo(festplan, party_id)
            texts = ["jungle theme", "120 guests", "in Austin"]
            scratch = (await create(festplan, texts, today=TODAY)).after.party_id
            await idle(festplan)
            return await festplan.store.party(party_id), await festplan.store.party(scratch)

    undone, scratch = asyncio.run(play())
    assert undone.status == "planned"
    assert held(undone) == held(scratch)


def test_a_fork_of_a_party_that_is_being_planned_is_planned_too(fresh: Copy) -> None:
    async def play() -> tuple[Party, Party]:
        async with service(fresh()) as festplan:
            party_id = (await create(festplan, ["75 guests"], today=TODAY)).after.party_id
            await idle(festplan)
            await edit(festplan, party_id, Edit(changed={"inp_1": "120 guests"}), today=TODAY)
            forked = (await fork(festplan, party_id)).after.party_id
            await idle(festplan)
            return await festplan.store.party(party_id), await festplan.store.party(forked)

    origin, forked = asyncio.run(play())
    assert forked.status == "planned"
    assert held(forked) == held(origin)


class Paid(Slow):
    """The same at a price; `settle_up` books the calls."""

    def accepts(self, agent: str, tier: str, reason: str) -> bool:  # noqa: ARG002
        return True

    async def answer(self, ask: Ask) -> Answer:
        return replace(await super().answer(ask), tier="small", cost_microdollars=COST)


def test_what_an_overtaken_run_spent_is_in_the_books_of_its_party(fresh: Copy) -> None:
    file = fresh()

    async def play() -> str:
        async with service(file, price_book="case-study") as festplan:
            party_id = (await create(festplan, ["jungle theme"], today=TODAY)).after.party_id
            await idle(festplan)
            slow = climbing(festplan, Paid())
            for text in ("33 guests for tacos in Denver", "carrot cake for 33 guests"):
                await edit(slow, party_id, Edit(added=[text]), today=TODAY)
            await idle(festplan)
            return party_id

    async def booked(party_id: str) -> tuple[list[LedgerEntry], int]:
        async with service(file) as festplan:
            entries = await festplan.store.ledger(party_id=party_id)
            spent, _ = await festplan.store.spent(party_id)
            return list(entries), spent

    party_id = asyncio.run(play())
    settle_up_in(file)
    entries, spent = asyncio.run(booked(party_id))
    with closing(sqlite3.connect(file)) as connection:
        ends = "SELECT body ->> 'run_id', body ->> 'status' FROM party_events"
        runs = dict(connection.execute(f"{ends} WHERE kind = 'RunFinished'").fetchall())
        work = dict(connection.execute("SELECT run_id, microdollars FROM work").fetchall())
    (overtaken,) = (run_id for run_id, status in runs.items() if status == "superseded")
    paid = [entry for entry in entries if entry.spent_microdollars]
    assert overtaken in {entry.run_id for entry in paid}
    assert len({entry.fingerprint for entry in paid}) == len(paid), "something was paid twice"
    assert work.keys() == runs.keys()
    assert spent == len(paid) * COST + sum(work.values())
    assert verify(url(file)) == []


def test_a_run_of_a_command_that_came_too_late_never_enters_the_history_of_another(
    fresh: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festplan.service.running.MOMENTS_SECONDS", 0)
    file = fresh()

    async def play() -> list[object]:
        async with service(file) as festplan:
            texts = ["75 guests", "jungle theme"]
            party_id = (await create(festplan, texts, today=TODAY)).after.party_id
            await idle(festplan)
            slow = climbing(festplan, Slow())
            quick = edit(slow, party_id, Edit(removed=["inp_1"]), today=TODAY)
            late = edit(slow, party_id, Edit(changed={"inp_1": "80 guests"}), today=TODAY)
            outcomes = await asyncio.gather(quick, late, return_exceptions=True)
            await idle(festplan)
            return list(outcomes)

    _, refused = asyncio.run(play())
    assert isinstance(refused, UnknownInput)
    assert verify(url(file)) == []
