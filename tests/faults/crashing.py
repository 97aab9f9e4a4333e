"""A host whose process dies at a named point of their work, and what is there afterwards.

Run as a program this is a process that opens nothing and only forks: for each line of JSON on its
input a child lives or looks on a database of its own, and its exit is told in a line of output. So
every child starts within milliseconds, before SQLite is opened or a thread is started.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from festplan import agents, understanding
from festplan.domain.decide import CommandRefused
from festplan.domain.party import Party
from festplan.engine.ladder import Rules
from festplan.ports.parties import Commit
from festplan.proof.verify import verify
from festplan.service import Festplan, beginning, command, export, import_party, recover, running
from festplan.service.committing import HOST
from festplan.store import database, write
from festplan.store.sql_store import SqlStore
from tests.faults import batch_dying, paying
from tests.faults.hosts import TODAY, Host, held, idle, service, url

DEATH = 9
"""The exit of a process that died where it was meant to."""
MOST_DEEDS = 400
POINTS = (
    "before the decision",
    "after the decision",
    "as a run starts",
    "after an answer",
    "inside the insert of events",
    "inside the insert of results",
    "inside the insert of a snapshot",
    "before the commit",
    "after the commit",
    "as it is told",
    "after the acknowledgement",
    "before the commit of a run",
    "after the commit of a run",
)
RARE = POINTS[6:7]
SABOTAGES = ("", "acknowledged before the commit", "without a transaction")


@dataclass(frozen=True, slots=True)
class Life:
    """What a process is to do: where it dies, and where it notes what was acknowledged."""

    database: str
    said: str
    point: str
    seed: int
    sabotage: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What to look at after a death: the database, what was acknowledged, an empty database.

    `hosts` is how many commands may have been under way at once.
    """

    database: str
    said: str
    template: str
    hosts: int = 1


@dataclass(slots=True)
class Death:
    """Ends the process at the `left`-th time that the point is passed."""

    point: str
    left: int
    writing: str = ""

    def at(self, point: str) -> None:
        """Passes a point."""
        if point == self.point:
            self.left -= 1
            if self.left <= 0:
                os._exit(DEATH)

    def statement(self, text: str) -> None:
        """Passes a statement on the database's own thread, just before SQLite executes it."""
        if text.startswith("INSERT INTO party_events") and self.writing == "command":
            self.at("inside the insert of events")
        elif text.startswith(("INSERT INTO results", "INSERT INTO contents")):
            self.at("inside the insert of results")
        elif text.startswith("INSERT INTO party_snapshots"):
            self.at("inside the insert of a snapshot")
        elif text.startswith("COMMIT") and self.writing:
            of_run = self.writing == "run"
            self.writing = ""
            self.at("before the commit of a run" if of_run else "before the commit")


def _written(work: Commit) -> str:
    """Whether a command writes, perhaps with its run, or a run alone."""
    return "command" if work.events[0].actor == HOST else "run"


def arrange(death: Death, life: Life) -> None:
    """Puts the points where they belong, in this process alone."""
    random = Random(life.seed)
    # Runs that are written with their command, and runs that follow it.
    alone = life.point.endswith("a run") or random.random() < 0.5
    running.MOMENTS_SECONDS = 0 if alone else 5
    for module in (command, beginning):
        _around(module, "decide", death, "before the decision", "after the decision")
    _around(running.UnderWay, "_compute", death, "as a run starts", "")
    _after_answers(death)
    _commits(death)
    sa.event.listen(sa.engine.Engine, "connect", lambda raw, _: _traced(raw, death))
    if life.sabotage == "acknowledged before the commit":
        _acknowledge_early()
    if life.sabotage == "without a transaction":
        _replace(database, "_transaction", lambda connection, begin: nullcontext(connection))  # noqa: ARG005


def _replace(owner: Any, name: str, new: Any) -> None:
    """Puts `new` in the place of what a name stands for, until the process dies."""
    setattr(owner, name, new)


def _around(owner: Any, name: str, death: Death, before: str, after: str) -> None:
    inner = getattr(owner, name)

    @wraps(inner)
    def outer(*arguments: Any) -> Any:
        death.at(before)
        result = inner(*arguments)
        death.at(after)
        return result

    _replace(owner, name, outer)


def _after_answers(death: Death) -> None:
    inner = Rules.at_once

    def answer(*arguments: Any) -> Any:
        result = inner(*arguments)
        death.at("after an answer")
        return result

    _replace(Rules, "at_once", answer)


def _commits(death: Death) -> None:
    write_all, commit = write.commit, SqlStore.commit

    def writing(connection: sa.Connection, work: Commit) -> None:
        death.writing = _written(work)
        write_all(connection, work)

    async def committed(store: SqlStore, work: Commit) -> None:
        await commit(store, work)
        death.at("after the commit of a run" if _written(work) == "run" else "after the commit")

    _replace(write, "commit", writing)
    _replace(SqlStore, "commit", committed)


def _traced(raw: Any, death: Death) -> None:
    raw.set_trace_callback(death.statement)


def _acknowledge_early() -> None:
    commit = SqlStore.commit
    late: set[asyncio.Task[None]] = set()

    async def later(store: SqlStore, work: Commit) -> None:
        await asyncio.sleep(0.05)
        await commit(store, work)

    async def at_once(store: SqlStore, work: Commit) -> None:
        late.add(asyncio.create_task(later(store, work)))

    _replace(SqlStore, "commit", at_once)


