"""The sections of the agents that propose something: theme, venue, food, cake, people, money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from festplan.exports.parts import Option, Part, Points, Section, Shortlist, Swatches, Table
from festplan.exports.wording import amount, capital, listed, plural

Result = Mapping[str, Any]


def sections(document: Mapping[str, Any]) -> Iterator[Section]:
    """One section for each agent that has answered, in the order of their cards."""
    results, stale = document["agent_results"], document.get("stale", {})
    chosen = _chosen(document["budget"])
    for agent, (heading, parts) in _CARDS.items():
        result = results.get(agent)
        if result is None:
            continue
        card = result.get("card", {})
        found = [*parts(result, chosen), *_remarks(result, card, stale.get(agent))]
        headline = "" if agent == "budget_agent" else str(card.get("headline", ""))
        yield Section(agent, heading, headline, tuple(found))


def _chosen(budget: Result | None) -> set[object]:
    return {listing for listing in (budget or {}).get("chosen", {}).values() if listing}


def _remarks(result: Result, card: Result, stale: str | None) -> Iterator[Part]:
    """Notes and warnings, and why an answer is not of today."""
    said = [*card.get("notes", []), *result.get("notes", []), *result.get("warnings", [])]
    if stale:
        said.append(f"Answered earlier ({stale.replace('_', ' ')}); the next edit renews it.")
    if said:
        yield Points("Note", tuple(dict.fromkeys(_sentence(one) for one in said)))


def _sentence(said: object) -> str:
    return str(said.get("text", said)) if isinstance(said, dict) else str(said)


# --- the cards -----------------------------------------------------------------------------------


def _theme(result: Result, _chosen: set[object]) -> Iterator[Part]:
    colours = result.get("palette", [])
    yield Swatches(tuple((c["name"], c["hex"], c["percent"]) for c in colours))
    decorations = [f"{d['quantity']} × {d['item']}" for d in result.get("decorations", [])]
    yield from _points("Decorations", decorations)
    yield from _points(f"Activities, {result.get('activities_for')}", result.get("activities", []))
    yield from _points("Activities for the children", result.get("kids_activities", []))
    yield from _points("Food ideas", result.get("food_ideas", []))
    if result.get("music"):
        yield f"Music: {result['music']}"
    if result.get("invitation"):
        yield f"Invitation: {result['invitation']}"


def _venue(result: Result, chosen: set[object]) -> Iterator[Part]:
    yield from _shortlist("Venue", result.get("recommended_venues", []), chosen, holds=True)


def _catering(result: Result, chosen: set[object]) -> Iterator[Part]:
    yield from _shortlist("Caterer", result.get("caterers", []), chosen)
    menu = [
        dish["dish"] if dish["for"] == "everyone" else f"{dish['dish']} ({dish['for']})"
        for dish in result.get("menu", [])
    ]
    yield from _points("Menu", menu)
    diets = [
        f"{name}: {count or 'ask how many'}" for name, count in result.get("diets", {}).items()
    ]
    yield from _points("Diets", diets)
    yield from _points("How much", [quantity(q) for q in result.get("quantities", [])])


def _cake(result: Result, chosen: set[object]) -> Iterator[Part]:
    yield from _shortlist("Bakery", result.get("bakeries", []), chosen)
    cake = result.get("cake", {})
    flavours = listed(cake.get("flavours") or cake.get("suggested_flavours", []))
    said = [
        f"{cake.get('size')}, {plural(cake.get('servings', 0), 'serving')}",
        f"Flavor: {flavours}" if flavours else "",
        f"Design: {cake['design']}" if cake.get("design") else "",
        f"On it: {cake['inscription']}" if cake.get("inscription") else "",
        f"Without {listed(cake['without'])}" if cake.get("without") else "",
        *(f"{plural(d['servings'], 'serving')} {d['diet']}" for d in cake.get("diet_servings", [])),
    ]
    yield from _points("The cake", [one for one in said if one])


def _vendor(result: Result, chosen: set[object]) -> Iterator[Part]:
    offered = result.get("vendors", [])
    for need in result.get("needed", []):
        service = need["service"]
        label = f"{capital(service)}: {need['needed']} ({need['why']})"
        entries = [entry for entry in offered if entry.get("service") == service]
        yield from _shortlist(label, entries, chosen)


def _budget(result: Result, _chosen: set[object]) -> Iterator[Part]:
    code = result["currency"]
    rows = [
        (
            capital(line["label"]),
            _graded(amount(line["amount_minor"], code), line["basis"]),
            line.get("state", "planned"),
            line.get("line_id", ""),
        )
        for line in result.get("lines", [])
    ]
    total = ("Total", amount(result["total_minor"], code), "", "")
    yield Table("", ("For", "Amount", "State", "Id"), (*rows, total), right=(1,))
    if result.get("broke"):
        yield _sentence(result["broke"])
    yield from _points("What would make it fit", map(_sentence, result.get("fixes") or []))
    if not result.get("fixes"):
        yield from _points("Could be cheaper", map(_sentence, result.get("swaps") or []))


_CARDS: Mapping[str, tuple[str, Callable[[Result, set[object]], Iterator[Part]]]] = {
    "theme_agent": ("Theme", _theme),
    "venue_agent": ("Venue", _venue),
    "catering_agent": ("Food and drink", _catering),
    "cake_agent": ("Cake", _cake),
    "vendor_agent": ("People and rentals", _vendor),
    "budget_agent": ("Budget", _budget),
}


# --- shortlists and amounts ----------------------------------------------------------------------


def _shortlist(
    label: str, entries: Iterable[Result], chosen: set[object], *, holds: bool = False
) -> Iterator[Part]:
    options = tuple(_option(entry, chosen) for entry in entries)
    if options:
        yield Shortlist(label, options, holds)


def _option(entry: Result, chosen: set[object]) -> Option:
    price = entry["price"]
    total = entry.get("total_minor")
    capacity = entry.get("capacity")
    mark = "pinned" if entry.get("pinned") else "plan" if entry["listing_id"] in chosen else ""
    return Option(
        name=str(entry["name"]),
        listing_id=str(entry["listing_id"] or ""),
        holds="" if capacity is None else str(capacity),
        total=_graded(amount(total, price["currency"]), price["basis"]) or "ask",
        why=str(entry["why"]),
        misses=tuple(entry["misses"]),
        fits=entry["fits"],
        mark=mark,
    )


def _graded(text: str, basis: str) -> str:
    """An amount that is only an estimate says so."""
    return f"~{text}" if text and basis == "estimate" else text


def _points(label: str, items: Iterable[str]) -> Iterator[Part]:
    found = tuple(str(item) for item in items)
    if found:
        yield Points(label, found)


def quantity(line: Result) -> str:
    """`12 pizzas of 8 slices (96 slices): 3 slices each`, from an amount with its reason."""
    loose = f"{line['amount']:,} {line['unit']}"
    packs = f"{line['packs']} × {line['pack']} ({loose})" if line.get("packs") else loose
    reason = f", {line['reason']}" if line.get("reason") else ""
    return f"{line['item']}: {packs}{reason}"
