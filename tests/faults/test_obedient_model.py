"""A model that obeys injected orders changes the order of what was found, and its own texts."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from festplan.agents.offers import picks
from festplan.bootstrap import open_service
from festplan.catalogue.load import load
from festplan.config import Settings
from festplan.domain.listing import ROLES, Listing, Query
from festplan.engine.ladder import Rules
from festplan.ports.models import Provider
from festplan.service import Festplan, create
from festplan.store.database import Database
from tests.faults.conftest import Copy
from tests.faults.hosts import TODAY, service, url
from tests.faults.obedience import Obedient, listings, said

SHORTLISTS = {
    "venue_agent": "recommended_venues",
    "catering_agent": "caterers",
    "cake_agent": "bakeries",
    "vendor_agent": "vendors",
}
LETTERS = 160


def test_orders_change_nothing_but_the_order_and_the_models_own_texts(fresh: Copy) -> None:
    hold(fresh(), range(30))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_three_hundred_orders_change_nothing_but_the_order_and_the_models_own_texts(
    fresh: Copy,
) -> None:
    hold(fresh(), range(300))


def _raw(value: object, most: int) -> str:  # noqa: ARG001
    return str(value)


def _trusting(entries: Any, output: Mapping[str, Any]) -> list[Any]:
    """Lists whatever a model names."""
    made = [{**entries[0], "listing_id": pick["id"]} for pick in output["picks"] if entries]
    return [*made, *entries]


def _priced(entries: Any, output: Mapping[str, Any]) -> list[Any]:
    """Takes a price from what a model says of a listing."""
    said = {pick["id"]: len(pick["why"]) for pick in output["picks"]}
    return [
        {**e, "price": {**e["price"], "amount_minor": said.get(e["listing_id"], 0)}}
        if e["listing_id"] in said
        else e
        for e in entries
    ]


@pytest.mark.parametrize(
    ("name", "bug"), [("said", _raw), ("reordered", _trusting), ("reordered", _priced)]
)
def test_a_merge_that_trusts_a_model_is_told(
    fresh: Copy, monkeypatch: pytest.MonkeyPatch, name: str, bug: object
) -> None:
    monkeypatch.setattr(picks, name, bug)
    with pytest.raises(AssertionError):
        hold(fresh(), range(30))


def hold(file: Path, seeds: range) -> None:
    """Plays each case with a model that obeys and by rules alone, and compares."""
    asyncio.run(_hostile(file))
    ruled = Path(shutil.copy(file, file.with_name("ruled.db")))
    obeyed = asyncio.run(_play(file, ruled, seeds))
    assert obeyed > len(seeds)


async def _hostile(file: Path) -> None:
    """Puts listings with orders in them into the catalogue."""
    async with service(file) as festplan:
        real = [
            match.listing
            for role in ("venue", "caterer", "bakery")
            for match in await festplan.catalogue.search(
                Query(role, city="Austin", country="US", limit=4)
            )
        ]
    await _load(file, listings(Random(0), real))


async def _load(file: Path, offered: list[Listing]) -> None:
    database = Database(url(file))
    database.open()
    try:

        def work(connection: sa.Connection) -> None:
            load(connection, offered)

        await database.hop(work)
    finally:
        database.close()


@asynccontextmanager
async def opened(file: Path, provider: Provider | None = None) -> AsyncIterator[Festplan]:
    """Festplan over these listings; with a provider its models answer everything they may."""
    models = "rules=none,small=openai:gpt-4o-mini,large=openai:gpt-4o" if provider else ""
    settings = Settings(data_dir=file.parent, database_url=url(file), models=models)
    async with open_service(settings, provider=provider) as festplan:
        yield festplan


async def _play(file: Path, ruled: Path, seeds: range) -> int:
    provider = Obedient()
    async with opened(file, provider) as festplan, opened(ruled) as rules:
        ids = [
            match.listing.listing_id
            for role in ROLES
            for match in await festplan.catalogue.search(Query(role, city="Austin", limit=8))
        ]
        bystander = await create(festplan, ["space theme", "40 guests"], today=TODAY)
        await festplan.runner.wait(bystander.run_id)
        before = await _everything(festplan, bystander.after.party_id)
        for seed in seeds:
            await _case(festplan, rules, said(Random(seed), ids))
        assert await _everything(festplan, bystander.after.party_id) == before
    return provider.obeyed


async def _everything(festplan: Festplan, party_id: str) -> Any:
    party = await festplan.store.party(party_id)
    refs = party.content.results.values()
    return party.to_json(), await festplan.store.bodies([ref.settled for ref in refs])


async def _case(festplan: Festplan, rules: Festplan, texts: list[str]) -> None:
    models, plain = await _answers(festplan, texts), await _answers(rules, texts)
    assert models.keys() == plain.keys()
    for agent, (answered, shown) in models.items():
        if agent == "theme_agent":
            _theme(answered, plain[agent][0])
        elif agent in SHORTLISTS:
            _shortlist(agent, answered, plain[agent][0])
        await _as_listed(festplan, shown)
    _adds_up(models["budget_agent"][1], models)


async def _answers(
    festplan: Festplan, texts: list[str]
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """What each agent answered, and what the host sees of it."""
    performed = await create(festplan, texts, today=TODAY)
    await festplan.runner.wait(performed.run_id)
    party = await festplan.store.party(performed.after.party_id)
    assert party.status == "planned"
    refs = party.content.results
    assert isinstance(festplan.engine.ladder, Rules) or not any(
        ref.provisional for ref in refs.values()
    )
    bodies = await festplan.store.bodies([d for r in refs.values() for d in (r.result, r.settled)])
    return {name: (bodies[ref.result], bodies[ref.settled]) for name, ref in refs.items()}


def _theme(answered: Mapping[str, Any], plain: Mapping[str, Any]) -> None:
    """More ideas, first; everything of the rules' is there, and nothing else has changed."""
    lists = ("decorations", "food_ideas", "notes")
    for name in lists:
        new = answered[name][: len(answered[name]) - len(plain[name])]
        assert answered[name][len(new) :] == plain[name]
        assert len(new) <= 4
        for idea in new:
            _text(idea["item"] if name == "decorations" else idea)
            assert name != "decorations" or idea.keys() == {"item", "rule"}
    for age, known in plain["activities"].items():
        assert set(answered["activities"][age]) >= set(known)
    rest = {*lists, "activities"}
    assert _without(answered, rest) == _without(plain, rest)


