"""The shape of a sample city: which listings it has, and what they are like.

Capacities of restaurants, cafes, pubs and bars follow the seats counted in Melbourne's open census
of 2021 (restaurants: median 62, quartiles 40 and 100, one in ten above 160). Who serves which diet
follows a survey of event planners (meetings-conventions.com, about 2013: vegetarian 94 %,
gluten-free 80, nut-free and vegan 68, halal 29). The rest, in the tables of `sample_data`, is the
project's own. Prices are not here but in `prices.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from festplan.domain.listing import Role

Odds = tuple[tuple[str, int], ...]
"""Words, and in how many of a hundred listings each stands."""

Setting = Literal["indoors", "outdoors", "both"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of listing in a city: how many, named how, of which sizes, tags and diets.

    `names` hold `{place}`, `{brand}` or `{person}`. `capacities`, one for each listing, rise, and
    so do prices. Each listing has all of `tags`, some of `often`, up to `themes_each` of `themes`.
    `fee` and `minimum` are US dollars; a kind is found in `in_cities` percent of the cities.
    """

    role: Role
    kind: str
    names: tuple[str, ...]
    about: str
    count: int
    capacities: tuple[int, ...]
    setting: Setting | None
    tags: tuple[str, ...]
    often: Odds
    themes: tuple[str, ...]
    themes_each: int
    diets: Odds
    fee: int
    minimum: int
    in_cities: int


_TABLES: tuple[tuple[Role, str], ...] = (
    ("venue", "venues.csv"),
    ("caterer", "caterers.csv"),
    ("bakery", "bakeries.csv"),
    ("vendor", "vendors.csv"),
)

_SETTINGS: dict[str, Setting] = {"indoors": "indoors", "outdoors": "outdoors", "both": "both"}

_ACCESS: dict[str, Odds] = {
    "indoors": (("wheelchair", 70), ("parking", 60), ("accessible toilet", 60), ("wifi", 50)),
    "outdoors": (("parking", 75), ("wheelchair", 50), ("pet friendly", 45), ("fenced", 20)),
    "both": (("wheelchair", 60), ("parking", 60), ("wifi", 60), ("pet friendly", 25)),
}

_FLAVOURS: Odds = (
    ("chocolate", 96),
    ("vanilla", 96),
    ("lemon", 60),
    ("strawberry", 60),
    ("red velvet", 55),
    ("carrot", 45),
    ("funfetti", 40),
    ("caramel", 40),
    ("coffee", 30),
    ("raspberry", 30),
    ("cookies and cream", 30),
    ("coconut", 25),
    ("almond", 20),
    ("pistachio", 20),
    ("marble", 20),
    ("matcha", 12),
    ("tres leches", 12),
    ("peanut butter", 12),
)

_CATERED: Odds = (
    ("vegetarian", 94),
    ("gluten-free", 80),
    ("pescatarian", 70),
    ("nut-free", 68),
    ("vegan", 68),
    ("dairy-free", 60),
    ("pork-free", 45),
    ("halal", 29),
    ("egg-free", 25),
    ("kosher", 6),
)

_BAKED: Odds = (
    ("gluten-free", 45),
    ("dairy-free", 40),
    ("nut-free", 35),
    ("vegan", 35),
    ("egg-free", 30),
    ("halal", 25),
    ("kosher", 6),
)

_THEMED = (
    "jungle",
    "safari",
    "dinosaur",
    "unicorn",
    "rainbow",
    "under the sea",
    "mermaid",
    "space",
    "superhero",
    "pirate",
    "princess",
    "circus",
    "sports",
    "floral",
    "elegant",
    "graduation",
    "baby shower",
    "halloween",
    "christmas",
    "construction",
    "farm",
    "wizard",
)
"""Themes that a baker of themed cakes shows in the window."""

_HELD = {1: (130,), 2: (90, 200), 3: (130, 200, 320)}
"""Guests that each caterer of a kind can serve, by how many there are; where no table says so."""


def shapes() -> Iterator[Shape]:
    """Every kind of listing a sample city may have, in the order of the tables."""
    for role, table in _TABLES:
        text = files("festplan.catalogue").joinpath("sample_data", table).read_text("utf-8")
        for row in csv.DictReader(text.splitlines()):
            yield _shape(role, row)


def _shape(role: Role, row: dict[str, str]) -> Shape:
    tags = _words(row["tags"])
    capacities = _capacities(role, row)
    themed = _THEMED if role == "bakery" and "themed" in tags else _words(row.get("themes", ""))
    return Shape(
        role,
        row["kind"],
        _words(row["names"]),
        row["about"],
        int(row.get("count") or len(capacities)),
        capacities,
        _SETTINGS.get(row.get("setting", "")),
        tags,
        _often(role, row.get("setting", "")),
        themed,
        4 if role == "bakery" else 3,
        _diets(role, _words(row.get("diets", ""))),
        int(row.get("fee") or 0),
        int(row.get("minimum") or 0),
        60 if role == "venue" and len(capacities) == 1 else 100,
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split("|") if word)


def _capacities(role: Role, row: dict[str, str]) -> tuple[int, ...]:
    written = tuple(int(size) for size in _words(row.get("capacities", "")))
    return _HELD[int(row["count"])] if role == "caterer" and not written else written


def _often(role: Role, setting: str) -> Odds:
    if role == "venue":
        return _ACCESS[setting]
    if role == "bakery":
        return _FLAVOURS
    return (("kids menu", 40), ("finger food", 25)) if role == "caterer" else ()


def _diets(role: Role, always: tuple[str, ...]) -> Odds:
    """`always` surely, the others as often as the role serves them."""
    usual: Odds = _CATERED if role == "caterer" else _BAKED if role == "bakery" else ()
    sure = tuple((diet, 100) for diet in always)
    return sure + tuple((diet, odds) for diet, odds in usual if diet not in always)
