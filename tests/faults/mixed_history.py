"""A database in which everything has happened that can happen, made by running it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from festplan.bootstrap import SystemClock
from festplan.domain.spending import LedgerEntry
from festplan.engine.fingerprint import identity
from festplan.engine.ladder import Answer, Ask, CheckFailed, Ladder, Rules
from festplan.models.price_book import open_book
from festplan.models.prices import BookPrices
from festplan.ports.models import Call, CapName, CapReached, Usage
from festplan.ports.parties import Reply
from festplan.service import Festplan, choose, create, edit, export, import_party
from festplan.service.command import Performed, Replies
from festplan.service.editing import Edit
from festplan.store.calls import SqlCallLedger
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore
from tests.faults.hosts import TODAY, Host, held, idle, service, url
from tests.faults.settling import COST, MODEL, USAGE, a_call


@dataclass(frozen=True, slots=True)
class Moody:
    """A ladder whose answers cost money, are stopgaps, or do not come, by the agent's name."""

    paid: Collection[str] = ()
    provisional: Collection[str] = ()
    silent: Collection[str] = ()

    def accepts(self, agent: str, tier: str, reason: str) -> bool:  # noqa: ARG002  # all the same
        return tier in {"rules", "small"}

    def shares(self, agent: str) -> bool:  # noqa: ARG002  # the same for every agent
        return True

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        """What the rules say, in another guise."""
        if ask.agent.name in self.silent:
            raise CheckFailed(f"{ask.agent.name} has no good answer today")
        answer = await Rules().answer(ask)
        if ask.agent.name in self.paid:
            return replace(answer, tier="small", cost_microdollars=COST)
        return replace(answer, provisional=ask.agent.name in self.provisional)


def climbing(festplan: Festplan, ladder: Ladder) -> Festplan:
    """The same Festplan, its runs answered by `ladder`."""
    return replace(festplan, engine=replace(festplan.engine, ladder=ladder))


def make_history(file: Path, *, hosts: int = 3, deeds: int = 30) -> None:
    """Lets `hosts` hosts act in the database, and then whatever seldom happens."""
    asyncio.run(_play(file, hosts, deeds))
    asyncio.run(_pay(file))


async def _play(file: Path, hosts: int, deeds: int) -> None:
    async with service(file) as festplan:
        await asyncio.gather(*(_host(festplan, seed, deeds) for seed in range(hosts)))
        await idle(festplan)
        await _choices(festplan)
        await _together(festplan)
        await _overtaken(festplan)
        await _import(festplan)
        await _keys(festplan)
        await _own_words(festplan)
        await _private(festplan)
        await _ladders(festplan)
        await idle(festplan)
    async with service(file, price_book="case-study") as festplan:
        await create(festplan, ["jungle theme", "44 guests in Chicago"], today=TODAY)
        await idle(festplan)


async def _host(festplan: Festplan, seed: int, deeds: int) -> None:
    host = Host(festplan, Random(seed))
    for _ in range(deeds):
        await host.act()
        if host.random.random() < 0.6:
            await idle(festplan)


async def _own_words(festplan: Festplan) -> None:
    texts = ["jungle theme", "a hall like the woods behind grandma's old house", "in Austin"]
    await create(festplan, texts, today=TODAY)
    await idle(festplan)


async def _choices(festplan: Festplan) -> None:
    texts = ["75 guests in Austin", "jungle theme", "need a DJ", "under $4,000"]
    performed = await create(festplan, texts, today=TODAY)
    party_id = performed.after.party_id
    await idle(festplan)
    party = await festplan.store.party(party_id)
    venue = await festplan.store.body(party.content.results["venue_agent"].settled)
    listing = venue["recommended_venues"][1]["listing_id"]
    await choose(festplan, party_id, "venue_agent", listing)
    await idle(festplan)


async def _together(festplan: Festplan) -> None:
    performed = await create(festplan, ["jungle theme", "75 guests"], today=TODAY)
    party_id = performed.after.party_id
    await asyncio.gather(
        *(
            edit(festplan, party_id, Edit(added=[text]), today=TODAY, base=performed.after.version)
            for text in ("chocolate cake", "need a DJ", "in Austin", "5 vegans")
        )
    )
    await idle(festplan)


class Slow(Rules):
    """The rules, after a while."""

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        await asyncio.sleep(0.2)
        return await super().answer(ask)


async def _overtaken(festplan: Festplan) -> None:
    """Two edits in a row, of which the second comes while the first one's run is still open."""
    performed = await create(festplan, ["jungle theme"], today=TODAY)
    await idle(festplan)
    slow = climbing(festplan, Slow())
    for text in ("33 guests for tacos in Denver", "carrot cake for 33 guests"):
        await edit(slow, performed.after.party_id, Edit(added=[text]), today=TODAY)
    await idle(festplan)


