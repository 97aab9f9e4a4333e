"""Identity by content: canonical bytes of a value, and their hash.

Every value is tagged with its type and its length, so that 1 and "1", or ("ab", "c") and
("a", "bc"), never meet; a type that is not known raises instead of falling back to its text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any


class NotCanonical(TypeError):
    """A value has no canonical form, so it cannot be part of an identity."""


def canonical(value: object) -> bytes:
    """Tagged, length-prefixed bytes of None, bool, int, float, str, bytes, sequences, mappings.

    Lists and tuples are the same sequence; mappings are ordered by key, and keys are text.
    """
    parts: list[bytes] = []
    _write(value, parts)
    return b"".join(parts)


def _write(value: object, parts: list[bytes]) -> None:
    writer = _WRITERS.get(type(value))
    if writer is None:
        raise NotCanonical(f"{type(value).__name__} has no canonical form")
    writer(value, parts)


def _text(text: str, parts: list[bytes], tag: bytes = b"s") -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("text with a lone surrogate has no canonical form") from error
    parts.append(b"%b%d:%b;" % (tag, len(data), data))


def _bytes(data: bytes, parts: list[bytes]) -> None:
    parts.append(b"b%d:%b;" % (len(data), data))


def _none(_value: None, parts: list[bytes]) -> None:
    parts.append(b"n;")


def _bool(value: bool, parts: list[bytes]) -> None:  # noqa: FBT001  # the value itself
    parts.append(b"t;" if value else b"f;")


def _int(value: int, parts: list[bytes]) -> None:
    parts.append(b"i%d;" % value)


def _float(value: float, parts: list[bytes]) -> None:
    if not math.isfinite(value):
        raise NotCanonical("a number that is not finite has no canonical form")
    parts.append(b"d" + struct.pack(">d", value + 0.0) + b";")


def _sequence(values: Sequence[object], parts: list[bytes]) -> None:
    parts.append(b"l%d:" % len(values))
    for value in values:
        _write(value, parts)
    parts.append(b";")


def _mapping(values: Mapping[object, object], parts: list[bytes]) -> None:
    parts.append(b"m%d:" % len(values))
    for key in sorted(values, key=_key):
        _text(_key(key), parts, tag=b"k")
        _write(values[key], parts)
    parts.append(b";")


def _key(key: object) -> str:
    if type(key) is not str:
        raise NotCanonical(f"{type(key).__name__} cannot be a key")
    return key


_WRITERS: dict[type, Callable[[Any, list[bytes]], None]] = {
    str: _text,
    int: _int,
    bool: _bool,
    float: _float,
    bytes: _bytes,
    type(None): _none,
    list: _sequence,
    tuple: _sequence,
    dict: _mapping,
}


def digest(data: bytes) -> str:
    """SHA-256 of `data` as 43 characters of URL-safe base64."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode()[:43]


def identity(value: object) -> str:
    """The digest of the canonical form of `value`."""
    return digest(canonical(value))


def content(value: Any) -> bytes:
    """Canonical JSON text of an answer: sorted keys, no spaces, no NaN, UTF-8.

    These are the bytes that are stored, and their digest is the answer's address.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def fingerprint(agent: str, version: int, scope: str, view: str, evidence: str) -> str:
    """The identity of a question: who is asked, for whom, what is seen and what was looked up.

    `scope` is empty for a view that every host may share; `view` and `evidence` are digests.
    """
    return identity(("fp1", agent, version, scope, view, evidence))
