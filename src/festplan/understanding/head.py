"""The head: a text's vector and the grammar's signals to probabilities of what it is about.

One logistic regression for each label, and for "another matter" the leaning of the text's words
and pairs of words beside it; trained by `festplan train` and kept in `head.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from festplan.domain.reading import CATEGORIES
from festplan.understanding import phrases
from festplan.understanding.signals import CROSSED, NAMES, crossed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LABELS = (*CATEGORIES, "out_of_domain")
KEPT = Path(__file__).with_name("head.json")
DIGITS = 3
"""Decimals that a weight is kept with."""


SEEN = len(NAMES) + CROSSED + 1
"""Inputs beside the vector: signals, signals seen together, and a 1 for the bias."""
ELSEWHERE = LABELS.index("out_of_domain")


def opinions(
    vectors: Any, signals: Sequence[Sequence[float]], texts: Sequence[str]
) -> list[Mapping[str, float]]:
    """For each row of `vectors` with its signals and text, the probability of each of `LABELS`."""
    found = probabilities(inputs(vectors, signals), _weights(), leanings(texts, _phrases()))
    return [dict(zip(LABELS, map(float, row), strict=True)) for row in found]


def inputs(vectors: Any, signals: Any) -> Numbers:
    """What the head sees of each text: its vector and `SEEN` numbers more."""
    import numpy as np

    found = np.array(signals, np.float64)
    return np.hstack([vectors, found, crossed(found), np.ones((len(vectors), 1))])


def leanings(texts: Sequence[str], weights: Numbers) -> Numbers:
    """What the words of each text add to the log odds of another matter."""
    added: Numbers = phrases.leanings(phrases.bags(texts), weights[:-1]) + weights[-1]
    return phrases.SHARE * added


def probabilities(seen: Numbers, weights: Numbers, leaning: Numbers | None = None) -> Numbers:
    """(texts, labels), each 0 to 1, from `inputs`, weights (labels, inputs) and `leanings`."""
    import numpy as np

    odds = seen @ weights.T
    if leaning is not None:
        odds[:, ELSEWHERE] += leaning
    found: Numbers = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
    return found


def write(weights: Numbers, said: Numbers, about: Mapping[str, Any], path: Path = KEPT) -> None:
    """Keeps a head as JSON, a label a line and the phrases' line, with what it was trained on."""
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in about.items()]
    for label, row in zip(LABELS, weights, strict=True):
        numbers = json.dumps(
            [round(float(weight), DIGITS) for weight in row], separators=(",", ":")
        )
        lines.append(f"{json.dumps(label)}: {numbers}")
    hundredths = json.dumps([round(float(weight) * 100) for weight in said], separators=(",", ":"))
    lines.append(f'"phrases": {hundredths}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read(path: Path = KEPT) -> dict[str, Any]:
    """The head as it is kept."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def distance(weights: Numbers) -> float:
    """How far the farthest of `weights` is from the one that is kept."""
    import numpy as np

    kept = _weights()
    return float(np.abs(weights - kept).max()) if kept.shape == weights.shape else float("inf")


@cache
def _weights() -> Numbers:
    import numpy as np

    kept = read()
    return np.array([kept[label] for label in LABELS])


@cache
def _phrases() -> Numbers:
    import numpy as np

    return np.array(read()["phrases"], np.float64) / 100
