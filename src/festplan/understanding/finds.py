"""A find: words of the text, and what they say. Where two finds overlap, one of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

RANKS = (
    "named",
    "idiom",
    "date",
    "open",
    "money",
    "time",
    "diet",
    "size",
    "count",
    "age",
    "name",
    "form",
    "theme",
    "place",
    "hired",
    "list",
    "cue",
)
"""Which kind of find keeps its words where two overlap: money beats count beats age."""

_RANK = {kind: rank for rank, kind in enumerate(RANKS)}


class Find(NamedTuple):
    """Characters `start` to `end` of the wording say that `fact` is `value`.

    `fact` is empty where the words only tell what the text is about. `rank` is one of `RANKS`;
    `denied` how a negation touches the find: not at all, "not" wanted, or "replaced" by another.
    """

    rank: str
    fact: str
    value: Any
    start: int
    end: int
    confidence: float = 0.95
    categories: tuple[str, ...] = ()
    denied: str = ""
    kept: bool = False

    def under(self, denial: str) -> Find:
        """The same find, denied."""
        return self._replace(denied=denial)


def settle(finds: Iterable[Find], length: int) -> list[Find]:
    """The finds that stand, in the order of the text: by rank, then the longer, then the first."""
    taken = bytearray(length)
    standing: list[Find] = []
    for find in sorted(finds, key=lambda f: (_RANK[f.rank], f.start - f.end, f.start)):
        if taken.find(1, find.start, find.end) < 0:
            taken[find.start : find.end] = b"\x01" * (find.end - find.start)
            standing.append(find)
    return sorted(standing, key=lambda f: f.start)
