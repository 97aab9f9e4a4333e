"""Hosts of the real agents: programs of all that they may do, and what their plans always keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from festplan.domain.party import Party
from festplan.engine.graph import Graph
from festplan.proof.verify import verify
from festplan.service import choose, edit, mark_line, mark_task
from festplan.service.command import Performed
from festplan.service.editing import Edit
from festplan.service.showing import show
from tests.faults.settling import COST, settle_up
from tests.properties.living import Command, Life
from tests.properties.oracle import Oracle
from tests.properties.product_rules import SHORTLISTS, keeps_the_rules
from tests.properties.real_world import World, as_it_is, open_world
from tests.properties.sentences import parties, sentences
from tests.properties.small_world import TODAY

Json = dict[str, Any]
OFFERING = ("venue_agent", "cake_agent", "catering_agent", "vendor_agent")
CORRECTIONS = (
    *(("guests", 60), ("guests", 76), ("kids", 12), ("budget", "$900"), ("city", "London")),
    *(("theme", "space"), ("date", "2027-06-12"), ("diet", "5 vegan, nut-free"), ("age", 7)),
    *(("services", "magician, face painter"), ("setting", "indoors"), ("city", "Nowhere")),
    *(("cake_form", "cupcakes"), ("time", "12:30"), ("duration_hours", 5), ("honoree", "Mia")),
)
MONTH = "2026-11"


def commands() -> st.SearchStrategy[Command]:
    """One command: which input, option, task or listing it means is drawn as a place among them."""
    place = st.integers(0, 15)
    texts = st.lists(sentences(), max_size=2)
    changes = st.lists(st.tuples(place, sentences()), max_size=1)
    added: st.SearchStrategy[Command] = st.builds(lambda said: ("edit", said, [], []), texts)
    return st.one_of(
        st.tuples(st.just("edit"), texts, changes, st.lists(place, max_size=2)),
        added,
        added,
        st.tuples(st.just("choose"), place, place),
        st.tuples(st.just("choose"), place, place),
        st.tuples(st.just("tick"), place, st.booleans()),
        st.tuples(st.just("pay"), place, st.sampled_from(["planned", "committed", "paid"])),
        st.sampled_from([("correct", *one) for one in CORRECTIONS]),
        st.sampled_from([("undo",), ("undo",), ("redo",), ("save",), ("resume",), ("close",)]),
        st.tuples(st.sampled_from(["restore", "fork", "switch"]), place),
        st.tuples(st.just("catalogue"), place, st.integers(0, 3)),
        st.tuples(st.just("elsewhere"), place),
        st.tuples(st.just("new"), parties()),
    )


def programs() -> st.SearchStrategy[list[Command]]:
    """A party, and up to fourteen commands on it, any number of them as likely as any other."""
    begun = st.builds(lambda texts: ("new", texts), parties())
    one = commands()
    rest = st.integers(0, 14).flatmap(lambda n: st.lists(one, min_size=n, max_size=n))
    return st.builds(lambda new, more: [new, *more], begun, rest)


async def live(
    template: Path,
    program: Sequence[Command],
    planted: Callable[[Graph], Graph] = as_it_is,
    believed: Callable[[Graph], Graph] = as_it_is,
) -> None:
    """Does the program in a fresh world; an `AssertionError` names the law that broke.

    `planted` puts a bug into the agents that run, `believed` into those they are held against.
    """
    async with open_world(template, planted) as world:
        agents = believed(world.agents).order
        oracle = Oracle(agents, world.festplan.published, world.listings)
        await HostLife.of(world, oracle).through(program)
        await world.database.hop(settle_up)
        assert not (found := verify(world.database.url)), f"verify: {found[0]}"


@dataclass
class HostLife(Life):
    """A life in which hosts also choose, tick and pay, and prices change."""

    world: World = field(kw_only=True)
    ticked: dict[str, dict[str, bool]] = field(default_factory=dict)
    paid: dict[str, dict[str, str]] = field(default_factory=dict)
    bought: dict[str, dict[str, str]] = field(default_factory=dict)
    chosen: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, world: World, oracle: Oracle) -> HostLife:
        async def nothing(_place: int, _number: int) -> None: ...

        return cls(world.festplan, oracle, nothing, world=world)

    # --- what hosts do ---------------------------------------------------------------------------

    async def choose(self, card: int, place: int) -> None:
        """Pins an option that is shown, or lets it go."""
        agent = OFFERING[card % len(OFFERING)]
        shown = (await self._results()).get(agent, {}).get(SHORTLISTS[agent], [])
        names = [entry["listing_id"] for entry in shown if entry["listing_id"]]
        if names:
            party_id, name = self.party_id, names[place % len(names)]
            args = (self.festplan, party_id, agent, name)
            preview = await choose(*args, only_preview=True)
            performed = await choose(*args)
            assert preview.delta == performed.delta, "the preview is not what the choice plans"
            await self._ran(performed)
            self._note_choices(await self.party())

    async def tick(self, place: int, done: bool) -> None:  # noqa: FBT001
        tasks = (await self._results()).get("planner_final", {}).get("checklist", [])
        if tasks:
            task = tasks[place % len(tasks)]["id"]
            performed = await mark_task(self.festplan, self.party_id, task, done=done)
            assert not performed.run_id, "a tick started a run"
            self.ticked.setdefault(self.party_id, {})[task] = done

    async def pay(self, place: int, state: Any) -> None:
        lines = (await self._results()).get("budget_agent", {}).get("lines", [])
        if lines:
            marked = lines[place % len(lines)]
            line = marked["line_id"]
            performed = await mark_line(self.festplan, self.party_id, line, state)
            assert not performed.run_id, "a payment started a run"
            self.paid.setdefault(self.party_id, {})[line] = state
            self.bought.setdefault(self.party_id, {})[line] = marked["label"]

    async def catalogue(self, place: int, number: int) -> None:
        """The price of something that the party was offered changes, or comes to be unknown."""
        names = sorted(await self._offered())
        if names:
            listing = await self.world.listings.get(names[place % len(names)])
            assert listing is not None, "an option is in no catalogue"
            price = listing.price_minor or 10_000
            prices = (price // 2 + 1, price * 3, price + 1, None)
            await self._load(replace(listing, price_minor=prices[number]))

    async def elsewhere(self, place: int) -> None:
        """Something that the party was not offered grows dearer: nothing runs for it."""
        await self._up_to_date()
        offered, city = await self._offered(), (await self.party()).brief.facts.get("city")
        where = {"city": city} if city else {}
        others = [
            listing
            for listing in await self.world.in_city(**where)
            if listing.listing_id not in offered and listing.price_minor is not None
        ]
        if others:
            listing = others[(place * 97) % len(others)]
            before = await self.party()
            await self._load(replace(listing, price_minor=(listing.price_minor or 0) * 3 // 2 + 1))
            performed = await self._up_to_date()
            outcomes = await self.festplan.runner.wait(performed.run_id)
            worked = [o.agent for o in outcomes if o.outcome not in ("fresh", "cut_off")]
            assert not worked, f"{worked} worked, though nothing that they offered had changed"
            after = await self.party()
            kept = {n: r.settled for n, r in before.content.results.items()}
            assert kept == {n: r.settled for n, r in after.content.results.items()}

    async def _up_to_date(self) -> Performed:
        """An edit that says nothing: whatever is stale is brought up to date."""
        performed = await edit(self.festplan, self.party_id, Edit(), today=TODAY)
        await self._ran(performed)
        return performed

    async def _load(self, listing: Any) -> None:
        await self.world.load(listing)
        self.oracle.sources = self.world.listings

    async def _results(self) -> dict[str, Json]:
        refs = (await self.party()).content.results
        held = await self.festplan.store.bodies([ref.settled for ref in refs.values()])
        return {name: held[ref.settled] for name, ref in refs.items()}

    async def _offered(self) -> set[str]:
        """Every listing in an answer that the party holds, shown to the host or not."""
        refs = (await self.party()).content.results
        held = await self.festplan.store.bodies([ref.result for ref in refs.values()])
        return {name for body in held.values() for name in listing_ids(body)}

    # --- what always holds -----------------------------------------------------------------------

    async def do(self, command: Command) -> None:
        before = await self.party() if self.parties else None
        await super().do(command)
        party = await self.party()
        forgets = {"undo", "redo", "restore", "choose", "fork", "new", "switch"}
        if before is not None and command[0] not in forgets:
            assert party.content.choices == before.content.choices, "an edit changed a choice"
        await self._nothing_is_paid_twice()
        await self._document(party)

    async def _ran(self, performed: Performed) -> None:
        await super()._ran(performed)
        if performed.run_id:
            document = await show(self.festplan, performed.after.party_id, today=TODAY)
            assert not document["failed"], document["failed"]
            assert document["status"] != "planning", "the run did not end"
            assert not document["stale"], "a run left something stale"

    async def _nothing_is_paid_twice(self) -> None:
        """One price for every question that was ever asked, whoever asked it how often."""
        entries = await self.festplan.store.ledger(month=MONTH)
        spent = sum(entry.spent_microdollars for entry in entries)
        assert spent == COST * len(self.oracle.known), "something was paid twice, or not at all"

    def _note_choices(self, party: Party) -> None:
        self.chosen[party.party_id] = {
            agent: [choice.listing_id for choice in choices]
            for agent, choices in party.brief.choices.items()
        }

    async def _document(self, party: Party) -> None:
        """The rules of the product, on the document that the host is shown."""
        document = await show(self.festplan, party.party_id, today=TODAY)
        results = document["agent_results"]
        self._ticks_and_payments(party, document)
        keeps_the_rules(party, results)

    def _ticks_and_payments(self, party: Party, document: Json) -> None:
        ticked = {t for t, done in self.ticked.get(party.party_id, {}).items() if done}
        assert set(party.done) == ticked, "a tick was lost, or came by itself"
        marked = self.paid.get(party.party_id, {})
        paid = {line: state for line, state in marked.items() if state != "planned"}
        assert dict(party.lines) == paid, "a payment was lost, or came by itself"
        if document["budget"]:
            for line in document["budget"]["lines"]:
                bought = self.bought.get(party.party_id, {}).get(line["line_id"])
                state = paid.get(line["line_id"], "planned")
                assert line["state"] == (state if bought == line["label"] else "planned")
        if document["final_plan"]:
            for task in document["final_plan"]["checklist"]:
                assert task["done"] == (task["task_id"] in ticked)


def listing_ids(body: Any) -> Iterator[str]:
    """Every id of a listing in a result."""
    if isinstance(body, dict):
        if isinstance(name := body.get("listing_id"), str):
            yield name
        for part in body.values():
            yield from listing_ids(part)
    if isinstance(body, list):
        for part in body:
            yield from listing_ids(part)
