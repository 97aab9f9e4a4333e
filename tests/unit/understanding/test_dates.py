from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from festplan.understanding.days import easter
from tests.unit.understanding.reading_today import understood

DATES = {
    "Sat 12 June": "2027-06-12",
    "June 12th": "2027-06-12",
    "12/25/2026": "2026-12-25",
    "2027-05-08": "2027-05-08",
    "11.06.2027": "2027-06-11",
    "12.25.2026": "2026-12-25",
    "next Friday": "2026-11-27",
    "a week on Tuesday": "2026-12-01",
    "sat night, 12 june": "2027-06-12",
    "Friday week": "2026-12-04",
    "Christmas eve": "2026-12-24",
    "on Halloween": "2027-10-31",
    "in three weeks": "2026-12-13",
    "two weeks from saturday": "2026-12-12",
    "the first Saturday of June": "2027-06-05",
    "the last saturday in may": "2027-05-29",
    "Saturday the 16th": "2027-01-16",
    "1st of next month": "2026-12-01",
    "29 feb": "2028-02-29",
    "thanksgiving day": "2026-11-26",
    "the day after tomorrow": "2026-11-24",
    "oops, I meant Friday": "2026-11-27",
    "not Thursday but Friday": "2026-11-27",
    "May 8th 2027": "2027-05-08",
    "the friday before christmas": "2026-12-18",
    "the day after Christmas": "2026-12-26",
    "Saturday fortnight": "2026-12-12",
    "the 14th works best": "2026-12-14",
    "10/04/2027 (uk)": "2027-04-10",
    "last Saturday in August": "2027-08-28",
}
TIMES: dict[str, dict[str, Any]] = {
    "6-9pm": {"time": "18:00", "duration_hours": 3},
    "June 12th at 3pm": {"date": "2027-06-12", "time": "15:00"},
    "11am-2pm": {"time": "11:00", "duration_hours": 3},
    "from 1 to 4 in the afternoon": {"time": "13:00", "duration_hours": 3},
    "8 till midnight": {"time": "20:00", "duration_hours": 4},
    "half past 6 in the evening": {"time": "18:30"},
    "seven thirty pm": {"time": "19:30"},
    "tomorrow evening": {"date": "2026-11-23", "time": "evening"},
    "two and a half hours": {"duration_hours": 2.5},
    "bubble show at 2pm, then games at 3pm": {"services": ["bubble show"], "time": "14:00"},
    "at noon": {"time": "12:00"},
}
ASKED = (
    "10/04/2027", "at 3", "sometime in June", "this weekend", "saturday or sunday", "june 12-14",
    "31 june", "the friday before the wedding", "7:30", "on a Sunday", "next month",
)  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_resolved_against_today(text: str) -> None:
    assert understood(text).facts.get("date") == DATES[text]


@pytest.mark.parametrize("text", TIMES)
def test_times_and_durations_are_read_together(text: str) -> None:
    assert dict(understood(text).facts) == TIMES[text]


@pytest.mark.parametrize("text", ASKED)
def test_an_open_date_or_time_is_asked_about_and_not_guessed(text: str) -> None:
    reading = understood(text)
    assert not {"date", "time"} & set(reading.facts)
    assert reading.questions
    assert reading.categories == ("planner",)


@pytest.mark.parametrize("text", ["12 June 2020", "Sat 13 June"])
def test_a_doubtful_date_is_kept_and_asked_about(text: str) -> None:
    reading = understood(text)
    assert "date" in reading.facts
    assert len(reading.questions) == 1


def test_the_same_words_mean_another_day_on_another_day() -> None:
    assert understood("Friday", today=date(2027, 3, 3)).facts["date"] == "2027-03-05"


def test_easter_is_computed_for_known_years() -> None:
    assert [easter(year) for year in (2024, 2025, 2027)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2027, 3, 28),
    ]
