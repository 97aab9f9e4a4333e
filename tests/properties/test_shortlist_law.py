"""No shortlist of bakers, caterers or vendors loses the best or the cheapest that fits, anywhere.

What a host is shown is compared with what would be shown if every listing were kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from festplan.agents import cake, catering, vendor
from festplan.agents.offers import shortfalls, shortlist
from festplan.catalogue.cities import CITIES
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.domain import vocabulary
from festplan.domain.brief import Brief
from festplan.domain.listing import Match
from festplan.domain.reading import Facts
from festplan.engine.agent import Agent, Upstream
from festplan.engine.agent import Facts as Json

AGENTS: Mapping[str, Agent] = {
    "bakeries": cake.AGENT,
    "caterers": catering.AGENT,
    "vendors": vendor.AGENT,
}
THEMES = {"theme_agent": {"themes": ["jungle"], "setting": "outdoors"}}


def _some(words: Mapping[str, str], most: int) -> st.SearchStrategy[list[str]]:
    known = sorted(set(words.values()))
    return st.lists(st.sampled_from(known), max_size=most, unique=True).map(sorted)


@st.composite
def wishes(draw: st.DrawFn) -> Facts:
    guests = draw(st.integers(1, 400))
    diets = draw(_some(vocabulary.DIETS, 2))
    facts = Facts(
        city=draw(st.sampled_from([city.name for city in CITIES])),
        guests=guests,
        kids=draw(st.integers(0, guests)),
        services=draw(_some(vocabulary.SERVICES, 2)),
        cuisine=draw(_some(vocabulary.CUISINES, 2)),
        flavours=draw(_some(vocabulary.FLAVOURS, 2)),
        diet={diet: draw(st.sampled_from([None, 3])) for diet in diets},
    )
    if draw(st.booleans()):
        facts["service_style"] = draw(st.sampled_from(sorted(vocabulary.SERVICE_STYLES.values())))
    if draw(st.booleans()):
        facts["cake_form"] = {"kind": draw(st.sampled_from(sorted(vocabulary.CAKE_KINDS.values())))}
    if draw(st.booleans()):
        facts["age"] = draw(st.integers(1, 99))
    if draw(st.booleans()):
        facts["duration_hours"] = draw(st.integers(1, 9))
    return facts


def offered(name: str, facts: Facts, catalogue: SqliteCatalogue) -> dict[str, list[Json]]:
    """What is listed and fits, by service, as it is proposed to the host."""
    agent, brief = AGENTS[name], Brief(facts, asked=frozenset({"cake", "catering", "vendor"}))
    view = agent.view(brief, Upstream(agent.upstream, THEMES))
    assert agent.settle is not None
    evidence = asyncio.run(_gathered(agent, view, catalogue))
    found: dict[str, list[Json]] = {}
    for entry in agent.settle(agent.answer(view, evidence), brief)[name]:
        if entry["listing_id"] and entry["fits"]:
            found.setdefault(entry.get("service", ""), []).append(entry)
    return found


async def _gathered(agent: Agent, view: Json, catalogue: SqliteCatalogue) -> Json:
    assert agent.gather is not None
    return await agent.gather(view, catalogue)


def _all(matches: Iterable[Match], **_rest: Any) -> list[Match]:
    return sorted(matches, key=lambda match: match.rank)


def _the_first(matches: Iterable[Match], **_rest: Any) -> list[Match]:
    return _all(matches)[:1]


@contextmanager
def cutting(skyline: Callable[..., list[Match]]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortlist, "skyline", skyline)
        patch.setattr(shortfalls, "skyline", skyline)
        yield


def nothing_is_lost(name: str, facts: Facts, catalogue: SqliteCatalogue) -> None:
    shown = offered(name, facts, catalogue)
    with cutting(_all):
        every = offered(name, facts, catalogue)
    assert shown.keys() == every.keys(), "something fits, and nothing is shown"
    for service, entries in every.items():
        mine = shown[service]
        assert _least(mine) == _least(entries), "the cheapest that fits is not shown"
        assert mine[0]["listing_id"] == entries[0]["listing_id"], "the best is not shown first"


def _least(entries: list[Json]) -> int:
    return min(int(entry["total_minor"]) for entry in entries)


DEARER_ON_TOP = Facts(city="Berlin", guests=317, age=58)
"""A caterer who brings the food asks less for it, but with the tip it comes to more."""


@pytest.mark.parametrize("name", AGENTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@example(facts=DEARER_ON_TOP)
@given(facts=wishes())
def test_no_shortlist_loses_the_best_or_the_cheapest(
    name: str, catalogue: SqliteCatalogue, facts: Facts
) -> None:
    nothing_is_lost(name, facts, catalogue)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", AGENTS)
@settings(max_examples=3000, suppress_health_check=[HealthCheck.too_slow])
@given(facts=wishes())
def test_no_shortlist_of_thousands_loses_the_best_or_the_cheapest(
    name: str, catalogue: SqliteCatalogue, facts: Facts
) -> None:
    nothing_is_lost(name, facts, catalogue)


@pytest.mark.parametrize("name", AGENTS)
def test_a_shortlist_of_the_the_first_loses_the_cheapest(
    name: str, catalogue: SqliteCatalogue
) -> None:
    @settings(
        max_examples=300,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(wishes())
    def law(facts: Facts) -> None:
        with cutting(_the_first):
            nothing_is_lost(name, facts, catalogue)

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        law()
