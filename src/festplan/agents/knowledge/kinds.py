"""The kind of a party: what its timeline, checklist and budget follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Kind = Literal[
    "child-1-2",
    "child",
    "teen",
    "sleepover",
    "gathering",
    "milestone",
    "shower",
    "graduation",
    "wedding",
    "corporate",
    "memorial",
]
KINDS: tuple[Kind, ...] = (
    "child-1-2",
    "child",
    "teen",
    "sleepover",
    "gathering",
    "milestone",
    "shower",
    "graduation",
    "wedding",
    "corporate",
    "memorial",
)

_OCCASIONS: dict[str, Kind] = {
    "baby shower": "shower",
    "bridal shower": "shower",
    "gender reveal": "shower",
    "sip and see": "shower",
    "graduation": "graduation",
    "wedding": "wedding",
    "vow renewal": "wedding",
    "office party": "corporate",
    "launch party": "corporate",
    "fundraiser": "corporate",
    "holiday party": "corporate",
    "sweet sixteen": "teen",
    "quinceanera": "milestone",
    "prom": "teen",
    "memorial": "memorial",
    **dict.fromkeys(
        (
            *(
                "farewell",
                "promotion",
                "block party",
                "housewarming",
                "welcome home",
                "christening",
            ),
            *("first communion", "confirmation", "family reunion", "dinner party", "game night"),
            *("thanksgiving", "eid", "diwali", "hanukkah"),
        ),
        "gathering",
    ),
}
_WORDS: dict[str, Kind] = {
    "baby shower": "shower",
    "gender reveal": "shower",
    "graduation": "graduation",
    "wedding": "wedding",
    "corporate": "corporate",
}


def kind(
    occasion: str | None = None,
    age: int | None = None,
    words: Sequence[str] = (),
    *,
    kids: int = 0,
    guests: int = 0,
    kids_age: int | None = None,
) -> Kind:
    """The kind of party: by occasion, then by the age of whom it honours, then by theme words.

    Without any of them a party whose guests are half children or more is a children's party, of the
    age that those have where it is said, and every other one a milestone. Bounds of
    age are domain notes 2.7 (1-2, 3-12, teens).
    """
    if "slumber party" in words and occasion in {None, "birthday"} and _young(age, kids):
        return "sleepover"
    if occasion in _OCCASIONS:
        return _OCCASIONS[occasion]
    if age is not None and occasion in {None, "birthday"}:
        return _by_age(age)
    named = next((_WORDS[word] for word in words if word in _WORDS), None)
    if named and occasion is None:
        return named
    if guests and kids * 2 >= guests:
        return "child" if kids_age is None else _by_age(min(kids_age, 17))
    return "milestone"


def _young(age: int | None, kids: int) -> bool:
    return kids > 0 if age is None else age < 18


def _by_age(age: int) -> Kind:
    if age <= 2:
        return "child-1-2"
    if age <= 12:
        return "child"
    return "teen" if age <= 17 else "milestone"


def for_children(party: Kind) -> bool:
    """Whether the guests of honour are children or teenagers."""
    return party in {"child-1-2", "child", "teen", "sleepover"}


def lead_kind(party: Kind) -> str:
    """The kind whose lead times and shares of a budget stand for this one."""
    return "child" if for_children(party) else "milestone" if party == "gathering" else party
