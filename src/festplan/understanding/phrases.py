"""Words and pairs of words that speak for another matter: a second, smaller opinion.

The vector of a text holds what it means and little of how it is put; this one sees nothing but
that. Each word and pair has a place among `PLACES`, found by its checksum, and each place a weight.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Bags = tuple[NDArray[np.intp], NDArray[np.intp], Numbers, int]

PLACES = 8192
MOST = 200
"""Words at the beginning of a text that are looked at."""
LEAST = 4
"""Fewer words and pairs than this weigh as if they were so many."""
SHARE = 0.6
"""How much this opinion counts beside the head's own, both in log odds."""
RIDGE = 0.3
"""Weight of the squared weights against the loss summed over the texts."""
STEPS = 400
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,:/]*|[?!$£€%&=(){}<>+*/-]")


def places(text: str) -> list[int]:
    """Where the words and pairs of `text` have their weights; every number is the same word."""
    found = _WORD.findall(text[: MOST * 20].lower())[:MOST]
    words = ["^", *("#" if word[0].isdigit() else word for word in found), "$$"]
    said = {*words[1:-1], *(f"{a} {b}" for a, b in pairwise(words))}
    return sorted({zlib.crc32(one.encode()) % PLACES for one in said})


def bags(texts: Sequence[str]) -> Bags:
    """The places of all texts in one row, the text and the weight of each, and how many texts."""
    import numpy as np

    found = [places(text) for text in texts]
    sizes = np.array([len(one) for one in found], np.intp)
    at = np.array([place for one in found for place in one], np.intp)
    weights = np.repeat(1 / np.sqrt(np.maximum(sizes, LEAST)), sizes)
    return at, np.repeat(np.arange(len(found)), sizes), weights, len(found)


def leanings(held: Bags, weights: Numbers) -> Numbers:
    """For each text the sum of the weights of its words: log odds without the bias."""
    import numpy as np

    at, row, part, texts = held
    return np.bincount(row, weights=weights[at] * part, minlength=texts).astype(np.float64)


def fit(held: Bags, wanted: Numbers) -> Numbers:
    """Weights (PLACES + 1, the bias last) by accelerated gradients, the same every time."""
    import numpy as np

    at, row, part, _ = held
    steepest = 0.75 * np.bincount(at, weights=part**2, minlength=PLACES).max() + RIDGE
    slowed = np.r_[np.full(PLACES, steepest), 0.5 * len(wanted)]
    ahead = kept = np.zeros(PLACES + 1)
    pace = 1.0
    for _ in range(STEPS):
        odds = leanings(held, ahead[:-1]) + ahead[-1]
        wrong = 1 / (1 + np.exp(-np.clip(odds, -30, 30))) - wanted
        slope = np.bincount(at, weights=wrong[row] * part, minlength=PLACES) + RIDGE * ahead[:-1]
        new = ahead - np.r_[slope, wrong.sum()] / slowed
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead, kept, pace = new + (pace - 1) / faster * (new - kept), new, faster
    return kept
