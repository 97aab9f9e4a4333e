"""A party's events as they happen: in order, without gap or repeat, over a real connection."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from starlette.types import Message

from festplan.api import stream
from tests.journeys.serving import Document, created, edited, served

HEARTBEAT_SECONDS = 0.3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def api(folder: Path) -> Iterator[httpx2.Client]:
    with (
        served(folder, heartbeat_seconds=HEARTBEAT_SECONDS) as url,
        httpx2.Client(base_url=url, timeout=20) as opened,
    ):
        yield opened


@pytest.fixture
def party(api: httpx2.Client) -> str:
    return str(created(api, "jungle theme", "75 guests")["party_id"])


@contextmanager
def listening(
    api: httpx2.Client, party_id: str, query: str = "", **headers: str
) -> Iterator[Iterator[str]]:
    """The lines of a stream of the party's events, as they come."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with api.stream("GET", f"/party/{party_id}/events{query}", headers=named) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.iter_lines()


def take(lines: Iterator[str], count: int) -> list[Document]:
    """The next `count` events: id, name and data of each."""
    found: list[Document] = []
    event: Document = {}
    while len(found) < count:
        line = next(lines)
        name, _, value = line.partition(": ")
        if name in ("id", "event", "data"):
            event[name] = value
        elif not line and "data" in event:
            found.append(event)
            event = {}
    return found


def versions(events: list[Document]) -> list[int]:
    return [int(event["id"]) for event in events]


def head(api: httpx2.Client, party_id: str) -> int:
    version: int = api.get(f"/party/{party_id}").json()["version"]
    return version


def test_a_stream_begins_with_the_whole_history_and_goes_on(api: httpx2.Client, party: str) -> None:
    before = head(api, party)
    with listening(api, party) as lines:
        assert versions(take(lines, before)) == list(range(1, before + 1))
        edited(api, party, "Need balloon artist")
        after = head(api, party)
        events = take(lines, after - before)
    assert versions(events) == list(range(before + 1, after + 1))
    assert events[0]["event"] == "InputAdded"
    assert events[-1]["event"] == "RunFinished"


def test_an_event_is_one_document_with_its_version_kind_body_and_time(
    api: httpx2.Client, party: str
) -> None:
    with listening(api, party) as lines:
        for event in take(lines, head(api, party)):
            document = json.loads(event["data"])
            assert document.keys() == {"version", "kind", "body", "occurred_at"}
            assert (str(document["version"]), document["kind"]) == (event["id"], event["event"])


def test_no_stream_tells_whose_private_results_a_party_uses(api: httpx2.Client, party: str) -> None:
    scope = api.get(f"/party/{party}/export.json").json()["scope"]
    fork = api.post(f"/party/{party}/fork").json()["party_id"]
    out = api.get(f"/party/{party}/export.json").json()
    back = api.post("/party/import", json=out).json()["party_id"]
    for party_id in (party, fork, back):
        with listening(api, party_id) as lines:
            text = json.dumps(take(lines, head(api, party_id)))
        assert scope not in text
        assert "scope" not in text
        assert "fingerprint" not in text


@pytest.mark.parametrize("by", ["header", "query"])
def test_a_stream_resumes_after_the_last_event_that_was_seen(
    api: httpx2.Client, party: str, by: str
) -> None:
    seen = head(api, party) // 2
    headers = {"Last_Event_ID": str(seen)} if by == "header" else {}
    query = "?after=1" if by == "header" else f"?after={seen}"
    with listening(api, party, query, **headers) as lines:
        rest = take(lines, head(api, party) - seen)
    assert versions(rest) == list(range(seen + 1, head(api, party) + 1))


@pytest.mark.parametrize("seen", ["nonsense", "-3", "1e3", "", "9" * 40, "٣"])
def test_a_last_event_id_that_is_none_does_not_end_the_stream(
    api: httpx2.Client, party: str, seen: str
) -> None:
    with api.stream(
        "GET", f"/party/{party}/events", headers=[(b"Last-Event-ID", seen.encode())]
    ) as answer:
        assert answer.status_code == 200


