"""What planning costs, through both doors: the estimate, a party, a month."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.faults.mixed_history import make_history
from tests.journeys.command_line import CommandLine
from tests.journeys.serving import client

AGENTS = ("theme_agent", "venue_agent", "cake_agent", "catering_agent", "budget_agent")
BOOK = ("--price-book", "case-study")
MONTH = datetime.now(UTC).strftime("%Y-%m")


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which hosts have planned, and calls were paid for."""
    folder = tmp_path_factory.mktemp("costs")
    CommandLine(folder)("catalogue", "stats")
    make_history(folder / "festplan.db", hosts=1, deeds=3)
    return folder


@pytest.fixture(scope="module")
def festplan(lived_in: Path) -> CommandLine:
    return CommandLine(lived_in)


@pytest.fixture(scope="module")
def api(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(lived_in / "festplan.db", folder)
    with client(folder) as opened:
        yield opened


def test_the_table_of_the_case_study_is_printed(festplan: CommandLine) -> None:
    said = festplan("cost", "estimate", *BOOK, *AGENTS)
    assert said.code == 0
    for figure in ("$0.000618", "$0.000940", "$0.000693", "$0.000769", "$0.000043", "28.5%"):
        assert figure in said.out
    assert "A party costs $0.003163." in said.out
    assert "100,000 parties cost $316.30, and $474.45 with re-runs and edits (1.5x)." in said.out
    assert "prints 28.4%; it is 28.5%" in said.out


def test_both_doors_give_the_same_estimate(festplan: CommandLine, api: TestClient) -> None:
    asked = {"agents": list(AGENTS), "parties": 500, "edits": 2, "price_book": "case-study"}
    answer = api.post("/cost/estimate", json=asked)
    flags = ("--parties", "500", "--edits", "2")
    document = festplan.json("cost", "estimate", *AGENTS, *BOOK, *flags)
    assert (answer.status_code, answer.json()) == (200, document)
    assert document["monthly_cost"] == "$1.59"
    assert document["monthly_cost_with_edits"] == "$3.17"
    assert api.post("/api/v1/cost/estimate", json={}).json()["total_cost_microdollars"] == 0
    assert api.post("/cost/estimate").json() == api.post("/cost/estimate", json={}).json()


def test_an_agent_without_figures_is_refused_by_name(
    festplan: CommandLine, api: TestClient
) -> None:
    said = festplan("cost", "estimate", *BOOK, "vendor_agent")
    assert (said.code, said.out) == (1, "")
    assert "has no figures for vendor_agent" in said.err
    answer = api.post(
        "/cost/estimate", json={"agents": ["vendor_agent"], "price_book": "case-study"}
    )
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/no-price")
    assert "vendor_agent" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (("--price-book", "x"), 1, "no price book x; there are today, case-study"),
        (("--model", "openai:gpt-none"), 1, "no price for openai:gpt-none"),
        (("--parties=-1",), 2, "--parties"),
        (("--edits", "nan"), 2, "--edits"),
    ],
)
def test_an_estimate_that_cannot_be_made_is_refused(
    festplan: CommandLine, flags: tuple[str, ...], code: int, words: str
) -> None:
    said = festplan("cost", "estimate", *flags)
    assert said.code == code
    assert words in said.err


def test_a_price_file_of_ones_own_is_used_or_refused(lived_in: Path, tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text('date = "2026-11-01"\n[infrastructure]\nparty = "0.001"\n')
    line = CommandLine(lived_in, settings={"FESTPLAN_PRICES_FILE": str(file)})
    assert line.json("cost", "estimate")["orchestration_cost"] == "$0.001000"
    file.write_text("date = 7")
    said = line("cost", "estimate")
    assert said.code == 1
    assert "needs a date" in said.err


def test_a_month_is_told_by_agent_tier_model_and_component(
    festplan: CommandLine, api: TestClient
) -> None:
    found = festplan.json("cost", "report", "--month", MONTH)
    assert found["month"] == MONTH
    assert found["by_model"][0]["model"] == "openai:gpt-4o-mini"
    assert found["calls"]["settled"] >= 2
    agents = {row["agent"] for row in found["dearest"]}
    assert agents == {"theme_agent", "venue_agent", "budget_agent"}
    parts = {row["component"]: row["spent_microdollars"] for row in found["by_component"]}
    assert parts["openai_llm"] > parts["postgresql"] > parts["vector_db"] == 0
    assert sum(parts.values()) == found["spent_microdollars"]
    assert "unknown_calls" in {a["kind"] for row in found["dearest"] for a in row["advice"]}
    assert api.get("/cost/report", params={"month": MONTH}).json() == found
    assert api.get("/cost/report").json() == found
    said = festplan("cost", "report").out
    assert "Dearest" in said
    assert "may have been billed without an answer" in said


def test_a_month_in_which_nothing_was_spent_says_so(festplan: CommandLine) -> None:
    found = festplan.json("cost", "report", "--month", "2001-01")
    assert found["spent_microdollars"] == found["trend"]["spent_microdollars"] == 0
    assert found["trend"]["month_before"] == "2000-12"
    said = festplan("cost", "report", "--month", "2001-01").out
    assert said.startswith("2001-01: $0 spent, $0 saved by reuse.")


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1", "x"])
def test_what_is_no_month_is_refused(festplan: CommandLine, api: TestClient, month: str) -> None:
    assert festplan("cost", "report", "--month", month).code == 2
    assert api.get("/cost/report", params={"month": month}).status_code == 422


def test_a_party_that_calls_were_paid_for_tells_so_everywhere(
    festplan: CommandLine, api: TestClient
) -> None:
    party_id = _dearest_party(festplan)
    found = festplan.json("cost", "party", party_id)
    assert found["spent_microdollars"] > 1200
    assert api.get(f"/party/{party_id}/cost").json() == found
    shown = festplan.json("show", party_id)["cost"]
    assert shown == {name: found[name] for name in shown}
    assert "has cost $0.00" in festplan("cost", "party", party_id).out


def _dearest_party(festplan: CommandLine) -> str:
    parties: list[dict[str, Any]] = festplan.json("list", "--limit", "1000")["data"]
    costs = {
        p["party_id"]: festplan.json("show", p["party_id"])["cost"]["spent_microdollars"]
        for p in parties
    }
    dearest: str = max(costs, key=lambda party_id: costs[party_id])
    return dearest


def test_work_is_booked_where_a_book_prices_it_and_nowhere_else(tmp_path: Path) -> None:
    free = CommandLine(tmp_path)
    texts = ("jungle theme", "75 guests in Austin", "chocolate cake")
    free("catalogue", "stats")
    party_id = free.planned(*texts)
    assert free.json("cost", "party", party_id)["spent_microdollars"] == 0
    priced = CommandLine(tmp_path, settings={"FESTPLAN_PRICE_BOOK": "case-study"})
    own = "a hall with a breeze from the harbour"
    party_id = priced.planned("space theme", "60 guests in Denver", "carrot cake", own)
    found = priced.json("cost", "party", party_id)
    parts = {row["component"]: row["spent_microdollars"] for row in found["by_component"]}
    assert parts["vector_db"] >= 100, "a venue was searched for by meaning"
    assert all(parts[name] > 0 for name in ("compute", "redis", "postgresql"))
    assert parts["openai_llm"] == 0
    assert free.json("verify")["findings"] == []
