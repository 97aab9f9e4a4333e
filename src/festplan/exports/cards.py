"""The sections of the agents that propose something: theme, venue, food, cake, people, money."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from festplan.agents.knowledge.money_rules import from_usd
from festplan.exports.parts import Option, Part, Points, Section, Shortlist, Swatches, Table
from festplan.exports.wording import amount, capital, listed, plural

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the plan has settled on: options by listing or name, and items of the shopping list.

    `currency` is the one that the budget reckons in.
    """

    options: frozenset[object]
    items: frozenset[object]
    currency: str = ""


def sections(document: Mapping[str, Any]) -> Iterator[Section]:
    """One section for each agent that has answered, in the order of their cards, the budget last.

    A note that several agents have is said once. The final plan has sections of its own.
    """
    results, stale = document["agent_results"], document.get("stale", {})
    taken, told = _taken(document), set[str]()
    for agent in _in_order(results):
        result = results[agent]
        card = result.get("card", {})
        heading, parts = _CARDS.get(agent) or (str(card.get("title", agent)), _nothing_more)
        found = list(parts(result, taken))
        notes = [note for note in _notes(result, card, stale.get(agent)) if note not in told]
        told.update(notes)
        headline = "" if _speaks_for_itself(found) else str(card.get("headline", ""))
        yield Section(agent, heading, headline, (*found, *_points("Note", notes)))


def _in_order(results: Mapping[str, Any]) -> list[str]:
    """Agents with a layout of their own as they stand below, then others; the budget last."""
    others = [name for name in results if name not in {*_CARDS, "planner_final"}]
    known = [name for name in _CARDS if name in results]
    return sorted([*known, *others], key=lambda name: name == "budget_agent")


def _taken(document: Mapping[str, Any]) -> Taken:
    lines = (document["budget"] or {}).get("lines", [])
    bought = (document["final_plan"] or {}).get("shopping_list", [])
    return Taken(
        frozenset(line["listing_id"] or line["label"] for line in lines),
        frozenset(line["item"] for line in bought),
        str((document["budget"] or {}).get("currency", "")),
    )


def _speaks_for_itself(parts: Iterable[Part]) -> bool:
    """Whether a table says it all: a headline would only say its first row again."""
    return any(
        isinstance(part, Table)
        or (isinstance(part, Shortlist) and any(option.fits for option in part.options))
        for part in parts
    )


_STOPGAP = "Answered by rules for now, because no model answered; the next edit asks again."


def _earlier(cause: str) -> str:
    return f"Answered earlier ({cause.replace('_', ' ')}); the next edit renews it."


def _notes(result: Result, card: Result, stale: str | None) -> list[str]:
    """Notes and warnings, and why an answer is not of today."""
    said = [*card.get("notes", []), *result.get("notes", []), *result.get("warnings", [])]
    if stale:
        said.append(_STOPGAP if stale == "provisional" else _earlier(stale))
    return list(dict.fromkeys(_sentence(one) for one in said))


def _sentence(said: object) -> str:
    return str(said.get("text", said)) if isinstance(said, dict) else str(said)


# --- the cards -----------------------------------------------------------------------------------


def _theme(result: Result, _taken: Taken) -> Iterator[Part]:
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


def _venue(result: Result, taken: Taken) -> Iterator[Part]:
    yield from _shortlist("Venue", result.get("recommended_venues", []), taken, holds=True)


def _catering(result: Result, taken: Taken) -> Iterator[Part]:
    yield from _shortlist("Caterer", result.get("caterers", []), taken)
    menu = [
        dish["dish"]
        if dish["for"] in {"everyone", dish["dish"].removesuffix(" main")}
        else f"{dish['dish']} ({dish['for']})"
        for dish in result.get("menu", [])
    ]
    yield from _points("Menu", menu)
    diets = [
        f"{name}: {count or 'ask how many'}" for name, count in result.get("diets", {}).items()
    ]
    yield from _points("Diets", diets)
    needed = [line for line in result.get("quantities", []) if line["item"] not in taken.items]
    if needed:
        yield Table("How much", ("Item", "Amount", "Why"), tuple(amounts(line) for line in needed))


def _cake(result: Result, taken: Taken) -> Iterator[Part]:
    yield from _shortlist("Bakery", result.get("bakeries", []), taken)
    cake = result.get("cake", {})
    flavours = listed(cake.get("flavours") or cake.get("suggested_flavours", []))
    said = [
        f"{cake.get('size')}, {plural(cake.get('servings', 0), 'serving')}",
        f"Flavor: {flavours}" if flavours else "",
        f"Design: {cake['design']}" if cake.get("design") else "",
        f"Without {listed(cake['without'])}" if cake.get("without") else "",
        *(f"{plural(d['servings'], 'serving')} {d['diet']}" for d in cake.get("diet_servings", [])),
    ]
    yield from _points("The cake", [one for one in said if one])


