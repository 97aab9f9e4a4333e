"""The contract over HTTP: the two days, the reference edit, and every route."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.journeys.serving import (
    WAIT,
    client,
    created,
    edited,
    outcomes,
    percent,
    planned,
)

THEME, VENUE, CAKE, CATERING = "theme_agent", "venue_agent", "cake_agent", "catering_agent"
VENDOR, BUDGET, FINAL = "vendor_agent", "budget_agent", "planner_final"


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture
def party(api: TestClient) -> str:
    """A party of three inputs, planned."""
    return str(created(api, "jungle theme", "75 guests", "chocolate cake")["party_id"])


# --- the worked examples --------------------------------------------------------------------------


def test_two_days_of_planning_run_what_changed_and_nothing_else(api: TestClient) -> None:
    begun = created(api)
    party_id = begun["party_id"]
    assert (begun["status"], begun["agent_results"]) == ("draft", {})

    edit = edited(api, party_id, "jungle theme")
    assert planned(edit) == {"execute": [THEME, BUDGET, FINAL]}
    assert percent(edit) == 0

    edit = edited(api, party_id, "75 guests")
    assert planned(edit) == {"reuse_cache": [THEME], "execute": [VENUE, CATERING, BUDGET, FINAL]}
    assert percent(edit) == 20

    assert api.post(f"/party/{party_id}/save").status_code == 200
    resumed = api.post(f"/party/{party_id}/resume").json()
    assert resumed["state"]["agent_results"].keys() == {THEME, VENUE, CATERING, BUDGET, FINAL}
    assert api.get(f"/party/{party_id}").json()["status"] == "editing"

    edit = edited(api, party_id, "Need balloon artist")
    assert planned(edit) == {
        "reuse_cache": [THEME, VENUE, CATERING],
        "execute": [VENDOR, BUDGET, FINAL],
    }
    assert percent(edit) == 50

    edit = edited(api, party_id, removed=("inp_1",))
    assert planned(edit) == {
        "delete": [THEME],
        "execute": [VENUE, VENDOR, BUDGET, FINAL],
        "reuse_cache": [CATERING],
    }
    assert percent(edit) == 20

    edit = api.post(f"/party/{party_id}/undo", headers=WAIT).json()
    assert set(outcomes(edit).values()) <= {"stored", "fresh"}
    assert THEME in api.get(f"/party/{party_id}").json()["agent_results"]
    assert api.post(f"/party/{party_id}/save").status_code == 200


def test_the_reference_edit_reuses_three_deletes_one_and_executes_three(
    api: TestClient, party: str
) -> None:
    api.post(f"/party/{party}/save")
    edit = edited(api, party, "Need balloon artist", removed=("inp_3",))
    assert planned(edit) == {
        "reuse_cache": [THEME, VENUE, CATERING],
        "delete": [CAKE],
        "execute": [VENDOR, BUDGET, FINAL],
    }
    savings = edit["delta"]["estimated_cost_savings"]
    assert (savings["reused_agents"], savings["executed_agents"]) == (3, 3)
    assert (savings["deleted_agents"], savings["savings_percent"]) == (1, 50)
    assert [i["content"] for i in edit["delta"]["new_inputs"]] == ["Need balloon artist"]
    assert [i["content"] for i in edit["delta"]["removed_inputs"]] == ["chocolate cake"]
    assert edit["message"] == "Processing 3 agents. Reusing 3 cached results."
    ran = {agent for agent, outcome in outcomes(edit).items() if outcome in ("ran", "shared")}
    assert ran <= {VENDOR, BUDGET, FINAL}


def test_snapshot_numbers_only_grow_and_say_why_each_was_taken(api: TestClient, party: str) -> None:
    edited(api, party, "a DJ")
    saves = [api.post(f"/party/{party}/save").json()["snapshot_version"] for _ in range(2)]
    listed = api.get(f"/party/{party}/snapshots").json()["data"]
    numbers = [snapshot["snapshot_version"] for snapshot in listed]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(a < b for a, b in pairwise(saves))
    assert [s["snapshot_type"] for s in listed].count("final") == 1
    assert {s["snapshot_type"] for s in listed if s["snapshot_version"] in saves} == {"draft"}
    assert all(s["version"] % 10 == 0 for s in listed if s["snapshot_type"] == "auto")


# --- edits ----------------------------------------------------------------------------------------


def test_an_edit_is_accepted_as_soon_as_it_is_durable(api: TestClient, party: str) -> None:
    answer = api.post(f"/party/{party}/edit", json={"new_inputs": [{"content": "a DJ"}]})
    edit = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/party/{party}"
    assert answer.headers["etag"] == f'"{edit["version"]}"'
    assert edit["outcome"] == []
    assert edit["version"] > edit["base_version"]


def test_a_preview_agrees_with_the_edit_after_it_and_writes_nothing(
    api: TestClient, party: str
) -> None:
    before = api.get(f"/party/{party}").json()
    body = {"new_inputs": [{"content": "Need balloon artist"}], "removed_input_ids": ["inp_3"]}
    preview = api.post(f"/party/{party}/edit?preview=true", json=body)
    assert preview.status_code == 200
    assert preview.json()["preview"] is True
    assert api.get(f"/party/{party}").json() == before
    edit = api.post(f"/party/{party}/edit", json=body, headers=WAIT).json()
    assert edit["delta"] == preview.json()["delta"]


def test_undo_and_redo_can_be_previewed(api: TestClient, party: str) -> None:
    version = edited(api, party, "a DJ")["version"]
    assert api.post(f"/party/{party}/undo?preview=true").json()["preview"] is True
    assert api.get(f"/party/{party}").json()["version"] == version


def test_an_input_is_changed_as_a_whole_and_keeps_its_place(api: TestClient, party: str) -> None:
    body = {"changed_inputs": [{"input_id": "inp_1", "content": "space theme"}]}
    edit = api.post(f"/party/{party}/edit", json=body, headers=WAIT).json()
    assert [i["input_id"] for i in edit["delta"]["changed_inputs"]] == ["inp_1"]
    shown = api.get(f"/party/{party}").json()
    assert [i["content"] for i in shown["inputs"]] == [
        "space theme",
        "75 guests",
        "chocolate cake",
    ]


def test_who_waits_gets_the_finished_run_and_is_told_that_it_was_waited_for(
    api: TestClient,
) -> None:
    made = api.post("/party", json={"inputs": ["jungle theme"]}, headers={"Prefer": "wait=20"})
    assert made.headers["preference-applied"] == "wait=20"
    assert made.json()["status"] == "planned"
    party_id = made.json()["party_id"]
    answer = api.post(
        f"/party/{party_id}/edit",
        json={"new_inputs": [{"content": "75 guests"}]},
        headers={"Prefer": "respond-async, wait=20"},
    )
    assert (answer.status_code, answer.headers["preference-applied"]) == (200, "wait=20")
    assert answer.json()["version"] == api.get(f"/party/{party_id}").json()["version"]


def test_a_party_without_inputs_needs_no_body(api: TestClient) -> None:
    made = api.post("/party")
    assert made.status_code == 201
    assert made.headers["location"] == f"/party/{made.json()['party_id']}"
    assert made.headers["etag"] == '"1"'


def test_a_choice_is_pinned_and_let_go(api: TestClient, party: str) -> None:
    edited(api, party, "in Austin")
    venues = api.get(f"/party/{party}").json()["agent_results"][VENUE]["recommended_venues"]
    wanted = {"agent": VENUE, "listing_id": venues[-1]["listing_id"]}
    edit = api.post(f"/party/{party}/choose", json=wanted, headers=WAIT).json()
    assert planned(edit)["execute"] == [BUDGET, FINAL]
    assert api.get(f"/party/{party}").json()["choices"] == {VENUE: [wanted["listing_id"]]}
    api.post(f"/party/{party}/choose", json=wanted, headers=WAIT)
    assert not api.get(f"/party/{party}").json()["choices"].get(VENUE)


def test_a_correction_wins_and_undo_takes_it_back(api: TestClient, party: str) -> None:
    body = {"fact": "guests", "value": 60}
    edit = api.post(f"/party/{party}/correct", json=body, headers=WAIT).json()
    assert "fact_corrected" in {s["reason"] for s in edit["delta"]["execution_plan"]}
    assert api.get(f"/party/{party}").json()["brief"]["guests"] == 60
    answer = api.post(f"/party/{party}/undo")
    assert answer.status_code == 200
    assert set(outcomes(answer.json()).values()) <= {"stored", "fresh"}
    assert api.get(f"/party/{party}").json()["brief"]["guests"] == 75
    api.post(f"/party/{party}/redo")
    assert api.get(f"/party/{party}").json()["brief"]["guests"] == 60


def test_ticks_and_payments_are_kept_and_undo_leaves_them(api: TestClient, party: str) -> None:
    shown = api.get(f"/party/{party}").json()
    task = shown["final_plan"]["checklist"][0]["task_id"]
    line = shown["budget"]["lines"][0]["line_id"]
    ticked = api.post(f"/party/{party}/tick", json={"task": task})
    paid = api.post(f"/party/{party}/pay", json={"line": line, "state": "paid"})
    assert (ticked.status_code, paid.status_code) == (200, 200)
    edited(api, party, "a DJ")
    api.post(f"/party/{party}/undo")
    shown = api.get(f"/party/{party}").json()
    assert {t["task_id"] for t in shown["final_plan"]["checklist"] if t["done"]} == {task}
    states = {x["line_id"]: x["state"] for x in shown["budget"]["lines"]}
    assert states[line] == "paid"


def test_what_was_paid_for_one_listing_is_not_paid_for_another(api: TestClient, party: str) -> None:
    def venue() -> tuple[str, str]:
        budget = api.get(f"/party/{party}").json()["budget"]
        line = next(x for x in budget["lines"] if x["line_id"] == "venue")
        return line["label"], line["state"]

    label, _ = venue()
    api.post(f"/party/{party}/pay", json={"line": "venue", "state": "paid"})
    assert venue() == (label, "paid")
    edited(api, party, "make it in Chicago")
    other, state = venue()
    assert (other != label, state) == (True, "planned")
    note = (
        f"You marked {label} as paid, but the plan no longer holds it; choose it again to keep it."
    )
    assert note in api.get(f"/party/{party}").json()["budget"]["notes"]
    api.post(f"/party/{party}/pay", json={"line": "venue", "state": "paid"})
    assert venue() == (other, "paid")
    assert note not in api.get(f"/party/{party}").json()["budget"]["notes"]


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("tick", {"task": "no-such-task"}),
        ("pay", {"line": "no-such-line", "state": "paid"}),
    ],
)
def test_a_task_or_line_that_the_plan_does_not_show_is_refused(
    api: TestClient, party: str, route: str, body: dict[str, str]
) -> None:
    answer = api.post(f"/party/{party}/{route}", json=body)
    assert answer.status_code == 422
    assert "no-such" in answer.json()["detail"]


# --- going back and sideways ----------------------------------------------------------------------


def test_an_older_version_or_snapshot_is_restored(api: TestClient, party: str) -> None:
    version = api.get(f"/party/{party}").json()["version"]
    edited(api, party, removed=("inp_1",))
    answer = api.post(f"/party/{party}/restore", json={"version": version})
    assert answer.status_code == 200
    assert THEME in api.get(f"/party/{party}").json()["agent_results"]
    edited(api, party, removed=("inp_1",))
    answer = api.post(f"/party/{party}/restore", json={"snapshot_version": 1}, headers=WAIT)
    assert answer.status_code == 200
    assert THEME in api.get(f"/party/{party}").json()["agent_results"]


def test_a_fork_starts_at_the_plan_and_goes_its_own_way(api: TestClient, party: str) -> None:
    made = api.post(f"/party/{party}/fork")
    fork = made.json()
    assert made.status_code == 201
    assert made.headers["location"] == f"/party/{fork['party_id']}"
    assert fork["agent_results"] == api.get(f"/party/{party}").json()["agent_results"]
    edited(api, fork["party_id"], removed=("inp_1",))
    assert len(api.get(f"/party/{party}").json()["inputs"]) == 3
    versions = (fork["version"], api.get(f"/party/{party}").json()["version"])
    compared = api.get(
        f"/party/{fork['party_id']}/diff",
        params={"a": versions[0], "b": versions[1], "other": party},
    ).json()
    assert compared["b"]["party_id"] == party


def test_a_closed_party_is_opened_again_by_an_edit(api: TestClient, party: str) -> None:
    closed = api.post(f"/party/{party}/close").json()
    assert closed["success"] is True
    assert api.get(f"/party/{party}").json()["status"] == "closed"
    edited(api, party, "a DJ")
    assert api.get(f"/party/{party}").json()["status"] == "planned"


def test_a_party_goes_out_and_comes_back_in_under_a_new_id(api: TestClient, party: str) -> None:
    out = api.get(f"/party/{party}/export.json").json()
    made = api.post("/party/import", json=out, headers=WAIT)
    assert made.status_code == 201
    back, held = made.json(), api.get(f"/party/{party}").json()
    assert back["party_id"] != party
    assert back["agent_results"] == held["agent_results"]


@pytest.mark.parametrize("form", ["md", "csv", "ics"])
def test_a_plan_is_exported_to_be_read(api: TestClient, party: str, form: str) -> None:
    answer = api.get(f"/party/{party}/export.{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{party}.{form}"'
    assert len(answer.text.splitlines()) > 10


@pytest.mark.parametrize("form", ["pdf", "exe"])
def test_a_format_that_is_not_there_is_refused_with_those_that_are(
    api: TestClient, party: str, form: str
) -> None:
    answer = api.get(f"/party/{party}/export.{form}")
    assert answer.status_code == 404
    assert all(name in answer.json()["detail"] for name in ("md", "csv", "json"))


# --- reading --------------------------------------------------------------------------------------


def test_an_older_version_is_shown_as_it_was(api: TestClient, party: str) -> None:
    before = api.get(f"/party/{party}").json()
    edited(api, party, removed=("inp_1",))
    older = api.get(f"/party/{party}", params={"version": before["version"]})
    assert older.json()["inputs"] == before["inputs"]
    assert older.headers["etag"] == f'"{before["version"]}"'


@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"1", "{}"', '"x",W/"{}"', "*"])
def test_a_version_that_is_held_is_not_sent_again(api: TestClient, party: str, form: str) -> None:
    version = api.get(f"/party/{party}").json()["version"]
    headers = {"If-None-Match": form.format(version)}
    answer = api.get(f"/party/{party}", headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == f'"{version}"'


@pytest.mark.parametrize("form", ['"{}0"', "{}", '"x"', "nonsense"])
def test_another_version_is_sent(api: TestClient, party: str, form: str) -> None:
    version = api.get(f"/party/{party}").json()["version"]
    headers = {"If-None-Match": form.format(version)}
    assert api.get(f"/party/{party}", headers=headers).status_code == 200


def test_the_list_gives_every_party_once_page_by_page(api: TestClient, party: str) -> None:
    for _ in range(3):
        created(api)
    seen: list[str] = []
    page: dict[str, Any] = {"nextCursor": ""}
    while page["nextCursor"] is not None:
        page = api.get(f"/party?cursor={page['nextCursor']}&limit=2").json()  # as it is
        seen += [line["party_id"] for line in page["data"]]
    assert len(seen) == len(set(seen)) >= 4
    assert party in seen


def test_a_cursor_that_no_page_gave_is_refused(api: TestClient) -> None:
    answer = api.get("/party?cursor=foo")
    assert answer.status_code == 422
    assert answer.json()["detail"] == "A cursor is the nextCursor of a page before."


def test_the_history_tells_every_version_and_every_input(api: TestClient, party: str) -> None:
    version = edited(api, party, "a DJ", removed=("inp_3",))["version"]
    history = api.get(f"/party/{party}/history").json()
    assert [line["version"] for line in history["data"]] == list(range(1, version + 1))
    removed = {i["content"]: i["removed_version"] for i in history["inputs"]}
    assert removed["chocolate cake"] is not None
    assert removed["a DJ"] is None


def test_the_cost_of_a_party_is_told_in_microdollars(api: TestClient, party: str) -> None:
    cost = api.get(f"/party/{party}/cost").json()
    assert cost["party_id"] == party
    assert (cost["spent_microdollars"], cost["saved_microdollars"]) == (0, 0)
    assert cost["calls"] == {"reserved": 0, "settled": 0, "released": 0, "unknown": 0}
    assert cost["by_agent"] == cost["by_tier"] == cost["by_model"] == cost["dearest"] == []


def test_listings_are_found_by_kind_city_and_size(api: TestClient) -> None:
    found = api.get(
        "/catalogue/search",
        params={"text": "garden", "kind": "venue", "city": "austin", "capacity": 80, "limit": 4},
    ).json()["data"]
    assert found
    assert {entry["city"] for entry in found} == {"Austin"}
    assert all(entry["role"] == "venue" and entry["capacity"] >= 80 for entry in found)


# --- both mounts, and what operators ask ----------------------------------------------------------


def test_the_versioned_mount_does_the_same_and_stays_in_its_place(api: TestClient) -> None:
    made = api.post("/api/v1/party", json={"inputs": ["jungle theme"]}, headers=WAIT)
    party_id = made.json()["party_id"]
    assert made.headers["location"] == f"/api/v1/party/{party_id}"
    assert api.get(f"/api/v1/party/{party_id}").json() == api.get(f"/party/{party_id}").json()


def test_the_server_says_how_it_is_and_what_it_did(api: TestClient, party: str) -> None:
    assert api.get("/health").json() == {"status": "ok"}
    assert api.get("/ready").json() == {"status": "ready"}
    lines = api.get("/metrics").text.splitlines()
    values = {name: int(value) for name, value in (x.rsplit(" ", 1) for x in lines if x[0] != "#")}
    assert values["festplan_parties"] >= 1
    assert values["festplan_runs_total"] >= 1
    assert values['festplan_steps_total{outcome="ran"}'] >= 1
    assert party


def test_the_page_says_how_to_start(api: TestClient) -> None:
    page = api.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "festplan plan" in page.text


def test_every_operation_declares_its_problems(api: TestClient) -> None:
    paths = api.get("/openapi.json").json()["paths"]
    operations = [
        (path, method, operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    assert len(operations) >= 25
    for path, method, operation in operations:
        content = operation["responses"]["4XX"]["content"]
        assert content.keys() == {"application/problem+json"}, (path, method)


def test_every_type_of_problem_is_explained_at_its_address(api: TestClient) -> None:
    problem = api.get("/party/fp2026Z00000").json()
    explained = api.get(problem["type"])
    assert explained.status_code == 200
    assert explained.text.startswith(problem["title"])
