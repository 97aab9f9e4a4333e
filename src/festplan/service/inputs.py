"""The input history: which input made which agents run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, repeat

from festplan.domain.brief import Brief, Input, merge
from festplan.domain.party import Content, Party
from festplan.domain.plan import Delta
from festplan.engine.delta import World, alone
from festplan.ports.parties import InputRecord


def input_records(world: World, states: Sequence[Party], delta: Delta) -> list[InputRecord]:
    """A line for each input that comes, or comes back, with the agents that it asks.

    `states` are the party before the command and after each of its events.
    """
    told = [
        (said, after.version) for before, after in pairwise(states) for said in _new(before, after)
    ]
    if not told:
        return []
    affected = _asked_by_it(delta) if len(told) == 1 else ()
    asked = repeat(affected) if affected else _asked(world, states[-1].content, told)
    return [
        InputRecord(said.input_id, said.content, said.categories, agents, version)
        for (said, version), agents in zip(told, asked, strict=False)
    ]


def removed_inputs(states: Sequence[Party]) -> Mapping[str, int]:
    """The inputs whose words are taken back, with the version at which they are."""
    return {
        said.input_id: after.version
        for before, after in pairwise(states)
        for said in _new(after, before)
    }


def _new(before: Party, after: Party) -> list[Input]:
    """The inputs of `after` that `before` does not have in these words."""
    if before.content.inputs is after.content.inputs:
        return []
    had = {said.input_id: said.content for said in before.content.inputs}
    return [said for said in after.content.inputs if had.get(said.input_id) != said.content]


def _asked_by_it(delta: Delta) -> tuple[str, ...]:
    """The agents that the only input of an edit asks, as the edit's plan has them."""
    return tuple(
        step.agent
        for step in delta.steps
        if step.agent in delta.affected and step.reason in ("input_added", "input_changed")
    )


def _asked(
    world: World, content: Content, told: Sequence[tuple[Input, int]]
) -> Iterator[tuple[str, ...]]:
    """For each input the agents that would be asked less, or other, were it not for it."""
    seen = alone(world, content.brief)
    for said, _ in told:
        without = alone(world, _without(content, said.input_id))
        yield tuple(name for name, view in seen.items() if without.get(name) != view)


def _without(content: Content, input_id: str) -> Brief:
    others = [i for i in content.inputs if i.input_id != input_id]
    return merge(others, content.corrections, content.choices)
