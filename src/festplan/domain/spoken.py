"""Occasions as they are said in a sentence: the published word is not always a noun of its own."""

from __future__ import annotations

from types import MappingProxyType

_SAID = MappingProxyType(
    {
        "bachelorette": "bachelorette party",
        "diwali": "Diwali party",
        "eid": "Eid party",
        "engagement": "engagement party",
        "farewell": "farewell party",
        "halloween party": "Halloween party",
        "hanukkah": "Hanukkah party",
        "mehndi": "mehndi party",
        "new year party": "New Year party",
        "promotion": "promotion party",
        "quinceanera": "quinceañera",
        "retirement": "retirement party",
        "sweet sixteen": "sweet sixteen party",
        "thanksgiving": "Thanksgiving party",
        "welcome home": "welcome-home party",
    }
)
_NAMES = MappingProxyType({"diwali": "Diwali", "eid": "Eid", "hanukkah": "Hanukkah"})


def occasion(word: str) -> str:
    """What is celebrated, as a noun after "a" or "Mia's": "retirement party", "wedding"."""
    return _SAID.get(word, word)


def feast(word: str) -> str:
    """The occasion after "Happy": "Diwali", "anniversary"."""
    return _NAMES.get(word, word)
