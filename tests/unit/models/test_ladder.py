"""The climb: who is asked, when it ends, what it costs, and what is said of it."""

from __future__ import annotations

import asyncio

import pytest

from festplan.engine.ladder import Answer, CheckFailed
from festplan.ports.models import ModelReply, ProviderFailed
from tests.unit.models.asking import USAGE, Book, Told, agent, ask, ladder

GOOD = {"text": "small talk", "unmet": ""}


def climbed(provider: Told, book: Book, text: str = "small=openai:s,large=openai:l") -> Answer:
    return asyncio.run(ladder(provider, book, text).answer(ask()))


def test_rules_that_lack_nothing_answer_at_once_and_nobody_is_asked() -> None:
    provider, book = Told([GOOD]), Book()
    answer = ladder(provider, book).at_once(ask(agent(lacks=None)))
    assert answer == Answer({"text": "rules"}, "rules")
    assert provider.asked == []


def test_the_cheapest_model_is_asked_and_its_payment_waits_until_the_answer_is_durable() -> None:
    provider, book = Told([GOOD]), Book()
    answer = climbed(provider, book)
    assert (answer.tier, answer.result, answer.reason) == (
        "small",
        {"text": "small talk"},
        "a wish",
    )
    assert answer.cost_microdollars == USAGE.input_tokens + USAGE.output_tokens
    assert book.told() == ["reserved"]
    asyncio.run(answer.settle())
    assert book.told() == ["settled"]


def test_a_wish_that_the_small_model_does_not_meet_goes_to_the_large_one() -> None:
    provider = Told([{"text": "a", "unmet": "stars"}, {"text": "b", "unmet": ""}])
    answer = climbed(provider, Book())
    assert [request.model for request in provider.asked] == ["openai:s", "openai:l"]
    assert (answer.tier, answer.result) == ("large", {"text": "b"})
    assert answer.reason == "a wish; small: a wish is not met"
    assert answer.cost_microdollars == 220


def test_the_best_model_that_answered_stands_when_the_larger_one_fails() -> None:
    down = ProviderFailed("rejected", served=False)
    answer = climbed(Told([{"text": "a", "unmet": "stars"}, down]), Book())
    assert (answer.tier, answer.provisional) == ("small", False)
    assert answer.reason.endswith("large: rejected")


def test_with_every_model_down_the_rules_answer_for_now_and_the_reason_is_told() -> None:
    answer = climbed(Told([ProviderFailed("overloaded", served=False)]), Book())
    assert (answer.tier, answer.provisional) == ("rules", True)
    assert answer.reason == "a wish; small: overloaded; large: overloaded"
    assert answer.cost_microdollars == 0


def test_an_answer_that_fails_the_agents_check_is_paid_and_not_used() -> None:
    picky = agent(check=lambda _view, result: "rude" if result["text"] == "rude" else None)
    provider, book = Told([{"text": "rude", "unmet": ""}, GOOD]), Book()
    answer = asyncio.run(ladder(provider, book).answer(ask(picky)))
    assert answer.tier == "large"
    assert book.told() == ["settled", "reserved"]
    assert answer.reason == "a wish; small: wrong"


def test_where_the_rules_are_wrong_and_no_model_helps_nobody_answers() -> None:
    wrong = agent(check=lambda _view, _result: "wrong")
    with pytest.raises(CheckFailed, match="wrong; small: overloaded"):
        asyncio.run(
            ladder(Told([ProviderFailed("overloaded", served=False)]), Book()).answer(ask(wrong))
        )


def test_a_cap_refuses_the_call_and_the_rules_answer_for_now() -> None:
    provider, book = Told([GOOD]), Book(cap=10)
    answer = climbed(provider, book)
    assert provider.asked == []
    assert (answer.tier, answer.provisional) == ("rules", True)
    assert answer.reason == "a wish; small: cap of all; large: cap of all"


def test_usage_that_makes_no_sense_is_charged_at_the_reservation() -> None:
    provider, book = Told([ModelReply(GOOD, None, "s")]), Book()
    answer = climbed(provider, book)
    (call,) = book.calls.values()
    assert answer.cost_microdollars == call.reserved_microdollars
    assert book.told() == ["unknown"]


def test_without_rules_a_model_is_asked_about_everything() -> None:
    climbing = ladder(Told([GOOD]), Book(), "rules=none,small=openai:s")
    fine = ask(agent(lacks=None))
    assert climbing.at_once(fine) is None
    answer = asyncio.run(climbing.answer(fine))
    assert (answer.tier, answer.reason) == ("small", "rules are not asked")
    assert not climbing.accepts("poet", "rules", "")


def test_what_is_stored_is_used_where_it_would_be_given_today() -> None:
    climbing = ladder(Told([GOOD]), Book(), "small=openai:s,poet.large=none,cook.small=none")
    assert climbing.accepts("poet", "rules", "")
    assert not climbing.accepts("poet", "rules", "a wish")
    assert climbing.accepts("poet", "small", "a wish")
    assert not climbing.accepts("poet", "large", "")
    assert climbing.accepts("cook", "rules", "a wish")
    assert not climbing.accepts("cook", "small", "")


def test_an_answer_that_left_a_wish_unmet_gives_way_once_a_larger_model_is_named() -> None:
    unmet = Told([{"text": "a", "unmet": "stars"}])
    answer = climbed(unmet, Book(), "small=openai:s")
    assert answer.reason == "a wish; small: a wish is not met"
    both = ladder(unmet, Book(), "small=openai:s,large=openai:l")
    assert ladder(unmet, Book(), "small=openai:s").accepts("poet", "small", answer.reason)
    assert not both.accepts("poet", "small", answer.reason)
    largest = asyncio.run(both.answer(ask()))
    assert both.accepts("poet", largest.tier, largest.reason), "asked once, and no more"


def test_an_answer_stays_where_the_larger_model_was_asked_and_failed() -> None:
    down = ProviderFailed("rejected", served=False)
    answer = climbed(Told([{"text": "a", "unmet": "stars"}, down]), Book())
    both = ladder(Told([GOOD]), Book(), "small=openai:s,large=openai:l")
    assert both.accepts("poet", answer.tier, answer.reason)
