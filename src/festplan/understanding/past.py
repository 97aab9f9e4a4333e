"""What is told of another time: "last year's do cost £1,340 and drew 88 people" states no fact."""

from __future__ import annotations

import re
from collections.abc import Iterable

from festplan.understanding.finds import Find
from festplan.understanding.sought import Sought

_THEN = Sought(
    r"(?<!like )(?<!as )(?<!than )(?<!since )(?<!from )\b(?:last (?:year|time|month|summer|winter|"
    r"spring|christmas)(?:'s)?|(?:\d+ )?(?:years|months) ago|used to|back in (?:the |\d))",
    "last ",
    "ago",
    "used to",
    "back in",
)
_CLAUSE = re.compile(r"[.;!?,]| but | so ")
_NOW = re.compile(
    r"[.;!?]|\bthis (?:time|year)\b|\bnow\b| but | so |, (?:we|i|let's|keep|can|please|make|go)\b"
)
REACH = 200
"""Characters that a word of another time may reach to either side."""
_FIGURES = frozenset({"count", "size", "money", "time", "form", "age", "open", "diet"})


def bygone(text: str, finds: Iterable[Find]) -> list[Find]:
    """The finds; figures told of another time stay in the words and state nothing."""
    stretches = [_stretch(text, match) for match in _THEN.finditer(text)]
    if not stretches:
        return list(finds)
    told = bytearray(len(text))
    for start, end in stretches:
        told[start:end] = b"\x01" * (end - start)
    return [_untold(find) if told[find.start] else find for find in finds]


def _untold(find: Find) -> Find:
    if find.rank not in _FIGURES:
        return find
    return find._replace(rank="idiom", fact="", value=None, kept=True)


def _stretch(text: str, match: re.Match[str]) -> tuple[int, int]:
    first = max(0, match.start() - REACH)
    starts = [m.end() for m in _CLAUSE.finditer(text, first, match.start())]
    last = min(len(text), match.end() + REACH)
    end = _NOW.search(text, match.end(), last)
    return (starts[-1] if starts else first), (end.start() if end else last)
