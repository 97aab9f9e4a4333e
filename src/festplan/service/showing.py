"""Reading: the documents of a party, its history and its cost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from festplan import documents
from festplan.domain import events as e
from festplan.domain.decide import CommandRefused
from festplan.domain.evolve import evolve
from festplan.domain.party import Party
from festplan.domain.plan import Outcome, ResultRef, StepOutcome
from festplan.engine.delta import is_fresh, settled
from festplan.service.command import Performed
from festplan.service.committing import bodies
from festplan.service.context import Festplan
from festplan.service.history import Compared
from festplan.service.lifecycle import Resumed, Saved

Document = dict[str, Any]
PAGE = 50
"""Parties in one page of the list, where nothing else is asked for."""


async def show(
    festplan: Festplan, party_id: str, *, today: date, version: int | None = None
) -> Document:
    """The party document, at its head or as it was at `version`."""
    party = await festplan.store.party(party_id)
    if version is not None:
        party = await festplan.store.party_at(party_id, version)
    return await document(festplan, party, today)


async def document(festplan: Festplan, party: Party, today: date) -> Document:
    """The party document of a party that was read already."""
    held = await bodies(festplan, party)
    active = festplan.graph.active(party.brief)
    stale = await _stale(festplan, party, held)
    spent = await cost(festplan, party.party_id)
    return documents.party_document(party, held, active, today, spent, stale)


async def _stale(
    festplan: Festplan, party: Party, held: Mapping[str, Document]
) -> Mapping[str, str]:
    """Answers that are shown as of an earlier time: what moved since, by agent."""
    if party.run is not None:
        return {}
    world = await festplan.world(party)
    results = party.content.results
    known = {
        a.name: settled(a, held[results[a.name].result], party.brief)
        for a in festplan.graph
        if a.name in results
    }
    private = {name for name, ref in results.items() if ref.private}
    causes: dict[str, str] = {}
    for agent in festplan.graph:
        ref = results.get(agent.name)
        if ref is None:
            continue
        if ref.agent_version != agent.version:
            causes[agent.name] = "agent_upgraded"
        elif not world.stands(agent, ref):
            causes[agent.name] = "provisional"
        elif agent.gather is not None and ref.catalogue != world.catalogue:
            causes[agent.name] = "catalogue_changed"
        elif not is_fresh(
            agent, world.look(agent, party.brief, known, private), ref, world.catalogue
        ):
            causes[agent.name] = "upstream_changed"
    return causes


async def cost(festplan: Festplan, party_id: str) -> Document:
    """What planning the party has cost and what reuse has saved, in microdollars."""
    spent, saved = await festplan.store.spent(party_id)
    return {"spent_microdollars": spent, "saved_microdollars": saved}


def edited(performed: Performed, outcome: Sequence[StepOutcome] = ()) -> Document:
    """The edit document of a command, with what has happened of it so far."""
    return documents.edit_document(
        performed.before,
        performed.after,
        performed.delta,
        outcome,
        preview=performed.preview,
    )


async def finished(festplan: Festplan, performed: Performed) -> Document:
    """The edit document when the run of the command is done; the version is the party's then."""
    outcome = await festplan.runner.wait(performed.run_id) if performed.run_id else ()
    outcome = outcome or brought_back(performed)
    party = await festplan.store.party(performed.after.party_id)
    return edited(performed, outcome) | {"version": party.version, "status": party.status}


def brought_back(performed: Performed) -> list[StepOutcome]:
    """What an undo, a redo or a restore did without a run: fresh, stored or deleted."""
    old, new = performed.before.content.results, performed.after.content.results
    outcomes: list[StepOutcome] = []
    for step in performed.delta.steps if not performed.preview else ():
        before, after = old.get(step.agent), new.get(step.agent)
        tier = (after or before).tier if after or before else ""  # type: ignore[union-attr]
        if after is None:
            outcomes.append(StepOutcome(step.agent, "deleted", tier, changed=True))
        elif before == after:
            outcomes.append(StepOutcome(step.agent, "fresh", tier, changed=False))
        else:
            changed = before is None or before.settled != after.settled
            outcomes.append(StepOutcome(step.agent, "stored", tier, changed=changed))
    return outcomes


async def outcome_of(festplan: Festplan, party_id: str, version: int) -> list[Document]:
    """What came of the first run that was started after `version`, as far as the history tells it.

    How long each agent took is not in it, so it is shown as 0.
    """
    party = before = await festplan.store.party_at(party_id, version)
    told: dict[str, StepOutcome] = {}
    while page := await festplan.store.events(party_id, party.version, PAGE):
        for event in (recorded.event for recorded in page):
            step = _told(event, before) if before.run else None
            party = evolve(party, event)
            if step is not None:
                told[step.agent] = step
            elif isinstance(event, e.RunStarted):
                before = party
            elif isinstance(event, e.RunFinished) and before.version > version:
                return [documents.outcome_document(x) for x in _all_told(told, before, party)]
    return []


