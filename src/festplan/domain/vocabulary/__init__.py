"""The published vocabularies: every word that hosts may share with one another.

Each constant maps a spoken form (lower-case) to its canonical word. `published` tells whether a
canonical word belongs to any of them; other words are kept, and keep a view private.
"""

from __future__ import annotations

from festplan.domain.vocabulary.food import (
    ALLERGEN_DIETS,
    ALLERGENS,
    CAKE_KINDS,
    CUISINES,
    DIETS,
    DRINKS,
    FLAVOURS,
    SERVICE_STYLES,
)
from festplan.domain.vocabulary.hired import SERVICES
from festplan.domain.vocabulary.places import ACCESS, SETTINGS, VENUE_KINDS
from festplan.domain.vocabulary.style import COLOURS, OCCASIONS, THEMES

__all__ = [
    "ACCESS",
    "ALLERGENS",
    "ALLERGEN_DIETS",
    "CAKE_KINDS",
    "COLOURS",
    "CUISINES",
    "DIETS",
    "DRINKS",
    "EXCLUSIONS",
    "FLAVOURS",
    "OCCASIONS",
    "SERVICES",
    "SERVICE_STYLES",
    "SETTINGS",
    "THEMES",
    "VENUE_KINDS",
    "published",
]

EXCLUSIONS = frozenset(
    {
        "alcohol",
        "balloons",
        "candles",
        "confetti",
        "decorations",
        "dress code",
        "fire",
        "gifts",
        "glitter",
        "loud music",
        "kids",
        "meat",
        "music",
        "noise",
        "pets",
        "plastic",
        "presents",
        "smoking",
        "speeches",
        "spicy food",
        "sugar",
        "games",
    }
)
"""Things that hosts commonly do without, beside the words of the other vocabularies."""

_CANONICAL: frozenset[str] = EXCLUSIONS.union(
    *(
        table.values()
        for table in (
            THEMES,
            COLOURS,
            SERVICES,
            FLAVOURS,
            CAKE_KINDS,
            DIETS,
            ALLERGENS,
            CUISINES,
            SERVICE_STYLES,
            DRINKS,
            VENUE_KINDS,
            SETTINGS,
            ACCESS,
            OCCASIONS,
        )
    )
)


def published(word: str) -> bool:
    """Whether a canonical word belongs to a closed vocabulary and may be shared."""
    return word in _CANONICAL
