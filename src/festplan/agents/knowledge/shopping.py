"""Plates, cups, ice, balloons: what a party uses up, from counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from festplan.agents.knowledge.quantity import OWN, Pack, Quantity, Rule, quantity
from festplan.agents.knowledge.themes import GUESTS_PER_TABLE
from festplan.domain.money import ceil_div

TABLEWARE = Rule("110 % plates, 2 cups an hour, 3 napkins: kitspace.cloud", "C")
ICE = Rule("2 lb a guest: foodnetwork.com", "B")
BALLOONS = Rule("3 latex balloons a guest: partygeniusai.com", "B")
NO_BALLOONS_UNDER = 3  # spectatorpartyart.com A


@dataclass(frozen=True, slots=True)
class Supply:
    """So many hundredths of an item for each guest."""

    item: str
    hundredths: int
    unit: str
    reason: str
    rule: Rule
    pack: Pack | None = None


def supplies(
    guests: int,
    *,
    kids: int = 0,
    hours: float = 3,
    has: Collection[str] = (),
    exclude: Collection[str] = (),
    age: int | None = None,
) -> list[Quantity]:
    """What to buy for `guests`, of whom `kids` are children, each rounded up to whole packs.

    `has` names what the party has ("food", "cake", "balloons", "favours", and "china" where a
    caterer lays the tables); balloons are left out where children under 3 are guests of honour or
    the host does without.
    """
    laid = "china" in has
    wanted = [*([] if laid else [*_tableware(hours), *_plates_for_cake(has)]), _ICE]
    if "balloons" in has and "balloons" not in exclude and not _too_young(age):
        wanted.append(_BALLOONS)
    found = [_for_all(supply, guests) for supply in wanted] if guests else []
    return found + ([] if laid else _by_table(guests)) + _for_children(kids, has)


def tables(guests: int) -> int:
    """Round tables of 60 inches, for 8 each."""
    return ceil_div(guests, GUESTS_PER_TABLE)


_ICE = Supply("ice", 90_700, "g", "2 lb a guest", ICE, Pack("bag of 4.5 kg", 4500))
_BALLOONS = Supply("latex balloons", 300, "pieces", "3 a guest", BALLOONS, Pack("bag of 50", 50))


def _tableware(hours: float) -> list[Supply]:
    cups = round(hours * 200)
    return [
        Supply("plates", 110, "pieces", "110 % of the guests", TABLEWARE, Pack("pack of 25", 25)),
        Supply("cups", cups, "pieces", "2 an hour each", TABLEWARE, Pack("pack of 50", 50)),
        Supply("napkins", 300, "pieces", "3 each", TABLEWARE, Pack("pack of 50", 50)),
        Supply("forks and knives", 110, "sets", "110 % of the guests", OWN, Pack("pack of 25", 25)),
        Supply("trash bags", 5, "pieces", "1 for 20 guests", OWN, Pack("roll of 10", 10)),
    ]


def _plates_for_cake(has: Collection[str]) -> list[Supply]:
    plates = Supply(
        "dessert plates", 110, "pieces", "110 % of the guests", TABLEWARE, Pack("pack of 25", 25)
    )
    return [plates] if "cake" in has else []


def _for_all(supply: Supply, guests: int) -> Quantity:
    return quantity(
        supply.item,
        guests * supply.hundredths,
        supply.unit,
        reason=f"{guests} guests, {supply.reason}",
        rule=supply.rule,
        pack=supply.pack,
    )


def _by_table(guests: int) -> list[Quantity]:
    count = tables(guests)
    reason = f"{count} tables of {GUESTS_PER_TABLE}"
    if not count:
        return []
    return [quantity("tablecloths", count * 100, "pieces", reason=reason, rule=OWN)]


def _for_children(kids: int, has: Collection[str]) -> list[Quantity]:
    if not kids or "favours" not in has:
        return []
    reason = f"one for each of {kids} children"
    return [quantity("party bags", kids * 100, "pieces", reason=reason, rule=OWN)]


def _too_young(age: int | None) -> bool:
    return age is not None and age < NO_BALLOONS_UNDER
