"""How long a party lasts, and for how long a place is hired for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from festplan.agents.knowledge.kinds import Kind, kind
from festplan.agents.knowledge.timeline import booked_hours, run_of_show, usual_hours
from festplan.domain.money import ceil_div
from festplan.domain.people import headcount, middle_age
from festplan.domain.reading import Facts


@dataclass(frozen=True, slots=True)
class Length:
    """Minutes from the first guest to the last, and whole hours that a place is hired for.

    `hire_hours` hold set-up and clear-up; `said` is false where it is the usual length of a kind.
    """

    minutes: int
    hire_hours: int
    said: bool

    @property
    def hours(self) -> int:
        """Whole hours that are paid for a person who comes for all of it."""
        return ceil_div(self.minutes, 60)


def length(facts: Facts) -> Length:
    """How long the party lasts: as said, else as a party of its kind usually does."""
    return _length(party_kind(facts), facts.get("age"), facts.get("duration_hours"))


def party_kind(facts: Facts) -> Kind:
    """The kind of party that the facts speak of."""
    people = headcount(facts)
    return kind(
        facts.get("occasion"),
        facts.get("age"),
        facts.get("theme", []),
        kids=people.kids,
        guests=people.guests,
        kids_age=middle_age(facts.get("kids_ages")),
    )


@lru_cache(maxsize=1024)
def _length(party: Kind, age: int | None, said: float | None) -> Length:
    hours = said or usual_hours(party, age)
    hire = booked_hours(run_of_show(party, age, hours, ()))
    return Length(max(1, round(hours * 60)), hire, said=bool(said))
