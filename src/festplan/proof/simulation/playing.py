"""A world: hosts who plan and change their minds, one after the other, through the real service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from festplan.bootstrap import open_service
from festplan.config import Settings
from festplan.domain.brief import Input
from festplan.domain.commands import EditInputs
from festplan.domain.decide import decide
from festplan.domain.events import PartyCreated
from festplan.domain.evolve import evolve
from festplan.domain.party import Party
from festplan.domain.plan import StepOutcome
from festplan.domain.reading import Facts, Reading
from festplan.ports.models import Provider
from festplan.proof.simulation.checks import Plan
from festplan.proof.simulation.hosts import TODAY, Change, Host
from festplan.proof.simulation.provider import by_http
from festplan.proof.simulation.recording import Recording, RecordingLadder, Turn, turns
from festplan.service import Festplan, create, edit
from festplan.service.command import Performed
from festplan.service.context import Read
from festplan.service.editing import Edit

BOOK = "case-study"
"""The price book that worlds are booked by, work besides models included."""
BEGAN = datetime.fromisoformat("2026-11-29T00:00:00.000000+00:00")


class Clock:
    """Times and ids that follow from a seed and a host, whichever process plays the host."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.begin(0)

    def begin(self, number: int) -> None:
        """The host of that number has its turn."""
        self._number = number
        self._random = Random(f"clock/{self._seed}/{number}")  # noqa: S311  # no secret
        self._now = BEGAN + timedelta(minutes=number)

    def now(self) -> str:
        """A millisecond later than the last time."""
        self._now += timedelta(milliseconds=1)
        return self._now.isoformat(timespec="microseconds")

    def new_id(self) -> str:
        """The next of the host's ids."""
        return f"{self._random.getrandbits(128):032x}"

    def new_party_id(self) -> str:
        """A host has one party, of the host's number."""
        return party_id(self._number)


def party_id(number: int) -> str:
    """The id of the party of that host."""
    return f"fp2026S{number:05d}"


