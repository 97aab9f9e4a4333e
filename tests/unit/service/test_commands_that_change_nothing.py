"""A command that finds nothing to change asks no agent, even where answers became stale."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from festplan.domain.reading import Facts, Reading
from festplan.engine.graph import Graph
from festplan.service import create, edit, mark_task, restore, resume
from festplan.service.context import Festplan
from festplan.service.editing import Edit
from tests.properties.small_world import TODAY, Listings, Spec, agent, open_world, words

VENUE = Spec("venue_agent", "venue", (), (), ("city",), None, gathers=True)
PARK = words(Reading("", ("venue",), facts=Facts(city="Austin"), wishes=("venue",)))


async def _untick(festplan: Festplan, party_id: str) -> str:
    return (await mark_task(festplan, party_id, "invitations", done=False)).run_id


async def _come_back(festplan: Festplan, party_id: str) -> str:
    await resume(festplan, party_id)
    party = await festplan.store.party(party_id)
    return party.run.run_id if party.run else ""


async def _restore_the_same(festplan: Festplan, party_id: str) -> str:
    version = (await festplan.store.party(party_id)).version
    return (await restore(festplan, party_id, version=version)).run_id


async def _edit(festplan: Festplan, party_id: str) -> str:
    return (await edit(festplan, party_id, Edit(), today=TODAY)).run_id


async def _when_stale(command: Callable[[Festplan, str], Awaitable[str]]) -> str:
    """The run that `command` starts in a party whose agent would find something else today."""
    listings = Listings()
    async with open_world(Graph([agent(VENUE)]), listings) as festplan:
        performed = await create(festplan, [PARK], today=TODAY)
        await festplan.runner.wait(performed.run_id)
        party_id = performed.after.party_id
        await resume(festplan, party_id)
        listings.numbers["venue_agent"], listings.at = 2, 2
        return await command(festplan, party_id)


@pytest.mark.parametrize("command", [_untick, _come_back, _restore_the_same])
def test_nothing_runs_where_nothing_is_changed(command: Any) -> None:
    assert not asyncio.run(_when_stale(command))


def test_an_empty_edit_brings_a_party_up_to_date() -> None:
    assert asyncio.run(_when_stale(_edit))