def _all_told(told: dict[str, StepOutcome], before: Party, after: Party) -> Iterator[StepOutcome]:
    """The steps of a run, and those that left no event because nothing was new."""
    yield from told.values()
    planned = before.run.planned if before.run else ()
    for name, ref in after.content.results.items():
        if name not in told:
            outcome: Outcome = "cut_off" if name in planned else "fresh"
            yield StepOutcome(name, outcome, ref.tier, changed=False, reason=ref.reason)


def _told(event: e.Event, before: Party) -> StepOutcome | None:
    """The step that an event of a run tells of."""
    if isinstance(event, e.ResultDeleted):
        held = before.content.results.get(event.agent)
        return StepOutcome(event.agent, "deleted", held.tier if held else "", changed=True)
    if isinstance(event, e.StepCompleted):
        ref, held = ResultRef.from_json(event.ref), before.content.results.get(event.agent)
        changed = held is None or held.settled != ref.settled
        outcome = cast("Outcome", event.outcome)
        spent = ref.cost_microdollars if event.outcome == "ran" else 0
        return StepOutcome(event.agent, outcome, ref.tier, changed, spent, reason=ref.reason)
    return None


def save_document(saved: Saved, message: str) -> Document:
    """What was saved, and under which number."""
    return {
        "success": True,
        "party_id": saved.party.party_id,
        "snapshot_id": saved.snapshot.snapshot_id,
        "snapshot_version": saved.snapshot.snapshot_version,
        "snapshot_type": saved.snapshot.snapshot_type,
        "version": saved.party.version,
        "message": message,
    }


async def resume_document(festplan: Festplan, resumed: Resumed, today: date) -> Document:
    """The party that was come back to, as the case studies show it."""
    shown = await document(festplan, resumed.party, today)
    snapshot = resumed.snapshot
    return {
        "success": True,
        "party_id": resumed.party.party_id,
        "restored_from_version": snapshot.snapshot_version if snapshot else None,
        "version": resumed.party.version,
        "state": {n: shown[n] for n in ("inputs", "agent_results", "budget", "final_plan")},
        "metadata": shown["metadata"],
        "status": resumed.party.status,
        "message": "Party restored successfully. You can now continue editing.",
    }


async def diff_document(festplan: Festplan, compared: Compared) -> Document:
    """Two states side by side."""
    held = {
        **await bodies(festplan, compared.a),
        **await bodies(festplan, compared.b),
    }
    return documents.diff_document(compared.a, compared.b, held)


async def party_list(festplan: Festplan, *, cursor: str = "", limit: int = PAGE) -> Document:
    """Parties by last change, newest first; `nextCursor` is null on the last page.

    Raises `CommandRefused` for a cursor that no page gave.
    """
    rows = await festplan.store.parties(_seen_last(cursor), limit + 1)
    data = [_line(party, updated_at) for party, updated_at in rows[:limit]]
    more = len(rows) > limit
    last = data[-1] if data else None
    return {
        "data": data,
        "nextCursor": _cursor(last["updated_at"], last["party_id"]) if more and last else None,
    }


_UTC = "+00:00"
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]{8,15})Z_([A-Za-z0-9]+)")


def _cursor(updated_at: str, party_id: str) -> str:
    """Where a page ends, in letters that an address takes as they are."""
    return f"{updated_at.removesuffix(_UTC)}Z_{party_id}"


def _seen_last(cursor: str) -> str:
    """The cursor as the store takes it."""
    found = _CURSOR.fullmatch(cursor)
    if cursor and found is None:
        raise CommandRefused("A cursor is the nextCursor of a page before.")
    return f"{found[1]}{_UTC} {found[2]}" if found else ""


def _line(party: Party, updated_at: str) -> Document:
    return {
        "party_id": party.party_id,
        "version": party.version,
        "status": party.status,
        "inputs": [i.content for i in party.content.inputs],
        "updated_at": updated_at,
    }


async def history(festplan: Festplan, party_id: str) -> Document:
    """Every version of the party with what happened, and every input that it ever had."""
    await festplan.store.party(party_id)
    rows = await festplan.store.timeline(party_id)
    inputs = await festplan.store.inputs(party_id)
    return {
        "party_id": party_id,
        "data": [
            {"version": version, "kind": kind, "actor": actor, "occurred_at": at}
            for version, kind, actor, at in rows
        ],
        "inputs": [
            {
                "input_id": r.input_id,
                "content": r.content,
                "categories": list(r.categories),
                "affected_agents": list(r.affected_agents),
                "added_version": r.added_version,
                "removed_version": r.removed_version,
            }
            for r in inputs
        ],
    }


async def snapshot_list(festplan: Festplan, party_id: str) -> Document:
    """The snapshots of the party, oldest first, without their state."""
    await festplan.store.party(party_id)
    return {
        "party_id": party_id,
        "data": [
            {
                "snapshot_id": s.snapshot_id,
                "snapshot_version": s.snapshot_version,
                "snapshot_type": s.snapshot_type,
                "version": s.event_count,
                "event_count": s.event_count,
                "created_at": s.created_at,
                "created_by": s.created_by,
            }
            for s in await festplan.store.snapshots(party_id)
        ],
    }
