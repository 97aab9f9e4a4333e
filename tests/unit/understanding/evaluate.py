"""How well the frozen texts are read: `python tests/unit/understanding/evaluate.py` prints it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from festplan.domain.reading import Reading
from festplan.understanding import read

TODAY = date(2026, 11, 22)
NUMERIC = frozenset(
    "guests kids adults guests_min guests_max age diet budget date time duration_hours".split()
)
Example = Mapping[str, Any]


def examples() -> list[Example]:
    path = Path(__file__).with_name("evaluation.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


def score(rows: Iterable[Example]) -> dict[str, float]:
    """Micro-F1 of categories, precision and recall of numeric facts, recall of all facts."""
    tally: Counter[str] = Counter()
    for row in rows:
        got = read(row["text"], today=TODAY, cities={})
        _categories(tally, row, got)
        _numeric(tally, row, got)
        for fact, value in row["facts"].items():
            tally["asked"] += 1
            tally["right"] += dict(got.facts).get(fact) == value
    hits = tally["both"]
    found, wanted = tally["got"], tally["want"]
    return {
        "texts": tally["texts"],
        "categories_f1": 2 * hits / (found + wanted),
        "categories_exact": tally["exact"] / tally["texts"],
        "numeric_precision": tally["numeric_right"] / tally["numeric_got"],
        "numeric_recall": tally["numeric_right"] / tally["numeric_want"],
        "facts_recall": tally["right"] / tally["asked"],
    }


def _categories(tally: Counter[str], row: Example, got: Reading) -> None:
    want = set(row["categories"])
    tally["texts"] += 1
    tally["both"] += len(want & set(got.categories))
    tally["got"] += len(got.categories)
    tally["want"] += len(want)
    tally["exact"] += want == set(got.categories)


def _numeric(tally: Counter[str], row: Example, got: Reading) -> None:
    want = {fact: value for fact, value in row["facts"].items() if fact in NUMERIC}
    found = {fact: value for fact, value in got.facts.items() if fact in NUMERIC}
    tally["numeric_want"] += len(want)
    tally["numeric_got"] += len(found)
    tally["numeric_right"] += sum(found.get(fact) == value for fact, value in want.items())


def _differences(rows: Iterable[Example]) -> None:
    for row in rows:
        got = read(row["text"], today=TODAY, cities={})
        facts = {k: v for k, v in got.facts.items() if k in row["facts"] or k in NUMERIC}
        if set(row["categories"]) != set(got.categories) or facts != row["facts"]:
            print(f"\n{row['text']!r}")
            print(f"  want {row['categories']} {row['facts']}")
            print(f"  got  {list(got.categories)} {got.facts} | {got.residue} | {got.questions}")


if __name__ == "__main__":
    if "--differences" in sys.argv:
        _differences(examples())
    for name, figure in score(examples()).items():
        print(f"{name:20} {figure:.3f}")