def _vendor(result: Result, taken: Taken) -> Iterator[Part]:
    offered = list(enumerate(result.get("vendors", []), start=1))
    for need in result.get("needed", []):
        service, why = need["service"], need["why"]
        count = f" × {need['needed']}" if need["needed"] > 1 else ""
        yield f"{capital(need.get('label', service))}{count}: {why}"
        entries = [(n, entry) for n, entry in offered if entry.get("service") == service]
        options = tuple(_option(n, entry, taken, known=why) for n, entry in entries)
        yield from [Shortlist("Who", options)] if options else []


def _nothing_more(_result: Result, _taken: Taken) -> Iterator[Part]:
    """An agent without a layout of its own shows the headline and the notes of its card."""
    return iter(())


def _budget(result: Result, _taken: Taken) -> Iterator[Part]:
    code, lines = result["currency"], result.get("lines", [])
    marked = any(line.get("state", "planned") != "planned" for line in lines)
    rows = [
        (
            capital(line["label"]),
            _graded(amount(line["amount_minor"], code), line["basis"]),
            *((line["state"],) if marked else ()),
            line.get("line_id", ""),
        )
        for line in lines
    ]
    total = ("Total", amount(result["total_minor"], code), *(("",) if marked else ()), "")
    columns = ("For", "Amount", *(("State",) if marked else ()), "Id")
    yield Table("", columns, (*rows, total), right=(1,))
    if any(line["basis"] == "estimate" for line in lines):
        yield "~ marks an estimate."
    if result.get("broke"):
        yield _sentence(result["broke"])
    yield from _points("What would make it fit", map(_sentence, result.get("fixes") or []))
    if not result.get("fixes"):
        yield from _points("Could be cheaper", map(_sentence, result.get("swaps") or []))


_CARDS: Mapping[str, tuple[str, Callable[[Result, Taken], Iterator[Part]]]] = {
    "theme_agent": ("Theme", _theme),
    "venue_agent": ("Venue", _venue),
    "catering_agent": ("Food and drink", _catering),
    "cake_agent": ("Cake", _cake),
    "vendor_agent": ("People and rentals", _vendor),
    "budget_agent": ("Budget", _budget),
}


# --- shortlists and amounts ----------------------------------------------------------------------


def _shortlist(
    label: str, entries: Iterable[Result], taken: Taken, *, holds: bool = False
) -> Iterator[Part]:
    options = tuple(_option(n, entry, taken) for n, entry in enumerate(entries, start=1))
    if options:
        yield Shortlist(label, options, holds)


def _option(number: int, entry: Result, taken: Taken, *, known: str = "") -> Option:
    """An entry; what `known` and its columns say already is taken out of its reasons."""
    price, capacity = entry["price"], entry.get("capacity")
    total = amount(entry.get("total_minor"), price["currency"])
    planned = (entry["listing_id"] or entry["name"]) in taken.options
    return Option(
        number=number if entry["listing_id"] else 0,
        name=str(entry["name"]),
        listing_id=str(entry["listing_id"] or ""),
        holds="" if capacity is None else str(capacity),
        total=_graded(_restated(entry, taken) or total, price["basis"]) or "ask",
        why=_reasons(str(entry["why"]), total, known),
        misses=tuple(entry["misses"]),
        fits=entry["fits"],
        mark="pinned" if entry.get("pinned") else "plan" if planned else "",
    )


def _restated(entry: Result, taken: Taken) -> str:
    """A typical price in dollars as the budget reckons it, where that is in another currency."""
    price, total = entry["price"], entry.get("total_minor")
    typical = entry["listing_id"] is None and price["basis"] == "estimate"
    if not typical or total is None or price["currency"] != "USD" or taken.currency in {"", "USD"}:
        return ""
    return amount(from_usd(total, taken.currency), taken.currency)


def _reasons(why: str, total: str, known: str) -> str:
    """`why` without the amount, the room and what is known already."""
    said = why.removeprefix(known) if known else why
    room = _ROOM.match(said)
    said = said[room.end() :] if room else said
    said = said.replace(f"{total} ", "").removesuffix(", estimate") if total else said
    return said.strip(" ,")


_ROOM = re.compile(r"holds \d+ for (your|an assumed) \d+(?=,|$)")


def _graded(text: str, basis: str) -> str:
    """An amount that is only an estimate says so."""
    return f"~{text}" if text and basis == "estimate" else text


def _points(label: str, items: Iterable[str]) -> Iterator[Part]:
    found = tuple(str(item) for item in items)
    if found:
        yield Points(label, found)


def amounts(line: Result) -> tuple[str, str, str]:
    """Item, amount and reason: `ice`, `16 × bag of 4.5 kg`, `75 guests, 2 lb a guest`."""
    loose = f"{line['amount']:,}"
    loose = loose if line["unit"] in _COUNTED else f"{loose} {line['unit']}"
    packs = f"{line['packs']:,} × {line['pack']}" if line.get("packs") else loose
    return line["item"], packs, line.get("reason", "")


_COUNTED = {"pieces", "sets", "mains", "desserts", "cake"}
"""Units that the item's own name says."""
