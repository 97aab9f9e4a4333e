"""Whatever comes in, the answer is one clear sentence, and the party is as it was."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from festplan.domain.text import MAX_TEXT
from tests.journeys.serving import Document, client, created

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture(scope="module")
def party(api: TestClient) -> str:
    return str(created(api, "jungle theme", "75 guests")["party_id"])


def check(problem: Document, status: int) -> None:
    """A problem document with one sentence that a person can read."""
    assert problem["status"] == status
    assert re.fullmatch(r"/problems/[a-z-]+", problem["type"])
    assert problem["title"]
    sentence = problem["detail"]
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert 10 < len(sentence) < 400
    assert not re.search(r"Traceback|Error|Exception|0x[0-9a-f]{6}", sentence)


# --- bodies that are not what JSON may be ---------------------------------------------------------

DEEP = b'{"new_inputs": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BODIES: list[tuple[str, bytes, int, str]] = [
    ("no JSON", b"jungle theme", 400, "not valid JSON"),
    ("cut off", b'{"new_inputs": [', 400, "not valid JSON"),
    ("two documents", b"{} {}", 400, "not valid JSON"),
    ("100,000 deep", DEEP, 400, "32 levels"),
    ("33 deep", b'{"new_inputs": ' + b"[" * 32 + b"]" * 32 + b"}", 400, "32 levels"),
    ("unclosed", b"[" * 100_000, 400, "32 levels"),
    ("name twice", b'{"new_inputs": [], "new_inputs": []}', 400, "twice"),
    ("NaN", b'{"new_inputs": [NaN]}', 400, "NaN"),
    ("Infinity", b'{"new_inputs": [-Infinity]}', 400, "Infinity"),
    ("1e999", b'{"new_inputs": [1e999]}', 400, "too large"),
    ("2^53 + 1", b'{"new_inputs": [9007199254740993]}', 400, "9,007"),
    ("5,000 digits", b'{"new_inputs": [' + b"9" * 5000 + b"]}", 400, "9,007"),
    ("half a pair", b'{"new_inputs": [{"content": "a \\ud800 b"}]}', 400, "surrogate"),
    ("half a pair as name", b'{"\\udfff": 1}', 400, "surrogate"),
    ("raw surrogate", b'{"new_inputs": [{"content": "\xed\xa0\x80"}]}', 400, "UTF-8"),
    ("Latin-1", '{"new_inputs": [{"content": "Käse"}]}'.encode("latin-1"), 400, "UTF-8"),
    ("UTF-16", '{"new_inputs": []}'.encode("utf-16"), 400, "UTF-8"),
    ("a byte-order mark", b"\xef\xbb\xbf{}", 400, "JSON"),
    ("control in a string", b'{"new_inputs": [{"content": "a\x01b"}]}', 400, "not valid JSON"),
    ("over 1 MiB", b'{"new_inputs": [{"content": "' + b"a" * 2**20 + b'"}]}', 413, "1,048,576"),
    ("a list", b"[]", 422, "#"),
    ("null", b"null", 422, "#"),
    ("a text", b'"jungle theme"', 422, "#"),
    ("a name too many", b'{"add": ["jungle theme"]}', 422, "#/add"),
    ("texts for objects", b'{"new_inputs": ["a DJ"]}', 422, "#/new_inputs/0"),
    ("no content", b'{"new_inputs": [{}]}', 422, "#/new_inputs/0/content"),
    ("a number for a text", b'{"new_inputs": [{"content": 75}]}', 422, "#/new_inputs/0/content"),
    ("an empty text", b'{"new_inputs": [{"content": ""}]}', 422, "#/new_inputs/0/content"),
    ("blanks", b'{"new_inputs": [{"content": " \\n "}]}', 422, "empty"),
    ("only invisible marks", b'{"new_inputs": [{"content": "\\u200b\\u0000"}]}', 422, "empty"),
    (
        "too long a text",
        b'{"new_inputs": [{"content": "' + b"a" * (MAX_TEXT + 1) + b'"}]}',
        422,
        "10000",
    ),
    (
        "too many texts",
        b'{"new_inputs": [' + b",".join([b'{"content": "a"}'] * 201) + b"]}",
        422,
        "200",
    ),
    ("an unknown input", b'{"removed_input_ids": ["inp_99"]}', 422, "inp_99"),
    (
        "changed twice",
        (
            b'{"changed_inputs": [{"input_id": "inp_1", "content": "a"}],'
            b' "removed_input_ids": ["inp_1"]}'
        ),
        422,
        "twice",
    ),
]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [body[1:] for body in BODIES],
    ids=[body[0] for body in BODIES],
)
def test_a_body_that_cannot_be_taken_is_refused_in_one_sentence(
    api: TestClient, party: str, body: bytes, status: int, says: str
) -> None:
    before = api.get(f"/party/{party}").content
    answer = api.post(f"/party/{party}/edit", content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    check(answer.json(), status)
    assert says in answer.json()["detail"]
    assert api.get(f"/party/{party}").content == before


def test_every_fault_of_a_body_has_its_place(api: TestClient, party: str) -> None:
    body = {"new_inputs": [{"content": 1}, {"text": "a"}], "a/b~c": 1}
    problem = api.post(f"/party/{party}/edit", json=body).json()
    assert {error["pointer"] for error in problem["errors"]} == {
        "#/new_inputs/0/content",
        "#/new_inputs/1/content",
        "#/new_inputs/1/text",
        "#/a~1b~0c",
    }
    assert all(error["detail"] for error in problem["errors"])


def test_controls_and_direction_marks_are_taken_out_of_texts(api: TestClient) -> None:
    made = created(api, "jungle\x00 \u202etheme\u200b", "cafe\u0301 tables")
    assert [i["content"] for i in made["inputs"]] == ["jungle theme", "café tables"]


# --- other routes ---------------------------------------------------------------------------------

CALLS: list[tuple[str, str, Document | None, int]] = [
    ("choose", "choose", {"agent": "venue_agent", "listing_id": "nothing"}, 422),
    ("choose nobody", "choose", {"agent": "dj_agent", "listing_id": "x"}, 422),
    ("correct what is none", "correct", {"fact": "colour", "value": "red"}, 422),
    ("correct with words", "correct", {"fact": "guests", "value": "many"}, 422),
    ("correct with null", "correct", {"fact": "guests", "value": None}, 422),
    ("correct with truth", "correct", {"fact": "guests", "value": True}, 422),
    ("correct with a list", "correct", {"fact": "city", "value": [["Austin"]]}, 422),
    ("correct with an object", "correct", {"fact": "theme", "value": {"a": 1}}, 422),
    ("correct with objects", "correct", {"fact": "theme", "value": [{"a": 1}]}, 422),
    ("a past century", "correct", {"fact": "date", "value": "1066-10-14"}, 422),
    ("broken diets", "correct", {"fact": "diet", "value": "{"}, 422),
    ("deep diets", "correct", {"fact": "diet", "value": '{"a":' * 3000}, 422),
    ("a negative budget", "correct", {"fact": "budget", "value": "-5"}, 422),
    ("redo", "redo", None, 409),
    ("restore nothing", "restore", {}, 422),
    ("restore both", "restore", {"version": 1, "snapshot_version": 1}, 422),
    ("restore the future", "restore", {"version": 9999}, 404),
    ("restore no snapshot", "restore", {"snapshot_version": 9999}, 404),
    ("restore version 0", "restore", {"version": 0}, 422),
    ("fork the future", "fork", {"version": 9999}, 404),
    ("tick in between", "tick", {"task": "venue:book", "done": "yes"}, 422),
    ("pay a bit", "pay", {"line": "venue", "state": "a bit"}, 422),
]


@pytest.mark.parametrize(
    ("route", "body", "status"), [c[1:] for c in CALLS], ids=[c[0] for c in CALLS]
)
def test_a_command_that_cannot_be_done_is_refused_in_one_sentence(
    api: TestClient, party: str, route: str, body: Document | None, status: int
) -> None:
    before = api.get(f"/party/{party}").content
    answer = api.post(f"/party/{party}/{route}", json=body)
    assert answer.status_code == status, answer.text
    check(answer.json(), status)
    assert api.get(f"/party/{party}").content == before


def test_undo_at_the_beginning_says_that_there_is_nothing_to_take_back(api: TestClient) -> None:
    answer = api.post(f"/party/{created(api)['party_id']}/undo")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/nothing-to-undo"


PATHS = [
    ("/party/{}?version=0", 422),
    ("/party/{}?version=9999", 404),
    ("/party/{}?version=99999999999999999999", 422),
    ("/party/{}?version=x", 422),
    ("/party/{}/diff", 422),
    ("/party/{}/diff?a=1&b=9999", 404),
    ("/party/{}/diff?a=1&b=1&other=fp2026Z00000", 404),
    ("/party?limit=0", 422),
    ("/party?limit=100000", 422),
    ("/party/{}/nothing", 404),
    ("/nothing", 404),
    ("/catalogue/search?capacity=-1", 422),
    ("/problems/nothing", 404),
    ("/party/fp2026Z00000", 404),
    ("/party/fp2026Z00000/history", 404),
    ("/party/fp2026Z00000/snapshots", 404),
    ("/party/fp2026Z00000/cost", 404),
    ("/party/fp2026Z00000/export.md", 404),
    ("/party/fp2026Z00000/export.json", 404),
    ("/party/%00%ff", 404),
]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_an_address_that_leads_nowhere_is_told(
    api: TestClient, party: str, path: str, status: int
) -> None:
    answer = api.get(path.format(party))
    assert answer.status_code == status, answer.text
    check(answer.json(), status)


COMMANDS = ("edit", "save", "resume", "close", "undo", "redo", "restore", "fork", "choose")
SMALLEST: dict[str, Document] = {
    "edit": {},
    "restore": {"version": 1},
    "choose": {"agent": "venue_agent", "listing_id": "x"},
    "correct": {"fact": "guests", "value": 5},
    "tick": {"task": "x"},
    "pay": {"line": "x", "state": "paid"},
}


@pytest.mark.parametrize("route", [*COMMANDS, "correct", "tick", "pay"])
def test_every_command_on_a_party_that_is_not_there_gives_the_same_404(
    api: TestClient, route: str
) -> None:
    answer = api.post(f"/party/fp2026Z00000/{route}", json=SMALLEST.get(route))
    assert answer.status_code == 404
    assert answer.json() == api.get("/party/fp2026Z00000").json()


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/party"), ("PUT", "/health"), ("GET", "/party/x/edit")]
)
def test_a_method_that_an_address_does_not_take_is_told_with_those_that_it_does(
    api: TestClient, method: str, path: str
) -> None:
    answer = api.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"]
    check(answer.json(), 405)


# --- who may ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_does_not_say_that_it_is_json_is_refused(
    api: TestClient, party: str, media_type: str
) -> None:
    answer = api.post(f"/party/{party}/edit", content=b"{}", headers={"Content-Type": media_type})
    assert answer.status_code == 415
    check(answer.json(), 415)


def test_a_compressed_body_is_refused(api: TestClient, party: str) -> None:
    answer = api.post(
        f"/party/{party}/edit", content=b"{}", headers=JSON | {"Content-Encoding": "gzip"}
    )
    assert answer.status_code == 415


def test_a_charset_may_be_said(api: TestClient, party: str) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = api.post(f"/party/{party}/edit?preview=true", content=b"{}", headers=headers)
    assert answer.status_code == 200


def test_a_body_without_a_length_is_counted_as_it_comes(api: TestClient, party: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"new_inputs": [{"content": "'
        for _ in range(300):
            yield b"a" * 4096

    answer = api.post(f"/party/{party}/edit", content=chunks(), headers=JSON)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:3000", "null", "http://testserver:81", ""]
)
def test_a_page_of_another_site_cannot_change_a_party(
    api: TestClient, party: str, origin: str
) -> None:
    answer = api.post(f"/party/{party}/save", headers={"Origin": origin})
    assert answer.status_code == 403
    check(answer.json(), 403)


def test_the_own_page_can_change_a_party(api: TestClient, party: str) -> None:
    answer = api.post(f"/party/{party}/save", headers={"Origin": "http://testserver"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "[::2]", "[", "", "a b"]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(api: TestClient, host: str) -> None:
    answer = api.get("/party", headers={"Host": host})
    assert answer.status_code == 421
    check(answer.json(), 421)


@pytest.mark.parametrize("host", ["localhost:8321", "127.0.0.1", "[::1]:8321", "LOCALHOST"])
def test_every_name_of_this_machine_is_taken(api: TestClient, host: str) -> None:
    assert api.get("/party", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("prefer", ["wait", "wait=", "wait=x", "wait=-1", "handling=lenient", "="])
def test_a_preference_that_is_not_understood_is_passed_over(
    api: TestClient, party: str, prefer: str
) -> None:
    answer = api.post(f"/party/{party}/edit", json={}, headers={"Prefer": prefer})
    assert answer.status_code == 202
    assert "preference-applied" not in answer.headers


def test_a_result_that_is_damaged_in_the_store_is_told(tmp_path: Path) -> None:
    with client(tmp_path) as door:
        party_id = created(door, "jungle theme")["party_id"]
    with sqlite3.connect(tmp_path / "festplan.db") as database:
        database.execute("UPDATE contents SET body = x'00'")
    database.close()
    with client(tmp_path) as door:
        answer = door.get(f"/party/{party_id}")
    assert answer.status_code == 500
    check(answer.json(), 500)
    assert "damaged" in answer.json()["detail"]


def test_what_nobody_foresaw_is_answered_as_a_problem_too(tmp_path: Path) -> None:
    with client(tmp_path) as door:
        party_id = created(door)["party_id"]
        with sqlite3.connect(tmp_path / "festplan.db") as database:
            database.execute("DROP TABLE ledger")
        database.close()
        quiet = TestClient(door.app, raise_server_exceptions=False)
        answer = quiet.get(f"/party/{party_id}/cost")
    assert answer.status_code == 500
    check(answer.json(), 500)
    assert "ledger" not in answer.text
