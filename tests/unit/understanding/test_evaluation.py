from __future__ import annotations

from tests.unit.understanding.evaluate import examples, score
from tests.unit.understanding.paraphrases import share


def test_the_frozen_texts_are_read_well_enough() -> None:
    figures = score(examples())
    assert figures["categories_f1"] >= 0.9
    assert figures["numeric_precision"] >= 0.88
    assert figures["numeric_recall"] >= 0.9


def test_texts_in_other_voices_are_read_well_enough() -> None:
    figures = score(examples("unseen.jsonl"))
    assert figures["cards_f1"] >= 0.9
    assert figures["numeric_precision"] >= 0.94
    assert figures["numeric_recall"] >= 0.94
    assert figures["dates_recall"] >= 0.93
    assert figures["cities_recall"] >= 0.93
    assert figures["lists_recall"] >= 0.85
    assert figures["requests_refused"] <= 0.02


def test_many_more_voices_are_read_well_enough() -> None:
    figures = score(examples("voices.jsonl"))
    assert figures["numeric_precision"] >= 0.97
    assert figures["numeric_recall"] >= 0.95
    assert figures["dates_recall"] >= 0.96
    assert figures["cities_recall"] >= 0.92
    assert figures["lists_recall"] >= 0.88


def test_most_ways_to_say_a_wish_are_read_alike() -> None:
    assert share()[0] >= 0.85
    assert share("retold.txt")[0] >= 0.85
