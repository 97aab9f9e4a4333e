"""Hosts who edit one party at the same time, and what has to be so afterwards.

Run as a program this is one such host in a process of their own: a line of JSON on its input is
one thing to do, a line of its output what came of it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from festplan.domain import events as e
from festplan.domain.decide import EditClash, UnknownInput
from festplan.domain.party import Party
from festplan.service import Festplan, create, edit
from festplan.service.editing import Edit
from tests.faults.hosts import TODAY, WORDS, idle, service

FIRST = ("75 guests", "jungle theme", "chocolate cake", "in Austin")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One edit of one input: `target` is empty for a new one, `text` for one to be removed."""

    base: int
    target: str = ""
    text: str = ""

    def edit(self) -> Edit:
        """The edit as the service takes it."""
        if not self.target:
            return Edit(added=[self.text])
        return Edit(changed={self.target: self.text}) if self.text else Edit(removed=[self.target])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a host was told: the version before the edit and the input's id, or the clash."""

    wanted: Wanted
    before: int = 0
    input_id: str = ""
    clash: int = 0


async def attempt(festplan: Festplan, party_id: str, wanted: Wanted) -> Outcome:
    """Does the edit; gives what the host was told."""
    try:
        asked = wanted.edit()
        performed = await edit(festplan, party_id, asked, today=TODAY, base=wanted.base)
    except EditClash as clash:
        return Outcome(wanted, clash=clash.version)
    return Outcome(wanted, performed.before.version, wanted.target or _added(performed.events))


def _added(events: Iterable[e.Event]) -> str:
    return next(str(x.input["input_id"]) for x in events if isinstance(x, e.InputAdded))


def wrong(first: Party, last: Party, outcomes: Iterable[Outcome]) -> list[str]:
    """What is wrong with `last`, after what hosts were told of their edits since `first`."""
    accepted = sorted((o for o in outcomes if not o.clash), key=lambda o: o.before)
    texts = {i.input_id: i.content for i in first.content.inputs}
    found: list[str] = []
    touched: dict[str, list[int]] = {}
    for outcome in accepted:
        wanted, input_id = outcome.wanted, outcome.input_id
        if wanted.target and any(v > wanted.base for v in touched.get(input_id, ())):
            found.append(f"{input_id} was overwritten by who had not seen it")
        touched.setdefault(input_id, []).append(outcome.before + 1)
        if wanted.text:
            texts[input_id] = wanted.text
        else:
            texts.pop(input_id, None)
    for outcome in outcomes:
        seen = touched.get(outcome.wanted.target, [])
        if outcome.clash and not (outcome.clash > outcome.wanted.base and outcome.clash in seen):
            found.append(f"{outcome} was refused for nothing")
    if texts != {i.input_id: i.content for i in last.content.inputs}:
        found.append("an edit that was accepted is not there")
    if last.status not in ("planned", "draft") or last.run is not None:
        found.append(f"the party is {last.status}")
    return found


class Shuffled:
    """A store that keeps whoever asks it waiting for a moment of chance."""

    def __init__(self, store: Any, random: Random) -> None:
        self._store = store
        self._random = random

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._store, name)
        if name not in ("party", "commit", "bodies", "recall"):
            return inner

        async def late(*arguments: Any) -> Any:
            for _ in range(self._random.randint(0, 3)):
                await asyncio.sleep(self._random.choice((0, 0, 0.001)))
            return await inner(*arguments)

        return late


@dataclass(slots=True)
class Editor:
    """One host at the party, by chance but the same for the same seed."""

    festplan: Festplan
    party_id: str
    random: Random
    told: list[Outcome] = field(default_factory=list)

    async def work(self, edits: int) -> None:
        """Looks at the party and edits it, sometimes more than once on one look."""
        while len(self.told) < edits:
            party = await self.festplan.store.party(self.party_id)
            for _ in range(self.random.randint(1, 2)):
                wanted = chosen(party, self.random)
                self.told.append(await self._attempt(wanted, party))

    async def _attempt(self, wanted: Wanted, party: Party) -> Outcome:
        try:
            return await attempt(self.festplan, self.party_id, wanted)
        except UnknownInput:
            # Removed by the host's own edit before: there is nothing to clash with.
            another = new(party, self.random)
            return await attempt(self.festplan, self.party_id, another)


def chosen(party: Party, random: Random) -> Wanted:
    """A new input, or another text for one, or none any more."""
    ids = [i.input_id for i in party.content.inputs]
    kind = random.choice(("add", "change", "remove")) if ids else "add"
    if kind == "add":
        return new(party, random)
    return Wanted(party.version, random.choice(ids), _text(random) if kind == "change" else "")


def new(party: Party, random: Random) -> Wanted:
    """An input more."""
    return Wanted(party.version, text=_text(random))


def _text(random: Random) -> str:
    return f"{random.choice(WORDS)}, {random.randint(100, 999)} of them"


async def together(festplan: Festplan, hosts: int, seed: int) -> list[str]:
    """What is wrong after some hosts edited one party in this process."""
    party_id = (await create(festplan, FIRST, today=TODAY)).after.party_id
    await idle(festplan)
    first = await festplan.store.party(party_id)
    random = Random(seed)
    shuffled = replace(festplan, store=Shuffled(festplan.store, random))
    editors = [Editor(shuffled, party_id, random) for _ in range(hosts)]
    await asyncio.gather(*(editor.work(3) for editor in editors))
    await idle(festplan)
    last = await festplan.store.party(party_id)
    return wrong(first, last, [outcome for editor in editors for outcome in editor.told])


async def obey(festplan: Festplan, task: dict[str, Any]) -> dict[str, Any]:
    """Does one thing that a line asks for."""
    if task["do"] == "create":
        party_id = (await create(festplan, FIRST, today=TODAY)).after.party_id
        await idle(festplan)
        return (await festplan.store.party(party_id)).to_json()
    if task["do"] == "show":
        await idle(festplan)
        return (await festplan.store.party(task["party_id"])).to_json()
    return asdict(await attempt(festplan, task["party_id"], Wanted(**task["wanted"])))


async def main(file: Path) -> None:
    """Obeys every line of input."""
    async with service(file) as festplan:
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await obey(festplan, json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
