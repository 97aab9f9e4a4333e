"""What each sum of money is for: the cake, the DJ, or the whole party."""

from __future__ import annotations

import re
from typing import Any

from festplan.understanding.finds import Find

_FOR = re.compile(
    r"\)? ?(?:of (?:it|that|which|this) )?(?:(?:is |are |goes |going )?(?:for|on|towards?|to) "
    r"(?:the |a |an |our |my |"
    r"some |her |his )?|"
    r"(?:per |of )?)"
)
_IDEALLY = re.compile(r"\b(?:ideally|hopefully|preferably|aiming for) $")
_TARGETS = re.compile(
    r"venues?|place|location|cakes?|bakery|desserts?|food|catering|caterers?|meals?|drinks?|dinner|"
    r"lunch|decor|decorations?|decorating|bar|balloons|menu|(?:birthday|wedding) cake|space|rooms?"
)
_DRINKS = re.compile(r"drinks?|beverages?|bar")
_SHARE = re.compile(r" ?of (?:the |our |my |a |that )?(?:total )?")
_ASSIGNED = re.compile(
    r"(?: (?:budget|is|should be|for|under|costs?|max|price|that|about|around|of|rate|fee|quote|"
    r"capped|at|can be|must be))*[ :=-]*"
)
_BY_CATEGORY = {
    "theme": "decorations",
    "venue": "venue",
    "cake": "cake",
    "catering": "catering",
}


def budgets(text: str, finds: list[Find]) -> list[dict[str, Any]]:
    """Every sum that the text sets, the last one for each purpose; `for` names the purpose."""
    found: dict[str | None, dict[str, Any]] = {}
    for place, find in enumerate(finds):
        if find.fact != "budget" or find.denied:
            continue
        value = dict(find.value)
        target = _target(text, finds, place)
        if target:
            value["for"] = target
        if _IDEALLY.search(text[max(0, find.start - 14) : find.start]):
            value["kind"] = "approx" if value["kind"] == "max" else value["kind"]
            found.setdefault(target, value)
        else:
            found[target] = value
    return list(found.values())


def _target(text: str, finds: list[Find], place: int) -> str | None:
    """What the money of one find is for; "400 of the 1000 is for the band" aims the first sum."""
    if place and _shares(text, finds, place - 1):
        return None
    last = place + 1 if _shares(text, finds, place) else place
    if last + 1 < len(finds):
        between = text[finds[last].end : finds[last + 1].start]
        if _FOR.fullmatch(between):
            return _name_of(finds[last + 1])
    return _named_before(text, finds, place)


def _shares(text: str, finds: list[Find], place: int) -> bool:
    pair = finds[place : place + 2]
    if len(pair) < 2 or any(find.fact != "budget" for find in pair):
        return False
    return bool(_SHARE.fullmatch(text[pair[0].end : pair[1].start]))


def _named_before(text: str, finds: list[Find], place: int) -> str | None:
    at = finds[place].start
    for before in reversed(finds[max(0, place - 3) : place]):
        if before.categories == ("budget",) and before.rank == "cue":
            continue
        return _name_of(before) if _ASSIGNED.fullmatch(text[before.end : at]) else None
    return None


def _name_of(find: Find) -> str | None:
    if find.denied:
        return None
    if find.fact == "services":
        return str(find.value)
    if find.rank == "cue" and not _TARGETS.fullmatch(str(find.value)):
        return None
    if _DRINKS.fullmatch(str(find.value)):
        return "drinks"
    about = [name for name in find.categories if name in _BY_CATEGORY]
    if find.rank in {"cue", "list"} and len(about) == 1 and find.fact not in {"setting", "area"}:
        return _BY_CATEGORY[about[0]]
    return None
