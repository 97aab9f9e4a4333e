"""`festplan batch`: a file of parties in, ordinary parties out, and what is said on the way."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from festplan.models.batch_server import BatchServer
from festplan.models.metered import MeteredProvider
from tests.journeys.command_line import CommandLine

MODELS = "rules=none,small=openai:gpt-4o-mini"
TABLE = """name,private,theme,guests,food
Mia,,jungle theme,75 guests in Austin,chocolate cake
Ben,yes,space theme,,cupcakes
"""
LINES = """{"name": "Mia", "inputs": ["jungle theme", "75 guests in Austin", "chocolate cake"]}

{"name": "Ben", "inputs": ["space theme", "cupcakes"], "private": true}
"""


@pytest.fixture(scope="module")
def festplan(template: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("batch")
    shutil.copy(template, folder / "festplan.db")
    return CommandLine(folder, settings={"FESTPLAN_ENCODER_DIR": str(folder / "no-model")})


@contextmanager
def provider() -> Iterator[tuple[BatchServer, str]]:
    """A provider in a thread of its own, and its address."""
    server, loop = BatchServer(MeteredProvider(), looks=2), asyncio.new_event_loop()
    ready, end, address = threading.Event(), asyncio.Event(), list[str]()

    async def serve() -> None:
        async with server.serving() as where:
            address.append(where)
            ready.set()
            await end.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait()
    yield server, address[0]
    loop.call_soon_threadsafe(end.set)
    thread.join()
    loop.close()


def test_a_table_and_lines_of_json_say_the_same_and_are_one_batch(
    festplan: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "parties.csv").write_text(TABLE)
    (tmp_path / "parties.jsonl").write_text(LINES)
    first = festplan.json("batch", "submit", str(tmp_path / "parties.csv"), "--today", "2027-05-01")
    assert festplan.json("batch", "submit", str(tmp_path / "parties.jsonl")) == first
    assert (first["state"], first["today"]) == ("done", "2027-05-01")
    shown = [festplan.json("show", row["party_id"]) for row in first["rows"]]
    assert [[one["content"] for one in party["inputs"]] for party in shown] == [
        ["jungle theme", "75 guests in Austin", "chocolate cake"],
        ["space theme", "cupcakes"],
    ]
    assert {party["status"] for party in shown} == {"planned"}
    other = festplan.json("batch", "submit", str(tmp_path / "parties.csv"), "--again")
    assert other["job_id"] != first["job_id"]
    jobs = festplan.json("batch", "status")["data"]
    assert [one["job_id"] for one in jobs] == [first["job_id"], other["job_id"]]
    said = festplan("batch", "status", first["job_id"])
    assert "2 planned" in said.out
    assert first["rows"][0]["party_id"] in said.out


def test_through_a_provider_parties_wait_and_are_collected(
    festplan: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "parties.csv").write_text(TABLE)
    shutil.copytree(festplan.folder, tmp_path / "data")
    with provider() as (server, address):
        models = {"FESTPLAN_MODELS": MODELS, "FESTPLAN_OPENAI_BASE_URL": address}
        models |= festplan.settings
        asking = CommandLine(tmp_path / "data", settings=models)
        said = asking("batch", "submit", str(tmp_path / "parties.csv"), "--again")
        assert (said.code, "2 waiting" in said.out) == (0, True), said
        assert "with the provider" in said.out
        assert "Later: festplan batch collect" in said.out
        without = CommandLine(tmp_path / "data", settings=festplan.settings)("batch", "collect")
        told = "2 parties wait for a batch: set FESTPLAN_MODELS as it was.\n"
        assert (without.code, without.err) == (1, told)
        said = asking("batch", "collect", "--wait", "--every", "0.1", "--json")
        assert said.code == 0, said
        assert "parties wait; the next look is in 0.1 s" in said.err
    job = json.loads(said.out)["data"][-1]
    assert job["parties"] == {"due": 0, "waiting": 0, "planned": 2, "failed": 0}
    assert len(server.served) == len(set(server.served)) == job["asks"]["answered"]
    assert asking.json("show", job["rows"][0]["party_id"])["cost"]["spent_microdollars"] > 0
    assert asking.json("cost", "report")["spent_microdollars"] == job["spent_microdollars"]
    assert asking.json("verify")["ok"]


def test_a_file_with_a_wrong_row_is_refused_whole(festplan: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(f"{TABLE}Kim,perhaps,,75 guests,\nZoe\n")
    jobs = festplan.json("batch", "status")
    refused = festplan("batch", "submit", str(tmp_path / "parties.csv"))
    assert (refused.code, refused.out) == (1, "")
    lines = refused.err.splitlines()
    assert lines[0].startswith("parties.csv, line 4: name is a text")
    assert lines[1].startswith("parties.csv, line 5: The row has 1 cells")
    assert lines[2] == "2 of 4 rows cannot be planned; nothing was submitted."
    assert festplan.json("batch", "status") == jobs


def test_what_is_not_there_is_told_in_one_sentence(festplan: CommandLine) -> None:
    said = festplan("batch", "collect", "nope")
    assert (said.code, said.out, said.err) == (1, "", "There is no batch nope.\n")
    said = festplan("batch", "submit", "nowhere.csv")
    assert (said.code, said.err) == (1, "nowhere.csv cannot be read: No such file or directory.\n")
