"""How well labelled texts are read, with 95 % bootstrap intervals.

`python -m tests.unit.understanding.evaluate [FILE] [--rules] [--requests] [--worst]` prints the
figures of a file of labelled lines (`--rules`: read by the grammar alone; `--requests`: of those
about a gathering alone), and with `--worst` the twenty lines that are read worst.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from festplan.config import Settings
from festplan.domain import vocabulary
from festplan.domain.reading import Reading
from festplan.encoder import open_encoder
from festplan.ports.models import TopicEncoder
from festplan.understanding import read

TODAY = date(2026, 11, 22)
CARDS = frozenset({"theme", "venue", "cake", "catering", "vendor", "budget"})
COUNTS = ("guests", "kids", "adults", "guests_min", "guests_max", "age", "duration_hours")
NUMERIC = frozenset({*COUNTS, "diet", "budget", "date", "time"})
LISTS = ("theme", "services", "flavours", "exclude", "diet")
SPOKEN = {
    "theme": {**vocabulary.THEMES, **vocabulary.COLOURS},
    "services": vocabulary.SERVICES,
    "flavours": vocabulary.FLAVOURS,
    "diet": vocabulary.DIETS,
    "exclude": {
        **vocabulary.THEMES,
        **vocabulary.VENUE_KINDS,
        **vocabulary.DRINKS,
        **vocabulary.FLAVOURS,
        **vocabulary.SERVICES,
        **vocabulary.ALLERGENS,
    },
}
REDRAWN = 1000
"""Bootstrap samples of a file's lines behind an interval."""
Example = Mapping[str, Any]
Tally = Counter[str]


def examples(name: str = "evaluation.jsonl") -> list[Example]:
    """The labelled lines of a file beside this one."""
    path = Path(__file__).with_name(name)
    return [json.loads(line) for line in path.read_text().splitlines()]


def reading_of(row: Example, encoder: TopicEncoder | None = None) -> Reading:
    """The reading of a labelled line, on its own day and in its own locale."""
    today = date.fromisoformat(row["today"]) if "today" in row else TODAY
    locale = row.get("locale", "en_US")
    return read(row["text"], today=today, locale=locale, cities={}, encoder=encoder)


def score(rows: Iterable[Example], encoder: TopicEncoder | None = None) -> dict[str, float]:
    """Every figure of `FIGURES`, 0 to 1, over all lines; those without a case are left out."""
    return _figures(_sum(tally(row, encoder) for row in rows))


def intervals(
    rows: Sequence[Example], encoder: TopicEncoder | None = None
) -> dict[str, tuple[float, float, float]]:
    """Each figure with the 2.5th and 97.5th percentile over bootstrap samples of the lines."""
    tallies = [tally(row, encoder) for row in rows]
    chance = random.Random(20261122)
    drawn: dict[str, list[float]] = {}
    for _ in range(REDRAWN):
        for name, figure in _figures(_sum(chance.choices(tallies, k=len(tallies)))).items():
            drawn.setdefault(name, []).append(figure)
    return {
        name: (figure, *_middle(sorted(drawn[name])))
        for name, figure in _figures(_sum(tallies)).items()
    }


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]


def _sum(tallies: Iterable[Tally]) -> Tally:
    total: Tally = Counter()
    for one in tallies:
        for name, count in one.items():
            total[name] += count
    return total


def _share(part: str, whole: str) -> Callable[[Tally], float | None]:
    return lambda t: t[part] / t[whole] if t[whole] else None


def _f1(name: str) -> Callable[[Tally], float | None]:
    def figure(t: Tally) -> float | None:
        both = t[f"{name}_got"] + t[f"{name}_want"]
        return 2 * t[f"{name}_right"] / both if both else None

    return figure


FIGURES: Mapping[str, Callable[[Tally], float | None]] = {
    "cards_f1": _f1("cards"),
    "categories_f1": _f1("categories"),
    "categories_exact": _share("exact", "texts"),
    "numeric_precision": _share("numeric_right", "numeric_got"),
    "numeric_recall": _share("numeric_right", "numeric_want"),
    "dates_precision": _share("date_right", "date_got"),
    "dates_recall": _share("date_right", "date_want"),
    "times_recall": _share("time_right", "time_want"),
    "cities_precision": _share("city_right", "city_got"),
    "cities_recall": _share("city_right", "city_want"),
    **{
        f"{name}_{kind}": _share(f"{name}_right", f"{name}_{of}")
        for name in ("lists", *LISTS)
        for kind, of in (("precision", "got"), ("recall", "want"))
    },
    "lists_as_written": _share("written_right", "written_want"),
    "facts_recall": _share("facts_right", "facts_want"),
    "elsewhere_caught": _share("elsewhere_right", "elsewhere_want"),
    "requests_refused": _share("refused", "requests"),
    "elsewhere_with_facts": _share("elsewhere_facts", "elsewhere_want"),
}
"""What is measured. Numbers are those of `COUNTS`, of a diet, of the cake and of money; a date,
a time and a city count by themselves; lists by the word, where a published synonym ("marquee"
for "tent") and a plural are the same word; `lists_as_written` is their recall letter by letter."""


