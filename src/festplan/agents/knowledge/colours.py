"""Colours of the decoration as hex values, and a palette of three from the words for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from festplan.domain.vocabulary import COLOURS

# Our own choice of one value for each colour of the published vocabulary.
HEX = {
    "beige": "E6D5B8",
    "black": "212121",
    "blue": "1E6FD9",
    "blush": "F7CAC9",
    "bronze": "A97142",
    "brown": "795548",
    "burgundy": "7B1E3A",
    "copper": "B87333",
    "coral": "FF7F6B",
    "cream": "FFF8E7",
    "emerald": "0B8457",
    "gold": "D4AF37",
    "green": "3A9D4A",
    "grey": "9E9E9E",
    "hot pink": "FF2E93",
    "ivory": "FFFFF0",
    "lavender": "B9A7E0",
    "light blue": "A7D3F2",
    "mint": "B8E6D0",
    "navy": "14274E",
    "olive": "7A7F3A",
    "orange": "F57C1F",
    "peach": "FFCBA4",
    "pink": "F48FB1",
    "purple": "7E3FA0",
    "red": "D32F2F",
    "rose gold": "B76E79",
    "sage": "A3B18A",
    "silver": "C0C0C0",
    "teal": "00897B",
    "terracotta": "C8694A",
    "turquoise": "30C5C9",
    "white": "FFFFFF",
    "yellow": "FDD835",
}
MIXES = {
    "pastel": ("blush", "mint", "lavender"),
    "multicoloured": ("red", "yellow", "blue"),
}
_NEUTRALS = ("white", "gold", "sage", "grey")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by its name for a person and its six hex digits."""

    name: str
    hex: str


Palette = tuple[Colour, Colour, Colour]
"""60, 30 and 10 percent of the room (partybloomideas.com B)."""


def colours(words: Iterable[str]) -> list[Colour]:
    """The colours that `words` name, in their order; other words are passed over."""
    named = (COLOURS.get(word) for word in words)
    plain = (single for name in named if name for single in MIXES.get(name, (name,)))
    return [Colour(name, HEX[name]) for name in plain]


def palette_from_colours(words: Sequence[str]) -> Palette | None:
    """Three colours, the first words first, filled up with neutral ones; None without a colour."""
    found = colours(words)
    return fill(found) if found else None


def fill(candidates: Iterable[Colour]) -> Palette:
    """The first three different colours of `candidates`, then neutral ones."""
    distinct: dict[str, Colour] = {}
    for colour in (*candidates, *(Colour(name, HEX[name]) for name in _NEUTRALS)):
        distinct.setdefault(colour.hex, colour)
    sixty, thirty, ten, *_ = distinct.values()
    return sixty, thirty, ten
