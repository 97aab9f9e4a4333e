"""What the grammar found, as numbers for the head."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from festplan.domain.reading import CATEGORIES, Facts
from festplan.understanding.categories import speaks_of_other_parties
from festplan.understanding.cues import digresses, gathers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

STATED = tuple(name for name in Facts.__annotations__ if name != "kids_ages")
"""Facts that are a signal each; how old the children are says no more than that there are some."""
NAMES = (
    *(f"about {name}" for name in CATEGORIES),
    *(f"states {name}" for name in STATED),
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

QUESTION = re.compile(
    r"\W*(?:who|what|which|why|how|when|is|are|does|do|did|can|define|explain|translate|calculate|"
    r"compare|summari[sz]e|write)\b"
)
"""How a question, or an order to a machine, begins."""


def signals(
    text: str, facts: Facts, topics: Collection[str], left: str, *, elsewhere: bool
) -> list[float]:
    """The numbers named by `NAMES`; `text` is in the grammar's own lower-case wording."""
    found = [name in topics for name in CATEGORIES]
    found += [name in facts for name in STATED]
    found += [
        gathers(text),
        digresses(text),
        speaks_of_other_parties(text),
        "?" in text,
        bool(QUESTION.match(text)),
    ]
    return [
        *map(float, found),
        min(len(left.split()) / MOST_LEFT, 1.0),
        min(len(text.split()) / MOST_WORDS, 1.0),
        float(not topics),
        float(elsewhere),
    ]


_STATED = [place for place, name in enumerate(NAMES) if name.startswith("states ")]
CROSSED = 9 + len(_STATED)
"""How many numbers `crossed` makes of a text's signals."""
FEW_WORDS = 5


def crossed(found: Numbers) -> Numbers:
    """Signals seen together (texts, CROSSED): a fact says little where most words are left over."""
    import numpy as np

    left, words = (found[:, NAMES.index(name)] for name in ("left over", "words"))
    share = np.minimum(left * MOST_LEFT / np.maximum(words * MOST_WORDS, 1), 1)
    facts = found[:, _STATED].sum(axis=1)
    short = words * MOST_WORDS < FEW_WORDS
    told = facts > 0
    alone = (
        share,
        left == 0,
        np.minimum(facts / 4, 1),
        told,
        share * told,
        share * (facts == 1),
        short,
        short & told,
        share * found[:, NAMES.index("gathering")],
    )
    return np.hstack([np.stack(alone, axis=1), found[:, _STATED] * share[:, None]])
