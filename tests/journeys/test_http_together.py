"""Two hosts and more at one party: disjoint edits merge, clashing ones are told, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.journeys.serving import WAIT, created, edited, served


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    with served(tmp_path_factory.mktemp("data")) as url, httpx2.Client(base_url=url) as opened:
        yield opened


@pytest.fixture
def party(api: httpx2.Client) -> str:
    return str(created(api, "jungle theme", "75 guests")["party_id"])


def test_twenty_edits_at_once_all_stand(api: httpx2.Client, party: str) -> None:
    wishes = [f"wish number {n}" for n in range(20)]

    def add(wish: str) -> int:
        body = {"new_inputs": [{"content": wish}]}
        return api.post(f"/party/{party}/edit", json=body, headers=WAIT).status_code

    with ThreadPoolExecutor(20) as hosts:
        assert set(hosts.map(add, wishes)) == {200}
    shown = api.get(f"/party/{party}").json()
    assert {i["content"] for i in shown["inputs"]} >= set(wishes)
    assert shown["status"] == "planned"
    versions = [line["version"] for line in api.get(f"/party/{party}/history").json()["data"]]
    assert versions == list(range(1, shown["version"] + 1))


def test_who_changes_what_another_host_changed_is_told_what_and_when(
    api: httpx2.Client, party: str
) -> None:
    seen = api.get(f"/party/{party}").headers["etag"]
    change = {"changed_inputs": [{"input_id": "inp_1", "content": "space theme"}]}
    first = api.post(f"/party/{party}/edit", json=change, headers={"If-Match": seen} | WAIT)
    assert first.status_code == 200
    second = api.post(
        f"/party/{party}/edit", json={"removed_input_ids": ["inp_1"]}, headers={"If-Match": seen}
    )
    problem = second.json()
    assert second.status_code == 412
    assert second.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems/changed-since"
    assert problem["what"] == "Input inp_1"
    assert int(seen.strip('"')) < problem["version"] <= first.json()["version"]
    assert api.get(f"/party/{party}").json()["inputs"][0]["content"] == "space theme"


def test_who_looked_at_the_run_of_their_own_edit_is_not_refused(
    api: httpx2.Client, party: str
) -> None:
    """A run moves the version on; only commands of hosts count as changes."""
    accepted = api.post(f"/party/{party}/edit", json={"new_inputs": [{"content": "a DJ"}]})
    headers = {"If-Match": accepted.headers["etag"]} | WAIT
    change = {"changed_inputs": [{"input_id": "inp_1", "content": "space theme"}]}
    assert api.post(f"/party/{party}/edit", json=change, headers=headers).status_code == 200


def test_different_inputs_merge_whatever_version_each_host_saw(
    api: httpx2.Client, party: str
) -> None:
    seen = {"If-Match": api.get(f"/party/{party}").headers["etag"]} | WAIT
    one = {"changed_inputs": [{"input_id": "inp_1", "content": "space theme"}]}
    other = {"changed_inputs": [{"input_id": "inp_2", "content": "60 guests"}]}
    assert api.post(f"/party/{party}/edit", json=one, headers=seen).status_code == 200
    assert api.post(f"/party/{party}/edit", json=other, headers=seen).status_code == 200
    brief = api.get(f"/party/{party}").json()["brief"]
    assert (brief["theme"], brief["guests"]) == (["space"], 60)


def test_undo_of_a_version_that_another_host_went_past_is_told(
    api: httpx2.Client, party: str
) -> None:
    seen = api.get(f"/party/{party}").headers["etag"]
    edited(api, party, "a DJ")
    answer = api.post(f"/party/{party}/undo", headers={"If-Match": seen})
    assert answer.status_code == 412


@pytest.mark.parametrize("form", ["*", 'W/"{}"', '"1", "{}"'])
def test_every_form_of_if_match_is_read(api: httpx2.Client, party: str, form: str) -> None:
    version = api.get(f"/party/{party}").json()["version"]
    change = {"changed_inputs": [{"input_id": "inp_1", "content": "space theme"}]}
    headers = {"If-Match": form.format(version)} | WAIT
    assert api.post(f"/party/{party}/edit", json=change, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [("nonsense", 400), ("14", 400), ('"x"', 400), ('"1" "2"', 400), ("", 400), ('"9999"', 412)],
)
def test_an_if_match_that_is_no_version_of_the_party_is_refused(
    api: httpx2.Client, party: str, form: str, status: int
) -> None:
    answer = api.post(
        f"/party/{party}/edit",
        json={"new_inputs": [{"content": "a DJ"}]},
        headers={"If-Match": form},
    )
    assert answer.status_code == status
    assert answer.json()["detail"].endswith(".")
    assert len(api.get(f"/party/{party}").json()["inputs"]) == 2
