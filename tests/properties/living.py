"""Lives through a program of commands and holds every law after each of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from festplan.domain.decide import CommandRefused
from festplan.domain.party import Party
from festplan.domain.plan import StepOutcome
from festplan.engine.graph import Graph
from festplan.service import correct, create, edit, fork, redo, restore, undo
from festplan.service.command import Performed
from festplan.service.context import Festplan
from festplan.service.editing import Edit
from festplan.service.lifecycle import close, resume, save
from tests.properties.oracle import Oracle
from tests.properties.small_world import TODAY, Listings, Spec, agent, open_world, published

Command = tuple[Any, ...]


async def live(specs: Sequence[Spec], program: Sequence[Command]) -> None:
    """Does the program on a fresh world; an `AssertionError` names the law that broke."""
    listings = Listings()
    graph = Graph(agent(spec) for spec in specs)
    async with open_world(graph, listings) as festplan:
        life = Life(festplan, Oracle(graph.order, published, listings), listings.change)
        await life.through(program)


@dataclass
class Life:
    """The parties of a program, and what each version of them held."""

    festplan: Festplan
    oracle: Oracle
    change_catalogue: Callable[[int, int], Awaitable[None]]
    parties: list[str] = field(default_factory=list)
    held: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    current: int = 0

    @property
    def party_id(self) -> str:
        return self.parties[self.current]

    async def party(self) -> Party:
        return await self.festplan.store.party(self.party_id)

    async def through(self, program: Sequence[Command]) -> None:
        """An empty party, and then every command."""
        for command in (("new", []), *program):
            await self.do(command)

    async def do(self, command: Command) -> None:
        name, *rest = command
        try:
            await getattr(self, name)(*rest)
        except CommandRefused:
            return
        await self._remember()

    async def _remember(self) -> None:
        party = await self.party()
        self.held[self.party_id, party.version] = settled(party)

    async def new(self, texts: list[str]) -> None:
        performed = await create(self.festplan, texts, today=TODAY)
        self.parties.append(performed.after.party_id)
        self.current = len(self.parties) - 1
        self.held[self.party_id, 1] = {}
        await self._ran(performed)

    async def edit(
        self, added: list[str], changed: list[tuple[int, str]], removed: list[int]
    ) -> None:
        ids = [i.input_id for i in (await self.party()).content.inputs]
        wanted = Edit(
            added,
            [(ids[place % len(ids)], text) for place, text in changed if ids],
            [ids[place % len(ids)] for place in removed if ids],
        )
        preview = await edit(self.festplan, self.party_id, wanted, today=TODAY, only_preview=True)
        performed = await edit(self.festplan, self.party_id, wanted, today=TODAY)
        assert preview.delta == performed.delta, "the preview is not what the edit plans"
        await self._ran(performed)

    async def correct(self, fact: str, value: int) -> None:
        performed = await correct(self.festplan, self.party_id, fact, value, today=TODAY)
        await self._ran(performed)

    async def undo(self) -> None:
        before = await self.party()
        await self._brought_back(await undo(self.festplan, self.party_id), before.undo[-1])

    async def redo(self) -> None:
        before = await self.party()
        await self._brought_back(await redo(self.festplan, self.party_id), before.redo[-1])

    async def restore(self, place: int) -> None:
        versions = sorted(v for p, v in self.held if p == self.party_id)
        version = versions[place % len(versions)]
        performed = await restore(self.festplan, self.party_id, version=version)
        await self._brought_back(performed, version)

    async def fork(self, place: int) -> None:
        versions = sorted(v for p, v in self.held if p == self.party_id)
        version = versions[place % len(versions)]
        expected = self.held[self.party_id, version]
        performed = await fork(self.festplan, self.party_id, version=version)
        assert not performed.run_id, "a fork started a run"
        assert settled(performed.after) == expected, "a fork is not what it was forked from"
        self.parties.append(performed.after.party_id)
        self.current = len(self.parties) - 1

    async def switch(self, place: int) -> None:
        self.current = place % len(self.parties)

    async def save(self) -> None:
        before = settled(await self.party())
        await save(self.festplan, self.party_id)
        assert settled(await self.party()) == before, "a save changed the plan"

    async def resume(self) -> None:
        before = settled(await self.party())
        resumed = await resume(self.festplan, self.party_id)
        assert settled(resumed.party) == before, "a resume changed the plan"

    async def close(self) -> None:
        await close(self.festplan, self.party_id)

    async def catalogue(self, place: int, number: int) -> None:
        await self.change_catalogue(place, number)

    async def _brought_back(self, performed: Performed, version: int) -> None:
        assert not performed.run_id, "a restore started a run"
        expected = self.held[self.party_id, version]
        assert settled(performed.after) == expected, "a restore is not the older plan"

    async def _ran(self, performed: Performed) -> None:
        """After a run: the plan is the one from scratch, and only the unknown was answered."""
        outcomes = await self.festplan.runner.wait(performed.run_id)
        party = await self.party()
        if not performed.run_id and performed.events:
            assert not party.content.results, "a change of the brief started no run"
        scratch = await self.oracle.plan(party.brief, party.scope)
        if performed.run_id or not performed.before.content.results:
            assert settled(party) == scratch.settled, "the plan is not the plan from scratch"
        self._only_the_unknown(performed, outcomes, scratch.fingerprints)
        self._within_the_preview(performed, outcomes)

    def _only_the_unknown(
        self, performed: Performed, outcomes: Sequence[StepOutcome], names: dict[str, str]
    ) -> None:
        if not performed.run_id:
            return
        ran = {o.agent for o in outcomes if o.outcome == "ran"}
        unknown = {
            name for name, fingerprint in names.items() if fingerprint not in self.oracle.known
        }
        assert ran == unknown, f"ran {sorted(ran)}, unknown were {sorted(unknown)}"
        self.oracle.known.update(names.values())

    def _within_the_preview(self, performed: Performed, outcomes: Sequence[StepOutcome]) -> None:
        planned = set(performed.delta.agents("execute"))
        worked = {o.agent for o in outcomes if o.outcome in ("ran", "shared", "stored")}
        cut = {o.agent for o in outcomes if o.outcome == "cut_off"}
        assert worked <= planned, f"{sorted(worked - planned)} worked without being planned"
        assert not performed.run_id or worked | cut == planned, "a planned agent has no outcome"
        for seen in map(self.festplan.graph.__getitem__, sorted(cut)):
            caused = seen.gather or planned.intersection(seen.upstream)
            assert caused, f"{seen.name} was planned, though nothing that it sees may change"
        gone = {o.agent for o in outcomes if o.outcome == "deleted"}
        assert gone == set(performed.delta.agents("delete")) or not performed.run_id


def settled(party: Party) -> dict[str, str]:
    """The digest of what the host sees of every agent."""
    return {name: ref.settled for name, ref in party.content.results.items()}
