"""Several hosts edit one party at once: what is disjoint merges, what clashes is told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from festplan.domain import decide
from festplan.domain.decide import CommandRefused, EditClash
from festplan.ports.parties import Commit, VersionConflict
from festplan.service import create, edit
from festplan.service.editing import Edit
from festplan.store.sql_store import SqlStore
from tests.faults.hosts import idle
from tests.properties.living import settled
from tests.properties.oracle import Oracle
from tests.properties.real_world import World, open_world
from tests.properties.sentences import sentences
from tests.properties.small_world import TODAY

INPUTS = 5


@dataclass(frozen=True)
class Wanted:
    """What one host does: texts added, the places of inputs changed and removed."""

    added: Sequence[str]
    changed: Sequence[tuple[int, str]]
    removed: Sequence[int]

    def edit(self, ids: Sequence[str]) -> Edit:
        changed = [(ids[place], text) for place, text in self.changed]
        return Edit(list(self.added), changed, [ids[place] for place in self.removed])

    def touched(self) -> set[int]:
        return {*(place for place, _ in self.changed), *self.removed}

    def with_effect(self, texts: Sequence[str]) -> Wanted:
        """What of it changes anything: to say what was said already does not."""
        changed = [(place, text) for place, text in self.changed if text != texts[place]]
        return Wanted(self.added, changed, self.removed)


@st.composite
def wanted(draw: st.DrawFn) -> Wanted:
    places = draw(st.lists(st.integers(0, INPUTS - 1), max_size=2, unique=True))
    removed = [place for place in places if draw(st.integers(0, 3)) == 0]
    changed = [(place, draw(sentences())) for place in places if place not in removed]
    return Wanted(draw(st.lists(sentences(), max_size=2)), changed, removed)


begun = st.lists(sentences(), min_size=INPUTS, max_size=INPUTS)
several = st.lists(wanted(), min_size=2, max_size=5)


async def together(template: Path, texts: list[str], hosts: list[Wanted]) -> None:
    """All hosts look at the same version, and edit it at once."""
    async with open_world(template) as world:
        performed = await create(world.festplan, texts, today=TODAY)
        await idle(world.festplan)
        party = await world.festplan.store.party(performed.after.party_id)
        ids = [source.input_id for source in party.content.inputs]
        answers = await asyncio.gather(
            *(_edited(world, party.party_id, host.edit(ids), party.version) for host in hosts)
        )
        await idle(world.festplan)
        told = list(zip(hosts, answers, strict=True))
        done = [host.with_effect(texts) for host, clash in told if clash is None]
        refused = [host for host, clash in told if clash is not None]
        _told(done, refused)
        expected = _merged(dict(zip(ids, texts, strict=True)), done, ids)
        await _nothing_lost(world, party.party_id, expected)


async def _edited(world: World, party_id: str, wanted: Edit, base: int) -> EditClash | None:
    """None, or the clash that the host is told of."""
    try:
        await edit(world.festplan, party_id, wanted, today=TODAY, base=base)
    except EditClash as clash:
        return clash
    except CommandRefused as refused:
        pytest.fail(f"told of something else: {refused}")
    return None


def _told(done: list[Wanted], refused: list[Wanted]) -> None:
    """Of those who touch the same input the first is done; the others are told, and nobody else."""
    touched: set[int] = set()
    for host in done:
        assert touched.isdisjoint(host.touched()), "two hosts changed one input unawares"
        touched |= host.touched()
    for host in refused:
        assert not touched.isdisjoint(host.touched()), "a host was refused without a clash"


def _merged(held: dict[str, str], done: list[Wanted], ids: list[str]) -> list[str]:
    """The texts that the party should hold, sorted."""
    for host in done:
        wanted = host.edit(ids)
        held.update(wanted.changes())
        for input_id in wanted.removed:
            del held[input_id]
    return sorted([*held.values(), *(text for host in done for text in host.added)])


async def _nothing_lost(world: World, party_id: str, expected: list[str]) -> None:
    party = await world.festplan.store.party(party_id)
    texts = sorted(source.content for source in party.content.inputs)
    assert texts == expected, "an edit was lost"
    ids = [source.input_id for source in party.content.inputs]
    assert len(set(ids)) == len(ids), "two inputs have one id"
    oracle = Oracle(world.agents.order, world.festplan.published, world.listings)
    scratch = await oracle.plan(party.brief, party.scope)
    assert settled(party) == scratch.settled, "the plan is not that of everybody's edits"


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(begun, several)
def test_edits_at_once_lose_nothing_and_clashes_are_told(
    template: Path, texts: list[str], hosts: list[Wanted]
) -> None:
    asyncio.run(together(template, texts, hosts))


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(begun, several)
def test_however_often_edits_at_once_lose_nothing(
    template: Path, texts: list[str], hosts: list[Wanted]
) -> None:
    asyncio.run(together(template, texts, hosts))


def _lets_everybody(*_args: object) -> None:
    """No guard at all."""


def _lets_nobody(_party: object, input_id: str, base: int | None) -> None:
    raise EditClash(input_id, base or 0)


_commit = SqlStore.commit


async def _as_if_written(store: SqlStore, commit: Commit) -> None:
    with suppress(VersionConflict):
        await _commit(store, commit)


BUGS: dict[str, tuple[object, str, object]] = {
    "nobody is told of a clash": (decide, "_guard", _lets_everybody),
    "everybody is told of a clash": (decide, "_guard", _lets_nobody),
    "a party that went on is not noticed": (SqlStore, "commit", _as_if_written),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_loses_an_edit(
    bug: str, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, name, instead = BUGS[bug]
    monkeypatch.setattr(room, name, instead)

    @settings(
        max_examples=100,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(begun, several)
    def law(texts: list[str], hosts: list[Wanted]) -> None:
        asyncio.run(together(template, texts, hosts))

    with pytest.raises((AssertionError, BaseExceptionGroup, pytest.fail.Exception)):
        law()
