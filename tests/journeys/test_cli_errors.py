"""What the command line says when something is wrong, and how it ends: 1, 2, or quietly."""

from __future__ import annotations

import json
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from festplan.cli.party import show_party
from tests.journeys.command_line import FESTPLAN, CommandLine

HEAVY = ("sqlalchemy", "pydantic", "fastapi", "uvicorn", "alembic", "rapidfuzz")
SECONDS_TO_PLAN = 2
TERMINAL = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.fixture(scope="module")
def festplan(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    line = CommandLine(tmp_path_factory.mktemp("cli-errors"))
    line("catalogue", "stats")
    return line


@pytest.fixture(scope="module")
def party(festplan: CommandLine) -> str:
    return festplan.planned("jungle theme", "75 guests")


# --- one sentence and exit 1 ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        *("show", "history", "snapshots", "save", "resume", "close", "undo", "redo"),
        *("fork", "export", "cost party", "edit", "restore --version 1", "diff X 1 2"),
        *("choose X venue 1", "correct X guests 5", "tick X venue:book", "pay X venue"),
    ],
)
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_an_unknown_party_is_told_in_one_sentence(
    festplan: CommandLine, command: str, flags: tuple[str, ...]
) -> None:
    words = command.split()
    words = ["fp1" if word == "X" else word for word in words]
    if "fp1" not in words:
        words.insert(2 if words[0] == "cost" else 1, "fp1")
    said = festplan(*words, *flags)
    assert (said.code, said.out, said.err) == (1, "", "There is no party fp1.\n")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("edit", "PARTY", "--remove", "inp_9"), "no input inp_9"),
        (("edit", "PARTY", "--change", "inp_9=x"), "no input inp_9"),
        (("edit", "PARTY", "--add", " "), "needs some words"),
        (("edit", "PARTY", "--add", "x" * 20_000), "at most 10,000 characters"),
        (("show", "PARTY", "--version", "999"), "versions 1 to"),
        (("show", "PARTY", "--version", "9" * 30), "versions 1 to"),
        (("restore", "PARTY", "--snapshot", "999"), "no snapshot 999"),
        (("redo", "PARTY"), "nothing to redo"),
        (("choose", "PARTY", "venue", "nope"), "has not proposed nope"),
        (("choose", "PARTY", "cake", "1"), "no answer of cake_agent"),
        (("correct", "PARTY", "colour", "red"), "no fact called"),
        (("correct", "PARTY", "guests", "many"), "whole number"),
        (("correct", "PARTY", "diet", '{"a":'), "is JSON"),
        (("tick", "PARTY", "nope"), "no task nope"),
        (("pay", "PARTY", "nope"), "no line nope"),
        (("export", "PARTY", "-o", "/nowhere/plan.md"), "cannot be written"),
        (("import", "/nowhere/party.json"), "cannot be read"),
        (("understand", "--file", "/nowhere/texts"), "cannot be read"),
        (("serve", "--host", "192.0.2.1"), "cannot listen"),
        (("show", "\x1b[31mred"), "no party [31mred"),
        (("correct", "PARTY", "guests", "-5"), "whole number from 0 to 100,000, not '-5'"),
        (("correct", "PARTY", "budget", "-$1,500.50"), "budget is money"),
        (("correct", "PARTY", "guests", "-5", "--preview"), "whole number"),
        (("choose", "PARTY", "venue", "-1"), "has not proposed -1"),
        (("tick", "PARTY", "-3"), "no task -3"),
        (("pay", "PARTY", "-3"), "no line -3"),
        (("diff", "PARTY", "-1", "2"), "not -1"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    festplan: CommandLine, party: str, command: tuple[str, ...], words: str
) -> None:
    before = festplan.json("show", party)
    said = festplan(*(party if word == "PARTY" else word for word in command))
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err
    assert festplan.json("show", party) == before


@pytest.mark.parametrize(
    "command",
    [
        *("plan", "show", "edit", "history", "list --cursor", "understand", "correct X city"),
        *("catalogue search --city", "catalogue search", "tick X", "choose X venue"),
    ],
)
def test_bytes_that_are_no_text_are_refused_or_found_nowhere(
    festplan: CommandLine, party: str, command: str
) -> None:
    words = [party if word == "X" else word for word in command.split()]
    said = festplan.process(*words, b"\xff\xfe")
    assert "Traceback" not in said.err
    assert said.code == (0 if words[0] == "catalogue" and "--city" in words else 1)
    assert len(said.err.splitlines()) == said.code


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FESTPLAN_PORT", "abc", "FESTPLAN_PORT cannot be used"),
        ("FESTPLAN_DATABASE_URL", "postgresql://nowhere/x", "SQLite"),
        ("FESTPLAN_DATABASE_URL", "nonsense", "FESTPLAN_DATABASE_URL"),
        ("FESTPLAN_DATA_DIR", __file__, "data folder"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_by_its_name(
    festplan: CommandLine, name: str, value: str, words: str
) -> None:
    said = festplan.process("list", **{name: value})
    assert (said.code, said.out, len(said.err.splitlines())) == (1, "", 1)
    assert words in said.err


@pytest.mark.parametrize("command", ["list", "plan", "doctor", "migrate", "verify"])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, command: str) -> None:
    database = tmp_path / "festplan.db"
    database.write_text("a shopping list", encoding="utf-8")
    said = CommandLine(tmp_path).process(command)
    assert (said.code, said.out, len(said.err.splitlines())) == (1, "", 1)
    assert "Traceback" not in said.err
    assert database.read_text(encoding="utf-8") == "a shopping list"


