"""How the head comes about: from the texts in `training/`, the same weights every time.

The grammar's signals are part of what the head learns from, so it is trained again when the
grammar has changed much. Nothing is learned from the texts of `heldout_*.tsv`.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from festplan.domain.reading import CATEGORIES, Facts
from festplan.ports.models import TopicEncoder
from festplan.understanding import head, phrases
from festplan.understanding.reader import draft, signals_of
from festplan.understanding.signals import CROSSED, NAMES, STATED, crossed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

FOLDER = Path(__file__).with_name("training")
LEARNED = ("requests.tsv", "elsewhere.tsv", "voices.tsv", "varied.tsv")
HELD_OUT = ("heldout_requests.tsv", "heldout_elsewhere.tsv")
"""The thresholds of `judging` were chosen on these."""
TODAY = date(2026, 11, 22)
"""Any day will do: the head sees that there is a date, not which."""
RIDGE = 3.0
"""Weight of the squared weights against the loss summed over the texts."""
HIDDEN = 0.5
"""Of what the grammar found, the share that a second copy of each text hides from the head."""
JOINED = (", ", ". ", " and ", "; ", " + ", " - ", " but ", ", also ", ", plus ", ". Also ", " ")
SEED = 20261122

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the labels that somebody gave it."""

    text: str
    labels: frozenset[str]


def train(
    encoder: TopicEncoder, *, tell: Progress = lambda _: None
) -> tuple[Numbers, Numbers, dict[str, Any]]:
    """The weights (labels, inputs), those of the phrases, and what is kept with them.

    Takes about two minutes on two quiet cores.

    Raises `EncoderUnusable`.
    """
    import numpy as np

    learned = [example for name in LEARNED for example in examples(name)]
    said = phrases.fit(
        phrases.bags([example.text for example in learned]), targets(learned)[:, head.ELSEWHERE]
    )
    learned += joined(learned)
    tell(f"encoding {len(learned):,} texts")
    seen = seen_of(learned, encoder)
    tell("fitting")
    weights = fit(np.vstack([seen, half_blind(seen)]), np.vstack([targets(learned)] * 2))
    return weights, said, {"encoder": encoder.encoder_id, "trained on": digest()}


def examples(name: str) -> list[Example]:
    """The labelled texts of a file of `FOLDER`: labels with commas, a tab, the text."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip()]
    return [Example(text, frozenset(labels.split(","))) for labels, text in rows]


def digest() -> str:
    """Changes when what is learned from, or what the head is told, changes."""
    whole = hashlib.sha256("\n".join(NAMES).encode())
    for name in LEARNED:
        whole.update((FOLDER / name).read_bytes())
    return whole.hexdigest()


def joined(single: Sequence[Example]) -> list[Example]:
    """Texts of two or three wishes, and of two other matters, as hosts write several at once."""
    chance = random.Random(SEED)  # noqa: S311  # the same texts every time, nothing secret
    requests = [example for example in single if "out_of_domain" not in example.labels]
    others = [example for example in single if "out_of_domain" in example.labels]
    made = []
    for _ in range(len(requests)):
        several = chance.sample(requests, 3 if chance.random() < 1 / 3 else 2)
        made.append(_join(several, chance))
    made += [_join(chance.sample(others, 2), chance) for _ in range(len(others))]
    return made


def _join(several: Sequence[Example], chance: random.Random) -> Example:
    text = several[0].text
    for example in islice(several, 1, None):
        text += chance.choice(JOINED) + example.text
    return Example(text, frozenset().union(*(example.labels for example in several)))


def seen_of(rows: Sequence[Example], encoder: TopicEncoder) -> Numbers:
    """What the head sees of `rows`."""
    drafts = [draft(row.text, today=TODAY, locale="en_US", known={}, held=Facts()) for row in rows]
    vectors = encoder.describe([row.text for row in rows])
    return head.inputs(vectors, [signals_of(one) for one in drafts])


def targets(rows: Sequence[Example]) -> Numbers:
    """(texts, labels): 1 where the label was given."""
    import numpy as np

    return np.array([[float(label in row.labels) for label in head.LABELS] for row in rows])


def half_blind(seen: Numbers) -> Numbers:
    """`seen` with much of what the grammar found hidden: on words new to it, it will find less."""
    import numpy as np

    first = seen.shape[1] - head.SEEN
    found = slice(first, first + len(CATEGORIES) + len(STATED))
    hidden = seen.copy()
    hidden[:, found] *= np.random.default_rng(SEED).random(seen[:, found].shape) >= HIDDEN
    topics = hidden[:, first : first + len(CATEGORIES)]
    hidden[:, first + NAMES.index("about nothing")] = ~topics.any(axis=1)
    last = first + len(NAMES)
    hidden[:, last : last + CROSSED] = crossed(hidden[:, first:last])
    return hidden


def fit(seen: Numbers, wanted: Numbers) -> Numbers:
    """Logistic regression with a ridge for every label, by Newton's method to its one optimum."""
    import numpy as np

    return np.vstack([_newton(seen, column) for column in wanted.T])


def _newton(seen: Numbers, wanted: Numbers) -> Numbers:
    """The last input is the bias, which no ridge holds back."""
    import numpy as np

    ridge = np.full(seen.shape[1], RIDGE)
    ridge[-1] = 1e-6
    weights = np.zeros(seen.shape[1])
    for _ in range(30):
        likely = head.probabilities(seen, weights)
        slope = seen.T @ (likely - wanted) + ridge * weights
        curve = (seen.T * (likely * (1 - likely))) @ seen + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return weights
