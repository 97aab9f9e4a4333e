"""The vendors: people hired and things rented, how many of each, and what they cost.

Each service that the host names is looked up by itself. A service that nobody in the city lists,
or that no vocabulary knows, gets a typical price and no name.

>>> from festplan.domain.brief import Brief
>>> from festplan.engine.agent import Upstream
>>> facts = {"services": ["face painter"], "guests": 75, "kids": 40, "age": 6}
>>> brief = Brief(facts, asked=frozenset({"vendor"}))
>>> seen = view(brief, Upstream(("theme_agent",), {}))
>>> seen
{'services': ['face painter'], 'city': None, 'theme': [], 'age_low': 6, 'age_high': 9}
>>> [need] = settle({"vendors": [], "services": ["face painter"], "notes": []}, brief)["needed"]
>>> need["needed"], need["why"]
(2, '40 children, 11 an hour each, 120 minutes')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from festplan.agents.hiring import exact
from festplan.agents.offers import picks, shortlist
from festplan.agents.offers.hours import length, party_kind
from festplan.agents.offers.places import Place, locate
from festplan.agents.offers.shortlist import Entry
from festplan.agents.offers.vendors import spelled
from festplan.domain.brief import Brief
from festplan.engine.agent import Agent, Facts, Prompt, Result, Upstream

if TYPE_CHECKING:
    from festplan.ports.parties import Catalogue

AGE_BANDS = ((0, 2), (3, 5), (6, 9), (10, 12), (13, 17), (18, 120))

NEAR = 0.25
"""Mentions from which a listing answers free words: one of four words stands in its kind."""
ALIKE = 0.5
"""The cosine from which it answers them by meaning: "funny drawings of guests" is 0.6 from a
caricature artist, 0.5 from a nail artist."""


def view(brief: Brief, upstream: Upstream) -> Facts:
    """The services, the city, the names of the theme, and the age band of whom it is for."""
    theme = upstream.get("theme_agent")
    low, high = _band(brief.facts.get("age"))
    seen: Facts = {
        "services": list(brief.facts.get("services", [])),
        "city": brief.facts.get("city"),
        "theme": [] if theme is None else list(theme.get("themes", [])),
        "age_low": low,
        "age_high": high,
    }
    if residue := brief.residue.get("vendor"):
        seen["residue"] = list(residue)
    return seen


async def gather(view: Facts, catalogue: Catalogue) -> Facts:
    """For each service what the city lists of it, cut to the skyline, or else its typical price."""
    place = await locate(view["city"], catalogue)
    services = view["services"] or await _meant(view, place, catalogue)
    return {
        "place": place.document(),
        "services": [
            {"service": service, "entries": await _entries(service, view, place, catalogue)}
            for service in services
        ],
    }


def answer(view: Facts, evidence: Facts) -> Result:  # noqa: ARG001 the evidence has it all
    """Every service with its entries, best first, in the order of the services."""
    entries = [
        {**entry, "service": found["service"]}
        for found in evidence["services"]
        for entry in found["entries"]
    ]
    return {
        "vendors": entries,
        "services": [found["service"] for found in evidence["services"]],
        "place": evidence["place"],
        "notes": _notes(entries, evidence["place"]),
    }


def check(view: Facts, result: Result) -> str | None:
    """Why `result` is no answer: it leaves out a service that was asked for."""
    missing = [service for service in view["services"] if service not in result["services"]]
    return f"nothing about {', '.join(missing)}" if missing else None


def lacks(view: Facts, result: Result) -> str | None:
    """Why the rules do not do: words of the host that are nothing of the best offer."""
    return picks.unused(view.get("residue", ()), result["vendors"])


def shown(view: Facts, evidence: Facts) -> Facts:
    """What a model is told: the host's words, what the party is like, and what was found."""
    known = {"services": view["services"], "theme": view["theme"], "age": view["age_low"]}
    return {
        "wishes": view.get("residue", []),
        **{name: value for name, value in known.items() if value},
        "candidates": picks.shown(_in_turn(found["entries"] for found in evidence["services"])),
    }


def merge(view: Facts, result: Result, output: Mapping[str, Any]) -> Result:  # noqa: ARG001
    """The vendors with those that a model picked first, each within its service."""
    return {
        **result,
        "vendors": picks.reordered(result["vendors"], output),
    }


