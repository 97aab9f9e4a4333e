"""Files of listings through the command line: taken in whole or refused, then planned with."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import pty
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys.command_line import FESTPLAN, CommandLine

HEADER = "id,name,kind,city,country,capacity,licence,source,tags"
HALLS = (
    "ex:1,Zinc Hall,hall,Melbourne,AU,80,CC BY 4.0,City of Example,wheelchair=yes",
    'ex:2,"Café Été,\nupstairs",cafe,Melbourne,AU,60,CC BY 4.0,City of Example,',
    "ex:3,Grease & Go,fast_food,Melbourne,AU,30,CC BY 4.0,City of Example,",
    "ex:4,Bún Bakery,bakery,Melbourne,AU,,CC BY 4.0,City of Example,",
)
FILE = "\n".join((HEADER, *HALLS)) + "\n"
PLACES = Path(os.environ.get("FESTPLAN_TEST_PLACES", Path(__file__).parents[3] / "shared" / "data"))
"""Files of real places; no part of the project."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample catalogue."""
    folder = tmp_path_factory.mktemp("made")
    CommandLine(folder)("catalogue", "stats")
    return folder


@pytest.fixture
def festplan(made: Path, tmp_path: Path) -> CommandLine:
    folder = tmp_path / "data"
    folder.mkdir()
    with (
        sqlite3.connect(made / "festplan.db") as source,
        sqlite3.connect(folder / "festplan.db") as copy,
    ):
        source.backup(copy)
    source.close()
    copy.close()
    return CommandLine(folder)


@pytest.fixture
def halls(tmp_path: Path) -> Path:
    file = tmp_path / "halls.csv"
    file.write_text(FILE, encoding="utf-8")
    return file


def stats(festplan: CommandLine) -> dict[str, object]:
    return festplan.json("catalogue", "stats")


# --- taken in ------------------------------------------------------------------------------------


def test_a_file_is_taken_in_and_again_changes_nothing(festplan: CommandLine, halls: Path) -> None:
    first = festplan.json("catalogue", "import", str(halls))
    assert (first["added"], first["skipped"]) == (3, {"fast food": 1})
    after = stats(festplan)
    again = festplan.json("catalogue", "import", str(halls))
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert again["catalogue_version"] == first["catalogue_version"]
    assert stats(festplan) == after


def test_a_changed_row_changes_its_listing_alone(festplan: CommandLine, halls: Path) -> None:
    first = festplan.json("catalogue", "import", str(halls))
    halls.write_text(FILE.replace(",80,", ",90,"), encoding="utf-8")
    again = festplan.json("catalogue", "import", str(halls))
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 1, 2)
    assert again["catalogue_version"] > first["catalogue_version"]
    found = festplan.json("catalogue", "search", "Zinc", "--city", "Melbourne")["data"]
    assert found[0]["capacity"] == 90


@pytest.mark.parametrize(
    ("encoding", "separator", "read_as"),
    [
        ("utf-8", ",", "UTF-8, commas"),
        ("utf-8-sig", ";", "UTF-8, semicolons"),
        ("utf-16", "\t", "UTF-16, tabs"),
        ("utf-16-le", ",", "UTF-16, commas"),
        ("utf-16-be", "|", "UTF-16, bars"),
        ("utf-32", ",", "UTF-32, commas"),
        ("cp1252", ";", "Windows-1252, semicolons"),
    ],
)
def test_whatever_wrote_the_file_its_names_come_out_right(
    festplan: CommandLine, tmp_path: Path, encoding: str, separator: str, read_as: str
) -> None:
    text = io.StringIO()
    rows = csv.reader(io.StringIO(FILE))
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    file = tmp_path / "written.csv"
    file.write_bytes(text.getvalue().replace("ú", "û").encode(encoding))
    assert festplan.json("catalogue", "import", str(file))["read_as"] == read_as
    found = festplan.json("catalogue", "search", "--city", "Melbourne", "--kind", "cafe")["data"]
    assert [listing["name"] for listing in found] == ["Café Été, upstairs"]


@pytest.mark.parametrize("lines", [True, False], ids=["a line each", "an array"])
def test_json_is_taken_in_like_csv(festplan: CommandLine, tmp_path: Path, lines: bool) -> None:  # noqa: FBT001
    rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(io.StringIO(FILE))]
    file = tmp_path / "halls.json"
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows, indent=1)
    file.write_text(text, encoding="utf-8")
    from_csv = tmp_path / "halls.csv"
    from_csv.write_text(FILE, encoding="utf-8")
    assert festplan.json("catalogue", "import", str(file))["added"] == 3
    assert festplan.json("catalogue", "import", str(from_csv))["unchanged"] == 3


