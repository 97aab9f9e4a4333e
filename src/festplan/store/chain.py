"""The hash chain over a party's events: each event's hash covers it and the hash before it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from festplan.domain.events import SCHEMA_VERSION, Recorded, body, kind
from festplan.engine.fingerprint import content

HASHED = ("party_id", "version", "id", "kind", "schema_version", "body", "actor", "occurred_at")
"""The columns that a hash covers, in order."""
GENESIS = bytes(32)
"""What the first event of a party is chained to."""


def event_body(recorded: Recorded) -> str:
    """The event's fields as canonical JSON text, as they are stored."""
    return content(body(recorded.event)).decode()


def event_hash(party_id: str, recorded: Recorded, text: str, before: bytes) -> bytes:
    """SHA-256 over the event, its place and its author, and the hash before it."""
    place = (party_id, recorded.version, recorded.event_id)
    said = (kind(recorded.event), SCHEMA_VERSION, text, recorded.actor, recorded.occurred_at)
    return row_hash((*place, *said), before)


def row_hash(columns: Sequence[str | int], before: bytes) -> bytes:
    """The hash of an event as its columns hold it, in the order of `HASHED`."""
    parts = [str(column).encode() for column in columns]
    sizes = ",".join(str(len(part)) for part in parts) + ";"
    return hashlib.sha256(b"".join((before, sizes.encode(), *parts))).digest()
