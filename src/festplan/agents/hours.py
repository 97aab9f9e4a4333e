"""How long a party lasts, and for how long a place is hired for it."""

from __future__ import annotations

from dataclasses import dataclass

from festplan.agents.knowledge.kinds import Kind, kind
from festplan.domain.money import ceil_div
from festplan.domain.people import headcount
from festplan.domain.reading import Facts

USUAL_MINUTES: dict[Kind, int] = {
    "child-1-2": 90,
    "child": 120,
    "teen": 180,
    "milestone": 240,
    "shower": 135,
    "graduation": 240,
    "wedding": 300,
    "corporate": 360,
}
"""How long a party of a kind takes (domain notes 2.7, trade pages and our own)."""

UNKNOWN_MINUTES = 180
"""While nothing says what is celebrated: three hours, our own."""

SET_UP_MINUTES = 60
CLEAR_UP_MINUTES = 30
"""Inside the hire time of a place, as hire contracts count them; lengths are our own."""


@dataclass(frozen=True, slots=True)
class Length:
    """Minutes from the first guest to the last; `said` is false where it is the usual length."""

    minutes: int
    said: bool

    @property
    def hours(self) -> int:
        """Whole hours that are paid for a person who comes for all of it."""
        return ceil_div(self.minutes, 60)

    @property
    def hire_hours(self) -> int:
        """Whole hours that a place is hired for, with set-up and clear-up."""
        return ceil_div(SET_UP_MINUTES + self.minutes + CLEAR_UP_MINUTES, 60)


def length(facts: Facts) -> Length:
    """How long the party lasts: as said, else as its kind usually does, else three hours."""
    said = facts.get("duration_hours")
    if said:
        return Length(max(1, round(said * 60)), said=True)
    known = "occasion" in facts or "age" in facts or "kids" in facts or "theme" in facts
    return Length(USUAL_MINUTES[party_kind(facts)] if known else UNKNOWN_MINUTES, said=False)


def party_kind(facts: Facts) -> Kind:
    """The kind of party that the facts speak of."""
    people = headcount(facts)
    return kind(
        facts.get("occasion"),
        facts.get("age"),
        facts.get("theme", []),
        kids=people.kids,
        guests=people.guests,
    )
