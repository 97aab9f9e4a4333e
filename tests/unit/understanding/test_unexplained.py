"""What no fact explains is asked about: digits, number words, months, marks of money, a "not"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.understanding.evaluate import examples
from tests.unit.understanding.reading_today import understood
from tests.unit.understanding.test_any_text import PARTS

ODD = (
    "The blorp is 47 zib.", "Blorp of £ zib.", "A blorp in june zib.", "It is not so blorp.",
    "Forty-seven blorps zib.", "3.5 blorp zib.", "Blorp 12th zib.",
)  # fmt: skip
MOST_QUESTIONS = 8
LINES = [row["text"] for row in examples("voices.jsonl") if row["facts"]]
PLACES = (
    "table 12", "room 204", "page 3", "since 1998", "call 0151 496 0834", "1425 Maple Avenue",
    "open 24/7", "we lost 3-1", "order number 88213", "flight BA249", "zip 78704", "apartment 7B",
    "exit 42", "chapter 5", "version 2.0", "version 3", "channel 4", "grade 2", "bus 38",
    "iPhone 15",
    "a 10k run", "route 66", "Windows 11", "9 out of 10", "50% paid", "item 4", "phase 2", "unit 9",
)  # fmt: skip
STATED = frozenset(
    "guests kids adults guests_min guests_max age duration_hours budget date time diet".split()
)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_sentence_behind_any_request_is_asked_about(odd: str) -> None:
    for line in LINES:
        before, after = understood(line), understood(f"{line}. {odd}")
        asked = set(after.questions) - set(before.questions)
        full = len(before.questions) == MOST_QUESTIONS
        assert asked or full or after.categories == ("out_of_domain",), line


@given(st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join), st.sampled_from(ODD))
def test_an_odd_sentence_behind_any_parts_is_asked_about(parts: str, odd: str) -> None:
    reading = understood(f"party: {parts}. {odd}")
    assert reading.questions


@pytest.mark.parametrize("place", PLACES)
def test_a_number_that_names_something_states_no_fact(place: str) -> None:
    for frame in (
        "{}",
        "The party is near {}.",
        "{}, please book a magician",
        "see {} for the hall",
    ):
        assert not STATED & set(understood(frame.format(place)).facts), frame


def test_a_question_quotes_no_more_than_can_be_read() -> None:
    (asked,) = understood("cake " + "1234567890" * 400).questions
    assert asked == f"What does “{'1234567890' * 4}…” refer to?"
