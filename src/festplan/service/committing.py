"""What a command or a run writes: its events in their places, and the snapshots due on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from festplan.domain import events as e
from festplan.domain.evolve import evolve, snapshots_due
from festplan.domain.party import Party
from festplan.ports.parties import Commit, Snapshot
from festplan.service.context import Festplan

HOST = "host"
SYSTEM = "festplan"

_OF_RUNS = (e.RunStarted, e.StepCompleted, e.ResultDeleted, e.RunFinished)


def actor(event: e.Event) -> str:
    """Whose doing the event is: the host's, or a run's."""
    return SYSTEM if isinstance(event, _OF_RUNS) else HOST


def trail(party: Party, happened: Sequence[e.Event]) -> list[Party]:
    """The party after each of `happened`."""
    states: list[Party] = []
    for event in happened:
        party = evolve(party, event)
        states.append(party)
    return states


async def bodies(festplan: Festplan, party: Party) -> Mapping[str, dict[str, Any]]:
    """The results that the party holds, as answered and as settled, by digest."""
    refs = party.content.results.values()
    wanted = dict.fromkeys(d for ref in refs for d in (ref.result, ref.settled))
    return await festplan.store.bodies(list(wanted))


def committing(
    festplan: Festplan,
    before: Party,
    happened: Sequence[e.Event],
    states: Sequence[Party],
    **more: Any,
) -> Commit:
    """The commit of `happened` on `before`, with the snapshots that fall due on the way.

    `more` are the other parts of the commit.
    """
    now = festplan.clock.now()
    recorded: list[e.Recorded] = []
    snapshots: list[Snapshot] = []
    party = before
    for event, after in zip(happened, states, strict=True):
        place = e.Recorded(after.version, event, festplan.clock.new_id(), actor(event), now)
        recorded.append(place)
        snapshots.extend(_snapshots(festplan, party, after, place))
        party = after
    return Commit(before if before.version else None, party, recorded, snapshots, **more)


def _snapshots(
    festplan: Festplan, before: Party, after: Party, place: e.Recorded
) -> list[Snapshot]:
    due = snapshots_due(before, place.event, after.version)
    return [
        Snapshot(
            snapshot_id=festplan.clock.new_id(),
            party_id=after.party_id,
            snapshot_version=before.snapshot_version + number,
            snapshot_type=kind,
            state=after.to_json(),
            created_at=place.occurred_at,
            created_by=place.actor,
            last_event_id=place.event_id,
            event_count=after.version,
        )
        for number, kind in enumerate(due, start=1)
    ]
