"""Whether stored text is what every database holds in equal bytes."""

from __future__ import annotations

import json
import re
from typing import Any
from unicodedata import is_normalized

_UNWANTED = re.compile("[\0\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
MOST = 2**53
"""Whole numbers from here on are not the same in every reader of JSON."""


class NotStrict(ValueError):
    """A stored text breaks the rules; the message says which."""


def strict(text: object) -> Any:
    """The value of a JSON text.

    Raises `NotStrict` when it is not well-formed, names something twice in an object, or holds
    NaN, a number out of range or text that is not `plain`.
    """
    plain(text)
    assert isinstance(text, str)
    try:
        loaded = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise NotStrict(f"the JSON is not strict: {error}") from error
    if "\\u" in text:
        _walk(loaded)
    return loaded


def plain(text: object) -> None:
    """Raises `NotStrict` unless `text` is NFC without NUL, surrogates and bidi overrides."""
    if not isinstance(text, str):
        raise NotStrict(f"a {type(text).__name__} stands where text belongs")
    if text.isascii():
        if "\0" in text:
            raise NotStrict("the text holds a NUL")
        return
    if found := _UNWANTED.search(text):
        raise NotStrict(f"the text holds U+{ord(found[0]):04X}")
    if not is_normalized("NFC", text):
        raise NotStrict("the text is not in NFC")


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    loaded = dict(pairs)
    if len(loaded) != len(pairs):
        raise NotStrict("a name stands twice in an object")
    return loaded


def _no_constant(name: str) -> None:
    raise NotStrict(f"{name} is not a number of JSON")


def _whole(digits: str) -> int:
    if len(digits) > 15 and not -MOST < int(digits) < MOST:
        raise NotStrict("a whole number is 2**53 or more")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_named_once, parse_constant=_no_constant, parse_int=_whole
)


def _walk(value: Any) -> None:
    """Looks behind the escapes of JSON text."""
    if isinstance(value, str):
        plain(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            plain(name)
            _walk(part)
    elif isinstance(value, list):
        for part in value:
            _walk(part)
