"""What a text is about, what it asks for and what it switches off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from festplan.domain.reading import CATEGORIES, Facts
from festplan.understanding.cues import digresses, gathers
from festplan.understanding.finds import Find

_OF_FACT = {
    "guests": ("venue", "catering"),
    "kids": ("venue", "catering"),
    "adults": ("venue", "catering"),
    "guests_min": ("venue", "catering"),
    "guests_max": ("venue", "catering"),
    "guests_range": ("venue", "catering"),
    "age": ("planner",),
    "honoree": ("planner",),
}
_DECLINABLE = frozenset({"theme", "venue", "cake", "catering", "vendor"})
_WHOLE = {
    "theme": re.compile(r"theme|themes|decor|decorations?|decorating"),
    "venue": re.compile(r"venues?|a place|place|location"),
    "cake": re.compile(r"cakes?|bakery|baker|birthday cake|wedding cake"),
    "catering": re.compile(r"food|catering|caterers?|cater|menus?"),
    "vendor": re.compile(r"vendors?|suppliers?|rentals?"),
}
_PERSON = re.compile(
    r"kids?|children|child|babies|toddlers|teenagers|plus ones?|pets|dogs|gifts|presents"
)


@dataclass(slots=True)
class About:
    """Categories with their scores; which of them are wished for, and which switched off."""

    scores: dict[str, float] = field(default_factory=dict[str, float])
    wishes: set[str] = field(default_factory=set[str])
    declined: set[str] = field(default_factory=set[str])

    def ordered(self, names: set[str]) -> tuple[str, ...]:
        """`names` in the order of the published categories."""
        return tuple(name for name in CATEGORIES if name in names)


def about(text: str, finds: list[Find], facts: Facts) -> About:
    """The categories of a text; empty where it is not about planning a gathering."""
    result = About()
    for find in finds:
        _tell(find, result)
    _with_cake(text, result, facts)
    if "cake_form" in facts:
        result.declined.discard("cake")
    result.wishes -= result.declined
    if not result.scores and (facts or gathers(text)):
        result.scores["planner"] = 0.6
        if set(facts) != {"exclude"}:
            result.wishes.add("planner")
    return result


def categories_of(find: Find) -> tuple[str, ...]:
    """What the words of a find are about."""
    if find.fact == "exclude":
        return ("planner",) if _PERSON.fullmatch(find.value) else ()
    return find.categories or _OF_FACT.get(find.fact, ())


def _tell(find: Find, result: About) -> None:
    names = categories_of(find)
    whole = not find.fact and find.rank == "cue"
    if find.denied == "replaced" and whole:
        return
    for name in names:
        result.scores[name] = max(result.scores.get(name, 0.0), round(find.confidence, 2))
        if not find.denied and find.value != "no alcohol":
            result.wishes.add(name)
        elif (
            whole
            and find.denied in {"not", "have"}
            and name in _DECLINABLE
            and _WHOLE[name].fullmatch(str(find.value))
        ):
            result.declined.add(name)


_CAKE_WORD = re.compile(r"\b(?:cakes?|cupcakes?)\b")


def _with_cake(text: str, result: About, facts: Facts) -> None:
    """A diet said with a cake is the cake's too; a text of nothing else is about both."""
    if "diet" in facts and _CAKE_WORD.search(text):
        result.scores.setdefault("cake", 0.9)


def out_of_domain(text: str, finds: list[Find], facts: Facts, residue: str) -> bool:
    """Whether the text is about something else than planning a gathering."""
    firm = [f for f in finds if f.fact and f.fact not in LOOSE]
    if _OTHER_PARTIES.search(text) and not firm:
        return True
    if digresses(text):
        return not firm and not _PARTY.search(text)
    timed = set(facts) <= {"date", "time", "duration_hours"} and bool(facts)
    words = [word for word in residue.split() if word.isalpha() and word not in _MOVING]
    if timed and len(words) > 1 and not gathers(text) and not _told(finds):
        return True
    if not facts and not any(find.categories for find in finds):
        return not gathers(text)
    return not firm and len(residue.split()) > 12 and not gathers(text)


def speaks_of_other_parties(text: str) -> bool:
    """Whether parties to a contract, in politics or in code are named."""
    return bool(_OTHER_PARTIES.search(text))


_OTHER_PARTIES = re.compile(
    r"\b(?:third|3rd|political|ruling|opposition|labou?r|tory|conservative|republican|democratic|"
    r"liberal|communist|socialist|whig|search|raid|opposing|injured|contracting)[- ]part(?:y|"
    r"ies)\b|"
    r"\bpart(?:y|ies) (?:walls?|lines?|conference|leaders?|chair|politics|primary|manifesto|"
    r"to (?:the|a) (?:contract|agreement|lawsuit)|of the first part)\b|\bparty\.[a-z]{2}\b|"
    r"\bboston tea party\b|\bthe (?:democrats|republicans|tories)\b|\b(?:microservice|keyerror|"
    r"wordpress|javascript|css|vlan|session token|syntax error|guest account|event listener)\b"
)
"""Parties to a contract, in politics and in code: no gathering is meant."""
_MOVING = frozenset(
    "move moved moving push pushed back shift earlier later doors open until weekend "
    "works work best "
    "till votes bring forward hour hours reception commence conclude "
    "day night onwards after before late early time date sharp latest".split()
)


def _told(finds: list[Find]) -> bool:
    return any(find.rank == "cue" and set(find.categories) - {"planner"} for find in finds)


LOOSE = frozenset(
    {
        "date",
        "time",
        "city",
        "area",
        "budget",
        "duration_hours",
        "exclude",
        "span",
        "age",
        "honoree",
        "theme",
    }
)
"""Facts that any matter may state: a city, a date, a sum."""
_PARTY = re.compile(
    r"\b(?:party|birthday|wedding|guests|celebrat[a-z]+|shower|venue|catering|caterer|cake)\b"
)
