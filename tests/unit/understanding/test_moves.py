"""Changes that are told from where the party stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from festplan.domain.reading import Facts
from tests.unit.understanding.reading_today import understood

HELD = Facts(date="2027-06-12", time="18:00")
"""A Saturday evening in June."""


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("move it to the 24th", "date", "2027-06-24"),
        ("let's do it on the 3rd", "date", "2027-06-03"),
        ("a day earlier", "date", "2027-06-11"),
        ("push it back a week", "date", "2027-06-19"),
        ("two weeks later please", "date", "2027-06-26"),
        ("the Sunday instead", "date", "2027-06-13"),
        ("oops, I meant Friday", "date", "2027-06-11"),
        ("an hour later", "time", "19:00"),
        ("bring it forward by two hours", "time", "16:00"),
        ("half an hour earlier", "time", "17:30"),
    ],
)
def test_a_change_is_counted_from_the_date_and_time_of_the_party(
    text: str, fact: str, value: str
) -> None:
    reading = understood(text, held=HELD)
    assert reading.facts == {fact: value}
    assert reading.questions == ()


def test_without_a_party_date_the_next_such_day_is_meant() -> None:
    assert understood("move it to the 24th").facts == {"date": "2026-11-24"}
    assert understood("the Sunday instead").facts == {"date": "2026-11-29"}


@pytest.mark.parametrize("text", ["an hour later", "a day earlier", "push it back a week"])
def test_a_shift_of_nothing_known_is_asked_about(text: str) -> None:
    reading = understood(text)
    assert reading.facts == {}
    assert reading.questions


def test_a_day_that_the_month_of_the_party_lacks_or_has_behind_it_is_the_next_one() -> None:
    assert understood("the 31st works best", held=HELD).facts == {"date": "2027-07-31"}
    soon = Facts(date="2026-11-28")
    assert understood("move it to the 5th", held=soon).facts == {"date": "2026-12-05"}


def test_a_date_in_full_or_seen_from_today_owes_nothing_to_the_party() -> None:
    assert understood("move it to 24 July", held=HELD).facts == {"date": "2027-07-24"}
    assert understood("next Friday", held=HELD).facts == {"date": "2026-11-27"}
    assert understood("in two weeks", held=HELD).facts == {"date": "2026-12-06"}


@pytest.mark.parametrize(
    "text",
    ["move it to Saturday April 10", "change it to Saturday, April 10th",
     "make it Saturday 10 April", "move the party to Saturday the 10th of April",
     "bring it to Saturday, 10 April 2027"],
)  # fmt: skip
def test_a_weekday_before_a_date_is_the_weekday_of_that_date(text: str) -> None:
    reading = understood(text, held=HELD)
    assert reading.facts == {"date": "2027-04-10"}
    assert reading.questions == ()


SHIFTS = [
    "99 weeks later", "an hour earlier", "back 99 fortnights", "the Sunday instead", "the 31st",
    "move it to the 30th", "half an hour later", "push it back a day", "in May", "Friday", "kids",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(SHIFTS), max_size=6).map(", ".join),
    st.dates(),
    st.sampled_from(["", "00:15", "23:45", "evening"]),
)
@example("the Sunday instead, 99 weeks later", date(9999, 12, 31), "23:45")
@example("move it to Monday, back 99 fortnights", date(1, 1, 2), "00:15")
def test_any_change_of_any_party_is_read_without_error(text: str, on: date, at: str) -> None:
    held = Facts(date=on.isoformat(), **({"time": at} if at else {}))
    facts = understood(text, held=held).facts
    if "date" in facts:
        date.fromisoformat(facts["date"])
