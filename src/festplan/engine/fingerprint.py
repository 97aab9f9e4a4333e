"""Identity by content: canonical JSON of a value, and its hash.

JSON tells types and lengths apart by its own marks: 1 and "1", or ["ab", "c"] and ["a", "bc"],
never meet. What JSON would bend to fit, a key that is a number or a type of its own, raises.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import orjson


class NotCanonical(TypeError):
    """A value has no canonical form, so it cannot be part of an identity."""


_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_FAST = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


def canonical(value: Any) -> bytes:
    """Canonical JSON of None, bool, int, float, str, sequences and mappings with text keys.

    Lists and tuples are the same sequence. Raises `NotCanonical` for anything else: reading the
    text back has to give the value again.
    """
    try:
        data = _quickly(value)
        return data if data and orjson.loads(data) == value else content(_plain(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise NotCanonical(f"{type(value).__name__} has no canonical form: {error}") from error


def _plain(value: Any) -> Any:
    """The value with lists for tuples; for what JSON would bend, `NotCanonical`."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping) and all(type(key) is str for key in value):
        return {key: _plain(part) for key, part in value.items()}
    raise NotCanonical(f"{type(value).__name__} has no canonical form")


def digest(data: bytes) -> str:
    """SHA-256 of `data` as 43 characters of URL-safe base64."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode()[:43]


def identity(value: object) -> str:
    """The digest of the canonical form of `value`."""
    return digest(canonical(value))


def content(value: Any) -> bytes:
    """Canonical JSON text of an answer: sorted keys, no spaces, no NaN, UTF-8.

    These are the bytes that are stored, and their digest is the answer's address. Integers of more
    than 64 bits are beyond orjson, and it takes NaN for null: there the standard library decides.
    """
    data = _quickly(value)
    if data is None or (b"null" in data and orjson.loads(data) != value):
        return _JSON.encode(value).encode()
    return data


def _quickly(value: Any) -> bytes | None:
    """What orjson makes of the value, None where it refuses it."""
    try:
        return orjson.dumps(value, option=_FAST)
    except TypeError:
        return None


def fingerprint(agent: str, version: int, scope: str, view: str, evidence: str) -> str:
    """The identity of a question: who is asked, for whom, what is seen and what was looked up.

    `scope` is empty for a view that every host may share; `view` and `evidence` are digests.
    """
    return digest(content(["fp1", agent, version, scope, view, evidence]))