async def _import(festplan: Festplan) -> None:
    performed = await create(festplan, ["space theme", "40 guests, 10 kids"], today=TODAY)
    await idle(festplan)
    document = await export(festplan, performed.after.party_id)
    imported = await import_party(festplan, document)
    await idle(festplan)
    again = await festplan.store.party(imported.after.party_id)
    assert held(again) == held(await festplan.store.party(performed.after.party_id))


async def _keys(festplan: Festplan) -> None:
    await create(festplan, ["60 guests"], today=TODAY, replies=_reply("now", 201, '{"a":1}'))
    await create(festplan, ["60 guests"], today=TODAY, replies=_reply("later", 0, ""))
    await idle(festplan)


def _reply(key: str, status: int, body: str) -> Replies:
    def reply(performed: Performed) -> Reply:
        party = performed.after
        headers = {"ETag": f'"{party.version}"'}
        return Reply(key, identity(key), party.party_id, party.version, status, body, headers)

    return reply


async def _private(festplan: Festplan) -> None:
    await create(festplan, ["jungle theme", "80 guests"], today=TODAY, private=True)
    await idle(festplan)


async def _ladders(festplan: Festplan) -> None:
    """Paid answers, stopgaps that are asked for again, and a run that fails and is repaired."""
    dear = climbing(
        festplan, Moody(paid={"theme_agent", "budget_agent"}, provisional={"cake_agent"})
    )
    performed = await create(dear, ["teal and gold theme", "strawberry cake"], today=TODAY)
    party_id = performed.after.party_id
    await idle(festplan)
    silent = climbing(festplan, Moody(silent={"catering_agent"}))
    failed = await create(silent, ["mermaid theme", "tacos for 33 guests"], today=TODAY)
    await idle(festplan)
    assert (await festplan.store.party(failed.after.party_id)).status == "failed"
    await edit(silent, party_id, Edit(added=["sushi for 21 guests"]), today=TODAY)
    await idle(festplan)
    await edit(festplan, party_id, Edit(), today=TODAY)
    await idle(festplan)
    assert (await festplan.store.party(party_id)).status == "planned"


async def _pay(file: Path) -> None:
    """The calls that the paid steps made, and others that came to nothing or to no end."""
    database = Database(url(file))
    database.open()
    clock = SystemClock()
    caps: dict[CapName, int] = {"call": 2000, "run": 20_000, "party": 50_000, "all": 90_000}
    ledger = SqlCallLedger(database, clock.now, caps)
    store = SqlStore(database, clock.now)
    paid = [entry for entry in await store.ledger() if entry.spent_microdollars]
    assert paid
    booked = [await _call(store, entry, f"paid{place}") for place, entry in enumerate(paid)]
    for place, call in enumerate(booked):
        await ledger.reserve(replace(call, call_id=f"first{place}"))
        await ledger.unknown(f"first{place}", "the answer was cut off")
        await ledger.reserve(replace(call, attempt=2))
        await ledger.settle(call.call_id, *priced(USAGE))
    await _unpaid(ledger, booked[0])
    database.close()


async def _call(store: SqlStore, entry: LedgerEntry, call_id: str) -> Call:
    scope = (await store.party(entry.party_id)).scope
    run = (entry.party_id, entry.run_id, scope, entry.agent, entry.tier, entry.fingerprint)
    return replace(a_call(call_id, run), reserved_microdollars=1500)


async def _unpaid(ledger: SqlCallLedger, call: Call) -> None:
    """Calls of a run that no step tells of: refused, released, in a batch, and still under way."""
    call = replace(call, run_id="lost", agent="venue_agent")
    for name in ("refused", "released", "batched", "open"):
        await ledger.reserve(replace(call, call_id=name, fingerprint=name, batch=name == "batched"))
    await ledger.release("released", "429 Too Many Requests")
    await ledger.settle("batched", *priced(Usage(1001, 7, 1000, 3), batch=True))
    await ledger.unknown("refused", "nobody knows")
    await ledger.settle("refused", *priced(Usage(0, 0)))
    try:
        await ledger.reserve(replace(call, call_id="dear", reserved_microdollars=2001))
    except CapReached as reached:
        assert reached.cap == "call"  # noqa: PT017  # this is no test


def priced(usage: Usage, *, batch: bool = False) -> tuple[Usage, int, str]:
    """What settling a call needs, by the case study's prices."""
    prices = BookPrices(open_book("case-study"))
    return usage, *prices.cost(MODEL, usage, batch=batch)
