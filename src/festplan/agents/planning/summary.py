"""The plan in a paragraph that a host could read out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from festplan.agents.offers.bakeries import HOME_NAME
from festplan.agents.offers.wording import listed, ordinal
from festplan.domain import spoken
from festplan.domain.money import show
from festplan.domain.people import headcount
from festplan.domain.reading import Facts
from festplan.engine.agent import Result


def summary(facts: Facts, parts: Mapping[str, Result]) -> str:
    """What is celebrated, when, where and for how many; each part of the plan, and its cost."""
    return " ".join([_opening(facts), *_sentences(facts, parts)])


def occasion(facts: Facts) -> str:
    """What is celebrated and for whom: "Mia's 6th birthday", "a baby shower", "a party"."""
    what = spoken.occasion(facts.get("occasion", ""))
    who, age = facts.get("honoree"), facts.get("age")
    if age is not None and what in {"", "birthday"}:
        what = f"{ordinal(age)} birthday"
    if who:
        return f"{who}'s {what or 'party'}"
    said = what or "party"
    an = said[0].lower() in "aeiou8" or said.startswith(("11th", "18th"))
    return f"{'an' if an else 'a'} {said}"


def _opening(facts: Facts) -> str:
    people = headcount(facts)
    mixed = people.adults and people.kids
    named = f" ({people.adults:,} adults, {people.kids:,} children)" if mixed else ""
    assumed = "" if people.said else " (assumed, nobody said)"
    guests = f" for {people.guests:,} guests{named}{assumed}"
    where = f" in {facts['city']}" if "city" in facts else ""
    what = occasion(facts)
    return f"{what[0].upper()}{what[1:]}{_date(facts)}{where}{guests}."


def _date(facts: Facts) -> str:
    if "date" not in facts:
        return ""
    day = date.fromisoformat(facts["date"])
    return f" on {day:%A}, {day:%B} {day.day}, {day.year}"


def _sentences(facts: Facts, parts: Mapping[str, Result]) -> Iterator[str]:
    chosen = _chosen(parts.get("budget_agent", {}))
    theme = parts.get("theme_agent")
    if theme:
        colours = listed([colour["name"] for colour in theme.get("palette", [])])
        yield f"The theme is {theme['name']}, in {colours}."
    if venue := chosen.get("venue_agent"):
        yield f"The place is {listed([_inside(name) for name in venue])}."
    if food := chosen.get("catering_agent"):
        what = "Food and drink" if len(food) > 1 else "Food"
        yield f"{what}: {listed([_inside(name) for name in food])}{_diets(facts)}."
    if "cake_agent" in parts:
        yield _cake(parts["cake_agent"]["cake"], chosen.get("cake_agent", []))
    if hired := chosen.get("vendor_agent"):
        yield f"Hired: {listed([_inside(name) for name in hired])}."
    if budget := parts.get("budget_agent"):
        yield from _cost(budget)


def _chosen(budget: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the budget chose, by agent: the label of each need's own line."""
    found: dict[str, list[str]] = {}
    for line in budget.get("lines", []):
        if "#" not in line["line_id"]:
            found.setdefault(line["agent"], []).append(line["label"])
    return found


def _inside(label: str) -> str:
    """A label inside a sentence: a name stays as it is, a description begins in lower case."""
    plain = label.removesuffix(" (estimate)")
    described = plain != label or label.endswith("(typical)") or label.startswith("Your ")
    initials = plain[:2].isalpha() and plain[:2].isupper()  # "DJ (typical)"
    return plain[0].lower() + plain[1:] if described and not initials else plain


def _diets(facts: Facts) -> str:
    counted = [f"{count} {diet}" for diet, count in facts.get("diet", {}).items() if count]
    uncounted = [diet for diet, count in facts.get("diet", {}).items() if not count]
    said = listed([*counted, *uncounted])
    return f", with {said} in mind" if said else ""


def _cake(cake: Mapping[str, Any], baker: Sequence[str]) -> str:
    flavours = listed(cake.get("flavours", []))
    of = f" of {flavours}" if flavours else ""
    home = baker[:1] == [HOME_NAME]
    by = ", baked at home" if home else f", from {_inside(baker[0])}" if baker else ""
    return f"The cake is {cake['size']}, {cake['servings']:,} servings{of}{by}."


def _cost(budget: Mapping[str, Any]) -> Iterator[str]:
    """The sum, held against the limit, and what it is a guest."""
    if not budget.get("lines"):
        return
    currency, total, limit = budget["currency"], budget["total_minor"], budget.get("limit_minor")
    each = show(budget["per_guest_minor"], currency)
    of = "" if limit is None else f" of {show(limit, currency)}"
    yield f"Together this is about {show(total, currency)}{of}, {each} a guest."
    if given_up := [item["text"] for item in budget.get("given_up", [])]:
        yield f"Given up for the money: {listed(given_up)}."
    if limit is not None and total > limit:
        yield f"That is {show(total - limit, currency)} too much: see what would bring it down."
