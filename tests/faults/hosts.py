"""Hosts at work: the service on a database file, and seeded histories of what hosts do with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Literal

from festplan.bootstrap import open_service
from festplan.config import Settings
from festplan.domain.party import Party
from festplan.ports.models import Provider
from festplan.service import (
    Festplan,
    close,
    correct,
    create,
    edit,
    fork,
    mark_line,
    mark_task,
    redo,
    restore,
    resume,
    save,
    undo,
)
from festplan.service.editing import Edit
from festplan.service.history import NothingToUndo

TODAY = date(2026, 3, 1)
STATES: tuple[Literal["planned", "committed", "paid"], ...] = ("planned", "committed", "paid")
FIRST = ("jungle theme for Mia's 6th birthday", "75 guests, 20 of them kids", "chocolate cake")
WORDS = (
    "space theme",
    "120 guests",
    "under $1,500 in Austin",
    "need a balloon artist",
    "5 vegans",
    "no nuts",
    "a DJ from 8 pm",
    "Sat 12 June afternoon",
    "buffet for 40 to 50 people",
    "cupcakes instead",
    "no catering at all",
    "rooftop in Houston",
    "like the woods behind grandma's old house",
    "für Ömer, im Grünen",
)
"""What hosts say: every agent is asked for, asked otherwise and sent away again."""


def url(file: Path) -> str:
    """The address of the database in `file`."""
    return f"sqlite:///{file}"


@asynccontextmanager
async def service(
    file: Path,
    told: Callable[[str], None] = lambda _: None,
    provider: Provider | None = None,
    **more: Any,
) -> AsyncIterator[Festplan]:
    """Festplan on the database in `file`; `more` are other settings."""
    no_model = file.parent / "no-model"
    settings = Settings(data_dir=file.parent, database_url=url(file), encoder_dir=no_model, **more)
    async with open_service(settings, told=told, provider=provider) as festplan:
        yield festplan


def make_database(file: Path) -> None:
    """Makes the schema and the sample catalogue in `file`."""

    async def make() -> None:
        async with service(file):
            pass

    asyncio.run(make())


async def idle(festplan: Festplan) -> None:
    """Returns when no run is due."""
    while parties := await festplan.store.open_runs():
        for party_id in parties:
            run = (await festplan.store.party(party_id)).run
            if run is not None:
                await festplan.runner.wait(run.run_id)
        await asyncio.sleep(0.001)


def held(party: Party) -> dict[str, str]:
    """The digest of what the host sees, by agent."""
    return {name: ref.settled for name, ref in party.content.results.items()}


@dataclass(slots=True)
class Host:
    """Somebody who plans some parties at random, but the same for the same seed."""

    festplan: Festplan
    random: Random
    parties: list[str] = field(default_factory=list)

    async def act(self) -> Party:
        """Does one thing; gives the party as it was acknowledged."""
        if not self.parties:
            return await self._create()
        party_id = self.random.choice(self.parties)
        deeds = (self._edit, self._correct, self._back, self._mark, self._lifecycle, self._fork)
        deed = self.random.choices(deeds, weights=(8, 2, 3, 2, 3, 1))[0]
        return await deed(party_id)

    async def _create(self) -> Party:
        texts = self.random.sample(FIRST, self.random.randint(1, 3))
        performed = await create(self.festplan, texts, today=TODAY)
        self.parties.append(performed.after.party_id)
        return performed.after

    async def _edit(self, party_id: str) -> Party:
        inputs = (await self.festplan.store.party(party_id)).content.inputs
        ids = [i.input_id for i in inputs]
        self.random.shuffle(ids)
        changed = {i: self.random.choice(WORDS) for i in ids[: self.random.randint(0, 1)]}
        removed = ids[1 : 1 + self.random.randint(0, 1)]
        added = self.random.sample(WORDS, self.random.randint(0, 2))
        wanted = Edit(added, changed, removed)
        return (await edit(self.festplan, party_id, wanted, today=TODAY)).after

    async def _correct(self, party_id: str) -> Party:
        guests = self.random.randint(20, 150)
        performed = await correct(self.festplan, party_id, "guests", guests, today=TODAY)
        return performed.after

    async def _back(self, party_id: str) -> Party:
        party = await self.festplan.store.party(party_id)
        try:
            match self.random.randrange(3):
                case 0:
                    return (await undo(self.festplan, party_id)).after
                case 1:
                    return (await redo(self.festplan, party_id)).after
                case _:
                    version = self.random.randint(1, party.version)
                    return (await restore(self.festplan, party_id, version=version)).after
        except NothingToUndo:
            return await self._edit(party_id)

    async def _mark(self, party_id: str) -> Party:
        party = await self.festplan.store.party(party_id)
        results = party.content.results
        if self.random.random() < 0.5 and "planner_final" in results:
            plan = await self.festplan.store.body(results["planner_final"].settled)
            task = self.random.choice(plan["checklist"])["id"]
            done = self.random.random() < 0.7
            return (await mark_task(self.festplan, party_id, task, done=done)).after
        if "budget_agent" in results:
            lines = (await self.festplan.store.body(results["budget_agent"].settled))["lines"]
            if lines:
                line = self.random.choice(lines)["line_id"]
                state = self.random.choice(STATES)
                return (await mark_line(self.festplan, party_id, line, state)).after
        return await self._edit(party_id)

    async def _lifecycle(self, party_id: str) -> Party:
        match self.random.randrange(3):
            case 0:
                return (await save(self.festplan, party_id)).party
            case 1:
                return (await resume(self.festplan, party_id)).party
            case _:
                return (await close(self.festplan, party_id)).party

    async def _fork(self, party_id: str) -> Party:
        performed = await fork(self.festplan, party_id)
        self.parties.append(performed.after.party_id)
        return performed.after
