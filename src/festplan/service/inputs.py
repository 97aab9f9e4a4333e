"""The input history: which input made which agents run."""

from __future__ import annotations

from collections.abc import Mapping

from festplan.domain import events as e
from festplan.domain.brief import Brief, Input, merge
from festplan.domain.party import Content
from festplan.domain.plan import Delta
from festplan.engine.delta import World, touching
from festplan.ports import Commit, InputRecord


def input_records(world: World, commit: Commit, delta: Delta) -> list[InputRecord]:
    """A line for each input that `commit` adds or changes, with the agents that it asks."""
    told = [
        (Input.from_json(recorded.event.input), recorded.version)
        for recorded in commit.events
        if isinstance(recorded.event, (e.InputAdded, e.InputChanged))
    ]
    alone = _asked_by_it(delta) if len(told) == 1 else None
    records: list[InputRecord] = []
    for said, version in told:
        affected = alone or _asked(world, commit.after.content, said.input_id)
        records.append(InputRecord(said.input_id, said.content, said.categories, affected, version))
    return records


def _asked_by_it(delta: Delta) -> tuple[str, ...]:
    """The agents that the only input of an edit asks, as the edit's plan has them."""
    return tuple(
        step.agent
        for step in delta.steps
        if step.agent in delta.affected and step.reason in ("input_added", "input_changed")
    )


def _asked(world: World, content: Content, input_id: str) -> tuple[str, ...]:
    """The agents that would be asked less, or other, were it not for this input."""
    return touching(world, content.brief, _without(content, input_id))


def removed_inputs(commit: Commit) -> Mapping[str, int]:
    """The inputs whose words `commit` takes back, with the version at which it does."""
    gone: dict[str, int] = {}
    for recorded in commit.events:
        if isinstance(recorded.event, e.InputRemoved):
            gone[recorded.event.input_id] = recorded.version
        elif isinstance(recorded.event, e.InputChanged):
            gone[str(recorded.event.input["input_id"])] = recorded.version
    return gone


def _without(content: Content, input_id: str) -> Brief:
    others = [i for i in content.inputs if i.input_id != input_id]
    return merge(others, content.corrections, content.choices)
