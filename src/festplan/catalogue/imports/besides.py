"""What a file says of a place besides its own columns: `key=value` tags, or plain words.

Known keys (OpenStreetMap's, and those of city registers) become our tags and diets; what nobody
can ask for is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from festplan.catalogue.imports.cells import text
from festplan.catalogue.imports.refused import RowSkipped
from festplan.domain.vocabulary import ACCESS, CUISINES, DIETS

MOST_WORDS = 30
"""Tags or diets of one listing."""
MOST_WORD = 60
"""Characters of a tag."""

_SAYS = {
    ("wheelchair", "yes"): "wheelchair",
    ("wheelchair", "designated"): "wheelchair",
    ("toilets:wheelchair", "yes"): "accessible toilet",
    ("internet_access", "wlan"): "wifi",
    ("internet_access", "wifi"): "wifi",
    ("internet_access", "yes"): "wifi",
    ("outdoor_seating", "yes"): "outdoor seating",
    ("air_conditioning", "yes"): "air conditioning",
    ("changing_table", "yes"): "changing table",
    ("highchair", "yes"): "high chairs",
    ("kids_area", "yes"): "kids area",
    ("dog", "yes"): "pet friendly",
    ("parking", "yes"): "parking",
    ("live_music", "yes"): "live music",
    ("bar", "yes"): "bar",
    ("microbrewery", "yes"): "brewery",
    ("catering", "yes"): "catering",
}
_OVER = {("status", "EXPIRED"): "permit expired", ("active", "No"): "closed"}
"""What says that a place is no more, and how that is counted."""
_TOLD = ("use", "food", "tables", "grills")
"""Keys that tell people what a place is, though nobody asks for their values."""
_SPLIT = re.compile(r"[;|,]")
_PLAIN = re.compile(r"[^\W\d_][\w' -]{1,40}")
_FOODS = re.compile(r"[|:,&.;]|\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Besides:
    """Tags by key, plain words, and whether the words were written for people to ask for."""

    tags: Mapping[str, str]
    words: tuple[str, ...]


def besides(cell: str) -> Besides:
    """A cell of tags: `wheelchair=yes;cuisine=thai|sushi`, or `rooftop, dance floor`."""
    if "=" not in cell:
        return Besides({}, tuple(_parts(_SPLIT.split(cell))))
    parts = list(_parts(cell.split(";")))
    pairs = [part.partition("=") for part in parts if "=" in part]
    tags = {key.strip(): value.strip() for key, _, value in pairs}
    return Besides(tags, tuple(part for part in parts if "=" not in part))


def still_there(tags: Mapping[str, str]) -> None:
    """Raises `RowSkipped` where the tags say that the place is closed."""
    for (key, value), reason in _OVER.items():
        if tags.get(key) == value:
            raise RowSkipped(reason)


def tags_of(said: Besides) -> tuple[str, ...]:
    """Our tags: what the keys say, cuisines in our words, and plain words as they are."""
    found = [
        *(_SAYS[pair] for pair in said.tags.items() if pair in _SAYS),
        *_cuisines(said.tags.get("cuisine", "").split("|")),
        *_dishes(said.tags.get("food", "")),
        *(_word(part, "A tag") for part in said.words),
    ]
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


def diets_of(said: Besides, cell: str) -> tuple[str, ...]:
    """The diets that a file states, in our words; a vegan kitchen is vegetarian too."""
    keys = [
        key.removeprefix("diet:").replace("_", "-")
        for key, value in said.tags.items()
        if key.startswith("diet:") and value in {"yes", "only"}
    ]
    words = [*keys, *_parts(_SPLIT.split(cell))]
    found = [DIETS.get(word.lower(), _word(word, "A diet")) for word in words]
    also = ["vegetarian"] if "vegan" in found else []
    return tuple(dict.fromkeys([*found, *also]))[:MOST_WORDS]


def has_outdoor_seats(tags: Mapping[str, str]) -> bool:
    """Whether guests can sit in the open there."""
    seats, said = tags.get("seats_outdoor", "0"), tags.get("outdoor_seating", "no")
    return said != "no" or seats.strip("0") != ""


def told(tags: Mapping[str, str]) -> str:
    """What the tags tell people: "use: Museum/Gallery"."""
    return "; ".join(f"{key}: {tags[key].replace('|', ',')}" for key in _TOLD if tags.get(key))


def _parts(texts: Iterable[str]) -> Iterator[str]:
    return (part.strip() for part in texts if part.strip())


def _word(part: str, what: str) -> str:
    word = text(part, what, MOST_WORD).lower()
    return ACCESS.get(word, word)


def _cuisines(values: Iterable[str]) -> Iterator[str]:
    for value in _parts(values):
        word = value.lower().replace("_", " ")
        known = CUISINES.get(word)
        if known or _PLAIN.fullmatch(word):
            yield known or word


def _dishes(menu: str) -> Iterator[str]:
    """The cuisines and dishes of a menu that our vocabulary knows."""
    for part in _parts(_FOODS.split(menu)):
        word = part.lower()
        last = word.rpartition(" ")[2]
        dish = CUISINES.get(word) or CUISINES.get(last)
        if dish:
            yield dish
