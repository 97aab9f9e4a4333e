from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from festplan.domain.plan import Delta, PlanStep
from festplan.engine import delta, run, turn
from festplan.ports.answers import Recalled
from festplan.service import command
from festplan.store import sql_store
from tests.properties.living import Command, live
from tests.properties.programs import programs, specs
from tests.properties.small_world import Spec


@given(specs(), programs)
def test_on_any_graph_any_program_keeps_the_laws(
    agents: list[Spec], program: list[Command]
) -> None:
    asyncio.run(live(agents, program))


def _always_fresh(*_args: object) -> bool:
    return True


def _one_name(*_args: object) -> str:
    return "fingerprint"


def _starts_a_run(*_args: object) -> Delta:
    return Delta((PlanStep("agent_0", "execute", "became_active"),), (), ())


def _nothing_is_read(*_args: object, **_kwargs: object) -> Delta:
    return Delta((), (), ())


async def _forgets(*_args: object) -> object:
    return Recalled(None, None)


BUGS: dict[str, tuple[object, str, object]] = {
    "an answer is kept whatever changed": (run, "is_fresh", _always_fresh),
    "a known answer is asked for again": (sql_store.SqlStore, "recall", _forgets),
    "different questions have one name": (turn, "fingerprint", _one_name),
    "the preview thinks everything fresh": (delta, "is_fresh", _always_fresh),
    "the preview sees no work": (command, "preview", _nothing_is_read),
    "an undo starts a run": (command, "brought_back", _starts_a_run),
    "exact facts are not applied": (turn, "settled", lambda _agent, result, _brief: result),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_breaks_a_law(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room, name, instead = BUGS[bug]
    monkeypatch.setattr(room, name, instead)

    @settings(
        max_examples=300,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(specs(), programs)
    def law(agents: list[Spec], program: list[Command]) -> None:
        asyncio.run(live(agents, program))

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        law()
