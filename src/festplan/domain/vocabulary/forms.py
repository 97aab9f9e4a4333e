"""How a vocabulary is written down: one canonical word, then the other ways to say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType


def spoken(table: Mapping[str, str], *, plain: str = "") -> Mapping[str, str]:
    """Spoken form (lower-case) to canonical word, from `canonical: "form, form"` rows.

    `plain` lists words that have no other form. Only true synonyms share a row: two wishes that
    a host would tell apart stay two words. The canonical word, regular plurals and hyphenated
    spellings are added. A form that two rows claim belongs to the row that lists it, not to the
    one that merely makes its plural.
    """
    listed: dict[str, str] = {}
    made: dict[str, str] = {}
    rows = {**{word.strip(): "" for word in plain.split(",") if word.strip()}, **table}
    for canonical, row in rows.items():
        forms = [canonical, *(form.strip() for form in row.split(",") if form.strip())]
        for form in forms:
            listed.setdefault(form, canonical)
            for variant in _variants(form):
                made.setdefault(variant, canonical)
    return MappingProxyType({**made, **listed})


def _variants(form: str) -> Iterator[str]:
    yield plural(form)
    if "-" in form:
        yield form.replace("-", " ")
        yield plural(form.replace("-", " "))


def plural(word: str) -> str:
    """The regular English plural; a word that already ends in s stays as it is."""
    if word.endswith(("ss", "sh", "ch", "x", "z")):
        return word + "es"
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


_ALWAYS_PLURAL = frozenset(
    "stairs clothes scissors shoes peanuts nuts eggs oats fireworks sparklers sweets drinks "
    "balloons candles gifts kids pets presents speeches games decorations".split()
)


def singular(phrase: str) -> str:
    """The phrase with its last word in the singular: "strobe lights" is "strobe light"."""
    start, _, word = phrase.rpartition(" ")
    if phrase in _ALWAYS_PLURAL or word in {"stairs", "clothes", "shoes"} or len(word) < 4:
        return phrase
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("ches", "shes", "sses", "xes", "oes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")):
        word = word[:-1]
    return f"{start} {word}".strip()
