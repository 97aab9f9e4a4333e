"""How old the children are, by the word that they are counted by: teenagers are 13 to 19."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.domain.reading import Facts

_AGES = {
    "babies|infants": (0, 1),
    "toddlers|tots": (1, 3),
    "pre-?schoolers": (3, 5),
    "kindergart(?:n|en)ers": (5, 6),
    "tweens": (10, 12),
    "middle[- ]schoolers": (11, 14),
    "high[- ]schoolers": (14, 18),
    "teens|teenagers|teenage": (13, 19),
}
"""Years from and to, as these words are used; our own where no calendar of schools says so."""
_WORDS = tuple((re.compile(rf"\b(?:{words})\b"), ages) for words, ages in _AGES.items())
_ANY = re.compile(rf"\b(?:{'|'.join(_AGES)}|ages?|aged|years?|y/?o)\b")
_DENIED = re.compile(r"\b(?:no|not|without|except) $")
_SPAN = re.compile(
    r"\b(?:ages?|aged) (?:are |from |between )?(?P<low>\d{1,2}) ?(?:-|to|and|through) ?"
    r"(?P<high>\d{1,2})\b|\b(?P<from>\d{1,2}) ?(?:-|to) ?(?P<to>\d{1,2})"
    r"[- ]?(?:years?[- ]olds?|y/?o)\b"
)
OLDEST = 19
"""Years up to which somebody is counted among the children here."""


def kids_ages(text: str, facts: Facts) -> str | None:
    """The ages of the children that `facts` count, as "13-19"; None where no word says them."""
    if "kids" not in facts or not _ANY.search(text):
        return None
    ages = [*_by_word(text), *_by_number(text)]
    if not ages:
        return None
    return f"{min(low for low, _ in ages)}-{max(high for _, high in ages)}"


def _by_word(text: str) -> Iterator[tuple[int, int]]:
    for word, ages in _WORDS:
        found = word.search(text)
        if found and not _DENIED.search(text[max(0, found.start() - 8) : found.start()]):
            yield ages


def _by_number(text: str) -> Iterator[tuple[int, int]]:
    for found in _SPAN.finditer(text):
        low, high = int(found["low"] or found["from"]), int(found["high"] or found["to"])
        if low <= high <= OLDEST:
            yield low, high
