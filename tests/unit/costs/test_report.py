"""The report: every microdollar once, by each of its sides, and advice that follows from rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.costs.advice import Turns, advice
from festplan.costs.report import earlier, report, trend
from festplan.domain.spending import Accounts, CallSum, StepSum, Work

STATES = ("reserved", "settled", "released", "unknown")
AGENTS = ("theme_agent", "venue_agent", "cake_agent", "vendor_agent")
COUNTS = st.integers(0, 10_000)


def calls(**given_: Any) -> CallSum:
    usual: dict[str, Any] = {
        "agent": "theme_agent",
        "tier": "small",
        "model": "openai:gpt-4o-mini",
        "state": "settled",
        "batch": False,
        "calls": 10,
        "retries": 0,
        "input_tokens": 5000,
        "output_tokens": 1000,
        "cached_tokens": 0,
        "reasoning_tokens": 0,
        "microdollars": 1350,
    }
    return CallSum(**usual | given_)


def steps(**given_: Any) -> StepSum:
    usual: dict[str, Any] = {
        "agent": "theme_agent",
        "tier": "small",
        "kind": "ran",
        "reason": "",
        "steps": 10,
        "spent_microdollars": 1350,
        "saved_microdollars": 0,
    }
    return StepSum(**usual | given_)


def work(microdollars: int, price: str = "100000000+100000000+1000000+5000000") -> Work:
    return Work("", "", 2, 1_500_000, 3, 2, microdollars, f"case-study/2025-01-01/{price}", "")


ACCOUNTS = st.builds(
    Accounts,
    calls=st.lists(
        st.builds(
            calls,
            agent=st.sampled_from(AGENTS),
            tier=st.sampled_from(("small", "large")),
            state=st.sampled_from(STATES),
            model=st.sampled_from(("openai:gpt-4o", "openai:gpt-4o-mini")),
            microdollars=COUNTS,
        ),
        min_size=1,
        max_size=6,
    ),
    steps=st.lists(
        st.builds(steps, agent=st.sampled_from(AGENTS), saved_microdollars=COUNTS), max_size=6
    ),
    work=st.lists(st.builds(work, COUNTS), max_size=2),
)


@given(ACCOUNTS)
def test_every_side_of_the_report_adds_up_to_what_was_spent(accounts: Accounts) -> None:
    found = report(accounts)
    charged = sum(call.microdollars for call in accounts.calls)
    worked = sum(w.microdollars for w in accounts.work)
    assert found["spent_microdollars"] == charged + worked
    for side in ("by_agent", "by_tier", "by_model"):
        assert sum(row["spent_microdollars"] for row in found[side]) == charged
    components = found["by_component"]
    assert sum(row["spent_microdollars"] for row in components) == charged + worked
    for side in ("by_agent", "by_tier"):
        saved = sum(row["saved_microdollars"] for row in found[side])
        assert saved == found["saved_microdollars"]
    dearest = [row["spent_microdollars"] for row in found["dearest"]]
    assert dearest == sorted(dearest, reverse=True)
    assert len(dearest) <= 3


def test_work_is_told_by_component() -> None:
    found = report(Accounts([], [], [work(363)]))
    parts = {row["component"]: row["spent_microdollars"] for row in found["by_component"]}
    assert parts == {
        "openai_llm": 0,
        "vector_db": 200,
        "compute": 150,
        "redis": 3,
        "postgresql": 10,
    }


def test_steps_stand_for_calls_where_none_are_on_record() -> None:
    found = report(Accounts([], [steps()], []))
    assert found["spent_microdollars"] == 1350
    assert found["by_agent"][0]["calls"] == 10


def kinds(turns: Turns) -> set[str]:
    return {told["kind"] for told in advice(turns)}


@pytest.mark.parametrize(
    ("turns", "kind"),
    [
        (Turns("a", [], [steps(steps=9)]), ""),
        (
            Turns(
                "a",
                [],
                [
                    steps(steps=8),
                    steps(kind="shared", steps=3, spent_microdollars=0, saved_microdollars=9),
                ],
            ),
            "low_hit_rate",
        ),
        (Turns("a", [], [steps(reason="an unread theme", steps=3)]), "escalations"),
        (Turns("a", [calls(input_tokens=20_010, cached_tokens=15_000)], []), "long_prompts"),
        (Turns("a", [calls(input_tokens=10_240)], []), "uncached_prompts"),
        (Turns("a", [calls(input_tokens=10_230)], []), ""),
        (Turns("a", [calls(), calls(state="unknown", calls=1)], []), "unknown_calls"),
        (Turns("a", [calls(calls=100, retries=3, input_tokens=1)], []), "retries"),
        (Turns("a", [calls(calls=100, retries=2, input_tokens=1)], []), ""),
    ],
)
def test_advice_follows_from_the_rows(turns: Turns, kind: str) -> None:
    assert kinds(turns) == ({kind} if kind else set())


def test_advice_names_its_figures() -> None:
    rows = [
        steps(steps=7, reason="an unread theme"),
        steps(steps=5, reason="residue: woods"),
        steps(kind="shared", steps=4, spent_microdollars=0, saved_microdollars=10),
    ]
    low, why = advice(Turns("theme_agent", [], rows))
    assert low["message"].startswith("Reuse answered 4 of 16 turns (25%)")
    assert why["message"].startswith("7 of 12 paid turns were escalated because: an unread theme")


def test_a_trend_is_told_against_the_month_before() -> None:
    now = Accounts([calls(microdollars=150), calls(agent="cake_agent", microdollars=5)], [], [])
    before = Accounts([calls(microdollars=100)], [], [])
    found = trend("2026-01", now, before)
    assert (found["month_before"], found["spent_microdollars"]) == ("2025-12", 100)
    assert found["change_percent"] == 55
    assert [(row["agent"], row["change_percent"]) for row in found["by_agent"]] == [
        ("cake_agent", None),
        ("theme_agent", 50),
    ]


@pytest.mark.parametrize(
    ("month", "before"), [("2026-11", "2026-10"), ("2026-01", "2025-12"), ("2027-12", "2027-11")]
)
def test_the_month_before_is_found_over_the_year(month: str, before: str) -> None:
    assert earlier(month) == before
