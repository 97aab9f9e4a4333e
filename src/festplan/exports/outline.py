"""The outline of a plan, from the party document: what it is of, its verdict, its sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from festplan.domain import spoken
from festplan.domain.people import headcount
from festplan.exports import cards, course, origins
from festplan.exports.parts import Outline, Points, Section
from festplan.exports.wording import amount, capital, clock, day, listed, plural

Document = dict[str, Any]


def outline(document: Document) -> Outline:
    """What a reader is told of the party, in the order in which a host asks for it."""
    budget = document["budget"]
    return Outline(
        title=title(document["brief"]),
        party_id=document["party_id"],
        status=document["status"],
        about=tuple(_about(document["brief"])),
        verdict=verdict(budget),
        fits=budget["fits"] if budget and budget["limit_minor"] is not None else None,
        sections=tuple(_sections(document)),
    )


def title(facts: Mapping[str, Any]) -> str:
    """`Mia's pink and gold birthday`, `Jungle party`, or just `Your party`."""
    said = spoken.occasion(facts.get("occasion") or "") or "party"
    what = f"{listed(facts.get('theme', []))} {said}".strip().replace(" party party", " party")
    whose = f"{facts['honoree']}'s" if facts.get("honoree") else ""
    if not whose and what == "party":
        return "Your party"
    return capital(f"{whose} {what}".strip())


def verdict(budget: Mapping[str, Any] | None) -> str:
    """Whether the money is enough, in one sentence; empty before there is a budget."""
    if budget is None:
        return ""
    code, total, limit = budget["currency"], budget["total_minor"], budget["limit_minor"]
    sums = amount(total, code)
    gone = _given_up(budget)
    each = amount(budget.get("per_guest_minor"), code)
    tail = f"{f', {each} per guest' if each else ''}{_estimated(budget)}"
    if limit is None:
        limited = any(kept["kind"] != "min" for kept in budget.get("limits") or [])
        known = "no limit was said" if budget["fits"] is not None else "see the question on money"
        return f"{sums} in all{tail}; {'see the budget' if limited else known}."
    left = budget["left_over_minor"]
    most = amount(limit, code)
    if left < 0:
        return f"Over by {amount(-left, code)}: {sums} of {most}{tail}.{gone}"
    if not budget["fits"]:
        return f"Does not fit: {sums} of {most}{tail}; see the budget.{gone}"
    return f"Fits: {sums} of {most}, {amount(left, code)} left over{tail}.{gone}"


def _given_up(budget: Mapping[str, Any]) -> str:
    """What the money decided against, and what keeping it would cost."""
    texts = [item["text"] for item in budget.get("given_up") or []]
    return f" Given up: {listed(texts)}." if texts else ""


def _estimated(budget: Mapping[str, Any]) -> str:
    estimate = any(line["basis"] == "estimate" for line in budget["lines"])
    return ", with estimates" if estimate else ""


def _about(facts: Mapping[str, Any]) -> Iterator[str]:
    """Who comes, then when and where: what was said, and who is assumed."""
    people = headcount(facts)  # type: ignore[arg-type]  # facts as JSON
    parts = f": {plural(people.adults, 'adult')}, {plural(people.kids, 'child', 'children')}"
    guests = plural(people.guests, "guest") + (parts if people.kids else "")
    diets = listed(f"{count} {name}" if count else name for name, count in _diets(facts))
    said = guests if people.said else f"{guests} (assumed: say how many come)"
    yield f"{said}; {diets}" if diets else said
    when = [day(facts["date"])] if facts.get("date") else []
    when += [clock(facts["time"])] if facts.get("time") else []
    when += [f"{facts['duration_hours']} hours"] if facts.get("duration_hours") else []
    where = ", ".join(str(facts[name]) for name in ("area", "city") if facts.get(name))
    if when or where:
        yield " · ".join(part for part in (", ".join(when), where) if part)


def _diets(facts: Mapping[str, Any]) -> Iterable[tuple[str, int | None]]:
    diets: Mapping[str, int | None] = facts.get("diet", {})
    return diets.items()


def _sections(document: Document) -> Iterator[Section]:
    if document.get("failed"):
        yield Section("", "Not finished", str(document["failed"]))
    yield from _open_points(document)
    if summary := (document["final_plan"] or {}).get("summary"):
        yield Section("planner_final", "In short", str(summary))
    yield from cards.sections(document)
    yield from course.sections(document)
    yield from origins.sections(document)


def _open_points(document: Document) -> Iterator[Section]:
    """What the host should settle first."""
    asked = tuple(document["questions"])
    clashes = tuple(conflict["message"] for conflict in document["conflicts"])
    parts = [Points("", asked)] if asked else []
    if asked:
        yield Section("", "Questions for you", "", tuple(parts))
    if clashes:
        yield Section("", "Said twice", "", (Points("", clashes),))
