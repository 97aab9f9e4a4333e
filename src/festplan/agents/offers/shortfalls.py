"""What a listing does not serve of what was asked, and keeping the best of each such group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from festplan.agents.offers.shortlist import cost, skyline
from festplan.domain.listing import Listing, Match

_SERVED_BY: Mapping[str, AbstractSet[str]] = {
    "vegetarian": {"vegan"},
    "pescatarian": {"vegetarian", "vegan"},
    "dairy-free": {"vegan"},
    "egg-free": {"vegan"},
    "lactose-free": {"dairy-free", "vegan"},
    "milk-free": {"dairy-free", "vegan"},
    "cheese-free": {"dairy-free", "vegan"},
    "wheat-free": {"gluten-free"},
    "peanut-free": {"nut-free"},
    "tree-nut-free": {"nut-free"},
    "pork-free": {"vegetarian", "vegan", "halal", "kosher"},
    "beef-free": {"vegetarian", "vegan"},
    "fish-free": {"vegetarian", "vegan"},
    "seafood-free": {"vegetarian", "vegan"},
    "shellfish-free": {"vegetarian", "vegan"},
}
"""Diets that are kept by keeping another one. What is served is still for the kitchen to say."""

_LISTED = frozenset(
    {
        "vegetarian",
        "vegan",
        "pescatarian",
        "gluten-free",
        "dairy-free",
        "nut-free",
        "egg-free",
        "halal",
        "kosher",
        "pork-free",
    }
)
"""Diets that vendors state when they serve them, so that silence means something."""


def serves(diet: str, stated: Collection[str]) -> bool:
    """Whether a vendor who states these diets serves `diet`, by its own or by a stricter name."""
    if diet in stated:
        return True
    stricter = _SERVED_BY.get(diet)
    return stricter is not None and not stricter.isdisjoint(stated)


def unserved(diets: Iterable[str], stated: Collection[str]) -> list[str]:
    """The diets among those asked that a vendor does not state."""
    return [diet for diet in diets if not serves(diet, stated)]


def diet_misses(
    diets: Mapping[str, int | None], stated: Collection[str]
) -> tuple[list[str], list[str]]:
    """What a vendor lacks for these diets: what rules it out, and what the host can still settle.

    A diet without a count holds for everybody. One that vendors usually state, in a vendor who
    states diets, rules out; any other is to be asked about.
    """
    hard, soft = [], []
    for diet in unserved(diets, stated):
        count = diets[diet]
        if not stated or diet not in _LISTED:
            soft.append(f"{diet} is not listed: ask the kitchen")
        elif count is None:
            hard.append(f"does not list {diet}")
        else:
            soft.append(f"does not list {diet}: {count} to be served from elsewhere")
    return hard, soft


def best_of_each(
    matches: Iterable[Match], group: Callable[[Listing], Hashable], *, capacity_high: int | None
) -> list[Match]:
    """The skylines of the groups together, best rank first.

    So the best-ranked and the cheapest are kept among those who serve everything asked, too.
    """
    groups: dict[Hashable, list[Match]] = {}
    for match in matches:
        groups.setdefault(group(match.listing), []).append(match)
    kept: Sequence[Match] = [
        match
        for members in groups.values()
        for match in skyline(members, cost=cost, capacity_high=capacity_high)
    ]
    return sorted(kept, key=lambda match: match.rank)
