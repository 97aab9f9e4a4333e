from __future__ import annotations

from bench.bars import bars
from bench.figures import Figures, History, Lane, Sample, Summary, summary
from bench.report import report
from bench.workload import OPTIMUM

PEERS = {"naive": 1.0, "langgraph-tuned": 20.0}


def took(ms: float, executions: float) -> Summary:
    return Summary(ms, ms, executions, (ms,))


def lane(own_ms: float, surplus: int) -> Lane:
    operations = {
        operation: {
            "festplan": took(own_ms, needed + surplus),
            **{name: took(ms, 6) for name, ms in PEERS.items()},
        }
        for operation, needed in OPTIMUM.items()
    }
    sizes = {"festplan": 9000.0, "naive": 12000.0, "langgraph-tuned": 100000.0}
    return Lane(50, 4, took(0.2, 0), operations, sizes)


def figures(
    own_ms: float, *, surplus: int = 0, resume_ms: float = 1, list_ms: float = 5
) -> Figures:
    history = History(
        {"festplan": {10: 1.0, 1000: resume_ms}}, {"festplan": {10: 1.0, 1000: list_ms}}
    )
    own = lane(own_ms, surplus)
    return Figures({"festplan": {"festplan": "1"}}, own, lane(0.75, surplus), history, {})


def missed(measured: Figures) -> list[str]:
    return [bar.name for bar in bars(measured) if not bar.met]


def test_a_program_that_keeps_its_promises_misses_no_bar() -> None:
    assert missed(figures(1.5)) == []


def test_a_slow_edit_misses_the_bars_on_edits() -> None:
    assert missed(figures(4.0)) == [
        "edit / tuned LangGraph, instant agents",
        "edit / naive, instant agents",
    ]


def test_an_agent_that_ran_without_need_misses_the_bar_on_executions() -> None:
    assert missed(figures(1.5, surplus=1)) == ["executions above the optimum"]


def test_an_agent_that_did_not_run_misses_it_too() -> None:
    assert missed(figures(1.5, surplus=-1)) == ["executions above the optimum"]


def test_a_history_that_weighs_on_resume_and_listing_misses_both() -> None:
    assert missed(figures(1.5, resume_ms=1.3, list_ms=21)) == [
        "resume(1000) / resume(10)",
        "ms to list 1000 versions",
    ]


def test_a_missed_bar_is_printed_as_missed() -> None:
    measured = figures(4.0)
    text = report(measured, bars(measured))
    assert text.count("MISSED") == 2
    assert text.count(" met") == 5


def test_a_summary_keeps_the_median_of_every_round() -> None:
    rounds = [[Sample(1, 3), Sample(3, 3)], [Sample(9, 6), Sample(9, 0)]]
    found = summary(rounds)
    assert found.rounds_p50_ms == (2.0, 9.0)
    assert found.p50_ms == 6
    assert found.executions == 3