def settle(result: Result, brief: Brief) -> Result:
    """How many of each for these guests, and what each offer costs for the hours of the party."""
    time, kind = length(brief.facts), party_kind(brief.facts)
    needs = {service: exact.need(service, brief, time) for service in result["services"]}
    shown = {name: exact.shortlisted(name, one, result, brief) for name, one in needs.items()}
    warnings = [need.warning for need in needs.values() if need.warning]
    return {
        **result,
        "vendors": [entry for entries in shown.values() for entry in entries],
        "needed": [
            {
                "service": service,
                "label": spelled(service),
                "needed": need.count,
                "why": need.reason,
            }
            for service, need in needs.items()
        ],
        "notes": [*result["notes"], *warnings],
        "offers": [exact.offered(name, needs[name], entries) for name, entries in shown.items()],
        "tasks": [exact.task(name, need.count, kind) for name, need in needs.items()],
        "card": exact.card(needs, shown),
    }


PROMPT = Prompt(
    instructions=f"{picks.ASKED}\n{picks.PICKING}\n{picks.UNMET}",
    schema=picks.schema(picks=picks.PICKS),
    data=shown,
    merge=merge,
)


AGENT = Agent(
    name="vendor_agent",
    version=3,
    upstream=("theme_agent",),
    view=view,
    gather=gather,
    answer=answer,
    active=lambda brief: (
        "vendor" in brief.asked and bool(brief.facts.get("services") or brief.residue.get("vendor"))
    ),
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


# --- what is looked for --------------------------------------------------------------------------


def _band(age: int | None) -> tuple[int | None, int | None]:
    bands = (band for band in AGE_BANDS if age is not None and age <= band[1])
    return next(bands, (None, None) if age is None else AGE_BANDS[-1])


async def _meant(view: Facts, place: Place, catalogue: Catalogue) -> list[str]:
    """The service that words without a known service come nearest to, else the words themselves."""
    words = tuple(view.get("residue", []))
    query = replace(shortlist.everything("vendor", words, place, view), limit=1)
    found = await catalogue.search(query) if place.listed else []
    near = [m.listing.kind for m in found if m.mentions >= NEAR or (m.likeness or 0) >= ALIKE]
    return near or list(words)


async def _entries(service: str, view: Facts, place: Place, catalogue: Catalogue) -> list[Entry]:
    listed = await _listed(service, view, place, catalogue) if place.listed else []
    if listed:
        return listed
    usual = await shortlist.typical("vendor", service, place.currency, catalogue)
    if usual is None:
        return []
    label = spelled(service)
    name = f"{label[:1].upper()}{label[1:]} (typical)"
    entry = shortlist.typical_entry(name, usual, city=place.city, country=place.country)
    borrowed = {} if usual.kind == service else {"remark": f"price of a usual {usual.kind}"}
    return [{**entry, "kind": service, **borrowed}]


async def _listed(service: str, view: Facts, place: Place, catalogue: Catalogue) -> list[Entry]:
    query = replace(shortlist.everything("vendor", _words(view), place, view), kinds=(service,))
    matches = await shortlist.priced(await catalogue.search(query), "vendor", catalogue)
    kept = shortlist.skyline(matches, cost=shortlist.cost, capacity_high=None)
    return shortlist.entries(kept)


def _words(view: Facts) -> tuple[str, ...]:
    """Theme first; then for whom it is; words only order what is listed."""
    low = view["age_low"]
    whom = [] if low is None else ["children"] if low < AGE_BANDS[4][0] else ["adults"]
    return (*view["theme"], *whom, *view.get("residue", []))


def _in_turn(groups: Iterable[list[Entry]]) -> list[Entry]:
    """The best of every service, then the next of each: a model sees some of all of them."""
    return [entry for turn in zip_longest(*groups) for entry in turn if entry is not None]


def _notes(entries: list[Entry], place: dict[str, Any]) -> list[str]:
    unlisted = [entry["service"] for entry in entries if entry["listing_id"] is None]
    if not unlisted:
        return []
    if not place["city"]:
        return ["No city was said, so these are typical prices. Say a city to see what it lists."]
    if not place["listed"]:
        where = f"No vendor is listed in {place['city']} yet"
        return [f"{where}, so these are typical prices, not offers."]
    return [f"No {', '.join(unlisted)} is listed in {place['city']}; the price is an estimate."]
