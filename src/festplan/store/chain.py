"""The hash chain over a party's events: each event's hash covers it and the hash before it."""

from __future__ import annotations

import hashlib
import json

from festplan.domain.events import SCHEMA_VERSION, Recorded, body, kind
from festplan.engine.fingerprint import canonical, content

GENESIS = bytes(32)
"""What the first event of a party is chained to."""


def event_body(recorded: Recorded) -> str:
    """The event's fields as canonical JSON text, as they are stored."""
    return content(body(recorded.event)).decode()


def event_hash(party_id: str, recorded: Recorded, text: str, before: bytes) -> bytes:
    """SHA-256 over the event, its place and its author, and the hash before it."""
    return row_hash(
        party_id,
        recorded.version,
        recorded.event_id,
        kind(recorded.event),
        SCHEMA_VERSION,
        text,
        recorded.actor,
        recorded.occurred_at,
        before,
    )


def row_hash(  # noqa: PLR0913  # one argument for each column that the hash covers
    party_id: str,
    version: int,
    event_id: str,
    kind: str,
    schema_version: int,
    body: str,
    actor: str,
    occurred_at: str,
    before: bytes,
) -> bytes:
    """The hash of an event as its columns hold it."""
    parts = (party_id, version, event_id, kind, schema_version, body, actor, occurred_at, before)
    return hashlib.sha256(canonical(parts)).digest()


def parse(text: str) -> dict[str, object]:
    """JSON text of the store as a mapping."""
    loaded = json.loads(text)
    if not isinstance(loaded, dict):
        raise TypeError("a stored body is not a JSON object")
    return loaded