def test_an_id_ahead_of_the_party_goes_on_at_its_head(api: httpx2.Client, party: str) -> None:
    before = head(api, party)
    with listening(api, party, Last_Event_ID="99999") as lines:
        assert next(lines).startswith("retry")
        edited(api, party, "a DJ")
        assert versions(take(lines, 1)) == [before + 1]


def test_reconnecting_again_and_again_leaves_no_gap_and_no_repeat(
    api: httpx2.Client, party: str
) -> None:
    writing = threading.Thread(target=lambda: [edited(api, party, f"wish {n}") for n in range(8)])
    writing.start()
    seen: list[int] = []
    while writing.is_alive() or not seen or seen[-1] < head(api, party):
        with listening(api, party, Last_Event_ID=str(seen[-1] if seen else 0)) as lines:
            available = head(api, party) - (seen[-1] if seen else 0)
            seen += versions(take(lines, min(3, available)))
    writing.join()
    assert seen == list(range(1, head(api, party) + 1))


def test_two_readers_get_the_same(api: httpx2.Client, party: str) -> None:
    after = f"?after={head(api, party)}"
    with listening(api, party, after) as one, listening(api, party, after) as other:
        next(one)
        next(other)
        before = head(api, party)
        edited(api, party, "a DJ")
        count = head(api, party) - before
        assert take(one, count) == take(other, count)


def test_an_idle_stream_says_that_it_is_alive(api: httpx2.Client, party: str) -> None:
    with listening(api, party, f"?after={head(api, party)}") as lines:
        started = time.monotonic()
        comments = 0
        while comments < 3:
            comments += next(lines).startswith(":")
    assert 2 * HEARTBEAT_SECONDS < time.monotonic() - started < 20 * HEARTBEAT_SECONDS


def test_what_another_process_does_is_seen_too(
    api: httpx2.Client, folder: Path, party: str
) -> None:
    """A server of its own over the same data stands for the other process.

    It is the one that is listened to: its heartbeat is too slow to be what wakes the stream.
    """
    before = head(api, party)
    with (
        served(folder) as url,
        httpx2.Client(base_url=url) as other,
        listening(other, party, f"?after={before}") as lines,
    ):
        next(lines)
        started = time.monotonic()
        edited(api, party, "a DJ")
        assert versions(take(lines, 1)) == [before + 1]
    assert time.monotonic() - started < stream.HEARTBEAT_SECONDS / 2


def test_the_stream_of_a_party_that_is_not_there_is_a_problem(api: httpx2.Client) -> None:
    answer = api.get("/party/fp2026Z00000/events")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_readers_who_leave_are_forgotten(api: httpx2.Client, party: str) -> None:
    for _ in range(5):
        with listening(api, party) as lines:
            next(lines)
    assert eventually_no_streams(api)


def eventually_no_streams(api: httpx2.Client) -> bool:
    for _ in range(100):
        if "festplan_streams 0" in api.get("/metrics").text.splitlines():
            return True
        time.sleep(0.05)
    return False


def test_a_reader_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SLOW_SECONDS", 0.05)
    closed: list[bool] = []

    async def frames() -> AsyncGenerator[bytes, None]:
        try:
            while True:
                yield b"data: 1\n\n"
        finally:
            closed.append(True)

    async def stuck(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    asyncio.run(stream.EventStream(frames()).stream_response(stuck))
    assert closed == [True]


def test_a_stream_too_many_is_told_to_come_back(
    api: httpx2.Client, party: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert eventually_no_streams(api)
    monkeypatch.setattr(stream, "MOST_STREAMS", 1)
    with listening(api, party) as lines:
        next(lines)
        answer = api.get(f"/party/{party}/events")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_server_with_open_streams_stops_at_once_and_ends_them(tmp_path: Path) -> None:
    ended = threading.Event()
    with served(tmp_path) as url:
        api = httpx2.Client(base_url=url, timeout=30)
        party_id = created(api)["party_id"]
        opened = threading.Event()

        def read() -> None:
            with listening(api, party_id) as lines:
                next(lines)
                opened.set()
                for _ in lines:
                    pass
            ended.set()

        reader = threading.Thread(target=read)
        reader.start()
        assert opened.wait(10)
        started = time.monotonic()
    assert time.monotonic() - started < 3
    assert ended.wait(5)
    reader.join()
    api.close()
