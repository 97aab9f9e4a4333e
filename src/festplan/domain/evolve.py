"""How a party changes: `evolve` folds one event into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

from festplan.domain import events as e
from festplan.domain.brief import Choice, Correction, Input
from festplan.domain.party import Content, Party, Run
from festplan.domain.plan import ResultRef

UNDO_STEPS = 100
"""How many commands undo reaches back; restore reaches every version."""
TOMBSTONES = 100
"""How many removed inputs are remembered to tell a second editor who removed them."""
AUTO_SNAPSHOT = 10
"""An automatic snapshot is taken at every tenth version."""


def evolve(party: Party, event: e.Event) -> Party:
    """The party after `event`, which is its next version."""
    after = _apply(event, party.but(version=party.version + 1))
    taken = len(snapshots_due(party, event, after.version))
    return after.but(snapshot_version=after.snapshot_version + taken) if taken else after


def snapshots_due(before: Party, event: e.Event, version: int) -> tuple[str, ...]:
    """The types of snapshot that are taken when `event` makes `version` of the party."""
    due: list[str] = []
    if isinstance(event, e.PartySaved):
        due.append("draft")
    if isinstance(event, e.PartyClosed):
        due.append("final")
    if isinstance(event, e.RunFinished) and not before.completed and _completes(before, event):
        due.append("final")
    if version % AUTO_SNAPSHOT == 0:
        due.append("auto")
    return tuple(due)


@singledispatch
def _apply(event: object, _party: Party) -> Party:
    raise e.UnknownEvent(f"{type(event).__name__} is not an event of a party")


@_apply.register
def _(event: e.PartyCreated, party: Party) -> Party:
    return party.but(scope=event.scope, private=event.private)


@_apply.register(e.PartyForked)
@_apply.register(e.PartyImported)
def _(event: e.PartyForked | e.PartyImported, party: Party) -> Party:
    return party.but(
        scope=event.scope,
        private=event.private,
        origin=event.origin,
        content=Content.from_json(event.content),
        next_order=_next_order(event.content),
        completed=bool(event.content.get("results")),
        host_version=party.version,
    )


def _next_order(content: Mapping[str, Any]) -> int:
    orders: list[int] = [i["order"] for i in content.get("inputs", ())]
    orders += [c[2] for c in content.get("corrections", ())]
    numbers = [int(i["input_id"].removeprefix("inp_")) for i in content.get("inputs", ())]
    return max([0, *orders, *numbers]) + 1


@_apply.register
def _(event: e.InputAdded, party: Party) -> Party:
    added = Input.from_json(event.input)
    party = _edited(party, event.undo, inputs=(*party.content.inputs, added))
    return party.but(next_order=max(party.next_order, added.order + 1))


@_apply.register
def _(event: e.InputChanged, party: Party) -> Party:
    changed = Input.from_json(event.input)
    inputs = (changed if i.input_id == changed.input_id else i for i in party.content.inputs)
    return _edited(party, event.undo, inputs=tuple(inputs))


@_apply.register
def _(event: e.InputRemoved, party: Party) -> Party:
    inputs = tuple(i for i in party.content.inputs if i.input_id != event.input_id)
    removed = dict(list(party.removed.items())[-(TOMBSTONES - 1) :])
    removed[event.input_id] = party.version
    return _edited(party, event.undo, inputs=inputs).but(removed=removed)


@_apply.register
def _(event: e.FactCorrected, party: Party) -> Party:
    new = Correction(event.fact, event.value, event.order, touched=party.version)
    others = tuple(c for c in party.content.corrections if c.fact != event.fact)
    party = _edited(party, event.undo, corrections=(*others, new))
    return party.but(next_order=max(party.next_order, event.order + 1))


@_apply.register
def _(event: e.OptionChosen, party: Party) -> Party:
    new = tuple(
        Choice(event.agent, c["listing_id"], c["entry"], touched=party.version)
        for c in event.choices
    )
    others = tuple(c for c in party.content.choices if c.agent != event.agent)
    return _edited(party, event.undo, choices=(*others, *new))


@_apply.register
def _(event: e.BriefRestored, party: Party) -> Party:
    undo, redo = party.undo, party.redo
    if event.cause == "undo":
        undo, redo = undo[:-1], (*redo, event.undo)
    elif event.cause == "redo":
        undo, redo = (*undo, event.undo), redo[:-1]
    else:
        undo, redo = (*undo, event.undo), ()
    restored = party.but(content=Content.from_json(event.content), closed=False, failed="")
    return restored.but(
        undo=undo[-UNDO_STEPS:],
        redo=redo[-UNDO_STEPS:],
        host_version=party.version,
        completed=party.completed or bool(restored.content.results),
    )


@_apply.register
def _(event: e.TaskMarked, party: Party) -> Party:
    others = tuple(task for task in party.done if task != event.task)
    return party.but(done=(*others, event.task) if event.done else others)


@_apply.register
def _(event: e.LineMarked, party: Party) -> Party:
    lines = {name: state for name, state in party.lines.items() if name != event.line}
    bought = {name: what for name, what in party.bought.items() if name != event.line}
    if event.state != "planned":
        lines[event.line] = event.state
    if event.state != "planned" and event.what:
        bought[event.line] = event.what
    return party.but(lines=lines, bought=bought)


@_apply.register
def _(_event: e.PartySaved, party: Party) -> Party:
    return party.but(resumed=False)


@_apply.register
def _(_event: e.PartyResumed, party: Party) -> Party:
    return party.but(resumed=True, closed=False)


@_apply.register
def _(_event: e.PartyClosed, party: Party) -> Party:
    return party.but(resumed=False, closed=True)


@_apply.register
def _(event: e.RunStarted, party: Party) -> Party:
    return party.but(run=Run(event.run_id, tuple(event.planned)), failed="")


@_apply.register
def _(event: e.StepCompleted, party: Party) -> Party:
    results = {**party.content.results, event.agent: ResultRef.from_json(event.ref)}
    party = party.but(content=party.content.but(results=results))
    return party.but(last_agent_run=event.agent)


@_apply.register
def _(event: e.ResultDeleted, party: Party) -> Party:
    results = {n: ref for n, ref in party.content.results.items() if n != event.agent}
    return party.but(content=party.content.but(results=results))


@_apply.register
def _(event: e.RunFinished, party: Party) -> Party:
    completed = party.completed or _completes(party, event)
    failed = event.reason if event.status == "failed" else ""
    return party.but(run=None, completed=completed, failed=failed)


def _completes(party: Party, event: e.RunFinished) -> bool:
    return event.status == "completed" and bool(party.content.results)


def _edited(party: Party, undo: int, **parts: Any) -> Party:
    """The party after a part of a host command that began at version `undo`."""
    stack = party.undo if party.undo[-1:] == (undo,) else (*party.undo, undo)
    return party.but(
        content=party.content.but(**parts),
        undo=stack[-UNDO_STEPS:],
        redo=(),
        closed=False,
        host_version=party.version,
    )


def fold(party: Party, happened: Iterable[e.Event]) -> Party:
    """The party after all of `happened`, in order."""
    for event in happened:
        party = evolve(party, event)
    return party
