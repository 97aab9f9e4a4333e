"""Somebody who plans parties in batches dies between noting, asking, sending and collecting.

The provider stands outside: a batch that it took it has noted in a file before its answer leaves,
whatever becomes of who sent it. Afterwards the job is gone on with, and provider and notes are
compared.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from festplan.bootstrap import open_batches
from festplan.config import Settings
from festplan.models import sending
from festplan.models.metered import MeteredProvider
from festplan.models.sending import Sender
from festplan.ports.models import ModelReply, ModelRequest, ProviderFailed
from festplan.proof.verify import verify
from festplan.service import Festplan, batch_report, batching, running
from festplan.service.batching import Batching, Wanted
from festplan.store.batches import SqlBatches
from festplan.store.sql_store import SqlStore
from tests.faults.hosts import TODAY, url

DEATH = 9
POINTS = (
    "before the job is noted",
    "after the job is noted",
    "before a party's commit",
    "after a party's commit",
    "after a run is noted",
    "before the reservation",
    "after the reservation",
    "after the claim",
    "as the provider takes it",
    "before it is noted as sent",
    "after it is noted as sent",
    "before the replies are booked",
    "after the replies are booked",
)
AMONG: Mapping[str, tuple[type, str, str, str]] = {
    "begin": (SqlBatches, "begin", POINTS[0], POINTS[1]),
    "commit": (SqlStore, "commit", POINTS[2], POINTS[3]),
    "ran": (SqlBatches, "ran", "", POINTS[4]),
    "reserve": (SqlBatches, "reserve", POINTS[5], POINTS[6]),
    "claim": (SqlBatches, "claim", "", POINTS[7]),
    "sent": (SqlBatches, "sent", POINTS[9], POINTS[10]),
    "collected": (SqlBatches, "collected", POINTS[11], POINTS[12]),
}
"""Where the points are: before and after which methods."""
LOSES = POINTS[7]
"""Where nobody can tell afterwards whether the provider has the batch."""
SOON = 0.3
"""So long a dead process keeps the others from batches."""
MODELS = "rules=none,small=openai:gpt-4o-mini,understanding.small=none"
WANTED = [
    Wanted("Mia", ("jungle theme", "a chocolate cake")),
    Wanted("Ben", ("jungle theme",)),
    Wanted("Kim", ("jungle theme",), private=True),
]


@dataclass(frozen=True, slots=True)
class Batched:
    """What a process is to do: where it dies, and where the provider notes what it took."""

    database: str
    taken: str
    point: str
    seed: int
    sabotage: str = ""


@dataclass(slots=True)
class Provider:
    """Notes each batch that it took, flushed, before it answers; it is over at the second look."""

    taken: Path
    at: Callable[[str], None]

    def most(self, model: str) -> int:  # noqa: ARG002  # all the same
        return 1000

    async def submit(
        self, sending_id: str, model: str, asked: Sequence[tuple[str, ModelRequest]]
    ) -> str:
        note = {"sending": sending_id, "model": model, "keys": [key for key, _ in asked]}
        with self.taken.open("a") as noted:
            noted.write(json.dumps(note) + "\n")
        self.at("as the provider takes it")
        return _handle(sending_id)

    async def find(
        self,
        sending_id: str,
        model: str,  # noqa: ARG002  # its list is of all models
        sample: ModelRequest,  # noqa: ARG002  # nothing of it is needed
    ) -> str | None:
        known = {note["sending"] for note in notes(self.taken)}
        return _handle(sending_id) if sending_id in known else None

    async def look(self, model: str, handle: str) -> tuple[str, bool]:  # noqa: ARG002  # all alike
        looks = json.loads(handle)["looks"] + 1
        return handle, looks > 0

    async def results(
        self,
        model: str,  # noqa: ARG002  # all alike
        handle: str,
        asked: Mapping[str, ModelRequest],
    ) -> Mapping[str, ModelReply | ProviderFailed]:
        mine = [n for n in notes(self.taken) if n["sending"] == json.loads(handle)["id"]]
        assert len(mine) == 1
        return {key: await MeteredProvider().ask(request) for key, request in asked.items()}

    async def forget(self, model: str, handle: str) -> None:
        """The notes stay."""

    async def close(self) -> None:
        """There is no connection."""


def _handle(sending_id: str) -> str:
    return json.dumps({"id": sending_id, "looks": 0}, separators=(",", ":"))


def notes(taken: Path) -> list[dict[str, Any]]:
    """The batches that the provider took."""
    return [json.loads(line) for line in taken.read_text().splitlines()]


@asynccontextmanager
async def opened(
    batched: Batched, at: Callable[[str], None]
) -> AsyncIterator[tuple[Festplan, Batching]]:
    file = Path(batched.database)
    settings = Settings(
        data_dir=file.parent,
        database_url=url(file),
        models=MODELS,
        encoder_dir=file.parent / "no-model",
    )
    provider = Provider(Path(batched.taken), at)
    async with open_batches(settings, provider=provider) as doors:
        yield doors


async def live(batched: Batched) -> None:
    """Plans parties until the point is passed for the last time."""
    random = Random(batched.seed)
    left = random.randint(1, 3)

    def at(point: str) -> None:
        nonlocal left
        left -= point == batched.point
        if left <= 0:
            os._exit(DEATH)

    running.MOMENTS_SECONDS = random.choice((0, 5))
    batching.LEASE_SECONDS = SOON
    for owner, name, before, after in AMONG.values():
        _around(owner, name, at, before, after)
    async with opened(batched, at) as (festplan, doors):
        for _ in range(4):
            await _planned(festplan, doors, again=True)


async def _planned(festplan: Festplan, doors: Batching, *, again: bool = False) -> str:
    """A job of parties with words of their own, taken to its end."""
    known = len(await doors.store.jobs()) if again else 0
    own = Wanted("own", (f"a theme of zqxj{known}",))
    job = await batching.submit(festplan, doors, [*WANTED, own], name="f", today=TODAY, again=again)
    await batching.go_on(festplan, doors, await batch_report.found(doors, job))
    return job


def _around(owner: Any, name: str, at: Callable[[str], None], before: str, after: str) -> None:
    inner = getattr(owner, name)

    @wraps(inner)
    async def outer(*arguments: Any) -> Any:
        at(before)
        result = await inner(*arguments)
        at(after)
        return result

    setattr(owner, name, outer)


async def reckon(batched: Batched) -> list[str]:
    """What is wrong after what was begun was gone on with; nothing when all is well."""
    sending.PATIENCE_SECONDS = 0
    if batched.sabotage == "sent again":
        _send_again()
    async with opened(batched, lambda _: None) as (festplan, doors):
        jobs = await batch_report.found(doors, "")
        await batching.go_on(festplan, doors, jobs)
        await batching.go_on(festplan, doors, jobs)
        documents = [await batch_report.document(doors, job) for job in jobs]
    wrong = [one for document in documents for one in _unplanned(batched, document)]
    return [
        *wrong,
        *_twice(batched),
        *_booked(batched),
        *map(str, verify(url(Path(batched.database)))),
    ]


def _send_again() -> None:
    """Takes a batch that may be on its way for one that was never sent."""

    async def recover(sender: Sender) -> AsyncIterator[int]:
        for one in await sender.store.sendings():
            if one.state == "sending":
                await sender.store.unsent(one.sending_id, "forgotten")
                yield 0

    setattr(Sender, "recover", recover)  # noqa: B010  # until the process dies


def _unplanned(batched: Batched, document: Mapping[str, Any]) -> list[str]:
    """Every party is planned, by what it asked; unless nobody can tell what became of that."""
    wrong = [f"{row} is not planned" for row in document["rows"] if row["state"] != "planned"]
    troubles = [row["troubles"] for row in document["rows"] if row["troubles"]]
    return wrong + ([f"{troubles}"] if troubles and batched.point != LOSES else [])


def _twice(batched: Batched) -> list[str]:
    """No ask was ever taken twice, and none was paid twice."""
    taken = Counter(key for note in notes(Path(batched.taken)) for key in note["keys"])
    paid = _rows(
        batched,
        "SELECT fingerprint, tier, count(*) FROM calls WHERE state <> 'released' "
        "GROUP BY fingerprint, tier HAVING count(*) > 1",
    )
    return [
        *(f"sent twice: {key}" for key, count in taken.items() if count > 1),
        *(f"paid twice: {row}" for row in paid),
    ]


def _booked(batched: Batched) -> list[str]:
    """What the provider took is settled; only what it may have taken is unknown."""
    taken = sum(len(note["keys"]) for note in notes(Path(batched.taken)))
    found = dict(map(tuple, _rows(batched, "SELECT state, count(*) FROM calls GROUP BY state")))
    if found.get("settled", 0) != taken or found.get("reserved", 0) or found.get("released", 0):
        return [f"{taken} were taken, the calls are {found}"]
    if found.get("unknown", 0) and batched.point != LOSES:
        return [f"nobody can tell about {found['unknown']}"]
    return []


def _rows(batched: Batched, statement: str) -> list[Any]:
    engine = sa.create_engine(url(Path(batched.database)))
    try:
        with engine.connect() as connection:
            return list(connection.execute(sa.text(statement)))
    finally:
        engine.dispose()
