"""What the grammar found, as numbers for the head."""

from __future__ import annotations

import re
from collections.abc import Collection

from festplan.domain.reading import CATEGORIES, Facts
from festplan.understanding.categories import speaks_of_other_parties
from festplan.understanding.cues import ELSEWHERE, GATHERING

NAMES = (
    *(f"about {name}" for name in CATEGORIES),
    *(f"states {name}" for name in Facts.__annotations__),
    "gathering",
    "elsewhere",
    "other parties",
    "question mark",
    "question",
    "left over",
    "words",
    "about nothing",
    "taken for elsewhere",
)
"""One a signal; each is 0 to 1."""
MOST_LEFT, MOST_WORDS = 12, 20
"""Words left over, and words at all, from which on more of them say no more."""

_QUESTION = re.compile(
    r"\W*(?:who|what|which|why|how|when|is|are|does|do|did|can|define|explain|translate|calculate|"
    r"compare|summari[sz]e|write)\b"
)


def signals(
    text: str, facts: Facts, topics: Collection[str], left: str, *, elsewhere: bool
) -> list[float]:
    """The numbers named by `NAMES`; `text` is in the grammar's own lower-case wording."""
    found = [name in topics for name in CATEGORIES]
    found += [name in facts for name in Facts.__annotations__]
    found += [
        bool(GATHERING.search(text)),
        bool(ELSEWHERE.search(text)),
        speaks_of_other_parties(text),
        "?" in text,
        bool(_QUESTION.match(text)),
    ]
    return [
        *map(float, found),
        min(len(left.split()) / MOST_LEFT, 1.0),
        min(len(text.split()) / MOST_WORDS, 1.0),
        float(not topics),
        float(elsewhere),
    ]