def _figures(t: Tally) -> dict[str, float]:
    found = {name: figure(t) for name, figure in FIGURES.items()}
    return {name: figure for name, figure in found.items() if figure is not None}


def tally(row: Example, encoder: TopicEncoder | None = None) -> Tally:
    """What one line adds to every count."""
    got = reading_of(row, encoder)
    want, facts = set(row["categories"]), cast(dict[str, Any], got.facts)
    categories = set(got.categories)
    t: Tally = Counter(texts=1, exact=want == categories)
    _count(t, "cards", want & CARDS, categories & CARDS)
    _count(t, "categories", want - {"out_of_domain"}, categories - {"out_of_domain"})
    _count(t, "numeric", set(_numbers(row["facts"])), set(_numbers(facts)))
    for name in ("date", "time", "city"):
        _count(t, name, _single(row["facts"], name), _single(facts, name))
    for name in LISTS:
        _count(t, name, _words(row["facts"], name), _words(facts, name))
        _count(t, "written", {*row["facts"].get(name, ())}, {*facts.get(name, ())})
        for count in ("right", "got", "want"):
            t[f"lists_{count}"] += t[f"{name}_{count}"]
    t["facts_want"] = len(row["facts"])
    t["facts_right"] = sum(facts.get(name) == value for name, value in row["facts"].items())
    _elsewhere(t, row, got)
    return t


def _elsewhere(t: Tally, row: Example, got: Reading) -> None:
    refused = got.categories == ("out_of_domain",)
    if "out_of_domain" in row["categories"]:
        t.update(elsewhere_want=1, elsewhere_right=refused, elsewhere_facts=bool(got.facts))
    else:
        t.update(requests=1, refused=refused)


def _count(t: Tally, name: str, want: set[Any], got: set[Any]) -> None:
    t[f"{name}_want"] += len(want)
    t[f"{name}_got"] += len(got)
    t[f"{name}_right"] += len(want & got)


def _single(facts: Mapping[str, Any], name: str) -> set[str]:
    return {facts[name]} if name in facts else set()


def _words(facts: Mapping[str, Any], name: str) -> set[str]:
    return {_meant(word, SPOKEN[name]) for word in facts.get(name, ())}


def _meant(word: str, spoken: Mapping[str, str]) -> str:
    meant = spoken.get(word, word)
    return meant[:-1] if meant.endswith("s") and not meant.endswith("ss") else meant


def _numbers(facts: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for name in COUNTS:
        if name in facts:
            yield name, facts[name]
    for diet, count in facts.get("diet", {}).items():
        if count is not None:
            yield "diet", diet, count
    for name in ("tiers", "count"):
        if name in facts.get("cake_form", {}):
            yield name, facts["cake_form"][name]
    budget = facts.get("budget", [])
    for money in budget if isinstance(budget, list) else [budget]:
        yield "budget", money["amount"]


def _worst(rows: Iterable[Example], encoder: TopicEncoder | None, most: int) -> None:
    ranked = sorted(rows, key=lambda row: _wrong(row, encoder), reverse=True)
    for row in ranked[:most]:
        got = reading_of(row, encoder)
        if _wrong(row, encoder) == 0:
            return
        print(f"\n{row['text']!r} ({row.get('style', '')})")
        print(f"  want {row['categories']} {row['facts']}")
        print(f"  got  {list(got.categories)} {got.facts} | {got.residue} | {got.questions}")


def _wrong(row: Example, encoder: TopicEncoder | None) -> int:
    t = tally(row, encoder)
    names = ("categories", "numeric", "date", "time", "city", "lists")
    return sum(t[f"{n}_want"] + t[f"{n}_got"] - 2 * t[f"{n}_right"] for n in names)


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    labelled = examples(*named)
    if "--requests" in sys.argv:
        labelled = [row for row in labelled if "out_of_domain" not in row["categories"]]
    model = None if "--rules" in sys.argv else open_encoder(Settings())
    if "--worst" in sys.argv:
        _worst(labelled, model, 20)
    print(f"{len(labelled)} texts, read by {'rules and head' if model else 'rules alone'}")
    for figure_name, (figure, low, high) in intervals(labelled, model).items():
        print(f"{figure_name:22} {figure:.3f}  [{low:.3f}, {high:.3f}]")
