"""How many people to hire, and who must watch the children."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from festplan.agents.knowledge.quantity import OWN, Grade, Rule
from festplan.domain.money import ceil_div

# People served in an hour by one artist. Where a source gives a range the lower end stands, so
# that nobody waits in vain.
RATES: dict[str, tuple[int, Rule]] = {
    "face painter": (11, Rule("10-12 an hour: gigsalad.com", "A")),
    "balloon artist": (20, Rule("20-30 an hour: milliedoodles, lilypadsparties", "A")),
    "glitter tattoo artist": (20, OWN),
    "henna artist": (12, OWN),
    "caricature artist": (12, OWN),
    "nail artist": (8, OWN),
    "makeup artist": (4, OWN),
    "hair stylist": (4, OWN),
    "tarot reader": (6, OWN),
    "massage therapist": (6, OWN),
}
# Guests for whom one is enough.
GUESTS_FOR_ONE: dict[str, tuple[int, Rule]] = {
    "waiter": (16, OWN),
    "bartender": (50, OWN),
    "security": (75, OWN),
    "lifeguard": (25, OWN),
    "portable toilets": (50, OWN),
}
# The youngest guest of honour for whom a service is meant, in years.
LEAST_AGE: dict[str, tuple[int, Rule]] = {
    "balloon artist": (3, Rule("no balloons under 3: spectatorpartyart.com", "A")),
    "face painter": (3, OWN),
    "glitter tattoo artist": (3, OWN),
    "bounce house": (3, OWN),
    "pinata": (4, OWN),
    "pony ride": (3, OWN),
    "magician": (4, OWN),
    "clown": (4, OWN),
    "trampoline": (6, OWN),
    "laser tag": (7, OWN),
    "mechanical bull": (13, OWN),
    "casino tables": (18, OWN),
}
SUPERVISION = Rule("dreamlandcreations.us", "A")
BOUNCE_HOUSE = Rule("15x15 feet: east-inflatables.com", "A")


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many to hire and why; `warning` says what speaks against it, or is empty."""

    count: int
    reason: str
    source: str
    source_grade: Grade
    warning: str = ""


def how_many(
    service: str, *, kids: int = 0, guests: int = 0, hours: float = 2, age: int | None = None
) -> HowMany:
    """How many of `service` a party takes: by work rate, by guests, one of everything else.

    Artists serve the children, or every guest where there are none; artists = people divided by
    rate times hours, rounded up.
    """
    warning = too_young(service, age)
    if service in RATES:
        rate, rule = RATES[service]
        people = kids or guests
        minutes = max(30, round(hours * 60))
        who = "children" if kids else "guests"
        count = max(1, ceil_div(people * 60, rate * minutes))
        reason = f"{people} {who}, {rate} an hour each, {minutes} minutes"
    elif service == "childcare":
        rule, count = SUPERVISION, max(1, supervisors(age, kids))
        reason = f"{kids} children, one adult for {children_for_one_adult(age)}"
    elif service in GUESTS_FOR_ONE:
        share, rule = GUESTS_FOR_ONE[service]
        count, reason = max(1, ceil_div(guests, share)), f"{guests} guests, one for {share}"
    else:
        rule, count, reason = OWN, 1, "one is usual"
    return HowMany(count, reason, rule.source, rule.grade, warning)


def children_for_one_adult(age: int | None) -> int:
    """How many children one adult watches: 3 under 3 years, 15 from 15 on and 8 where no age is
    known are our own.
    """
    if age is None:
        return 8
    return (3, 5, 8, 12, 15)[bisect_left((2, 5, 8, 14), age)]


def supervisors(age: int | None, kids: int) -> int:
    """Adults who must watch `kids` children of `age`."""
    return ceil_div(kids, children_for_one_adult(age))


def bounce_house_holds(age: int | None) -> int:
    """Children at once in a bounce house of 15x15 feet."""
    if age is None or age <= 8:
        return 6
    return 5 if age <= 12 else 4


def too_young(service: str, age: int | None) -> str:
    """What to tell a host whose guest of honour is below the least age of a service, or nothing."""
    if age is None or service not in LEAST_AGE or age >= LEAST_AGE[service][0]:
        return ""
    return f"{service} is meant for {LEAST_AGE[service][0]} years and older"


def suits_age(text: str, age: int | None) -> bool:
    """Whether an idea in words suits the youngest: no balloons and no small parts under 3."""
    small = ("balloon", "glow", "bead", "coin", "marble", "pinata", "piñata", "small brick")
    return age is None or age >= 3 or not any(word in text.lower() for word in small)
