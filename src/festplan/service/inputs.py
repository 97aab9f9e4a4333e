"""The input history: which input made which agents run."""

from __future__ import annotations

from collections.abc import Mapping

from festplan.domain import events as e
from festplan.domain.brief import Brief, Input, merge
from festplan.domain.party import Content
from festplan.engine.delta import World, touching
from festplan.ports import Commit, InputRecord


def input_records(world: World, commit: Commit) -> list[InputRecord]:
    """A line for each input that `commit` adds or changes, with the agents that it asks."""
    content = commit.after.content
    records: list[InputRecord] = []
    for recorded in commit.events:
        if isinstance(recorded.event, (e.InputAdded, e.InputChanged)):
            said = Input.from_json(recorded.event.input)
            affected = touching(world, content.brief, _without(content, said.input_id))
            records.append(
                InputRecord(
                    said.input_id, said.content, said.categories, affected, recorded.version
                )
            )
    return records


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
