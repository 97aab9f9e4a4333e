"""Going back and sideways: undo, redo, restore, fork, and what differs between two states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from festplan.domain import events as e
from festplan.domain.commands import EditInputs, Restore
from festplan.domain.decide import CommandRefused
from festplan.domain.party import Party
from festplan.ports.parties import UnknownVersion, VersionConflict
from festplan.service.beginning import begin, free_party_id
from festplan.service.command import ATTEMPTS, Performed, Replies, TooBusy, perform
from festplan.service.context import Festplan


class NothingToUndo(CommandRefused):
    """There is no command to take back, or none to do again."""


async def undo(
    festplan: Festplan,
    party_id: str,
    *,
    base: int | None = None,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Takes back the last host command about inputs, facts or choices; no agent runs for it."""
    return await _step(festplan, party_id, "undo", base, replies, only_preview=only_preview)


async def redo(
    festplan: Festplan,
    party_id: str,
    *,
    base: int | None = None,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Does again what undo took back, until a new command is given."""
    return await _step(festplan, party_id, "redo", base, replies, only_preview=only_preview)


async def _step(
    festplan: Festplan,
    party_id: str,
    cause: Literal["undo", "redo"],
    base: int | None,
    replies: Replies | None,
    *,
    only_preview: bool,
) -> Performed:
    for _ in range(ATTEMPTS):
        versions = _reach(await festplan.store.party(party_id), cause)
        if not versions:
            raise NothingToUndo(f"There is nothing to {cause} in this party.")
        older = await _content(festplan, party_id, versions[-1])
        try:
            return await perform(
                festplan,
                party_id,
                partial(_restoring, Restore(cause, versions[-1], older, base), versions),
                only_preview=only_preview,
                replies=replies,
            )
        except VersionConflict:
            continue
    raise TooBusy("This party is being changed by others all the time; try again.")


def _reach(party: Party, cause: Literal["undo", "redo"]) -> tuple[int, ...]:
    return party.undo if cause == "undo" else party.redo


def _restoring(command: Restore, versions: tuple[int, ...], party: Party) -> Restore:
    """The command, if the party is still where its content was looked up."""
    now = party.undo if command.cause == "undo" else party.redo
    if now != versions:
        raise VersionConflict("the party went on")
    return command


async def restore(
    festplan: Festplan,
    party_id: str,
    *,
    version: int | None = None,
    snapshot_version: int | None = None,
    base: int | None = None,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Makes the brief and the answers of an older version, or of a snapshot, current again."""
    if version is None:
        version = await _snapshot_place(festplan, party_id, snapshot_version)
    command = Restore("restore", version, await _content(festplan, party_id, version), base)
    return await perform(festplan, party_id, command, only_preview=only_preview, replies=replies)


async def _snapshot_place(festplan: Festplan, party_id: str, number: int | None) -> int:
    await festplan.store.party(party_id)
    for snapshot in await festplan.store.snapshots(party_id):
        if snapshot.snapshot_version == number:
            return snapshot.event_count
    raise UnknownVersion(f"Party {party_id} has no snapshot {number}.")


async def _content(festplan: Festplan, party_id: str, version: int) -> dict[str, Any]:
    older = await festplan.store.party_at(party_id, version)
    return older.content.to_json()


async def fork(
    festplan: Festplan,
    party_id: str,
    *,
    version: int | None = None,
    replies: Replies | None = None,
) -> Performed:
    """A new party that starts at the other's state; with the same results, it pays nothing."""
    origin = await festplan.store.party(party_id)
    if version is not None:
        origin = await festplan.store.party_at(party_id, version)
    began = e.PartyForked(
        scope=origin.scope,
        origin=origin.party_id,
        origin_version=origin.version,
        content=origin.content.untouched().to_json(),
        private=origin.private,
    )
    for _ in range(ATTEMPTS):
        try:
            new = Party(await free_party_id(festplan))
            return await begin(festplan, new, began, EditInputs(), replies)
        except VersionConflict:
            continue
    raise TooBusy("No free party id was found; try again.")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states side by side: of one party, or of two."""

    a: Party
    b: Party


async def diff(
    festplan: Festplan, party_id: str, a: int, b: int, *, other: str | None = None
) -> Compared:
    """Version `a` of the party beside version `b` of it, or of the `other` party."""
    first = await festplan.store.party_at(party_id, a)
    second = await festplan.store.party_at(other or party_id, b)
    return Compared(first, second)
