"""The engine's laws and the product's, on the seven agents, the real catalogue and real words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from festplan.domain import evolve
from festplan.domain.brief import Brief
from festplan.domain.party import Party
from festplan.domain.plan import Delta, PlanStep
from festplan.domain.reading import Facts
from festplan.engine import delta, run, turn
from festplan.engine.agent import Facts as Json
from festplan.engine.graph import Graph
from festplan.ports.answers import Recalled
from festplan.service import command
from festplan.store import sql_store
from tests.properties.hosting import live, programs
from tests.properties.living import Command
from tests.properties.real_world import as_it_is, replaced
from tests.properties.sentences import FIRST

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=25, suppress_health_check=SLOW)
@given(programs())
def test_whatever_hosts_do_the_plan_is_the_one_from_scratch(
    template: Path, program: list[Command]
) -> None:
    asyncio.run(live(template, program))


@pytest.mark.long
@pytest.mark.timeout(5400)
@settings(max_examples=1000, suppress_health_check=SLOW)
@given(programs())
def test_whatever_a_thousand_hosts_do_the_plans_are_those_from_scratch(
    template: Path, program: list[Command]
) -> None:
    asyncio.run(live(template, program))


def _says(*texts: str) -> Command:
    return ("edit", list(texts), [], [])


BUSY: list[Command] = [
    ("new", [*FIRST, "taco truck"]),
    ("choose", 0, 2),
    ("choose", 3, 1),
    ("tick", 1, True),
    ("pay", 2, "paid"),
    _says("60 guests"),
    ("catalogue", 3, 1),
    _says("space theme instead"),
    ("elsewhere", 5),
    ("undo",),
    ("redo",),
    ("restore", 1),
    ("fork", 2),
    _says("140 guests", "no cake"),
    ("correct", "budget", "$900"),
    ("correct", "diet", "5 vegan, nut-free"),
    *(("save",), ("close",), ("resume",)),
    ("switch", 1),
    _says("need a DJ"),
    ("new", list(FIRST)),
    _says("60 guests"),
]
"""A day on which everything is done once."""


def test_a_busy_day_keeps_the_laws(template: Path) -> None:
    asyncio.run(live(template, BUSY))


# --- planted bugs --------------------------------------------------------------------------------

Plant = Callable[[Graph], Graph]


def _settling(agent: str, other: Callable[[Json, Brief], tuple[Json, Brief]]) -> Plant:
    """A bug: the agent settles something other than it should."""

    def planted(graph: Graph) -> Graph:
        held = graph[agent]
        assert held.settle is not None
        settle = held.settle
        return replaced(graph, replace(held, settle=lambda r, b: settle(*other(r, b))))

    return planted


def _few_guests(result: Json, brief: Brief) -> tuple[Json, Brief]:
    return result, replace(brief, facts=Facts(guests=1))


def _no_choices(result: Json, brief: Brief) -> tuple[Json, Brief]:
    return result, replace(brief, choices={})


def _more_and_more(result: Json, brief: Brief) -> tuple[Json, Brief]:
    result["notes"].append("seen again")
    return result, brief


def _rounded(graph: Graph) -> Graph:
    held = graph["budget_agent"]
    assert held.settle is not None
    settle = held.settle

    def rounding(result: Json, brief: Brief) -> Json:
        settled = settle(result, brief)
        return {**settled, "total_minor": (settled["total_minor"] + 999) // 1000 * 1000}

    return replaced(graph, replace(held, settle=rounding))


def _by_chance(graph: Graph) -> Graph:
    held, turns = graph["venue_agent"], [0]

    def answer(view: Json, evidence: Json) -> Json:
        turns[0] += 1
        return {**held.answer(view, evidence), "turn": turns[0]}

    return replaced(graph, replace(held, answer=answer))


def _looking_at_the_budget(graph: Graph) -> Graph:
    held = graph["cake_agent"]

    def view(brief: Brief, upstream: Any) -> Json:
        budget = brief.facts.get("budget")
        return {**held.view(brief, upstream), "budget": str(budget)}

    return replaced(graph, replace(held, view=view))


def _noticing_every_version(graph: Graph) -> Graph:
    held = graph["catering_agent"]

    async def gather(view: Json, catalogue: Any) -> Json:
        assert held.gather is not None
        return {**await held.gather(view, catalogue), "version": await catalogue.version()}

    return replaced(graph, replace(held, gather=gather))


AGENTS: dict[str, tuple[Plant, Plant]] = {
    "an agent answers by chance": (_by_chance, as_it_is),
    "an agent changes a result that is shared": (
        _settling("theme_agent", _more_and_more),
        as_it_is,
    ),
    "an agent looks at more than it should": (_looking_at_the_budget, as_it_is),
    "an agent notices what it does not offer": (_noticing_every_version,) * 2,
    "what fits is too small": (_settling("venue_agent", _few_guests),) * 2,
    "a choice is not shown": (_settling("vendor_agent", _no_choices),) * 2,
    "a total is rounded": (_rounded,) * 2,
}


@pytest.mark.parametrize("bug", AGENTS)
def test_a_bug_planted_in_an_agent_breaks_a_law(bug: str, template: Path) -> None:
    planted, believed = AGENTS[bug]
    with pytest.raises(AssertionError):
        asyncio.run(live(template, BUSY, planted, believed))


_edited = evolve._edited
_is_fresh = delta.is_fresh


def _forgets_choices(party: Party, undo: int, **parts: Any) -> Party:
    return _edited(party, undo, **({"choices": ()} if "inputs" in parts else {}), **parts)


def _forgets_payments(party: Party, undo: int, **parts: Any) -> Party:
    return replace(_edited(party, undo, **parts), lines={}, done=())


def _never_older(agent: Any, view: Any, ref: Any, _catalogue: int) -> bool:
    return _is_fresh(agent, view, ref, ref.catalogue)


def _starts_a_run(*_args: object) -> Delta:
    return Delta((PlanStep("theme_agent", "execute", "became_active"),), (), ())


async def _forgets(*_args: object) -> object:
    return Recalled(None, None)


ENGINE: dict[str, list[tuple[object, str, object]]] = {
    "an edit forgets choices": [(evolve, "_edited", _forgets_choices)],
    "an edit forgets payments and ticks": [(evolve, "_edited", _forgets_payments)],
    "a new catalogue goes unnoticed": [
        (run, "is_fresh", _never_older),
        (delta, "is_fresh", _never_older),
    ],
    "an undo starts a run": [(command, "brought_back", _starts_a_run)],
    "a known answer is paid for again": [(sql_store.SqlStore, "recall", _forgets)],
    "the preview thinks nothing fresh": [(delta, "is_fresh", lambda *_: False)],
    "exact facts are not applied": [(turn, "settled", lambda _agent, result, _brief: result)],
}


@pytest.mark.parametrize("bug", ENGINE)
def test_a_bug_planted_around_the_agents_breaks_a_law(
    bug: str, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room, name, instead in ENGINE[bug]:
        monkeypatch.setattr(room, name, instead)
    with pytest.raises(AssertionError):
        asyncio.run(live(template, BUSY))