async def live(life: Life) -> None:
    """A host acts until the process dies; what is acknowledged is noted before anything else."""
    random = Random(life.seed)
    death = Death(life.point, random.randint(1, 4 if life.point in RARE else 12))
    death.left = 1 if life.sabotage else death.left
    arrange(death, life)
    noted = os.open(life.said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    async with service(Path(life.database), lambda _: death.at("as it is told")) as festplan:
        host = Host(festplan, random)
        for _ in range(MOST_DEEDS):
            try:
                party = await host.act()
            except CommandRefused:
                continue
            os.write(noted, (json.dumps(said(party)) + "\n").encode())
            death.at("after the acknowledgement")
            if random.random() < 0.5:
                await idle(festplan)


def said(party: Party) -> dict[str, Any]:
    """What a host knows of their party once a command was acknowledged."""
    content = {k: v for k, v in party.content.to_json().items() if k != "results"}
    return {
        "party_id": party.party_id,
        "version": party.version,
        "content": content,
        "texts": [i.content for i in party.content.inputs],
        "done": list(party.done),
        "lines": dict(party.lines),
    }


def look(place: Look) -> list[str]:
    """What is wrong with the database after a death; nothing when all is well."""
    noted = [json.loads(line) for line in Path(place.said).read_text().splitlines()]
    return broken(place.database) or asyncio.run(_recovered(place, noted)) or broken(place.database)


def broken(database: str) -> list[str]:
    """What `verify` finds."""
    return [str(found) for found in verify(url(Path(database)))]


async def _recovered(place: Look, noted: list[dict[str, Any]]) -> list[str]:
    async with service(Path(place.database)) as festplan:
        wrong = await _lost(festplan, noted) + await _invented(festplan, noted, place.hosts)
        await recover(festplan)
        scratch = Path(shutil.copy(place.template, place.database + ".scratch"))
        async with service(scratch) as other:
            for party_id in dict.fromkeys(one["party_id"] for one in noted):
                wrong += await _otherwise(festplan, other, party_id)
    return wrong


async def _lost(festplan: Festplan, noted: list[dict[str, Any]]) -> list[str]:
    wrong: list[str] = []
    for one in noted:
        try:
            party = await festplan.store.party_at(one["party_id"], one["version"])
        except LookupError as error:
            wrong.append(f"lost: {error}")
            continue
        if not said(party).items() >= one.items():
            wrong.append(f"{one['party_id']} at {one['version']} is not what was acknowledged")
    return wrong


async def _invented(festplan: Festplan, noted: list[dict[str, Any]], hosts: int) -> list[str]:
    """At most the commands that were under way stand beside what was acknowledged."""
    known: dict[str, int] = {}
    for one in noted:
        known[one["party_id"]] = max(known.get(one["party_id"], 0), one["version"])
    commands = {
        (party.party_id, at)
        for party, _ in await festplan.store.parties("", 10_000)
        for version, _, actor, at in await festplan.store.timeline(party.party_id)
        if actor == HOST and version > known.get(party.party_id, 0)
    }
    return [f"nobody heard of {sorted(commands)}"] if len(commands) > hosts else []


async def _otherwise(festplan: Festplan, scratch: Festplan, party_id: str) -> list[str]:
    """The recovered plan is the plan that comes from the same words where nothing is known."""
    try:
        party = await festplan.store.party(party_id)
    except LookupError:
        return []
    imported = await import_party(scratch, await export(festplan, party_id))
    await idle(scratch)
    again = await scratch.store.party(imported.after.party_id)
    if party.run is not None or held(party) != held(again):
        return [f"{party_id} is {party.status}, and its plan is not the one from scratch"]
    return []


def child(task: dict[str, Any]) -> int:
    """Does what a line asks for; the process's exit."""
    kind, report = task.pop("kind"), Path(task.pop("report"))
    try:
        if kind == "live":
            asyncio.run(live(Life(**task)))
            return 0
        if kind == "pay":
            asyncio.run(paying.live(paying.Paid(**task)))
            return 0
        if kind == "reckon":
            report.write_text(json.dumps(asyncio.run(paying.reckon(paying.Paid(**task)))))
            return 0
        if kind == "batch":
            asyncio.run(batch_dying.live(batch_dying.Batched(**task)))
            return 0
        if kind == "go on":
            batched = batch_dying.Batched(**task)
            report.write_text(json.dumps(asyncio.run(batch_dying.reckon(batched))))
            return 0
        report.write_text(json.dumps(look(Look(**task))))
    except BaseException:  # noqa: BLE001  # whatever it is, the parent has to hear of it
        report.write_text(json.dumps([traceback.format_exc()]))
        return 1
    return 0


def fork(work: Callable[[], int]) -> int:
    """The exit of a child that does `work`."""
    pid = os.fork()
    if pid == 0:
        os._exit(work())
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Forks a child for every line of input."""

    agents.graph()
    paying.load()
    understanding.read("75 guests on 12 June", today=TODAY, locale="en_US", cities={})
    for line in sys.stdin:
        task = json.loads(line)
        print(fork(partial(child, task)), flush=True)


if __name__ == "__main__":
    main()
