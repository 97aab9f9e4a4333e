"""A shared answer as Redis holds it: JSON that names its own key and carries its own hash."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from festplan.engine.fingerprint import content, digest
from festplan.ports.answers import StoredAnswer

SCHEMA = 1
"""Grows whenever the fields change: what another version wrote is a miss."""
MOST_BYTES = 256 * 1024
"""The longest entry that is written or read; a result takes 1 to 20 KB."""


class NotAnEntry(ValueError):
    """The bytes are no entry of this version for that key."""


class Entry(NamedTuple):
    """An answer with its body. Whose party it was made for is nobody's business and left out."""

    answer: StoredAnswer
    body: dict[str, Any]


def pack(entry: Entry) -> bytes:
    """The entry as canonical JSON with its key, `fingerprint`, and the hash of all the rest."""
    answer = entry.answer
    fields = {
        "schema": SCHEMA,
        "fingerprint": answer.fingerprint,
        "result": answer.result,
        "tier": answer.tier,
        "cost_microdollars": answer.cost_microdollars,
        "body": entry.body,
    }
    return content({**fields, "hash": digest(content(fields))})


def unpack(fingerprint: str, data: bytes) -> Entry:
    """The entry of that fingerprint; `NotAnEntry` for whatever was not packed as just that."""
    try:
        fields = _checked(fingerprint, data)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotAnEntry(f"no entry of {fingerprint}: {type(error).__name__}") from error
    cost = fields["cost_microdollars"]
    answer = StoredAnswer(fingerprint, fields["result"], fields["tier"], "", cost)
    return Entry(answer, fields["body"])


def _checked(fingerprint: str, data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise NotAnEntry("too long")
    fields: dict[str, Any] = dict(json.loads(data))
    claimed = fields.pop("hash")
    if digest(content(fields)) != claimed or fields["schema"] != SCHEMA:
        raise NotAnEntry("not as it was written, or by another version")
    if fields["fingerprint"] != fingerprint or digest(content(fields["body"])) != fields["result"]:
        raise NotAnEntry("another answer, or another body")
    if type(fields["cost_microdollars"]) is not int or fields["cost_microdollars"] < 0:
        raise NotAnEntry("the cost is no amount")
    if not isinstance(fields["body"], dict) or not isinstance(fields["tier"], str):
        raise NotAnEntry("a field is of another type")
    return fields
