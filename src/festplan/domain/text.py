"""The one normaliser at the door: every store then holds equal bytes."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 10_000
"""Characters of one input; a longer one is refused."""
MAX_NAME = 200
"""Characters of an id, a word or a key."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Controls, bidirectional overrides and invisible marks; tab and line breaks stay."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class TextRefused(ValueError):
    """A text cannot be taken in; the message says why in one sentence."""


def clean(text: str, *, limit: int = MAX_TEXT, what: str = "An input") -> str:
    """`text` in NFC without control or bidi characters and without blanks around it.

    Raises `TextRefused` when nothing is left, when it is longer than `limit` characters, or when it
    holds a lone surrogate.
    """
    if len(text) > limit:
        raise TextRefused(f"{what} may hold at most {limit:,} characters; this has {len(text):,}.")
    if _SURROGATE.search(text):
        raise TextRefused(f"{what} holds characters that are not valid Unicode text.")
    cleaned = _UNWANTED.sub("", unicodedata.normalize("NFC", text)).strip()
    if not cleaned:
        raise TextRefused(f"{what} needs some words; this one is empty.")
    return cleaned
