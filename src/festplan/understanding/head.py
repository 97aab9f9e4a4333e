"""The head: a text's vector and the grammar's signals to probabilities of what it is about.

One logistic regression for each label, trained by `festplan train` and kept in `head.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from festplan.domain.reading import CATEGORIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LABELS = (*CATEGORIES, "out_of_domain")
KEPT = Path(__file__).with_name("head.json")
DIGITS = 3
"""Decimals that a weight is kept with."""


def opinions(vectors: Any, signals: Sequence[Sequence[float]]) -> list[Mapping[str, float]]:
    """For each row of `vectors` with its signals, the probability of each of `LABELS`."""
    found = probabilities(inputs(vectors, signals), _weights())
    return [dict(zip(LABELS, map(float, row), strict=True)) for row in found]


def inputs(vectors: Any, signals: Sequence[Sequence[float]]) -> Numbers:
    """What the head sees (texts, 768 + signals + 1): vector, signals and a 1 for the bias."""
    import numpy as np

    return np.hstack([vectors, np.array(signals, np.float64), np.ones((len(vectors), 1))])


def probabilities(seen: Numbers, weights: Numbers) -> Numbers:
    """(texts, labels), each 0 to 1, from `inputs` and weights (labels, 768 + signals + 1)."""
    import numpy as np

    found: Numbers = 1 / (1 + np.exp(-np.clip(seen @ weights.T, -40, 40)))
    return found


def write(weights: Numbers, about: Mapping[str, Any], path: Path = KEPT) -> None:
    """Keeps a head as JSON, a label a line, with what it was trained on."""
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in about.items()]
    for label, row in zip(LABELS, weights, strict=True):
        numbers = json.dumps(
            [round(float(weight), DIGITS) for weight in row], separators=(",", ":")
        )
        lines.append(f"{json.dumps(label)}: {numbers}")
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
