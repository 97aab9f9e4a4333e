"""A host whose models are paid dies between reserving, calling, answering and settling.

The provider stands outside: what it served it has noted before its answer leaves, whatever becomes
of who asked. Afterwards the runs are recovered, and provider and ledger are compared.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from festplan.bootstrap import SystemClock, open_service
from festplan.config import Settings
from festplan.engine.fingerprint import identity
from festplan.models.metered import MeteredProvider
from festplan.models.retries import Caller
from festplan.ports.models import ModelReply, ModelRequest
from festplan.proof.verify import verify
from festplan.service import Festplan, create, edit, recover, running
from festplan.service.editing import Edit
from festplan.store.calls import SqlCallLedger
from festplan.store.sql_store import SqlStore
from tests.faults.hosts import TODAY, idle, url

DEATH = 9
POINTS = (
    "before the reservation",
    "between reservation and call",
    "between call and answer",
    "between answer and keeping",
    "between keeping and settlement",
    "after the settlement",
)
MODELS = "rules=none,small=openai:gpt-4o-mini,large=openai:gpt-4o"
WORDS = ("jungle theme", "in Austin for {} guests", "chocolate cake", "a juggler and a DJ")
LATER = ("space theme instead", "120 guests", "a taco truck", "zorbing and a qwerty thing")


@dataclass(frozen=True, slots=True)
class Paid:
    """What a process is to do: where it dies, and where the provider notes what it served."""

    database: str
    served: str
    point: str
    seed: int
    sabotage: str = ""


@dataclass(slots=True)
class Provider:
    """Notes each request that it served, flushed, before it answers."""

    served: str
    at: Callable[[str], None]

    async def ask(self, request: ModelRequest) -> ModelReply:
        reply = await MeteredProvider().ask(request)
        _note(self.served, identity([request.model, request.instructions, request.prompt]))
        self.at("between call and answer")
        return reply


def _note(served: str, line: str) -> None:
    with Path(served).open("a") as noted:
        noted.write(line + "\n")


def load() -> None:
    """Imports what every child needs."""
    for name in ("ladder", "live", "retries", "extraction", "prices", "tiers"):
        import_module(f"festplan.models.{name}")


@asynccontextmanager
async def opened(paid: Paid, at: Callable[[str], None]) -> AsyncIterator[Festplan]:
    file = Path(paid.database)
    settings = Settings(data_dir=file.parent, database_url=url(file), models=MODELS)
    async with open_service(settings, provider=Provider(paid.served, at)) as festplan:
        yield festplan


async def live(paid: Paid) -> None:
    """Plans parties until the point is passed for the last time."""
    random = Random(paid.seed)
    left = random.randint(1, 14)

    def at(point: str) -> None:
        nonlocal left
        left -= point == paid.point
        if left <= 0:
            os._exit(DEATH)

    running.MOMENTS_SECONDS = random.choice((0, 5))
    _arrange(at, paid.sabotage)
    async with opened(paid, at) as festplan:
        for number in range(50):
            texts = [word.format(random.randint(10, 300)) for word in WORDS]
            performed = await create(festplan, texts, today=TODAY, private=number % 2 == 0)
            party_id = performed.after.party_id
            await edit(festplan, party_id, Edit(added=[random.choice(LATER)]), today=TODAY)
            await idle(festplan)


def _arrange(at: Callable[[str], None], sabotage: str) -> None:
    """Puts the points where they belong, in this process alone."""
    _around(SqlCallLedger, "reserve", at, POINTS[0], POINTS[1])
    _around(SqlStore, "keep", at, POINTS[3], POINTS[4])
    _around(SqlCallLedger, "settle", at, "", POINTS[5])
    if sabotage:
        _settle_first()


def _around(owner: Any, name: str, at: Callable[[str], None], before: str, after: str) -> None:
    inner = getattr(owner, name)

    @wraps(inner)
    async def outer(*arguments: Any) -> Any:
        at(before)
        result = await inner(*arguments)
        at(after)
        return result

    setattr(owner, name, outer)


def _settle_first() -> None:
    """Settles a call as soon as it is answered, before the answer is durable."""
    inner = Caller.call

    async def call(caller: Caller, *arguments: Any) -> Any:
        called = await inner(caller, *arguments)
        if called.owed is not None:
            await caller.settle(called.owed)
        return called

    setattr(Caller, "call", call)  # noqa: B010  # until the process dies


async def reckon(paid: Paid) -> list[str]:
    """What is wrong after the runs were recovered; nothing when all is well."""
    left = _count(paid, "reserved")
    async with opened(paid, lambda _: None) as festplan:
        await festplan.store.abandon_old(SystemClock().now())
        wrong = _listed(paid, left)
        await recover(festplan)
        await idle(festplan)
        for party, _ in await festplan.store.parties("", 1000):
            await edit(festplan, party.party_id, Edit(), today=TODAY)
        await idle(festplan)
        wrong += [
            f"{party.party_id} is {party.status}"
            for party, _ in await festplan.store.parties("", 1000)
            if party.status != "planned"
        ]
    return [*wrong, *_paid_twice(paid), *_served(paid), *map(str, verify(url(Path(paid.database))))]


def _listed(paid: Paid, left: int) -> list[str]:
    """Each call that the dead process left open is listed as unknown, and none is open."""
    open_calls, unknown = _count(paid, "reserved"), _count(paid, "unknown")
    if open_calls or unknown != left:
        return [f"of {left} open calls {unknown} are listed and {open_calls} are still open"]
    return []


def _paid_twice(paid: Paid) -> list[str]:
    """A question that was settled is never settled again."""
    twice = _rows(
        paid,
        "SELECT fingerprint, tier, count(*) FROM calls WHERE state = 'settled' "
        "GROUP BY fingerprint, tier HAVING count(*) > 1",
    )
    return [f"paid twice: {row}" for row in twice]


def _served(paid: Paid) -> list[str]:
    """What the provider served is settled, or among the unknown calls: some were never made."""
    served = len(Path(paid.served).read_text().splitlines())
    settled, unknown = _count(paid, "settled"), _count(paid, "unknown")
    if not settled <= served <= settled + unknown:
        return [f"{served} served, {settled} settled, {unknown} unknown"]
    return []


def _count(paid: Paid, state: str) -> int:
    ((count,),) = _rows(paid, f"SELECT count(*) FROM calls WHERE state = '{state}'")
    return int(count)


def _rows(paid: Paid, statement: str) -> list[Any]:
    engine = sa.create_engine(url(Path(paid.database)))
    try:
        with engine.connect() as connection:
            return list(connection.execute(sa.text(statement)))
    finally:
        engine.dispose()
