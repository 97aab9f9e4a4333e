from __future__ import annotations

from tests.unit.understanding.evaluate import examples, score


def test_the_frozen_texts_are_read_well_enough() -> None:
    figures = score(examples())
    assert figures["categories_f1"] >= 0.9
    assert figures["numeric_precision"] >= 0.88
    assert figures["numeric_recall"] >= 0.9
