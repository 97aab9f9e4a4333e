"""A request with an idempotency key is done once and answered with the same bytes ever after."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from festplan.api.asking import Asked
from festplan.api.counters import Counters
from festplan.api.door import Door
from festplan.api.edits import changed
from festplan.api.problems import Problem
from festplan.api.stream import Streams
from festplan.bootstrap import open_service, today
from festplan.config import Settings
from festplan.domain.plan import StepOutcome
from festplan.engine.ladder import Answer, Ask, Rules
from festplan.service import create, edit
from festplan.service.editing import Edit
from tests.journeys.serving import WAIT, Document, created, edited, outcomes, served, settled

EDIT = {"new_inputs": [{"content": "Need balloon artist"}]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def api(folder: Path) -> Iterator[httpx2.Client]:
    with served(folder) as url, httpx2.Client(base_url=url, timeout=60) as opened:
        yield opened


@pytest.fixture
def party(api: httpx2.Client) -> str:
    return str(created(api, "jungle theme", "75 guests")["party_id"])


@pytest.fixture
def key() -> str:
    return uuid4().hex


def same_again(first: httpx2.Response, again: httpx2.Response) -> bool:
    """Whether an answer was given again byte for byte."""
    names = ("location", "etag", "content-type", "preference-applied")
    return (
        (first.status_code, first.content) == (again.status_code, again.content)
        and all(first.headers.get(name) == again.headers.get(name) for name in names)
        and again.headers.get("idempotent-replayed") == "true"
    )


def events(api: httpx2.Client, party_id: str, kind: str) -> int:
    """How many events of that kind the party has."""
    data: list[Document] = api.get(f"/party/{party_id}/history").json()["data"]
    return sum(1 for line in data if line["kind"] == kind)


ROUTES = [
    ("edit", EDIT),
    ("correct", {"fact": "guests", "value": 60}),
    ("undo", None),
    ("restore", {"snapshot_version": 1}),
    ("fork", {}),
    ("save", None),
    ("resume", None),
    ("close", None),
    ("tick", {"task": "venue:book"}),
    ("pay", {"line": "venue", "state": "committed"}),
]


@pytest.mark.parametrize("wait", [{}, WAIT], ids=["at-once", "waiting"])
@pytest.mark.parametrize(("route", "body"), ROUTES, ids=[route for route, _ in ROUTES])
def test_every_command_is_done_once_and_answered_again(
    api: httpx2.Client,
    party: str,
    key: str,
    route: str,
    body: Document | None,
    wait: dict[str, str],
) -> None:
    headers = {"Idempotency-Key": key} | wait
    first = api.post(f"/party/{party}/{route}", json=body, headers=headers)
    done = settled(api, party)["version"]
    again = api.post(f"/party/{party}/{route}", json=body, headers=headers)
    assert first.is_success, first.text
    assert same_again(first, again)
    assert api.get(f"/party/{party}").json()["version"] == done


@pytest.mark.parametrize("wait", [{}, WAIT], ids=["at-once", "waiting"])
def test_a_party_is_made_once(api: httpx2.Client, key: str, wait: dict[str, str]) -> None:
    headers = {"Idempotency-Key": key} | wait
    answers = [
        api.post("/party", json={"inputs": ["jungle theme"]}, headers=headers) for _ in range(2)
    ]
    assert same_again(*answers)
    out = api.get(f"/party/{answers[0].json()['party_id']}/export.json").json()
    headers["Idempotency-Key"] = f"{key}-import"
    assert same_again(*(api.post("/party/import", json=out, headers=headers) for _ in range(2)))


@pytest.mark.parametrize("body", [{"new_inputs": [{"content": "a DJ"}]}, {}])
def test_a_key_is_refused_for_another_request(
    api: httpx2.Client, party: str, key: str, body: Document
) -> None:
    headers = {"Idempotency-Key": key}
    assert api.post(f"/party/{party}/edit", json=EDIT, headers=headers).is_success
    answer = api.post(f"/party/{party}/edit", json=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/key-reused"
    assert api.post(f"/party/{party}/save", headers=headers).status_code == 422
    assert len(api.get(f"/party/{party}").json()["inputs"]) == 3


def test_a_refusal_uses_no_key_up(api: httpx2.Client, party: str, key: str) -> None:
    headers = {"Idempotency-Key": key}
    wrong = {"removed_input_ids": ["inp_9"]}
    assert api.post(f"/party/{party}/edit", json=wrong, headers=headers).status_code == 422
    assert api.post(f"/party/{party}/edit", json=EDIT, headers=headers).is_success


@pytest.mark.parametrize("wait", [{}, WAIT], ids=["at-once", "waiting"])
def test_twenty_requests_with_one_key_make_one_event(
    api: httpx2.Client, party: str, key: str, wait: dict[str, str]
) -> None:
    headers = {"Idempotency-Key": key} | wait

    def ask(_: int) -> httpx2.Response:
        return api.post(f"/party/{party}/edit", json=EDIT, headers=headers)

    with ThreadPoolExecutor(20) as hosts:
        answers = list(hosts.map(ask, range(20)))
    assert {answer.status_code for answer in answers} <= {200 if wait else 202, 409}
    assert len({answer.content for answer in answers if answer.is_success}) == 1
    refused = [answer.json()["type"] for answer in answers if not answer.is_success]
    assert set(refused) <= {"/problems/under-way"}
    assert events(api, party, "InputAdded") == 3


def test_twenty_requests_with_one_key_make_one_party(api: httpx2.Client, key: str) -> None:
    """Each waits for the first, and is given its answer."""

    def ask(_: int) -> httpx2.Response:
        return api.post("/party", json={"inputs": ["a DJ"]}, headers={"Idempotency-Key": key})

    with ThreadPoolExecutor(20) as hosts:
        answers = list(hosts.map(ask, range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "kéy", "a\tb"])
def test_a_key_that_is_not_printable_or_too_long_is_refused(
    api: httpx2.Client, party: str, key: str
) -> None:
    answer = api.post(
        f"/party/{party}/edit", json=EDIT, headers=[(b"Idempotency-Key", key.encode("latin-1"))]
    )
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


def test_a_key_that_two_servers_get_at_once_makes_one_event(
    api: httpx2.Client, folder: Path, party: str
) -> None:
    with served(folder) as url, httpx2.Client(base_url=url, timeout=60) as other:
        for turn in range(10):
            headers = {"Idempotency-Key": f"{party}-{turn}"}

            def ask(door: httpx2.Client, headers: dict[str, str] = headers) -> httpx2.Response:
                return door.post(f"/party/{party}/save", headers=headers)

            with ThreadPoolExecutor(2) as hosts:
                answers = list(hosts.map(ask, [api, other]))
            bodies = {answer.content for answer in answers if answer.is_success}
            assert len(bodies) == 1
            assert events(api, party, "PartySaved") == turn + 1


# --- after a crash --------------------------------------------------------------------------------


def forget_answer(folder: Path, key: str, body: str) -> None:
    """Puts the key back to where it is while its answer is still to come: a crash before it."""
    with sqlite3.connect(folder / "festplan.db") as database:
        values = (body, key)
        database.execute("UPDATE replies SET status = 0, body = ? WHERE key = ?", values)
    database.close()


@pytest.mark.parametrize("wait", [{}, WAIT], ids=["at-once", "waiting"])
@pytest.mark.parametrize(
    ("route", "body"), [("fork", {}), ("save", None), ("resume", None), ("close", None)]
)
def test_an_answer_that_a_crash_took_is_made_again(
    api: httpx2.Client,
    folder: Path,
    party: str,
    key: str,
    route: str,
    body: Document | None,
    wait: dict[str, str],
) -> None:
    headers = {"Idempotency-Key": key} | wait
    first = api.post(f"/party/{party}/{route}", json=body, headers=headers)
    forget_answer(folder, key, "")
    again = api.post(f"/party/{party}/{route}", json=body, headers=headers)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["etag"] == first.headers["etag"]
    assert same_again(again, api.post(f"/party/{party}/{route}", json=body, headers=headers))


@pytest.mark.parametrize(
    ("body", "happens"),
    [
        ({**EDIT, "removed_input_ids": ["inp_1"]}, "deleted"),
        ({"changed_inputs": [{"input_id": "inp_3", "content": "vanilla cake"}]}, "cut_off"),
    ],
)
def test_the_outcome_of_an_edit_that_a_crash_took_is_read_from_the_history(
    api: httpx2.Client, folder: Path, key: str, body: Document, happens: str
) -> None:
    party = created(api, "jungle theme", "75 guests", "chocolate cake")["party_id"]
    headers = {"Idempotency-Key": key} | WAIT
    first = api.post(f"/party/{party}/edit", json=body, headers=headers)
    accepted = first.json() | {"outcome": []}
    edited(api, party, "a DJ")  # another run since
    forget_answer(folder, key, httpx2.Response(200, json=accepted).text)
    again = api.post(f"/party/{party}/edit", json=body, headers=headers)
    assert again.status_code == 200
    assert told(again.json()) == told(first.json())
    assert happens in outcomes(again.json()).values()
    assert again.json()["delta"] == first.json()["delta"]
    third = api.post(f"/party/{party}/edit", json=body, headers=headers)
    assert third.content == again.content


def told(edit: Document) -> list[tuple[str, str, bool]]:
    """What the edit document says happened, agent by agent."""
    return sorted((o["agent"], o["outcome"], o["changed"]) for o in edit["outcome"])


def test_a_key_whose_run_is_still_open_is_told_to_ask_again(tmp_path: Path) -> None:
    asyncio.run(ask_while_a_run_is_open(Settings(data_dir=tmp_path)))


async def ask_while_a_run_is_open(settings: Settings) -> None:
    """A run whose process died, before anybody has recovered it."""
    async with open_service(settings) as opened:
        engine = replace(opened.engine, ladder=Slow())
        festplan = replace(opened, runner=Dying(), engine=engine)
        door = Door(festplan, Streams(), Counters())
        party_id = (await create(festplan, [], today=today())).after.party_id
        asked = Asked("key", "hash", 1, None, "")
        command = partial(edit, festplan, party_id, Edit(["jungle theme"]), today=today())
        assert (await changed(door, asked, command)).status_code == 200
        forget_answer(settings.data_dir, "key", "")
        with pytest.raises(Problem, match="under way"):
            await changed(door, asked, command)


class Slow(Rules):
    """Rules that take their time, so that a run outlasts its command."""

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        await asyncio.sleep(0.1)
        return await super().answer(ask)


class Dying:
    """A runner whose process ends before the run does."""

    def follow(self, _run_id: str, rest: Coroutine[Any, Any, Sequence[StepOutcome]]) -> None:
        rest.close()

    def ended(self, run_id: str, outcomes: Sequence[StepOutcome]) -> None:
        raise AssertionError(f"{run_id} ended: {outcomes}")

    async def wait(self, _run_id: str) -> Sequence[StepOutcome]:
        return ()
