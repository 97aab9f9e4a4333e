from __future__ import annotations

from collections import Counter
from typing import Any

from tests.unit.understanding.pairs import Pair, pairs
from tests.unit.understanding.reading_today import understood


def meaning(text: str) -> tuple[Any, ...]:
    reading = understood(text)
    return dict(reading.facts), reading.residue


def same(pair: Pair) -> bool:
    return meaning(pair[0]) == meaning(pair[1])


def test_no_two_wishes_that_differ_in_one_thing_are_read_alike() -> None:
    alike = [(kind, pair) for kind, pair in pairs() if same(pair)]
    assert alike == []


def test_there_are_a_thousand_pairs_of_every_kind() -> None:
    kinds = Counter(kind for kind, _ in pairs())
    assert sum(kinds.values()) >= 1500
    assert len(set(pairs())) == sum(kinds.values())
    assert min(kinds.values()) >= 30
