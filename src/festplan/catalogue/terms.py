"""Words as the catalogue compares them: one normaliser for what is stored and what is asked.

The stored form holds letters and digits only, so no word of a host can be read as search syntax,
and every database splits it at the same places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from festplan.domain.listing import Listing

WORDS_ASKED_MAX = 12
"""Words of one question that rank; a search for any of many words is the dearest part of it."""

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    _WORD.findall(
        "a an and are at be by can do for from has have i in is it like me my near no not of on or "
        "our some that the their there this to want we with would you your"
    )
)


def plain(text: str) -> str:
    """`text` in lower case, without accents, its words one space apart: a key to compare by."""
    return " ".join(_words(text))


def asked(words: Iterable[str]) -> tuple[str, ...]:
    """The distinct terms of a question, in its order, without the words that say nothing."""
    found = (_singular(word) for text in words for word in _words(text) if word not in _STOP)
    return tuple(dict.fromkeys(found))[:WORDS_ASKED_MAX]


def stored(listing: Listing) -> str:
    """The terms of a listing, a space around each, the number of its field before each.

    Fields are kind (0), tags (1), name (2), description (3): "0park" is of a park's kind, "2park"
    of a name. So an index of words knows where a word stands without holding positions.
    """
    fields = (listing.kind, " ".join(listing.tags), listing.name, listing.description)
    terms = [term for number, text in enumerate(fields) for term in _terms(number, text)]
    return f" {' '.join(terms)} "


@lru_cache(maxsize=4096)  # kinds, tags and descriptions repeat from city to city
def _terms(field: int, text: str) -> tuple[str, ...]:
    return tuple(f"{field}{_singular(word)}" for word in _words(text))


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _WORD.findall("".join(c for c in parts if not unicodedata.combining(c)))


def _singular(word: str) -> str:
    """English plurals lose their ending; both sides meet this rule, so it need not be right."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