@dataclass(frozen=True, slots=True)
class Run:
    """One command of a host and what came of it.

    `texts` were new with it, `about` are the categories of what came, changed or went.
    """

    texts: tuple[str, ...]
    about: frozenset[str]
    turns: tuple[Turn, ...]
    outcomes: tuple[StepOutcome, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """The runs of a host's party; `wishes` is whether the host has a wish that no rule can use."""

    number: int
    wishes: bool
    runs: tuple[Run, ...]


def settings(folder: Path, models: str) -> Settings:
    """Settings of a world, whatever the environment says: all it makes is in `folder`."""
    defaults = {
        name: part.get_default(call_default_factory=True, validated_data={})
        for name, part in Settings.model_fields.items()
        if name not in {"cache_dir", "encoder_dir"}
    }
    return Settings(**{**defaults, "data_dir": folder, "models": models, "price_book": BOOK})


class Remembering:
    """Reads each text once: many hosts say the same.

    Of what a party holds, its date and time alone bear on how a text is read ("the 24th").
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[tuple[object, ...], Reading] = {}

    async def ahead(self, texts: Iterable[str], today: date) -> None:
        """Reads what hosts will say first, all at once, which takes a third of the time."""
        distinct = list(dict.fromkeys(texts))
        readings = await self._read(distinct, today, None)
        self._known |= {(t, today, None, None): r for t, r in zip(distinct, readings, strict=True)}

    async def __call__(
        self, texts: Sequence[str], today: date, held: Facts | None = None
    ) -> list[Reading]:
        """The readings of `texts`."""
        found = []
        for text in texts:
            key = (text, today, *((held or {}).get(name) for name in ("date", "time")))
            if key not in self._known:
                (self._known[key],) = await self._read([text], today, held)
            found.append(self._known[key])
        return found


@asynccontextmanager
async def opened(
    wanted: Settings, provider: Provider, recording: Recording, clock: Clock
) -> AsyncIterator[Festplan]:
    """The service of a world, with every ask noted in `recording`."""
    async with open_service(wanted, provider=provider) as festplan:
        ladder = RecordingLadder(festplan.engine.ladder, recording)
        yield replace(
            festplan,
            read=Remembering(festplan.read),
            clock=clock,
            graph=recording.graph(festplan.graph),
            engine=replace(festplan.engine, ladder=ladder),
        )


Tell = Callable[[int], None]
"""Called with how many parties have been played."""
Judge = Callable[[Host, Plan], None]
"""Looks at a host's plan as it stands in the end; thousands of them are not kept."""


@dataclass(slots=True)
class Playing:
    """Plays hosts on a service; those whose number is in `away` ask their models over HTTP."""

    festplan: Festplan
    clock: Clock
    recording: Recording
    away: Collection[int] = ()
    tell: Tell = lambda _done: None
    judge: Judge = lambda _host, _plan: None
    played: list[Played] = field(default_factory=list[Played])

    async def play(self, hosts: Iterable[Host]) -> list[Played]:
        """The parties of `hosts`, in their order."""
        for host in hosts:
            by_http.set(host.number in self.away)
            self.clock.begin(host.number)
            self.played.append(await self._host(host))
            await self.recording.count()
            self.tell(len(self.played))
        return self.played

    async def _host(self, host: Host) -> Played:
        festplan = self.festplan
        begun = await create(festplan, host.first, today=TODAY)
        before = Party(begun.after.party_id)
        after, run = await self._run(before, begun, host.first)
        runs = [run]
        for change in host.edits:
            wanted = _edit(after, change)
            before, done = after, await edit(festplan, after.party_id, wanted, today=TODAY)
            texts = [*wanted.added, *(text for _, text in wanted.changes())]
            after, run = await self._run(before, done, texts)
            runs.append(run)
        self.judge(host, await self._plan(after))
        return Played(host.number, "wish" in host.wants, tuple(runs))

    async def _run(self, before: Party, done: Performed, texts: Sequence[str]) -> tuple[Party, Run]:
        """The party after the run of a command, and the run."""
        outcomes = await self.festplan.runner.wait(done.run_id)
        party = await self.festplan.store.party(done.after.party_id)
        about = frozenset(name for said in _touched(before, party) for name in said.categories)
        asked = tuple(turns(party.content.results))
        return party, Run(tuple(texts), about, asked, tuple(outcomes))

    async def _plan(self, party: Party) -> Plan:
        store, refs = self.festplan.store, party.content.results
        wanted = [digest for ref in refs.values() for digest in (ref.result, ref.settled)]
        bodies = await store.bodies(list(dict.fromkeys(wanted)))
        return Plan(
            {name: bodies[ref.result] for name, ref in refs.items()},
            {name: bodies[ref.settled] for name, ref in refs.items()},
            {name: ref.tier for name, ref in refs.items()},
        )


def _edit(party: Party, change: Change) -> Edit:
    """The change by the ids of inputs in place of their words."""
    ids = {said.content: said.input_id for said in party.content.inputs}
    changed = [(ids[old], new) for old, new in change.changed]
    return Edit(change.added, changed, [ids[text] for text in change.removed])


def _touched(before: Party, after: Party) -> list[Input]:
    """The inputs that one of the two has and the other has not in these words."""
    was = {(said.input_id, said.content): said for said in before.content.inputs}
    now = {(said.input_id, said.content): said for said in after.content.inputs}
    return [(was | now)[key] for key in was.keys() ^ now.keys()]


async def folded(festplan: Festplan, host: Host, scope: str) -> Party:
    """The party at its end, by its commands alone: nothing runs and nothing is written."""
    party = evolve(Party(party_id(host.number)), PartyCreated(scope))
    for change in (Change(host.first), *host.edits):
        wanted = _edit(party, change)
        changes = wanted.changes()
        texts = [*wanted.added, *(text for _, text in changes)]
        readings = await festplan.read(texts, TODAY, party.brief.facts)
        count = len(wanted.added)
        command = EditInputs(
            tuple(readings[:count]),
            tuple(zip((name for name, _ in changes), readings[count:], strict=True)),
            tuple(wanted.removed),
        )
        for event in decide(party, command):
            party = evolve(party, event)
    return party
