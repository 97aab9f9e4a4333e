"""The contract over the command line: the two days, the reference edit, every command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from festplan.config import Settings
from tests.journeys.command_line import CommandLine, percent, plan_of, ran

DAY = ("--today", "2027-05-01")
WISHES = (
    "jungle theme",
    "75 guests, 20 of them kids, 5 vegans",
    "chocolate cake, no nuts",
    "under $1,500, Austin, Sat 12 June, 3pm",
    "balloon artist",
    "Mia turns 6",
)
UNCHANGED = "no_changes_affecting_this_agent"


@pytest.fixture(scope="module")
def festplan(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    line = CommandLine(tmp_path_factory.mktemp("cli"))
    line("catalogue", "stats")  # makes the sample catalogue, so that stderr is quiet from here on
    return line


# --- the worked examples -------------------------------------------------------------------------


def test_two_days_of_planning_run_only_what_an_edit_changed(
    festplan: CommandLine,
) -> None:
    """Every command in a process of its own, as a host gives them over two days."""
    line = CommandLine(festplan.folder, own_process=True)
    begun = line.json("plan")
    party = begun["party_id"]
    assert (begun["status"], begun["inputs"], begun["agent_results"]) == ("draft", [], {})

    edit = line.json("edit", party, "--add", "jungle theme")
    assert plan_of(edit) == {
        "execute": {"theme", "budget", "planner_final"},
        "reuse_cache": set(),
        "delete": set(),
    }
    assert percent(edit) == 0

    edit = line.json("edit", party, "--add", "75 guests")
    assert plan_of(edit) == {
        "execute": {"venue", "catering", "budget", "planner_final"},
        "reuse_cache": {"theme"},
        "delete": set(),
    }
    assert percent(edit) == 20

    first = line.json("save", party)
    resumed = line.json("resume", party)
    assert resumed["state"]["agent_results"].keys() == {
        *("theme_agent", "venue_agent", "catering_agent", "budget_agent", "planner_final")
    }
    assert resumed["restored_from_version"] >= first["snapshot_version"]
    assert line.json("show", party)["status"] == "editing"

    edit = line.json("edit", party, "--add", "Need balloon artist")
    assert plan_of(edit) == {
        "execute": {"vendor", "budget", "planner_final"},
        "reuse_cache": {"theme", "venue", "catering"},
        "delete": set(),
    }
    assert percent(edit) == 50

    edit = line.json("edit", party, "--remove", "inp_1")
    assert plan_of(edit) == {
        "execute": {"venue", "vendor", "budget", "planner_final"},
        "reuse_cache": {"catering"},
        "delete": {"theme"},
    }
    assert percent(edit) == 20

    edit = line.json("undo", party)
    assert {step["outcome"] for step in edit["outcome"]} <= {"stored", "fresh"}
    assert "theme_agent" in line.json("show", party)["agent_results"]

    last = line.json("save", party)
    assert last["snapshot_version"] > first["snapshot_version"]
    types = [s["snapshot_type"] for s in line.json("snapshots", party)["data"]]
    assert {"draft", "final", "auto"} <= set(types)


def test_the_reference_edit_adds_and_removes_in_one_command(festplan: CommandLine) -> None:
    party = festplan.planned("jungle theme", "75 guests", "chocolate cake")
    festplan.json("save", party)
    command = ("edit", party, "--add", "Need balloon artist", "--remove", "inp_3")
    preview = festplan.json(*command, "--preview")
    edit = festplan.json(*command)
    wanted = {
        "reuse_cache": {"theme", "venue", "catering"},
        "delete": {"cake"},
        "execute": {"vendor", "budget", "planner_final"},
    }
    assert plan_of(preview) == plan_of(edit) == wanted
    assert (percent(edit), ran(edit)) == (50, wanted["execute"])
    savings = edit["delta"]["estimated_cost_savings"]
    assert (savings["reused_agents"], savings["executed_agents"], savings["deleted_agents"]) == (
        *(3, 3),
        1,
    )
    assert edit["message"] == "Processing 3 agents. Reusing 3 cached results."
    assert edit["delta"]["execution_plan"] == [
        *(_step(agent, "reuse_cache", UNCHANGED) for agent in ("theme_agent", "venue_agent")),
        _step("cake_agent", "delete", "input_removed"),
        _step("catering_agent", "reuse_cache", UNCHANGED),
        _step("vendor_agent", "execute", "input_added"),
        _step("budget_agent", "execute", "upstream_changed"),
        _step("planner_final", "execute", "upstream_changed"),
    ]
    assert edit["delta"]["affected_agents"] == ["cake_agent", "vendor_agent"]
    assert edit["delta"]["cascade_agents"] == ["budget_agent", "planner_final"]


def _step(agent: str, action: str, reason: str) -> dict[str, str]:
    return {"agent": agent, "action": action, "reason": reason}


def test_a_preview_changes_nothing_and_says_so(festplan: CommandLine) -> None:
    party = festplan.planned("jungle theme")
    before = festplan.json("show", party)
    said = festplan("edit", party, "--add", "75 guests", "--preview")
    assert "Nothing was changed" in said.out
    assert "would run" in said.out
    assert festplan.json("show", party) == before


# --- every command -------------------------------------------------------------------------------


def test_a_whole_plan_is_printed_for_a_host_to_act_on(festplan: CommandLine) -> None:
    said = festplan("plan", *WISHES, "--today", "2027-05-10")
    assert (said.code, said.err) == (0, "")
    for words in (
        "Mia's jungle party",
        "75 guests: 55 adults, 20 children",
        "Sat, Jun 12, 2027, 3 pm · Austin",
        "of $1,500",
        "per guest",
        "VENUE",
        "FOOD AND DRINK",
        "servings",
        "Balloon artist",
        "Total",
        "RUN OF SHOW",
        "late: call today",
        "SHOPPING LIST",
        "festplan edit fp",
    ):
        assert words in said.out, words
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "\x1b" not in said.out
    assert "…" not in said.out


def test_what_is_shown_agrees_with_what_was_planned(festplan: CommandLine) -> None:
    planned = festplan.json("plan", *WISHES, *DAY)
    assert festplan.json("show", planned["party_id"], *DAY) == planned
    assert (
        sum(x["amount_minor"] for x in planned["budget"]["lines"])
        == (planned["budget"]["total_minor"])
    )
    assert planned["metadata"]["completion_percent"] == 100


def test_a_plan_over_its_budget_is_an_answer(festplan: CommandLine) -> None:
    said = festplan("plan", "75 guests in Austin", "a dj", "budget of $50")
    assert said.code == 0
    assert "Over by" in said.out
    assert "What would make it fit" in said.out


def test_an_option_is_pinned_by_its_number_or_its_id_and_let_go_again(
    festplan: CommandLine,
) -> None:
    party = festplan.planned(*WISHES[:4])
    venues = festplan.json("show", party)["agent_results"]["venue_agent"]["recommended_venues"]
    listing = venues[1]["listing_id"]
    edit = festplan.json("choose", party, "venue", "2")
    assert plan_of(edit)["execute"] >= {"budget", "planner_final"}
    assert festplan.json("show", party)["choices"] == {"venue_agent": [listing]}
    assert festplan.json("show", party)["budget"]["chosen"]["venue"] == listing
    festplan.json("choose", party, "venue_agent", listing)
    assert festplan.json("show", party)["choices"] == {}


def test_a_correction_changes_a_fact(festplan: CommandLine) -> None:
    party = festplan.planned("75 guests in Austin")
    edit = festplan.json("correct", party, "guests", "160")
    reasons = {x["agent"]: x["reason"] for x in edit["delta"]["execution_plan"]}
    assert reasons["venue_agent"] == "fact_corrected"
    assert festplan.json("show", party)["brief"]["guests"] == 160


def test_a_later_input_about_the_day_goes_from_the_date_of_the_party(
    festplan: CommandLine,
) -> None:
    party = festplan.planned("jungle theme", "Sat 12 June, 6pm")
    assert festplan.json("edit", party, "--add", "move it to the 24th", *DAY)["success"]
    assert festplan.json("edit", party, "--add", "an hour later", *DAY)["success"]
    brief = festplan.json("show", party)["brief"]
    assert (brief["date"], brief["time"]) == ("2027-06-24", "19:00")


def test_ticks_and_payments_stay_through_an_edit(festplan: CommandLine) -> None:
    party = festplan.planned(*WISHES[:4])
    assert "done" in festplan("tick", party, "venue:book").out
    assert "paid" in festplan("pay", party, "venue", "--state", "paid").out
    festplan("edit", party, "--add", "balloon artist")
    shown = festplan.json("show", party)
    tasks = {t["task_id"]: t["done"] for t in shown["final_plan"]["checklist"]}
    assert tasks["venue:book"] is True
    assert {x["line_id"]: x["state"] for x in shown["budget"]["lines"]}["venue"] == "paid"
    festplan("tick", party, "venue:book", "--undo")
    tasks = {
        t["task_id"]: t["done"] for t in festplan.json("show", party)["final_plan"]["checklist"]
    }
    assert tasks["venue:book"] is False


def test_undo_redo_and_restore_go_back_and_forth_without_work(festplan: CommandLine) -> None:
    party = festplan.planned("jungle theme")
    start = festplan.json("show", party)["version"]
    festplan.json("edit", party, "--add", "75 guests")
    assert ran(festplan.json("undo", party)) == set()
    assert len(festplan.json("show", party)["inputs"]) == 1
    assert ran(festplan.json("redo", party)) == set()
    assert len(festplan.json("show", party)["inputs"]) == 2
    assert ran(festplan.json("restore", party, "--version", str(start))) == set()
    assert len(festplan.json("show", party)["inputs"]) == 1
    assert festplan("redo", party).code == 1


def test_a_fork_starts_where_the_other_is_and_goes_its_own_way(festplan: CommandLine) -> None:
    party = festplan.planned("jungle theme", "75 guests")
    fork = festplan.json("fork", party)
    assert (fork["origin"], fork["cost"]["spent_microdollars"]) == (party, 0)
    festplan.json("edit", fork["party_id"], "--change", "inp_2=60 guests")
    a, b = festplan.json("show", party), festplan.json("show", fork["party_id"])
    assert (a["brief"]["guests"], b["brief"]["guests"]) == (75, 60)
    compared = festplan.json(
        "diff", party, str(a["version"]), str(b["version"]), "--other", fork["party_id"]
    )
    assert compared["facts"] == [{"fact": "guests", "a": 75, "b": 60}]
    said = festplan("diff", party, str(a["version"]), "1")
    assert "- 75 guests" in said.out


def test_closing_keeps_a_final_snapshot_and_an_edit_opens_the_party_again(
    festplan: CommandLine,
) -> None:
    party = festplan.planned("jungle theme")
    assert festplan.json("close", party)["snapshot_type"] == "final"
    assert festplan.json("show", party)["status"] == "closed"
    festplan.json("edit", party, "--add", "75 guests")
    assert festplan.json("show", party)["status"] == "planned"


def test_lists_show_what_there_is(festplan: CommandLine) -> None:
    party = festplan.planned("jungle theme")
    assert festplan.json("list", "--limit", "1")["data"][0]["party_id"] == party
    history = festplan.json("history", party)
    assert [line["version"] for line in history["data"]] == list(range(1, len(history["data"]) + 1))
    assert history["inputs"][0]["content"] == "jungle theme"
    for command in ("list", "history", "snapshots"):
        said = festplan(command, *(() if command == "list" else (party,)))
        assert (said.code, said.err) == (0, "")
        assert said.out.strip()


def test_understanding_a_file_gives_one_document_a_line(
    festplan: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("75 guests\n\nchocolate cake\n", encoding="utf-8")
    lines = festplan("understand", "--file", str(file), "--json").out.splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["75 guests", "chocolate cake"]
    one = festplan.json("understand", "75 guests next Saturday", *DAY)
    assert (one["facts"]["guests"], one["facts"]["date"]) == (75, "2027-05-08")
    assert "guests" in festplan("understand", "75 guests").out


def test_the_catalogue_is_searched_counted_and_put_right(festplan: CommandLine) -> None:
    found = festplan.json("catalogue", "search", "--kind", "balloon artist", "--city", "austin")
    assert {x["city"] for x in found["data"]} == {"Austin"}
    roomy = festplan.json("catalogue", "search", "--kind", "venue", "--capacity", "200")
    assert all(x["role"] == "venue" and x["capacity"] >= 200 for x in roomy["data"])
    cheap = festplan.json("catalogue", "search", "--kind", "bakery", "--max-price", "5")
    assert all(x["price_minor"] <= 500 for x in cheap["data"] if x["currency"] == "USD")
    counted = festplan.json("catalogue", "stats")
    assert counted["listings"] == sum(counted["cities"].values()) > 1000
    assert festplan.json("catalogue", "sample")["unchanged"] == counted["listings"]
    for command in ("search", "stats", "sample"):
        assert festplan("catalogue", command).code == 0


def test_the_operator_sees_the_set_up_the_cost_and_a_sound_database(
    festplan: CommandLine,
) -> None:
    party = festplan.planned("jungle theme")
    assert festplan.json("cost", "party", party)["spent_microdollars"] == 0
    checks = {c["name"]: c["found"] for c in festplan.json("doctor")["checks"]}
    assert "Austin" in checks["catalogue"]
    assert checks["models"].startswith("none")
    changes = " ".join(c["change"] for c in festplan.json("doctor")["checks"])
    named = set(re.findall(r"FESTPLAN_[A-Z_]+", changes))
    assert named <= {f"FESTPLAN_{name.upper()}" for name in Settings.model_fields}
    migrated = festplan.json("migrate")
    assert migrated["before"] == migrated["after"] == checks["revision"]
    assert festplan.json("verify")["findings"] == []


# --- out and in ----------------------------------------------------------------------------------


def test_an_exported_party_comes_back_as_a_new_one(festplan: CommandLine, tmp_path: Path) -> None:
    party = festplan.planned(*WISHES[:3])
    file = tmp_path / "party.json"
    assert festplan("export", party, "--format", "json", "-o", str(file)).code == 0
    again = festplan.json("import", str(file))
    shown = festplan.json("show", party)
    assert again["party_id"] != party
    assert (again["brief"], again["agent_results"]) == (shown["brief"], shown["agent_results"])


def test_a_broken_file_is_refused_and_loses_nothing(festplan: CommandLine, tmp_path: Path) -> None:
    party = festplan.planned("jungle theme")
    before = festplan.json("list", "--limit", "1000")
    whole = festplan("export", party, "--format", "json").out
    for text in (whole[:-20], "", "[1]", '{"format": "other"}', whole.replace('"inp_1"', "7")):
        file = tmp_path / "broken.json"
        file.write_text(text, encoding="utf-8")
        said = festplan("import", str(file))
        assert (said.code, said.out, len(said.err.splitlines())) == (1, "", 1), text
    assert festplan.json("list", "--limit", "1000") == before


@pytest.mark.parametrize(
    ("form", "words"), [("md", "## Budget"), ("csv", "section,item"), ("ics", "BEGIN:VCALENDAR")]
)
def test_a_plan_is_written_to_a_file_or_to_standard_output(
    festplan: CommandLine, tmp_path: Path, form: str, words: str
) -> None:
    party = festplan.planned(*WISHES[:2])
    said = festplan.process("export", party, "--format", form)
    assert words in said.out
    file = tmp_path / f"plan.{form}"
    assert festplan("export", party, "--format", form, "-o", str(file)).code == 0
    assert file.read_bytes().decode() == said.out


def test_a_search_says_why_and_where_nothing_passes_what_would_have_to_give(
    festplan: CommandLine,
) -> None:
    near = ("--near", "30.27,-97.74", "--within", "4", "--diet", "vegan")
    found = festplan.json("catalogue", "search", "buffet", "--kind", "caterer", *near)
    assert 1 <= len(found["data"]) <= 5
    for one in found["data"]:
        assert one["fits"]
        assert "vegan" in one["diets"]
        assert one["distance_km"] <= 4
        assert f"{one['distance_km']:.1f} km away" in one["why"]
        assert one["price"]["currency"] == "USD"
    assert found["nearest"] == []
    austin = ("--kind", "venue", "--city", "Austin")
    nothing = festplan.json("catalogue", "search", *austin, "--capacity", "5000")
    assert nothing["data"] == []
    (concession,) = nothing["nearest"]
    assert concession["give_up"] == [["capacity", 5000]]
    assert concession["offered"] == concession["data"][0]["capacity"] < 5000
    cheap = festplan.json("catalogue", "search", *austin, "--max-price", "0.01")
    assert cheap["nearest"][0]["give_up"] == [["max_price_minor", 1]]
    said = festplan("catalogue", "search", *austin, "--max-price", "0.01").out
    assert "Without price up to $0.01 (the cheapest: " in said


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--near", "Atlantis"), "takes a city or degrees"),
        (("--near", "99,0"), "no place on Earth"),
        (("--near", "nan,nan"), "no place on Earth"),
        (("--within", "5"), "--within needs --near"),
    ],
)
def test_a_place_that_is_none_is_refused_in_a_sentence(
    festplan: CommandLine, options: tuple[str, ...], sentence: str
) -> None:
    said = festplan("catalogue", "search", *options)
    assert said.code == 1
    assert sentence in said.err
