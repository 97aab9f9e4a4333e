"""What `festplan verify` can find: the invariants by number, and a row that breaks one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Invariant(IntEnum):
    """What has to hold in every database, at every moment."""

    FILE = 0
    """The database file itself is sound."""
    DENSE = 1
    """A party's versions are 1 to its head, without a gap."""
    CHAINED = 2
    """Each event's hash covers it and the hash before it; the head's is kept with the state."""
    FOLDED = 3
    """Snapshots and the state of a party are the fold of its events."""
    ASKED = 4
    """What a party holds is the answer to the question that its fingerprint names."""
    ADDRESSED = 5
    """Bodies are stored under their digest, and whatever is referred to is there."""
    EXPLAINED = 6
    """What an agent saw is what the brief and the settled results above it show now."""
    NO_GHOSTS = 7
    """Agents that are asked for have an answer, and no others, once no run is open."""
    ANSWERED_ONCE = 8
    """Replies to requests with a key belong to a version of a party."""
    LEDGER = 9
    """Money is in whole, non-negative microdollars: calls and work at their price, steps at what
    their calls cost, of runs that there were."""
    ROLLED_UP = 10
    """Entries are dense, no cap was passed at any of them, and what they sum up to is kept."""
    SCOPED = 11
    """A private answer is used by parties of its scope alone; a shared view is a published one."""
    RUN = 12
    """Runs begin, step and end in order, one at a time."""
    TEXT = 15
    """Text is NFC without NUL, surrogates or bidi overrides; JSON is strict and canonical."""
    SAID = 16
    """The input history says what the events say."""
    BATCHED = 17
    """Asks that went with a batch are booked as what became of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that breaks an invariant; `row_id` is its primary key, parts separated by a slash."""

    invariant: int
    name: str
    table: str
    row_id: str
    message: str


def finding(invariant: Invariant, table: str, row_id: object, message: str) -> Finding:
    """A finding under the name of its invariant."""
    return Finding(int(invariant), invariant.name.lower(), table, str(row_id), message)
