"""Diets as counts, and what may be said about allergies: never that anything is free of traces."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from festplan.agents.knowledge.quantity import OWN, Quantity, quantity
from festplan.domain.money import ceil_div
from festplan.domain.vocabulary import ALLERGEN_DIETS

PLANT_BASED = ("vegan", "vegetarian", "jain")
# By a faith's law: only who cooks can vouch for it.
NEEDS_THE_VENDORS_WORD = ("kosher", "halal", "jain")
SPARE_PERCENT = 10  # own

# Labelled by law. EU and UK: norwich.gov.uk, westsuffolk.gov.uk A; US: fda.gov, FASTER Act A.
EU_14 = (
    "celery",
    "cereals with gluten",
    "crustaceans",
    "eggs",
    "fish",
    "lupin",
    "milk",
    "molluscs",
    "mustard",
    "tree nuts",
    "peanuts",
    "sesame",
    "soya",
    "sulphites",
)
_EUROPEAN = frozenset({"GB", "IE", "DE", "FR", "IT", "ES", "PT", "NL", "BE", "AT", "FI", "GR"})
US_9 = (
    "milk",
    "eggs",
    "fish",
    "crustacean shellfish",
    "tree nuts",
    "peanuts",
    "wheat",
    "soybeans",
    "sesame",
)


_NO_ALLERGENS = frozenset(
    word
    for name in ("sugar", "pork", "bacon", "beef", "lamb", "red meat", "meat", "honey", "gelatine")
    for word in (name, f"{name.replace(' ', '-')}-free")
)
"""What is kept out by taste, health or faith far more often than by an allergy (own)."""


def diet_quantities(diets: Mapping[str, int | None]) -> list[Quantity]:
    """Mains and desserts for each diet with a count, and 10 % spare vegetarian mains.

    A diet without a count makes no quantity: `diet_questions` asks for it.
    """
    counted = {diet: count for diet, count in sorted(diets.items()) if count}
    found = [line for diet, count in counted.items() for line in _for_diet(diet, count)]
    plant_based = plant_eaters(diets)
    if plant_based:
        spare = ceil_div(plant_based * SPARE_PERCENT, 100)
        reason = f"{SPARE_PERCENT} % of {plant_based} who eat no meat"
        found.append(
            quantity("spare vegetarian mains", spare * 100, "mains", reason=reason, rule=OWN)
        )
    return found


def plant_eaters(diets: Mapping[str, int | None]) -> int:
    """Guests who eat no meat, as far as they are counted."""
    return sum(diets.get(diet) or 0 for diet in PLANT_BASED)


def diet_questions(diets: Mapping[str, int | None]) -> list[str]:
    """What to ask a host: how many guests keep each diet that has no count yet."""
    return [_how_many(diet) for diet, count in sorted(diets.items()) if count is None]


def _how_many(diet: str) -> str:
    keep = f"need {diet}" if diet.endswith("-free") else f"eat {diet}"
    return f"How many guests {keep} food?"


def uncounted_for_all(diets: Mapping[str, int | None], guests: int) -> dict[str, int | None]:
    """The diets as food is reckoned: who eats no meat and was not counted may be everyone.

    So nobody who said "veg food" is told to buy meat for the whole party; `uncounted_notes` says
    what was taken for granted.
    """
    counted = sum(count for diet, count in diets.items() if count and diet in PLANT_BASED)
    first = next((diet for diet in PLANT_BASED if diet in diets and diets[diet] is None), None)
    return dict(diets) if first is None else {**diets, first: max(0, guests - counted)}


def uncounted_notes(diets: Mapping[str, int | None]) -> list[str]:
    """What stands in for a count that nobody gave, where a dish for all would break the diet."""
    open_ones = {diet for diet, count in diets.items() if count is None}
    meatless = [
        f"Nobody said how many eat {diet} food, so no meat is counted for anyone."
        for diet in PLANT_BASED
        if diet in open_ones
    ][:1]
    vouched = [
        f"Nobody said how many eat {diet} food: until you do, order all of it {diet}."
        for diet in NEEDS_THE_VENDORS_WORD
        if diet in open_ones and diet not in PLANT_BASED
    ]
    return [*meatless, *vouched]


def diet_warnings(
    diets: Collection[str], exclude: Collection[str] = (), country: str = "US"
) -> list[str]:
    """What a host must hear about allergies and religious diets. No food is ever vouched for."""
    named = {word for word in exclude if word in ALLERGEN_DIETS}
    kept = {diet for diet in diets if diet.endswith("-free")}
    without = named | (kept - {ALLERGEN_DIETS[word] for word in named})
    chosen = sorted(without & _NO_ALLERGENS)
    allergens = sorted(without - _NO_ALLERGENS)
    found = [
        f"{diet}: only the vendor's own word counts, ask for it in writing"
        for diet in NEEDS_THE_VENDORS_WORD
        if diet in diets
    ]
    if chosen:
        names = ", ".join(word.removesuffix("-free") for word in chosen)
        found.append(f"Without {names}: tell whoever cooks, and ask what is in each dish.")
    if allergens:
        found.append(
            f"Allergies ({', '.join(allergens)}): tell every vendor, ask each for the ingredients."
            " Traces cannot be ruled out; what may contain it is not promised to be free of it."
        )
        found.append(_labelled(country.upper()))
    return found


def _labelled(country: str) -> str:
    """What the law of a country has labels name, where it is one whose law is known here."""
    if country == "US":
        return f"Labels must name (US): {', '.join(US_9)}. Ask about anything else."
    if country in _EUROPEAN:
        return f"Labels must name (EU and UK): {', '.join(EU_14)}. Ask about anything else."
    return "What labels must name differs by country: ask about every ingredient."


def _for_diet(diet: str, count: int) -> list[Quantity]:
    reason = f"{count} {diet} {'guest' if count == 1 else 'guests'}"
    return [
        quantity(f"{diet} {course}s", count * 100, f"{course}s", reason=reason, rule=OWN)
        for course in ("main", "dessert")
    ]
