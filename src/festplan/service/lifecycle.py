"""Saving, coming back and being done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from festplan.domain.commands import Close, Resume, Save
from festplan.domain.party import Party
from festplan.ports.parties import Snapshot
from festplan.service.command import Replies, perform
from festplan.service.context import Festplan
from festplan.service.running import recover_party


@dataclass(frozen=True, slots=True)
class Saved:
    """A snapshot that was taken for the host."""

    party: Party
    snapshot: Snapshot


async def save(festplan: Festplan, party_id: str, *, replies: Replies | None = None) -> Saved:
    """Takes a draft snapshot of the party as it is; an empty party too."""
    performed = await perform(festplan, party_id, Save(), replies=replies)
    return await saved(festplan, performed.after, "draft")


async def close(festplan: Festplan, party_id: str, *, replies: Replies | None = None) -> Saved:
    """Takes a final snapshot and closes the party; any edit opens it again."""
    performed = await perform(festplan, party_id, Close(), replies=replies)
    return await saved(festplan, performed.after, "final")


async def saved(festplan: Festplan, party: Party, kind: Literal["draft", "final"]) -> Saved:
    """The latest snapshot of that kind that `party` had at its version."""
    snapshot = await festplan.store.latest_snapshot(party.party_id, party.version, kind)
    assert snapshot is not None
    return Saved(party, snapshot)


@dataclass(frozen=True, slots=True)
class Resumed:
    """A party that a host came back to, at its head, and the latest snapshot that it has."""

    party: Party
    snapshot: Snapshot | None


async def resume(festplan: Festplan, party_id: str, *, replies: Replies | None = None) -> Resumed:
    """Goes on with the party at its head; a run that a crash left unfinished is done first."""
    await recover_party(festplan, party_id)
    performed = await perform(festplan, party_id, Resume(), replies=replies)
    return await resumed(festplan, performed.after)


async def resumed(festplan: Festplan, party: Party) -> Resumed:
    """The party with the latest snapshot that it had at its version."""
    snapshot = await festplan.store.latest_snapshot(party.party_id, party.version)
    return Resumed(party, snapshot)
