"""Head counts: adults and children apart, from whatever the host said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from festplan.domain.reading import Facts


@dataclass(frozen=True, slots=True)
class Headcount:
    """Who comes: `guests` is everyone, `adults` and `kids` its parts; `said` is false for a guess.

    `largest` is the most people that the place has to hold.
    """

    guests: int
    adults: int
    kids: int
    largest: int
    said: bool


ASSUMED_GUESTS = 20
"""Guests to plan for while nothing was said: an assumption that is shown as one."""


def headcount(facts: Facts) -> Headcount:
    """The head count that `facts` state; kids not mentioned are none, adults are the rest."""
    kids, adults = facts.get("kids", 0), facts.get("adults")
    parts = kids + (adults or 0)
    likely = facts.get("guests") or parts or facts.get("guests_max") or facts.get("guests_min")
    guests = max(likely or ASSUMED_GUESTS, parts)
    most = max(guests, facts.get("guests_max", 0), facts.get("guests_min", 0))
    grown = adults if adults is not None and adults + kids == guests else guests - kids
    return Headcount(guests, grown, kids, most, said=likely is not None)


def ages(said: str | None) -> tuple[int, int] | None:
    """The youngest and the oldest of "13-17", in years; None where it says no such thing."""
    found = _AGES.fullmatch(said or "")
    low, high = (int(found[1]), int(found[2])) if found else (1, 0)
    return (low, high) if low <= high else None


def middle_age(said: str | None) -> int | None:
    """The age in the middle of "13-17", rounded down: 15; None where no ages are said."""
    span = ages(said)
    return None if span is None else sum(span) // 2


_AGES = re.compile(r"(\d{1,2})-(\d{1,2})")


def bracket(count: int) -> tuple[int, int]:
    """The bracket of a head count: (1, 25), (26, 50), (51, 75), … whole counts, both ends in it.

    Above 300 brackets are 100 wide, above 1,000 they are 500 wide.
    """
    width = 25 if count <= 300 else 100 if count <= 1000 else 500
    high = -(-max(count, 1) // width) * width
    return high - width + 1, high
