"""A bracket's shared shortlist costs no host the best-ranked or the cheapest place that fits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from festplan.agents import venue
from festplan.agents.offers import shortlist
from festplan.agents.offers import venues as venue_search
from festplan.agents.offers.hours import length
from festplan.catalogue.cities import CITIES
from festplan.catalogue.prices import PRICES
from festplan.catalogue.sqlite import SqliteCatalogue
from festplan.domain.brief import Brief
from festplan.domain.listing import Listing, Match, Query
from festplan.domain.people import Headcount, bracket, headcount
from festplan.domain.reading import Facts
from festplan.domain.vocabulary import ACCESS
from festplan.engine.agent import Facts as Json
from festplan.engine.agent import Upstream

T = TypeVar("T")
KINDS = sorted(PRICES["venue"])
MOST_GUESTS = 400


@dataclass(frozen=True)
class Asked:
    """A party that looks for a place: its facts, and the setting that its theme would like."""

    facts: Facts
    themed: str


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    facts = Facts(city=draw(st.sampled_from([city.name for city in CITIES])))
    facts["guests"] = guests = draw(st.integers(1, MOST_GUESTS))
    if draw(st.integers(0, 3)) == 0:
        facts["kids"] = draw(st.integers(0, guests))
    if draw(st.integers(0, 3)) == 0:
        facts["guests_max"] = draw(st.integers(guests, MOST_GUESTS))
    if draw(st.booleans()):
        facts["duration_hours"] = draw(st.integers(1, 12))
    if draw(st.booleans()):
        facts["setting"] = draw(st.sampled_from(["indoors", "outdoors"]))
    named = draw(st.sampled_from(["venue_kind", "exclude", ""]))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True))
    if named == "venue_kind":
        facts["venue_kind"] = kinds
    elif named == "exclude":
        facts["exclude"] = kinds
    if draw(st.booleans()) and draw(st.booleans()):
        facts["access"] = [draw(st.sampled_from(sorted(set(ACCESS.values()))))]
    return Asked(facts, draw(st.sampled_from(["indoors", "outdoors", "either"])))


async def shown(asked: Asked, catalogue: SqliteCatalogue) -> list[Json]:
    """The places listed that fit, as the agent proposes them to the host."""
    brief = Brief(asked.facts, asked=frozenset({"venue"}))
    view = _view(asked)
    result = venue.answer(view, await venue.gather(view, catalogue))
    entries = venue.settle(result, brief)["recommended_venues"]
    return [entry for entry in entries if entry["fits"] and entry["listing_id"]]


async def fitting(asked: Asked, catalogue: SqliteCatalogue) -> list[Match]:
    """Every place of the city that holds exactly these guests and is as the host asked.

    The order is the bracket's: by its lower end, as for every host in it.
    """
    view, people = _view(asked), headcount(asked.facts)
    low, _ = bracket(people.largest)
    words = (*view["venue_kind"], *view["access"])
    query = Query("venue", words, city=view["city"], capacity=low, limit=None)
    found = await catalogue.search(query)
    return [
        match
        for match in await shortlist.priced(found, "venue", catalogue)
        if (match.listing.capacity or 0) >= people.largest
        and not any(hard for _, hard in _unmet(match.listing, view))
    ]


def worth(match: Match, asked: Asked) -> tuple[int, float]:
    """Misses, then rank: wishes unmet, then the theme's setting, then what the catalogue says."""
    view, people = _view(asked), headcount(asked.facts)
    unmet = len(_unmet(match.listing, view))
    settings = view["theme_setting"] if not view["setting"] else []
    off = bool(settings) and match.listing.setting not in {"both", *settings}
    empty = people.guests * 100 < (match.listing.capacity or 0) * 40
    return unmet + empty, -(match.score - 10 * unmet - 5 * off)


def total(listing: Listing, people: Headcount, hours: int) -> int:
    """Fee and price for everyone and all hours, in minor units."""
    assert listing.price_minor is not None
    units = {"event": 1, "hour": hours}.get(listing.unit, people.guests)
    billed = max(units, listing.minimum_units)
    return max(listing.fee_minor + listing.price_minor * billed, listing.minimum_minor)


async def nothing_is_lost(asked: Asked, catalogue: SqliteCatalogue) -> None:
    offered, every = await shown(asked, catalogue), await fitting(asked, catalogue)
    assert bool(offered) == bool(every), "a place fits and none is shown, or the other way round"
    if not every:
        return
    people, hours = headcount(asked.facts), length(asked.facts).hire_hours
    held = {match.listing.listing_id: match for match in every}
    assert {entry["listing_id"] for entry in offered} <= held.keys(), "shown, but it does not fit"
    least = min(total(match.listing, people, hours) for match in every)
    assert min(e["total_minor"] for e in offered) == least, "the cheapest that fits is not shown"
    best = min((*worth(m, asked), total(m.listing, people, hours)) for m in every)
    first = held[offered[0]["listing_id"]]
    assert (*worth(first, asked), total(first.listing, people, hours)) == best, "not the best first"


def _view(asked: Asked) -> Json:
    brief = Brief(asked.facts, asked=frozenset({"venue"}))
    return venue.view(brief, Upstream(("theme_agent",), {"theme_agent": {"setting": asked.themed}}))


def _unmet(listing: Listing, view: Json) -> list[tuple[str, bool]]:
    entry = {
        "listing_id": listing.listing_id,
        "kind": listing.kind,
        "setting": listing.setting,
        "tags": listing.tags,
        "area": listing.area,
    }
    return list(venue_search.unmet(entry, view))


@settings(max_examples=150)
@given(asked())
def test_no_host_of_a_bracket_loses_the_best_or_the_cheapest_place(
    catalogue: SqliteCatalogue, asked: Asked
) -> None:
    asyncio.run(nothing_is_lost(asked, catalogue))


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=10_000)
@given(asked())
def test_none_of_ten_thousand_hosts_loses_the_best_or_the_cheapest_place(
    catalogue: SqliteCatalogue, asked: Asked
) -> None:
    asyncio.run(nothing_is_lost(asked, catalogue))


Find = Callable[..., Awaitable[list[Match]]]
_find: Find = venue_search.find
_skyline: Callable[..., list[Match]] = shortlist.skyline


async def _for_the_fullest(view: Json, *rest: Any) -> list[Match]:
    return await _find({**view, "guests_low": view["guests_high"]}, *rest)


async def _for_the_emptiest(view: Json, *rest: Any) -> list[Match]:
    return await _find({**view, "guests_high": view["guests_low"]}, *rest)


def _the_first_few(matches: Any, **_rest: Any) -> list[Match]:
    return sorted(matches, key=lambda match: match.rank)[: shortlist.BEST]


def _price_is_all(matches: Any, **rest: Any) -> list[Match]:
    return _skyline(matches, **{**rest, "cost": lambda listing: (listing.price_minor,), "best": 0})


BUGS: dict[str, tuple[object, str, object]] = {
    "only what holds the whole bracket is kept": (venue, "find", _for_the_fullest),
    "what holds the smallest party is as good as any": (venue, "find", _for_the_emptiest),
    "a shortlist is the first few": (shortlist, "skyline", _the_first_few),
    "fees, minimums and empty rooms are overlooked": (shortlist, "skyline", _price_is_all),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_loses_a_place(
    bug: str, catalogue: SqliteCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, name, instead = BUGS[bug]
    monkeypatch.setattr(room, name, instead)

    @settings(
        max_examples=500,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(asked())
    def law(asked: Asked) -> None:
        asyncio.run(nothing_is_lost(asked, catalogue))

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        law()
