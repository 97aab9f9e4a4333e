"""Many parties at once, wave by wave through providers' batch APIs."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex
from typing import Any, Protocol

from festplan.domain import events as e
from festplan.domain.commands import EditInputs
from festplan.domain.decide import CommandRefused
from festplan.domain.party import Party
from festplan.domain.text import TextRefused, clean
from festplan.engine.fingerprint import content
from festplan.ports.answers import Leases
from festplan.ports.batches import (
    OPEN,
    BatchJob,
    BatchParty,
    BatchRefused,
    BatchStore,
    Met,
    PartyState,
)
from festplan.ports.parties import UnknownParty, VersionConflict
from festplan.service.beginning import begin
from festplan.service.context import Festplan
from festplan.service.editing import Edit, edit
from festplan.service.running import recover_party

LEASE = "batch"
LEASE_SECONDS = 5.0
"""One process works on batches at a time; another goes on so soon after it died."""
MOST_REASON = 400


class Sends(Protocol):
    """Sends parked asks and collects replies; `check` raises `NoBatchApi` before anything is."""

    async def check(self) -> None: ...

    def recover(self) -> AsyncIterator[int | BatchRefused]: ...

    def collect(self) -> AsyncIterator[int | BatchRefused]: ...

    async def send(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Batching:
    """The doors of batches. Without models nothing is ever parked, and `sender` is None."""

    store: BatchStore
    leases: Leases
    begin: Callable[[str], Met] = Met
    sender: Sends | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A party of a file: what it is called in reports, and what its host says."""

    name: str
    inputs: tuple[str, ...]
    private: bool = False


Progress = Callable[[int, int], None]
"""Called with how many parties of how many have been run."""


def _nobody_looks(_done: int, _of: int) -> None:
    """No progress is shown."""


async def submit(
    festplan: Festplan,
    batching: Batching,
    wanted: Sequence[Wanted],
    *,
    name: str,
    today: date,
    again: bool = False,
) -> str:
    """Notes a job of these parties and gives its id; the same parties are the same job.

    So who submits once more after a crash goes on with what was begun. With `again` they are
    another job. Raises `BatchRefused` and `TextRefused`.
    """
    if not wanted:
        raise BatchRefused("There is no party in this file.")
    if batching.sender:
        await batching.sender.check()
    known = {job.job_id for job in await batching.store.jobs()}
    number = 0
    while again and job_id(wanted, number) in known:
        number += 1
    made = job_id(wanted, number)
    if made not in known:
        job = BatchJob(made, name[:200], today.isoformat(), festplan.clock.now())
        places = enumerate(wanted, start=1)
        await batching.store.begin(job, [_row(festplan, made, p, one) for p, one in places])
    return made


def job_id(wanted: Sequence[Wanted], number: int = 0) -> str:
    """The identity of these parties as a job, the first or another."""
    said: list[Any] = [[one.name, list(one.inputs), one.private] for one in wanted]
    return hashlib.sha256(content([said, number])).hexdigest()[:12]


def _row(festplan: Festplan, job: str, place: int, one: Wanted) -> BatchParty:
    return BatchParty(
        job_id=job,
        place=place,
        name=one.name,
        inputs=tuple(clean(text) for text in one.inputs),
        private=one.private,
        party_id=festplan.clock.new_party_id(),
        scope=festplan.clock.new_id(),
    )


async def go_on(
    festplan: Festplan,
    batching: Batching,
    jobs: Sequence[BatchJob],
    progress: Progress = _nobody_looks,
) -> None:
    """Takes jobs as far as they come now: what is back is booked, parties run, asks are sent.

    Wherever an earlier process died, this goes on from there. Raises `BatchRefused`, `NoBatchApi`.
    """
    if batching.sender:
        await batching.sender.check()
    else:
        await _refuse_waiting(batching, jobs)
    trouble: BatchRefused | None = None
    async with _alone(batching.leases):
        moved = True
        while moved:
            arrived, trouble = await _arrived(batching)
            ran = [await run_parties(festplan, batching, job, progress) for job in jobs]
            begun = await batching.sender.send() if batching.sender else 0
            moved = bool(arrived or sum(ran) or begun)
    if trouble:
        raise trouble


async def _refuse_waiting(batching: Batching, jobs: Sequence[BatchJob]) -> None:
    """Without models nobody could go on with parties that wait for one."""
    parties = [p for job in jobs for p in await batching.store.parties(job.job_id)]
    if waiting := sum(party.state == "waiting" for party in parties):
        who = "1 party waits" if waiting == 1 else f"{waiting} parties wait"
        raise BatchRefused(f"{who} for a batch: set FESTPLAN_MODELS as it was.")


