"""The folder of agents is the registry."""

from __future__ import annotations

import subprocess
import sys

from festplan.agents import graph

CARDS = ["theme_agent", "venue_agent", "cake_agent", "catering_agent", "vendor_agent"]


def test_the_graph_holds_every_agent_of_the_folder_in_the_order_of_the_cards() -> None:
    names = [agent.name for agent in graph()]
    assert names == [*CARDS, "budget_agent", "planner_final"]


def test_every_agent_reads_what_the_graph_says() -> None:
    agents = graph()
    assert agents["theme_agent"].upstream == ()
    assert agents["catering_agent"].upstream == ()
    for name in ("venue_agent", "cake_agent", "vendor_agent"):
        assert agents[name].upstream == ("theme_agent",)
    assert set(agents["budget_agent"].upstream) == set(CARDS)
    assert set(agents["planner_final"].upstream) == {*CARDS, "budget_agent"}


def test_budget_and_planner_follow_and_are_private() -> None:
    agents = graph()
    for name in ("budget_agent", "planner_final"):
        assert agents[name].active is None
        assert agents[name].private


def test_importing_the_folder_imports_no_agent() -> None:
    code = "import sys, festplan.agents; print([m for m in sys.modules if 'festplan.agents.' in m])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
