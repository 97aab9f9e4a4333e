"""A listing as a row of the table, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from festplan.catalogue.cities import city_key
from festplan.catalogue.meaning import described, key
from festplan.catalogue.tables import listings
from festplan.catalogue.terms import stored
from festplan.domain.listing import Listing

NAMES = tuple(field.name for field in fields(Listing))
COLUMNS = tuple(listings.c[name] for name in NAMES)
"""The columns that make a listing, in the order of its fields."""

_DIETS = NAMES.index("diets")
_TAGS = NAMES.index("tags")


def listing_of(row: Sequence[Any]) -> Listing:
    """The listing in a row of `COLUMNS`."""
    values = list(row)
    values[_DIETS] = _words(values[_DIETS])
    values[_TAGS] = _words(values[_TAGS])
    return Listing(*values)


def row_of(listing: Listing) -> tuple[Any, ...]:
    """The values of `COLUMNS` for a listing."""
    values = [getattr(listing, name) for name in NAMES]
    values[_DIETS] = json_words(listing.diets)
    values[_TAGS] = json_words(listing.tags)
    return tuple(values)


DERIVED = ("city_key", "terms", "text_key")
"""The columns that `derived` computes."""

DERIVATION = 1
"""The rules of `derived`; another number has every listing derived anew (`derive.refresh`)."""


def derived(listing: Listing) -> dict[str, str | int]:
    """The columns computed from a listing, for filtering and ranking."""
    return {
        "city_key": city_key(listing.city),
        "terms": stored(listing),
        "text_key": key(described(listing)),
    }


def json_words(words: Sequence[str]) -> str:
    """Words as the JSON text that is stored, and in which `"word"` is looked for."""
    return json.dumps(list(words), ensure_ascii=False)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
