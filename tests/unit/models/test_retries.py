"""Calling a provider: few attempts, each booked, and none after the deadline."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.models.framing import asking
from festplan.models.health import Limits
from festplan.models.retries import Called, Caller, sensible
from festplan.models.tiers import Rung
from festplan.ports.models import FailureKind, ModelReply, ModelRequest, ProviderFailed, Usage
from tests.unit.models.asking import QUICK, SCHEMA, Book, Flat, Told, ask

RUNG = Rung("small", "openai:s")
GOOD = {"text": "t", "unmet": ""}
REQUEST = asking("openai:s", "i", {}, SCHEMA, max_output_tokens=9, timeout_seconds=1)


def caller(provider: Any, book: Book, limits: Limits = QUICK) -> Caller:
    ids = iter(range(10_000))
    return Caller(provider, book, Flat(), lambda: str(next(ids)), limits)


def called(provider: Any, book: Book, limits: Limits = QUICK) -> Called:
    return asyncio.run(caller(provider, book, limits).call(ask(), RUNG, REQUEST))


@pytest.mark.parametrize(
    ("kind", "served", "attempts", "state"),
    [
        ("rate_limited", False, 3, "released"),
        ("overloaded", False, 3, "released"),
        ("server_error", None, 3, "unknown"),
        ("timeout", None, 3, "unknown"),
        ("connection", None, 3, "unknown"),
        ("bad_output", True, 3, "unknown"),
        ("too_large", None, 1, "unknown"),
        ("refused", True, 1, "unknown"),
        ("rejected", False, 1, "released"),
    ],
)
def test_what_may_pass_is_tried_three_times_and_every_attempt_is_booked(
    kind: FailureKind,
    served: bool | None,  # noqa: FBT001
    attempts: int,
    state: str,
) -> None:
    provider, book = Told([ProviderFailed(kind, served=served)]), Book()
    answer = called(provider, book)
    assert (answer.reply, answer.trouble) == (None, kind)
    assert len(provider.asked) == attempts
    assert book.told() == [state] * attempts
    assert [call.attempt for call in book.calls.values()] == list(range(1, attempts + 1))


def test_a_failure_that_names_its_tokens_is_settled_by_them() -> None:
    provider = Told([ProviderFailed("refused", served=True, usage=Usage(70, 7))])
    book = Book()
    assert called(provider, book).microdollars == 77
    assert book.told() == ["settled"]


def test_a_second_attempt_answers_and_both_are_paid() -> None:
    provider = Told([ProviderFailed("bad_output", served=True, usage=Usage(70, 7)), GOOD])
    answer = called(provider, Book())
    assert answer.reply is not None
    assert answer.microdollars == 77 + 110


def test_who_asks_for_more_time_than_there_is_is_not_asked_again() -> None:
    absurd = ProviderFailed("rate_limited", served=False, retry_after_seconds=86_400)
    provider = Told([absurd])
    assert called(provider, Book()).trouble == "rate_limited"
    assert len(provider.asked) == 1


def test_a_wait_that_is_asked_for_is_kept() -> None:
    short = ProviderFailed("rate_limited", served=False, retry_after_seconds=0.05)
    provider, began = Told([short, GOOD]), monotonic()
    assert called(provider, Book()).reply is not None
    assert monotonic() - began >= 0.05


@pytest.mark.parametrize("nonsense", [math.nan, -1.0, math.inf])
def test_a_wait_that_makes_no_sense_never_hangs(nonsense: float) -> None:
    failed = ProviderFailed("rate_limited", served=False, retry_after_seconds=nonsense)
    assert called(Told([failed]), Book()).trouble == "rate_limited"


class Slow:
    """Never answers."""

    async def ask(self, request: ModelRequest) -> ModelReply:  # noqa: ARG002
        await asyncio.sleep(60)
        raise AssertionError


def test_a_provider_that_hangs_is_left_at_the_deadline_of_the_run() -> None:
    limits = replace(QUICK, call_seconds=0.05, run_seconds=0.12)
    book = Book()
    assert called(Slow(), book, limits).trouble == "timeout"
    assert set(book.told()) == {"unknown"}


def test_a_run_whose_time_is_up_asks_nobody() -> None:
    provider, book = Told([GOOD]), Book()
    late = replace(ask(), began=monotonic() - 100)
    answer = asyncio.run(caller(provider, book).call(late, RUNG, REQUEST))
    assert answer.trouble == "no time left"
    assert provider.asked == []


def test_a_provider_that_keeps_failing_rests_and_comes_back() -> None:
    limits = replace(QUICK, attempts=1, failures_to_rest=3, rest_seconds=0.05)
    provider = Told([*[ProviderFailed("overloaded", served=False)] * 3, GOOD])

    async def play() -> list[str]:
        calling = caller(provider, Book(), limits)
        troubles = [(await calling.call(ask(), RUNG, REQUEST)).trouble for _ in range(5)]
        await asyncio.sleep(0.06)
        return [*troubles, (await calling.call(ask(), RUNG, REQUEST)).trouble]

    assert asyncio.run(play()) == ["overloaded"] * 3 + ["resting"] * 2 + [""]
    assert len(provider.asked) == 4


def test_retries_are_few_where_everything_fails() -> None:
    limits = replace(QUICK, failures_to_rest=10_000, most_saved_retries=4)
    provider = Told([ProviderFailed("rate_limited", served=False, retry_after_seconds=0)])

    async def play() -> None:
        calling = caller(provider, Book(), limits)
        for _ in range(100):
            await calling.call(ask(), RUNG, REQUEST)

    asyncio.run(play())
    assert len(provider.asked) <= 100 * 1.2 + 4


def test_a_waiter_that_leaves_does_not_leave_a_reservation_open() -> None:
    book = Book()

    async def play() -> None:
        task = asyncio.ensure_future(caller(Slow(), book, Limits()).call(ask(), RUNG, REQUEST))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(play())
    assert book.told() == ["unknown"]


@given(
    st.builds(
        Usage,
        *[st.integers(-5, 50) | st.just(2**40) | st.floats(0, 9) | st.none()] * 4,
    )
)
def test_usage_is_sensible_only_as_whole_parts_of_a_whole(usage: Any) -> None:
    counts = (usage.input_tokens, usage.output_tokens, usage.cached_tokens, usage.reasoning_tokens)
    whole = all(type(count) is int and 0 <= count < 2**31 for count in counts)
    assert sensible(usage) == (
        whole
        and usage.input_tokens > 0
        and usage.cached_tokens <= usage.input_tokens
        and usage.reasoning_tokens <= usage.output_tokens
    )
