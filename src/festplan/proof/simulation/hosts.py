"""Simulated hosts: what each says, how they change their mind, and what their plan must keep to.

Everything about a host follows from seed, number and exponent; but for the themes a host is the
same at every exponent, so that worlds differ in their tastes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from festplan.proof.simulation.tastes import (
    CITIES,
    DIETS,
    FLAVOURS,
    FOODS,
    SAID,
    SERVICES,
    THEMES,
    UNWANTED,
    WISHES,
    Wish,
    chance,
    popular,
)

TODAY = date(2026, 11, 29)
"""The day on which every simulated host speaks."""
SIZES = (8, 10, 12, 15, 18, 20, 24, 25, 30, 35, 40, 45, 50, 60, 75, 80, 100, 120, 150)
"""Head counts that people plan for; small ones are likelier (`_guests`)."""
WISHING = 20
"""Of a hundred hosts so many have a wish that only a model can meet."""


@dataclass(frozen=True, slots=True)
class Said:
    """One input of a host, and what of a plan can be checked against it."""

    text: str
    wants: Mapping[str, Any] = field(default_factory=dict[str, Any])


Slots = dict[str, Said]
"""What a host wants now, by what it is about; each is one input."""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: texts added, inputs changed (old text to new) and taken back, by their words."""

    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Host:
    """A host: what they say first, their edits, and what they want in the end."""

    number: int
    first: tuple[str, ...]
    edits: tuple[Change, ...]
    wants: Mapping[str, Any]


def hosts(numbers: Iterable[int], seed: int, exponent: float) -> Iterator[Host]:
    """The hosts of these numbers; every second one edits twice, the others once: 1.5 edits each."""
    for number in numbers:
        yield host(number, seed, exponent)


def host(number: int, seed: int, exponent: float) -> Host:
    """The host of that number."""
    taste = Random(f"{seed}/{number}")  # noqa: S311  # no secret
    styles = Random(f"{seed}/{number}/theme")  # noqa: S311
    slots = _slots(taste, styles, exponent)
    first = tuple(said.text for said in slots.values())
    edits = tuple(_edit(taste, styles, exponent, slots) for _ in range(1 + number % 2))
    return Host(number, first, edits, _wants(slots))


def _wants(slots: Slots) -> dict[str, Any]:
    """What the plan must keep to, merged from every input."""
    wants: dict[str, Any] = {}
    for said in slots.values():
        for name, value in said.wants.items():
            held = wants.get(name)
            wants[name] = [*held, *value] if isinstance(held, list) else value
    return wants


# --- what is said first --------------------------------------------------------------------------


def _slots(taste: Random, styles: Random, exponent: float) -> Slots:
    slots: Slots = {}
    wish = popular(taste, WISHES) if chance(taste, WISHING) else None
    if chance(taste, 85):
        slots["theme"] = _theme(styles, exponent)
    slots["people"] = people = _people(taste)
    if chance(taste, 80):
        slots["city"] = _spoken(taste, "city", popular(taste, CITIES), "city")
    if chance(taste, 65):
        slots["cake"] = _cake(taste)
    if chance(taste, 45):
        slots["food"] = _spoken(taste, "food", popular(taste, FOODS), "")
    if chance(taste, 50):
        slots["service"] = _service(taste)
    if chance(taste, 70):
        slots["budget"] = _budget(taste, people.wants["guests"])
    if chance(taste, 70):
        slots["date"] = _date(taste)
    if chance(taste, 20):
        slots["unwanted"] = _unwanted(taste)
    if wish is not None:
        _wish(slots, wish)
    return slots


def _theme(styles: Random, exponent: float) -> Said:
    return _spoken(styles, "theme", popular(styles, THEMES, exponent), "theme")


def _people(taste: Random) -> Said:
    guests = SIZES[min(taste.randrange(len(SIZES)), taste.randrange(len(SIZES)))]
    text = f"{guests} guests"
    wants: dict[str, Any] = {"guests": guests}
    if chance(taste, 40):
        text += f", {guests // 3} of them kids"
    if chance(taste, 30):
        diet, count = popular(taste, DIETS), 1 + taste.randrange(min(6, guests // 3))
        text += f", {count} {diet}"
        wants |= {"diets": {diet: count}}
    return Said(text, wants)


def _cake(taste: Random) -> Said:
    flavour = popular(taste, FLAVOURS)
    said = _spoken(taste, "cake", flavour, "flavour")
    if not chance(taste, 20):
        return said
    return Said(f"{said.text}, no nuts", {**said.wants, "without": ["nuts"]})


def _service(taste: Random) -> Said:
    service = popular(taste, SERVICES)
    said = _spoken(taste, "service", service, "")
    return Said(said.text, {"services": [service]})


def _budget(taste: Random, guests: int) -> Said:
    limit = max(3, round(guests * taste.randrange(20, 90) / 100)) * 100
    return _spoken(taste, "budget", limit, "budget")


def _date(taste: Random) -> Said:
    day = TODAY + timedelta(days=30 + taste.randrange(300))
    hour = popular(taste, (3, 6, 2, 7, 5))
    text = f"on {day:%B} {day.day}, {day.year} at {hour} pm"
    return Said(text, {"date": day.isoformat()})


def _unwanted(taste: Random) -> Said:
    thing = popular(taste, UNWANTED)
    return Said(f"no {thing}", {"without": [thing]})


def _wish(slots: Slots, wish: Wish) -> None:
    """Adds the wish; one about the theme or the cake is said in place of a known one."""
    place = {"theme_agent": "theme", "cake_agent": "cake"}.get(wish.agent, "wish")
    slots[place] = Said(wish.text, {"wish": wish.text} if wish.meets else {})


def _spoken(taste: Random, about: str, value: Any, want: str) -> Said:
    """One of the ways to say it; one in ten hosts shouts."""
    text = popular(taste, SAID[about]).format(value)
    if chance(taste, 10):
        text = text.upper()
    return Said(text, {want: value} if want else {})


# --- edits ---------------------------------------------------------------------------------------


def _edit(taste: Random, styles: Random, exponent: float, slots: Slots) -> Change:
    """One change of mind; `slots` are what is wanted after it."""
    kind = popular(taste, ("people", "service", "budget", "date", "cake", "theme", "unwanted"), 0.6)
    if kind == "cake" and "cake" in slots and "wish" not in slots["cake"].wants:
        return Change(removed=(slots.pop("cake").text,))
    new = _again(kind, taste, styles, exponent, slots)
    old = slots.get(kind)
    if old is not None and old.text == new.text:
        return _more(slots)
    slots[kind] = new
    if old is None:
        return Change(added=(new.text,))
    return Change(changed=((old.text, new.text),))


def _again(kind: str, taste: Random, styles: Random, exponent: float, slots: Slots) -> Said:
    """The same matter as the host sees it now."""
    if kind == "theme":
        return _theme(styles, exponent)
    if kind == "budget":
        return _budget(taste, slots["people"].wants["guests"])
    return _WAYS[kind](taste)


_WAYS = {
    "people": _people,
    "service": _service,
    "date": _date,
    "cake": _cake,
    "unwanted": _unwanted,
}


def _more(slots: Slots) -> Change:
    """One more service, where what was to change came out the same."""
    named = [word for said in slots.values() for word in said.wants.get("services", [])]
    service = next(word for word in SERVICES if word not in named)
    place = f"service {len(slots)}"
    slots[place] = Said(f"Need a {service}", {"services": [service]})
    return Change(added=(slots[place].text,))