# --- wrong usage and exit 2 ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        *("nope", "plan --nope", "show", "edit X --change inp_1", "edit X --change =x"),
        *("restore X", "restore X --version 1 --snapshot 1", "pay X venue --state lost"),
        *("understand", "understand x --file y", "plan x --today tomorrow"),
        *("plan x --today 0001-01-01", "show X --version one", "list --limit 0"),
        "export X --format docx",
    ],
)
def test_wrong_usage_ends_with_2(festplan: CommandLine, party: str, command: str) -> None:
    said = festplan(*(party if word == "X" else word for word in command.split()))
    assert (said.code, said.out) == (2, "")
    assert "Usage" in said.err


# --- quiet ends ----------------------------------------------------------------------------------


def test_a_closed_pipe_ends_quietly(festplan: CommandLine, party: str) -> None:
    command = f"{FESTPLAN} show {party} | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=festplan.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""


def test_ctrl_c_ends_a_first_run_quietly_and_the_next_command_goes_on(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "new")
    command = subprocess.Popen(
        [FESTPLAN, "list"],
        env=line.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stderr is not None
    assert b"sample catalogue" in command.stderr.readline()
    command.send_signal(signal.SIGINT)
    said = command.communicate(timeout=60)
    assert (command.returncode, *said) == (130, b"", b"")
    assert line.process("catalogue", "search", "--kind", "venue").out.count("smp-") == 5


def test_a_plan_that_could_not_be_finished_is_told_with_what_to_do(
    festplan: CommandLine, party: str, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = festplan.json("show", party) | {"status": "failed", "failed": "cake_agent: no oven"}
    with pytest.raises(typer.Exit) as ended:
        show_party(failed, as_json=False)
    said = capsys.readouterr()
    assert ended.value.exit_code == 1
    assert "NOT FINISHED" in said.out
    assert said.err == (
        "The plan could not be finished: cake_agent: no oven; "
        f"your words are kept; try again with: festplan edit {party}\n"
    )


def test_a_database_that_is_not_sound_is_told_and_ends_with_1(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "spoilt")
    line("catalogue", "stats")
    line.planned("jungle theme")
    with sqlite3.connect(line.folder / "festplan.db") as database:
        database.execute("DELETE FROM party_events WHERE version = 2")
    said = line("verify", "--json")
    assert said.code == 1
    assert said.document["findings"]
    assert "do not hold" in said.err
    assert "party_events" in line("verify").out


def test_ctrl_c_stops_the_server_quietly_and_its_address_was_printed(
    festplan: CommandLine,
) -> None:
    server = subprocess.Popen(
        [FESTPLAN, "serve", "--port", "0", "--json"],
        env=festplan.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert server.stdout is not None
    address = json.loads(server.stdout.readline())["address"]
    port = int(address.rpartition(":")[2])
    _until_open(port)
    assert festplan("serve", "--port", str(port)).err.startswith("Festplan cannot listen")
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=30)
    assert b"Traceback" not in said


def _until_open(port: int) -> None:
    """Waits until the server has answered a request."""
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as asked:
                asked.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if asked.recv(12):
                    return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server does not answer")


# --- what a terminal shows -----------------------------------------------------------------------


def test_colour_is_for_terminals_and_no_color_turns_it_off(
    festplan: CommandLine, party: str
) -> None:
    shown = {
        name: festplan.process("show", party, **settings).out
        for name, settings in {
            "piped": dict[str, str](),
            "forced": TERMINAL,
            "plain": TERMINAL | {"NO_COLOR": "1"},
        }.items()
    }
    assert "\x1b" not in shown["piped"]
    assert "\x1b[38" in shown["forced"]
    assert "\x1b[38" not in shown["plain"]


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_nothing_is_cut_off_at_any_width(festplan: CommandLine, party: str, columns: str) -> None:
    said = festplan.process("show", party, COLUMNS=columns)
    assert max(len(line) for line in said.out.splitlines()) <= int(columns)
    assert "…" not in said.out
    letters = sorted("".join(festplan.process("show", party, COLUMNS="80").out.split()))
    assert sorted("".join(said.out.split())) == letters


def test_a_terminal_that_knows_only_ascii_is_served(festplan: CommandLine, party: str) -> None:
    for arguments in (("show", party), ("show", party, "--json"), ("export", party)):
        said = festplan.process(*arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert (said.code, said.err) == (0, "")
        assert said.out.isascii()


# --- speed ---------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy(festplan: CommandLine) -> None:
    program = (
        "import sys; from festplan.cli import main\n"
        "sys.argv = ['festplan', '--help']\n"
        "try: main()\n"
        f"finally: print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=festplan.environment(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr.decode().strip() == "[]"


def test_a_plan_comes_while_a_host_still_looks(festplan: CommandLine) -> None:
    """In seconds of one core, so that what else the machine does is not counted."""

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        festplan.process("plan", "jungle theme", "75 guests in Austin", "chocolate cake")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    assert min(seconds() for _ in range(3)) < SECONDS_TO_PLAN


# --- a first run ---------------------------------------------------------------------------------


def test_a_first_run_says_on_stderr_what_it_makes(tmp_path: Path) -> None:
    said = CommandLine(tmp_path / "new").process("list", "--json")
    assert said.code == 0
    assert json.loads(said.out)["data"] == []
    assert "sample catalogue" in said.err
    assert len(said.err.splitlines()) == 1


def test_the_doctor_makes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    said = CommandLine(folder).process("doctor")
    assert (said.code, said.err) == (0, "")
    assert "none yet" in said.out
    assert not folder.exists()