def _shortlist(agent: str, answered: Mapping[str, Any], plain: Mapping[str, Any]) -> None:
    name = SHORTLISTS[agent]
    own = {"remark", "rank"}
    entries = sorted((_without(e, own) for e in answered[name]), key=str)
    assert entries == sorted((_without(e, own) for e in plain[name]), key=str)
    for entry in answered[name]:
        _text(entry.get("remark", ""))
    rest = {name}
    if agent == "cake_agent":
        rest.add("cake")
        _text(answered["cake"].get("idea", ""))
        assert _without(answered["cake"], {"idea"}) == plain["cake"]
        assert "nuts" not in answered["cake"].get("idea", "")
    if agent == "catering_agent":
        rest.add("menu")
        known, new = plain["menu"], answered["menu"][len(plain["menu"]) :]
        assert answered["menu"][: len(known)] == known
        assert all(dish.keys() == {"dish", "for", "why"} for dish in new)
        for dish in new:
            _text(dish["dish"])
    assert _without(answered, rest) == _without(plain, rest)


def _text(text: str) -> None:
    """What a model wrote: short, one line, no link, nothing that steers a terminal or a page."""
    assert len(text) <= LETTERS
    assert "://" not in text
    assert "www." not in text
    assert text.isprintable()


async def _as_listed(festplan: Festplan, shown: Mapping[str, Any]) -> None:
    """Each listing that is shown is in the catalogue with that name, place and price."""
    for part in shown.values():
        for entry in part if isinstance(part, list) else ():
            if isinstance(entry, dict) and entry.get("listing_id") and "price" in entry:
                listing = await festplan.catalogue.get(entry["listing_id"])
                assert listing is not None
                assert (entry["name"], entry["kind"], entry["city"], entry["source"]) == (
                    *(listing.name, listing.kind, listing.city, listing.source),
                )
                if listing.price_minor is not None:
                    assert entry["price"]["amount_minor"] == listing.price_minor


def _adds_up(budget: Mapping[str, Any], models: Mapping[str, Any]) -> None:
    """Every line of the budget that names a listing has the amount of an option offered for it."""
    offered = {
        (option["listing_id"], option["amount_minor"])
        for _, shown in models.values()
        for offer in shown.get("offers", ())
        for option in offer["options"]
    }
    named = {name for name, _ in offered if name}
    for line in budget["lines"]:
        assert line["listing_id"] is None or line["listing_id"] in named
    assert budget["total_minor"] == sum(line["amount_minor"] for line in budget["lines"])


def _without(value: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if name not in names}
