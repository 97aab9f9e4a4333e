"""Saving, coming back and being done."""

from __future__ import annotations

from dataclasses import dataclass

from festplan.domain.commands import Close, Resume, Save
from festplan.domain.party import Party
from festplan.ports import Snapshot
from festplan.service.command import Performed, Replies, perform
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
    return await _saved(festplan, performed, "draft")


async def close(festplan: Festplan, party_id: str, *, replies: Replies | None = None) -> Saved:
    """Takes a final snapshot and closes the party; any edit opens it again."""
    performed = await perform(festplan, party_id, Close(), replies=replies)
    return await _saved(festplan, performed, "final")


async def _saved(festplan: Festplan, performed: Performed, kind: str) -> Saved:
    snapshots = await festplan.store.snapshots(performed.after.party_id)
    taken = next(s for s in reversed(snapshots) if s.snapshot_type == kind)
    return Saved(performed.after, taken)


@dataclass(frozen=True, slots=True)
class Resumed:
    """A party that a host came back to, at its head, and the latest snapshot that it has."""

    party: Party
    snapshot: Snapshot | None


async def resume(festplan: Festplan, party_id: str, *, replies: Replies | None = None) -> Resumed:
    """Goes on with the party at its head; a run that a crash left unfinished is done first."""
    await recover_party(festplan, party_id)
    performed = await perform(festplan, party_id, Resume(), replies=replies)
    snapshots = await festplan.store.snapshots(party_id)
    return Resumed(performed.after, snapshots[-1] if snapshots else None)
