"""A party begun from another one is a party of its own; a file is believed in nothing."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan import service
from festplan.bootstrap import open_service
from festplan.config import Settings
from festplan.domain.exported import intact
from festplan.domain.party import Party
from festplan.service import Festplan
from festplan.service.editing import Edit
from festplan.service.exchange import ImportRefused

T = TypeVar("T")
TODAY = date(2027, 5, 1)
WISHES = (
    "jungle theme",
    "75 guests, 20 of them kids, 5 vegans",
    "a tiered chocolate cake, no nuts",
    "under $1,500, at most $300 for the DJ, Austin, Sat 12 June, 3pm",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exchange")


def within(folder: Path, work: Callable[[Festplan], Awaitable[T]]) -> T:
    """What `work` gives over the database of that folder."""

    async def opened() -> T:
        async with open_service(Settings(data_dir=folder)) as festplan:
            return await work(festplan)

    return asyncio.run(opened())


async def planned(festplan: Festplan) -> Party:
    """A party with a choice, a correction, a tick and a payment."""
    performed = await service.create(festplan, WISHES, today=TODAY)
    party_id = performed.after.party_id
    await festplan.runner.wait(performed.run_id)
    ref = (await festplan.store.party(party_id)).content.results["venue_agent"]
    venues = (await festplan.store.bodies([ref.settled]))[ref.settled]["recommended_venues"]
    chosen = await service.choose(festplan, party_id, "venue_agent", venues[1]["listing_id"])
    await festplan.runner.wait(chosen.run_id)
    corrected = await service.correct(festplan, party_id, "guests", "60", today=TODAY)
    await festplan.runner.wait(corrected.run_id)
    await service.mark_task(festplan, party_id, "venue:book", done=True)
    await service.mark_line(festplan, party_id, "venue", "paid")
    return await festplan.store.party(party_id)


def test_an_imported_party_is_the_exported_one_with_its_ticks_and_payments(folder: Path) -> None:
    async def work(festplan: Festplan) -> tuple[Party, Party]:
        party = await planned(festplan)
        exported = json.loads(json.dumps(await service.export(festplan, party.party_id)))
        performed = await service.import_party(festplan, exported)
        await festplan.runner.wait(performed.run_id)
        return party, await festplan.store.party(performed.after.party_id)

    party, again = within(folder, work)
    assert again.brief == party.content.untouched().brief
    assert (
        (again.done, again.lines)
        == (party.done, party.lines)
        == (
            ("venue:book",),
            {"venue": "paid"},
        )
    )
    assert again.bought == party.bought
    assert party.bought["venue"]
    assert {n: r.settled for n, r in again.content.results.items()} == {
        n: r.settled for n, r in party.content.results.items()
    }


def test_what_a_fork_or_an_import_begins_with_counts_as_touched_by_nobody(folder: Path) -> None:
    """An edit of what was there, at the version that the host sees, is no clash."""

    async def work(festplan: Festplan) -> list[str]:
        party = await planned(festplan)
        exported = await service.export(festplan, party.party_id)
        contents = []
        for begun in (
            await service.fork(festplan, party.party_id),
            await service.import_party(festplan, exported),
        ):
            await festplan.runner.wait(begun.run_id)
            edit = Edit(changed={"inp_1": "space theme"})
            edited = await service.edit(
                festplan, begun.after.party_id, edit, today=TODAY, base=begun.after.version
            )
            contents.append(edited.after.content.inputs[0].content)
        return contents

    assert within(folder, work) == ["space theme", "space theme"]


def exported_example(folder: Path) -> dict[str, Any]:
    async def work(festplan: Festplan) -> dict[str, Any]:
        party = await planned(festplan)
        return dict(await service.export(festplan, party.party_id))

    return within(folder, work)


@pytest.fixture(scope="module")
def example(folder: Path) -> dict[str, Any]:
    return exported_example(folder)


def test_whatever_a_host_said_comes_back_as_it_was(example: dict[str, Any]) -> None:
    again = intact(example["content"]).to_json()
    assert again["inputs"] == [
        {name: value for name, value in one.items() if name != "touched"} | {"touched": 0}
        for one in example["content"]["inputs"]
    ]


SPOILT: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 7, -1, 10**30, 1e308, "", "x" * 20_000, "\ud800", "=1", [], [[[]]], {}, {"a": 1}]
)


@given(st.data())
def test_a_file_spoilt_anywhere_is_refused_or_is_a_party(
    example: dict[str, Any], data: st.DataObject
) -> None:
    spoilt = copy.deepcopy(example)
    *places, last = data.draw(st.sampled_from(list(paths(spoilt))))
    part: Any = spoilt
    for place in places:
        part = part[place]
    part[last] = data.draw(SPOILT)
    try:
        content = intact(spoilt.get("content"))
    except (KeyError, TypeError, ValueError, AttributeError):
        return
    assert intact(content.to_json()) == content
    json.dumps(content.to_json(), allow_nan=False).encode()


def test_a_spoilt_file_leaves_no_party_behind(example: dict[str, Any], folder: Path) -> None:
    async def work(festplan: Festplan) -> tuple[int, int]:
        before = len(await festplan.store.parties("", 1000))
        for name, value in (
            ("scope", "x" * 100),
            ("scope", 7),
            ("origin", None),
            ("content", []),
            ("content", {"inputs": [7]}),
            ("content", {"inptus": []}),
            ("private", None),
            ("private", 1),
            ("done", 7),
            ("done", ["x"] * 2_000),
            ("lines", {"venue": "lost"}),
            ("lines", {"venue": ["paid"]}),
            ("format", "other"),
        ):
            with pytest.raises(ImportRefused):
                await service.import_party(festplan, {**example, name: value})
        return before, len(await festplan.store.parties("", 1000))

    before, after = within(folder, work)
    assert before == after


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where everything in a JSON document is."""
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    else:
        return [path]
    return [path] * bool(path) + [p for name, part in parts for p in paths(part, (*path, name))]
