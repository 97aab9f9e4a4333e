"""The age that someone reaches or has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.understanding.finds import Find
from festplan.understanding.numbers import HAS_DIGIT
from festplan.understanding.sought import Sought

_AGES = (
    Sought(
        r"\b(?P<age>\d{1,3})(?:st|nd|rd|th) (?=(?:surprise )?(?:birthday|bday|b-day|birth day))",
        "birth",
        "bday",
        "b-day",
    ),
    Sought(
        r"\b(?:turning|turns|turned|turn|hitting|celebrating|becoming) (?:the big "
        r")?(?P<age>\d{1,3})"
        r"\b(?!(?:st|nd|rd|th| ?(?:years of|guests|people|kids|%)))",
        "turn",
        "hitting",
        "celebrating",
        "becoming",
    ),
    Sought(
        r"\b(?P<age>\d{1,3})[- ]?(?:years?|yrs?|yr)[- ]?olds?\b(?: (?:boy|girl|son|"
        r"daughter|kid|child)\b)?",
        "year",
        "yr",
    ),
    Sought(r"\b(?P<age>\d{1,3}) ?y/?o\b", "yo", "y/o"),
    Sought(
        r"\b(?:will be|is going to be|gonna be|is|he's|she's|who's|they're|im|i'm|am|be) "
        r"(?:nearly |almost |about to be |only |just )?(?P<age>\d{1,3})"
        r"(?= ?(?:$|[,.;!]|years old|and\b|on\b|in\b|this\b|next\b|soon\b|now\b|today\b|"
        r"tomorrow\b|n\b|so\b|but\b|already\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b))",
        "be ",
        "is ",
        "m ",
        "'s ",
        "re ",
        "im ",
    ),
    Sought(r"(?:^|[.;!] )[a-z][a-z'-]{1,15}, (?P<age>\d{1,2})(?=, )", ", "),
    Sought(
        r"(?<!all )(?<!are )\b(?:age|aged)(?: ?[:=-] ?| )(?P<age>\d{1,3})\b"
        r"(?! ?(?:-|to\b|and\b|\+))",
        "age",
    ),
    Sought(
        r"\b(?:party|birthday|celebration|fiesta|feast) (?:of|"
        r"for) (?:the )?(?P<age>\d{1,3}) years?\b"
        r"(?! (?:of (?:marriage|service|work|business)|together|married|in))",
        "party",
        "birthday",
        "celebration",
        "fiesta",
        "feast",
    ),
    Sought(
        r"\b(?:has|completes?|completed|completing|makes|is making|cumple|cumplir|cumpliendo|"
        r"fulfil+s?) (?P<age>\d{1,3}) (?:years?|anos)\b"
        r"(?! (?:of|ago|experience|old|in))",
        "has",
        "complet",
        "mak",
        "cumpl",
        "fulfil",
    ),
    Sought(r"\b(?:sweet|big|the big|super sweet) (?P<age>\d{1,3})\b", "sweet", "big"),
    Sought(
        r"\b(?P<age>(?!3rd)\d{1,3})(?:st|nd|rd|th)\b(?= (?:party|bash|celebration|do|for (?:my|"
        r"our|his|her))\b)",
        "party",
        "bash",
        "celebration",
        "do",
        "for ",
    ),
    Sought(
        r"\b(?:my|his|her|hubby's|(?:dad|mum|mom|gran|nan|grandma|grandpa|husband|"
        r"wife|son|daughter|"
        r"sister|brother|friend|boss)s) (?P<age>\d{1,3})(?:st|nd|rd|th)\b(?! (?:wedding|anniv|"
        r"floor|year|b))",
        "my",
        "his",
        "her",
        "hubby's",
        "s ",
    ),
    Sought(
        r"(?<='s )(?P<age>\d{1,3})(?:st|nd|rd|th)\b(?! (?:wedding|anniversary|work|year))", "'s "
    ),
    Sought(r"\bbirthday ?\(?(?P<age>\d{1,3})(?=\)|,|;|$)", "birthday"),
    Sought(
        r"(?:^|[,;:/(] ?|\bb/day |\bbday |\bbirthday )(?P<age>3[2-9]|[4-9]\d|100)(?:st|nd|rd|"
        r"th)"
        r"(?= ?(?:$|[,.;/)]| (?:for|at|in|on|do|party|bash)\b))",
        "st",
        "nd",
        "rd",
        "th",
    ),
)
NEVER_AGE = re.compile(
    r"(?:budget|headcount|head count|count|limit|total|price|cost|max|number|capacity|size|date|"
    r"time|party|venue|it|that|there|this|we|we'll|you|you'll|everyone|everybody|guests|people|"
    r"they|they'll|crowd|table|tables|total) "
    r"(?:(?:is|will be|is going to be|gonna be|be|may|might|could|would|should) ){0,2}$"
)


def ages(text: str) -> Iterator[Find]:
    """The age that someone reaches or has."""
    for place, pattern in enumerate(_AGES if HAS_DIGIT.search(text) else ()):
        for match in pattern.finditer(text):
            age = int(match["age"])
            loose = place == 4
            before = text[max(0, match.start() - 20) : match.start("age" if loose else 0)]
            if 0 < age <= 120 and not (loose and NEVER_AGE.search(before)):
                yield Find("age", "age", age, *match.span("age"), 0.7 if loose else 0.95)
                occasion = "occasion" if age == 16 and "sweet" in match.group() else ""
                value = "sweet sixteen" if occasion else None
                yield Find("age", occasion, value, match.start(), match.start("age"))
                yield Find("age", "", None, match.end("age"), match.end())
