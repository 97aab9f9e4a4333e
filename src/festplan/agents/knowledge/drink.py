"""Drinks: soft drinks for everyone, alcohol for adults only."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from festplan.agents.knowledge.quantity import OWN, Pack, Quantity, Rule, quantity
from festplan.domain.money import ceil_div

SERVING_ML = 237  # 8 US fluid ounces
SOFT = Rule("1-2 servings of 8 oz an hour: dummies.com", "B")
ALCOHOL = Rule("2 in the first hour, then 1 an hour: foodnetwork.com", "B")
PUNCH = Rule("a gallon for 10: foodnetwork.com", "B")
SPLIT = Rule("half beer, 30 % wine, 20 % spirits: wing-calculator", "C")
BOTTLES = Rule("5 glasses, 16 measures a bottle: blog.haskells.com", "A")

CUPS_OF_AN_ADULT = 2  # own
_HOT = {"tea": Pack("box of 80 bags", 80), "coffee": Pack("250 g pack for 35 cups", 35)}
_SHARES = {"beer": 50, "wine": 30, "spirits": 20}
_ALCOHOL: Mapping[str, tuple[str, ...]] = {
    "alcohol": ("beer", "wine", "spirits"),
    "open bar": ("beer", "wine", "spirits"),
    "beer": ("beer",),
    "wine": ("wine",),
    "champagne": ("wine",),
    "cocktails": ("spirits",),
}
# Bought by the guests themselves, so that the host gets none of it.
_GUESTS_PAY = {"byob", "cash bar"}
_PACKS = {
    "beer": Pack("case of 24", 24),
    "wine": Pack("bottle of 5 glasses", 5),
    "spirits": Pack("bottle of 16 measures", 16),
}
_UNITS = {"beer": "bottles or cans", "wine": "glasses", "spirits": "measures"}


def drink_quantities(
    drinks: Collection[str], *, adults: int, kids: int, hours: float
) -> list[Quantity]:
    """What to pour for so many hours: soft drinks always, alcohol only where a host asks for it.

    Alcohol is counted for adults alone, as adults x (hours + 1) servings.
    """
    minutes = round(hours * 60)
    kinds = alcohol_kinds(drinks) if adults else ()
    found = [_soft(adults + kids, minutes, with_alcohol=bool(kinds))]
    found += _hot(drinks, adults)
    if "punch" in drinks:
        found.append(_punch(adults + kids))
    return found + _alcohol(kinds, adults, minutes)


def alcohol_kinds(drinks: Collection[str]) -> tuple[str, ...]:
    """The kinds of alcohol that a host provides, in the order beer, wine, spirits."""
    if "no alcohol" in drinks or _GUESTS_PAY & set(drinks):
        return ()
    asked = {kind for word in drinks for kind in _ALCOHOL.get(word, ())}
    return tuple(kind for kind in _SHARES if kind in asked)


def _soft(people: int, minutes: int, *, with_alcohol: bool) -> Quantity:
    """1 serving a person and hour beside alcohol, 1.5 without."""
    halves = 2 if with_alcohol else 3
    millilitres_hundredths = ceil_div(people * minutes * halves * SERVING_ML * 100, 120)
    return quantity(
        "soft drinks and water",
        millilitres_hundredths,
        "ml",
        reason=f"{people} people, {halves / 2:g} x 8 oz an hour each",
        rule=SOFT,
        pack=Pack("2-litre bottle", 2000),
    )


def _hot(drinks: Collection[str], adults: int) -> list[Quantity]:
    """Two cups an adult where tea or coffee is asked for, half of each where both are."""
    kinds = [kind for kind in _HOT if kind in drinks] if adults else []
    cups = ceil_div(adults * CUPS_OF_AN_ADULT, max(1, len(kinds)))
    reason = f"{adults} {'adult' if adults == 1 else 'adults'}, {CUPS_OF_AN_ADULT} hot cups each"
    return [
        quantity(kind, cups * 100, "cups", reason=reason, rule=OWN, pack=_HOT[kind])
        for kind in kinds
    ]


def _punch(people: int) -> Quantity:
    return quantity(
        "punch",
        ceil_div(people * 3785 * 100, 10),
        "ml",
        reason=f"{people} people, a gallon for 10",
        rule=PUNCH,
        pack=Pack("gallon", 3785),
    )


def _alcohol(kinds: tuple[str, ...], adults: int, minutes: int) -> list[Quantity]:
    if not kinds:
        return []
    whole = sum(_SHARES[kind] for kind in kinds)
    servings = ceil_div(adults * (minutes + 60), 60)
    rule = SPLIT if len(kinds) > 1 else ALCOHOL
    return [
        quantity(
            kind,
            ceil_div(servings * _SHARES[kind] * 100, whole),
            _UNITS[kind],
            reason=f"{adults} adults, {servings} drinks in all",
            rule=rule,
            pack=_PACKS[kind],
        )
        for kind in kinds
    ]