async def _arrived(batching: Batching) -> tuple[int, BatchRefused | None]:
    """How many batches were found or have ended; a provider that is away holds up no other's."""
    if batching.sender is None:
        return 0, None
    counted, trouble = 0, None
    for step in (batching.sender.recover, batching.sender.collect):
        async for arrived in step():
            if isinstance(arrived, BatchRefused):
                trouble = arrived
            else:
                counted += arrived
    return counted, trouble


@asynccontextmanager
async def _alone(leases: Leases) -> AsyncIterator[None]:
    """While this is open no other process works on batches; waits for its turn."""
    holder = token_hex(16)
    wait = 0.02
    while not await leases.take(LEASE, holder, LEASE_SECONDS):
        await asyncio.sleep(wait)
        wait = min(2 * wait, LEASE_SECONDS / 10)
    renewing = asyncio.ensure_future(_renew(leases, holder))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await leases.give_back(LEASE, holder)


async def _renew(leases: Leases, holder: str) -> None:
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        await leases.take(LEASE, holder, LEASE_SECONDS)


# --- parties -------------------------------------------------------------------------------------


async def run_parties(
    festplan: Festplan, batching: Batching, job: BatchJob, progress: Progress = _nobody_looks
) -> int:
    """Runs the parties that are due, one after the other: who asks first is who pays; how many."""
    parties = await batching.store.parties(job.job_id)
    due = await _due(batching, parties)
    today = date.fromisoformat(job.today)
    for number, party in enumerate(due, start=1):
        met = batching.begin(job.job_id)
        failed = await _run(festplan, party, today, met)
        await batching.store.ran(_after(party, met, failed), list(met.parked.values()))
        progress(number, len(due))
    return len(due)


async def _due(batching: Batching, parties: Sequence[BatchParty]) -> list[BatchParty]:
    """The parties that have not been run, and those that wait for nothing any more."""
    waiting = [party for party in parties if party.state == "waiting"]
    keys = list(dict.fromkeys(key for party in waiting for key in party.waits))
    asks = await batching.store.asks(keys)
    still = {key for key, ask in asks.items() if ask.state in OPEN}
    ready = [party for party in waiting if still.isdisjoint(party.waits)]
    return sorted(
        [*(party for party in parties if party.state == "due"), *ready], key=lambda p: p.place
    )


def _after(party: BatchParty, met: Met, failed: str) -> BatchParty:
    state: PartyState = "waiting" if met.waits else "failed" if failed else "planned"
    return replace(
        party,
        state=state,
        waits=tuple(met.keys),
        reason="" if met.waits else failed[:MOST_REASON],
    )


async def _run(festplan: Festplan, row: BatchParty, today: date, met: Met) -> str:
    """Brings the party up to date, from nothing where it is not there; why it failed, or nothing.

    Where an input has still to be read nothing is begun. An empty edit asks again what was
    answered for the time being.
    """
    try:
        party = await festplan.store.party(row.party_id)
    except UnknownParty:
        try:
            return await _begin(festplan, row, today, met)
        except VersionConflict:
            party = await festplan.store.party(row.party_id)
    if party.scope != row.scope:
        return "Its id was taken by another party meanwhile; submit it again."
    await recover_party(festplan, row.party_id)
    try:
        performed = await edit(festplan, row.party_id, Edit(), today=today)
    except CommandRefused as refused:
        return str(refused)
    return await _ended(festplan, row.party_id, performed.run_id)


async def _begin(festplan: Festplan, row: BatchParty, today: date, met: Met) -> str:
    try:
        readings = await festplan.understand(
            row.inputs, today, scope=row.scope, party_id=row.party_id
        )
        if met.waits:
            return ""
        created = e.PartyCreated(scope=row.scope, private=row.private)
        new = Party(row.party_id)
        performed = await begin(festplan, new, created, EditInputs(tuple(readings)))
    except (CommandRefused, TextRefused) as refused:
        return str(refused)
    return await _ended(festplan, row.party_id, performed.run_id)


async def _ended(festplan: Festplan, party_id: str, run_id: str) -> str:
    """Waits for the run; gives why it failed, or nothing."""
    if run_id:
        await festplan.runner.wait(run_id)
    return (await festplan.store.party(party_id)).failed
