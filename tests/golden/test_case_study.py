"""The tables of the case study, to the digit: what CASE 2 prints is what the calculator gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from festplan.costs import calculator
from festplan.costs.calculator import NoFigures, document, estimate
from festplan.models.price_book import PriceBook, open_book
from festplan.ports.models import NoPrice

AGENTS = ("theme_agent", "venue_agent", "cake_agent", "catering_agent", "budget_agent")
PRINTED = json.loads("""
{
  "agents_executed": 5,
  "agent_costs": [
    {"agent": "theme_agent", "breakdown": {"openai_llm": "$0.000255", "vector_db": "$0.000200",
     "compute": "$0.000150", "redis": "$0.000003", "postgresql": "$0.000010"},
     "total_cost": "$0.000618"},
    {"agent": "venue_agent", "breakdown": {"openai_llm": "$0.000420", "vector_db": "$0.000300",
     "compute": "$0.000200", "redis": "$0.000005", "postgresql": "$0.000015"},
     "total_cost": "$0.000940"},
    {"agent": "cake_agent", "breakdown": {"openai_llm": "$0.000330", "vector_db": "$0.000200",
     "compute": "$0.000150", "redis": "$0.000003", "postgresql": "$0.000010"},
     "total_cost": "$0.000693"},
    {"agent": "catering_agent", "breakdown": {"openai_llm": "$0.000375", "vector_db": "$0.000200",
     "compute": "$0.000180", "redis": "$0.000004", "postgresql": "$0.000010"},
     "total_cost": "$0.000769"},
    {"agent": "budget_agent", "breakdown": {"openai_llm": "$0.000000", "vector_db": "$0.000000",
     "compute": "$0.000030", "redis": "$0.000008", "postgresql": "$0.000005"},
     "total_cost": "$0.000043"}
  ],
  "orchestration_cost": "$0.000100",
  "total_cost": "$0.003163"
}
""")
"""CASE 2, "Cost Results: Single Party Execution"."""
SUMMARY = {
    "openai_llm": ("$0.001380", 43.6),
    "vector_db": ("$0.000900", 28.4),
    "compute": ("$0.000710", 22.4),
    "redis": ("$0.000023", 0.7),
    "postgresql": ("$0.000050", 1.6),
    "orchestration": ("$0.000100", 3.2),
}
"""CASE 2, "Summary: Cost Per Party"."""
WRONGLY_ROUNDED = {"vector_db": 28.5}
"""900 of 3,163 are 28.45 %: the document's column adds up to 99.9."""
CASE_3 = {"openai_llm": 44, "vector_db": 28, "compute": 22}
"""CASE 3, "Cost Breakdown (per party)", in whole percent."""


def as_printed(book: PriceBook) -> dict[str, Any]:
    return document(estimate(book, AGENTS))


def keeps_to_the_document(found: dict[str, Any]) -> None:
    agents = [
        {name: value for name, value in agent.items() if name != "total_cost_microdollars"}
        for agent in found["agent_costs"]
    ]
    assert {**{name: found[name] for name in PRINTED}, "agent_costs": agents} == PRINTED
    assert found["monthly_cost"] == "$316.30"
    assert found["monthly_cost_with_edits"] == "$474.45"
    rows = {row["component"]: (row["cost"], row["percent"]) for row in found["components"]}
    expected = {
        name: (cost, WRONGLY_ROUNDED.get(name, percent))
        for name, (cost, percent) in SUMMARY.items()
    }
    assert rows == expected


def test_every_figure_of_the_case_study_comes_out() -> None:
    found = as_printed(open_book("case-study"))
    keeps_to_the_document(found)
    assert (found["parties"], found["edits_factor"]) == (100_000, 1.5)
    assert found["total_cost_microdollars"] == 3163
    totals = [agent["total_cost_microdollars"] for agent in found["agent_costs"]]
    assert totals == [618, 940, 693, 769, 43]


def test_the_percentage_that_the_document_rounds_wrongly_is_listed_and_no_other() -> None:
    found = as_printed(open_book("case-study"))
    assert found["differs"] == [{"component": "vector_db", "printed": 28.4, "computed": 28.5}]
    assert round(sum(row["percent"] for row in found["components"]), 1) == 100.0
    assert document(estimate(open_book("case-study"), AGENTS[:2]))["differs"] == []


def test_case_3_repeats_the_shares_in_whole_percent_and_rounds_data_up() -> None:
    found = as_printed(open_book("case-study"))
    shares = {row["component"]: row["percent"] for row in found["components"]}
    assert {name: round(shares[name]) for name in CASE_3} == {**CASE_3, "vector_db": 28}
    data = estimate(open_book("case-study"), AGENTS).components
    rest = sum(data[name] for name in ("redis", "postgresql", "orchestration"))
    assert rest == 173
    assert calculator.percent(rest, 3163) == Decimal("5.5"), "the document says 6%"


BUGS: dict[str, Callable[[PriceBook], PriceBook]] = {
    "a query costs a microdollar more": lambda b: replace(
        b, work=replace(b.work, vector_query=b.work.vector_query + 1_000_000)
    ),
    "a party is not orchestrated": lambda b: replace(b, work=replace(b.work, party=0)),
    "a second costs nothing": lambda b: replace(b, work=replace(b.work, compute_second=0)),
    "an agent takes a token more": lambda b: replace(
        b,
        agents={
            **b.agents,
            "theme_agent": replace(b.agents["theme_agent"], output_tokens=301),
        },
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_in_the_book_shows_in_the_table(bug: str) -> None:
    with pytest.raises(AssertionError):
        keeps_to_the_document(as_printed(BUGS[bug](open_book("case-study"))))


@pytest.mark.parametrize("agent", ["vendor_agent", "planner_final", "no_such_agent"])
def test_an_agent_without_figures_in_a_book_is_refused_by_name(agent: str) -> None:
    with pytest.raises(NoFigures, match=f"case-study has no figures for {agent}; it has them for"):
        estimate(open_book("case-study"), [*AGENTS, agent])


def test_today_every_agent_has_figures_and_rules_cost_nothing() -> None:
    found = estimate(open_book("today"))
    assert set(found.agents) == {*AGENTS, "vendor_agent", "planner_final"}
    assert found.total == 0
    assert all(row["percent"] == 0 for row in document(found)["components"])


def test_today_a_model_is_counted_at_its_list_price() -> None:
    found = estimate(open_book("today"), AGENTS, model="openai:gpt-4o-mini")
    assert found.components == {"openai_llm": 1380} | dict.fromkeys(list(SUMMARY)[1:], 0)
    with pytest.raises(NoPrice, match="no price for openai:gpt-none"):
        estimate(open_book("today"), AGENTS, model="openai:gpt-none")


def test_an_agent_named_twice_takes_one_turn() -> None:
    book = open_book("case-study")
    assert estimate(book, [*AGENTS, "theme_agent"]).total == 3163


def test_all_agents_of_the_book_where_none_is_named() -> None:
    assert estimate(open_book("case-study")).total == 3163