def test_columns_of_other_names_are_mapped(festplan: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("was,wo,Preis\nSaal,Graz,120\n", encoding="utf-8")
    refused = festplan("catalogue", "import", str(file))
    assert (refused.code, "--map name=COLUMN" in refused.err) == (1, True)
    mapped = ["name=was", "city=wo", "price=Preis", "kind==hall", "country==AT", "unit==event"]
    options = [word for said in mapped for word in ("--map", said)]
    assert festplan.json("catalogue", "import", str(file), *options)["added"] == 1
    (hall,) = festplan.json("catalogue", "search", "--city", "Graz")["data"]
    assert (hall["price_minor"], hall["currency"], hall["basis"]) == (12000, "EUR", "listed")
    assert hall["source"] == "mine.csv"


# --- refused -------------------------------------------------------------------------------------


def test_one_bad_row_and_nothing_is_changed(festplan: CommandLine, halls: Path) -> None:
    before = stats(festplan)
    bad = "ex:5,Bad,hall,Melbourne,AU,-5,,City,\nex:1,Twice,hall,Melbourne,AU,5,,City,\n"
    halls.write_text(FILE + bad, encoding="utf-8")
    said = festplan("catalogue", "import", str(halls))
    assert said.code == 1
    assert "Line 7: The capacity is a whole number" in said.err
    assert "Line 8: The id “ex:1” is on line 2 already" in said.err
    assert "2 rows are wrong, so nothing was imported" in said.err
    assert stats(festplan) == before


def test_errors_are_a_document_too_and_only_the_first_are_spelled_out(
    festplan: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("name,kind,city\n" + "=1,hall,Austin\n" * 50, encoding="utf-8")
    said = festplan("catalogue", "import", str(file), "--json")
    assert said.code == 1
    assert (said.document["faults"], said.document["imported"]) == (50, False)
    assert [error["line"] for error in said.document["errors"]] == list(range(2, 22))
    assert "and 30 more" in said.err


def test_of_several_files_each_stands_for_itself(
    festplan: CommandLine, halls: Path, tmp_path: Path
) -> None:
    said = festplan("catalogue", "import", str(tmp_path / "gone.csv"), str(halls), "--json")
    assert said.code == 1
    documents = [json.loads(line) for line in said.out.splitlines()]
    assert [(d["imported"], d["added"]) for d in documents] == [(False, 0), (True, 3)]
    assert "No such file" in said.err


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"name,kind,city\n\xff\xfe\x81\n", "no text"),
        ("name,kind,city\nÉ,hall,Austin\n".encode() + b"\xe9,hall,Austin\n", "line 3"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "no text|column"),
        (b"x" * 1_100_000, "longer than 1,000,000"),
        (b"name,kind,city\n" + b"x" * 1_100_000, "Line 2 is longer"),
    ],
    ids=["empty", "xlsx", "binary", "mixed", "half a letter", "one line", "a long line"],
)
def test_what_is_no_table_is_refused_in_one_sentence(
    festplan: CommandLine, tmp_path: Path, body: bytes, why: str
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(body)
    said = festplan("catalogue", "import", str(file))
    assert (said.code, said.out) == (1, "")
    assert any(part in said.err for part in why.split("|")), said.err
    assert "Traceback" not in said.err
    assert "nothing was imported" in said.err


def test_what_is_no_file_is_refused_at_once(festplan: CommandLine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv"):
        said = festplan("catalogue", "import", str(path))
        assert (said.code, "is no file" in said.err) == (1, True)


def test_a_bar_is_shown_on_a_terminal_and_on_no_other_stderr(
    festplan: CommandLine, halls: Path
) -> None:
    command = [FESTPLAN, "catalogue", "import", str(halls)]
    terminal, theirs = pty.openpty()
    with subprocess.Popen(
        command, env=festplan.environment(), stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = _all_of(terminal)
        told = process.stdout.read().decode() if process.stdout else ""
    os.close(terminal)
    assert "Reading halls.csv" in shown
    assert told.startswith("halls.csv (UTF-8, commas): 4 rows, 3 added")
    assert festplan.process("catalogue", "import", str(halls)).err == ""


def _all_of(terminal: int) -> str:
    """What was written to a terminal until its writer went."""
    shown = b""
    with suppress(OSError):  # how Linux says that nobody writes any more
        while piece := os.read(terminal, 4096):
            shown += piece
    return shown.decode()


# --- planned with --------------------------------------------------------------------------------


def test_a_plan_shows_real_places_with_an_estimate_their_licence_and_no_sample_beside_them(
    festplan: CommandLine, halls: Path
) -> None:
    gone = festplan.json("catalogue", "import", str(halls))["gave_way"]
    assert gone > 0
    party = festplan.json("plan", "party for 60 in Melbourne", "chocolate cake", "balloon artist")
    venues = party["agent_results"]["venue_agent"]["recommended_venues"]
    assert {venue["listing_id"] for venue in venues} == {"ex:1", "ex:2"}
    for venue in venues:
        assert venue["price"]["basis"] == "estimate"
        assert venue["price"]["currency"] == "AUD"
        assert venue["total_minor"] > 0
        assert venue["source"].startswith("City of Example")
        assert venue["licence"] == "CC BY 4.0; © City of Example"
    bakeries = party["agent_results"]["cake_agent"]["bakeries"]
    assert {entry["listing_id"] for entry in bakeries} == {"ex:4", None}
    shown = festplan("show", party["party_id"]).out
    assert "City of Example (CC BY 4.0; © City of Example)" in shown
    assert "Invented samples" in shown


def test_samples_stay_where_no_real_place_is_and_do_not_come_back_where_one_is(
    festplan: CommandLine, halls: Path
) -> None:
    before = stats(festplan)["sources"]
    gone = festplan.json("catalogue", "import", str(halls))["gave_way"]
    again = festplan.json("catalogue", "sample")
    assert (again["added"], again["changed"], again["gave_way"]) == (0, 0, gone)
    assert stats(festplan)["sources"]["sample"] == before["sample"] - gone  # type: ignore[index]
    sydney = festplan.json("catalogue", "search", "--city", "Sydney", "--kind", "venue")["data"]
    assert {listing["source"] for listing in sydney} == {"sample"}


def test_a_search_shows_the_estimate_the_source_and_the_licence(
    festplan: CommandLine, halls: Path
) -> None:
    festplan("catalogue", "import", str(halls))
    said = festplan("catalogue", "search", "Zinc", "--city", "Melbourne", "--kind", "hall").out
    assert "~AUD 3,750 per event" in said
    assert "From City of Example (CC BY 4.0; © City of Example)" in said
    asked = ("catalogue", "search", "--city", "Melbourne", "--kind", "venue", "--max-price")
    assert [x["name"] for x in festplan.json(*asked, "600")["data"]] == ["Café Été, upstairs"]
    assert festplan.json(*asked, "500")["data"] == []


# --- real places ---------------------------------------------------------------------------------


@pytest.fixture
def places() -> list[Path]:
    files = sorted(PLACES.glob("*.csv"))
    if not files:
        pytest.skip(f"NOT RUN: no files of real places in {PLACES} (FESTPLAN_TEST_PLACES)")
    return files


def test_files_of_real_places_are_taken_in_whole_and_again_change_nothing(
    festplan: CommandLine, places: list[Path]
) -> None:
    def imported() -> list[dict[str, object]]:
        said = festplan("catalogue", "import", *map(str, places), "--json")
        assert (said.code, said.err) == (0, "")
        return [json.loads(line) for line in said.out.splitlines()]

    first = imported()
    assert all(d["faults"] == 0 for d in first)
    for document in first:
        skipped = sum(document["skipped"].values())  # type: ignore[attr-defined]
        assert document["added"] + skipped == document["rows"]  # type: ignore[operator]
    version = stats(festplan)["version"]
    assert all(d["added"] == d["changed"] == d["gave_way"] == 0 for d in imported())
    assert stats(festplan)["version"] == version
    with sqlite3.connect(festplan.folder / "festplan.db") as database:
        unsaid = database.execute(
            "SELECT count(*) FROM listings WHERE source <> 'sample' AND licence = ''"
        )
        assert unsaid.fetchone() == (0,)
        unlicensed = database.execute(
            "SELECT count(*) FROM listings WHERE licence LIKE 'ODbL%' "
            "AND licence NOT LIKE '%© OpenStreetMap contributors'"
        )
        assert unlicensed.fetchone() == (0,)
    database.close()


def test_where_few_places_state_their_size_some_that_do_not_are_shown_to_ask(
    festplan: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "sizes.csv"
    halls = [("Huge", "4000"), ("Right", "70"), *((f"Silent {n}", "") for n in range(6))]
    rows = [f"{name},hall,Sydney,AU,{capacity}" for name, capacity in halls]
    file.write_text("\n".join(["name,kind,city,country,capacity", *rows]), encoding="utf-8")
    festplan.json("catalogue", "import", str(file))
    party = festplan.json("plan", "party for 60 in Sydney")
    venues = party["agent_results"]["venue_agent"]["recommended_venues"]
    silent = [venue for venue in venues if venue["capacity"] is None]
    assert [venue["name"] for venue in venues] == [
        "Right",
        *(venue["name"] for venue in silent),
        "Huge",
    ]
    assert len(silent) == 4
    assert all(venue["misses"] == ["capacity not stated: ask"] for venue in silent)
