"""The one scorer: how well a listing answers a question, from that listing alone.

Words and meaning are fused by reciprocal rank, but a rank here is a place on a fixed scale of a
hundred, not a place among the listings of the day. So a listing that comes or goes changes the
score of no other, and every database ranks alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Number = TypeVar("Number", float, NDArray[np.float64])

FIELD_WEIGHTS = (4, 3, 2, 1)
"""What a word counts when it stands in the kind, the tags, the name, the description."""

RANKS = 100
"""Places of the scale: 0 for what answers in full, 100 for what does not answer at all."""
DAMPING = 60
"""The usual constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""

# Together below the least that one word of the most that are asked counts (0.00247, one of 48
# points): words and meaning come first, then what is near, then a capacity near the one asked
# for, then a price that somebody published.
_NEAR = 0.0012
_SNUG = 0.0008
_PRICED = 0.0004
_HALF_AS_NEAR_KM = 5.0


def score(
    mentions: float,
    likeness: float = 0.0,
    *,
    capacity: int | None,
    guests: int | None,
    priced: bool,
    km: float | None = None,
) -> float:
    """How well a listing answers, 0.375 to 1: by words and meaning, then by less than any word.

    `guests` of `capacity` near 1 is snug, near 0 would feel empty; `km` is the way to it.
    """
    snug = guests / capacity if guests and capacity and capacity >= guests else 0.0
    rest = _SNUG * snug + _PRICED * priced + (0.0 if km is None else closeness(km))
    return round(fused(mentions, max(0.0, likeness)) + rest, 6)


def fused(mentions: Number, likeness: Number) -> Number:
    """The reciprocal ranks of both, each from 0 (not at all) to 1, so scaled that the best is 1."""
    return _reciprocal(mentions) + _reciprocal(likeness)


def _reciprocal(answered: Number) -> Number:
    return DAMPING / 2 / (DAMPING + RANKS * (1 - answered))


def rest(
    capacity: NDArray[np.int64], priced: NDArray[np.int64], guests: int
) -> NDArray[np.float64]:
    """What `score` adds for capacity and price, for many listings; capacity -1 is unknown."""
    snug = guests / capacity.clip(1) * ((capacity >= guests) & (capacity > 0))
    found: NDArray[np.float64] = _SNUG * snug + _PRICED * priced
    return found


def closeness(km: Number) -> Number:
    """What the way to a listing adds: half as much at 5 km as at the door."""
    return _NEAR / (1 + km / _HALF_AS_NEAR_KM)


def mentions(terms: str, words: Sequence[str]) -> float:
    """How far stored terms mention the words, 0 to 1; a word counts once, where it counts most."""
    found = sum(weight(word, terms) for word in words)
    return found / (FIELD_WEIGHTS[0] * len(words)) if found else 0.0


def weight(word: str, terms: str) -> int:
    """What a word counts in these terms: by the first field that holds it, 0 where none does."""
    if f"{word} " not in terms:
        return 0
    for field, counts in enumerate(FIELD_WEIGHTS):
        if f" {field}{word} " in terms:
            return counts
    return 0
