"""How often two ways to say the same wish are read alike, up to occasion, honouree and age.

`python -m tests.unit.understanding.paraphrases [FILE]` prints the share in `paraphrases.txt`, or in
another file beside it; `--apart` the texts of a wish whose readings differ.
"""

from __future__ import annotations

import random
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

from tests.unit.understanding.reading_today import understood

Wish = list[str]
REDRAWN = 1000


def wishes(name: str = "paraphrases.txt") -> list[Wish]:
    """The texts of each wish of a file beside this one."""
    text = Path(__file__).with_name(name).read_text()
    return [block.splitlines() for block in text.strip().split("\n\n")]


def meaning(text: str) -> tuple[Any, ...]:
    """What a text says without occasion, honouree and age."""
    reading = understood(text)
    facts = {k: v for k, v in reading.facts.items() if k not in {"occasion", "honoree", "age"}}
    return facts, reading.residue


def alike(wish: Wish) -> list[bool]:
    """For every two texts of a wish whether they are read alike."""
    read = [meaning(text) for text in wish]
    return [one == other for one, other in combinations(read, 2)]


def share(name: str = "paraphrases.txt") -> tuple[float, float, float]:
    """The share of pairs read alike, with the 95 % interval of a bootstrap over the wishes."""
    found = [alike(wish) for wish in wishes(name)]
    chance = random.Random(20261122)
    drawn = sorted(_share(chance.choices(found, k=len(found))) for _ in range(REDRAWN))
    return _share(found), drawn[round(0.025 * (REDRAWN - 1))], drawn[round(0.975 * (REDRAWN - 1))]


def _share(found: list[list[bool]]) -> float:
    pairs = [pair for wish in found for pair in wish]
    return sum(pairs) / len(pairs)


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    if "--apart" in sys.argv:
        for wish in wishes(*named):
            if not all(alike(wish)):
                print(*(f"{text!r}: {meaning(text)}" for text in wish), "", sep="\n")
    print(f"{sum(map(len, map(alike, wishes(*named))))} pairs")
    print("{:.3f}  [{:.3f}, {:.3f}]".format(*share(*named)))
