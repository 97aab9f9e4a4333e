from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from festplan.domain.reading import CATEGORIES, Facts
from festplan.understanding import read_all
from tests.unit.understanding.reading_today import CITIES, TODAY, understood

PARTS = [
    "jungle theme", "75 guests", "no nuts", "$1,500", "under", "instead of", "Mia's",
    "6th birthday",
    "Sat 12 June", "6-9pm", "in Austin", "not", "or", "and", ",", ".", "a dozen", "kids", "half",
    "cake", "2", "tier", "for the dj", "vegan", "allergic to", "don't want", "🎉", "\u202e", "\x00",
    "10/04/2027", "a week on", "tuesday", "at", "3", "k", "-", "per person", "plus my wife and me",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PARTS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PARTS), max_size=25).map("".join),
    st.text(alphabet=st.characters(codec=None), max_size=60),
)
SLOW = (
    "no nuts or ", "the ", "9", " ", "-", "$", "1/2/", "6:30 ", "for ", "budget for ", "a's ",
    "5 kids with ", "in a ", "me and ", "jungle and ", "friday ", "one ", "hundred ", "not ",
    "theme ", "x", "is ", "headcount is ", "🎉", "12-", "5 vegan ", "allergic to ", "\n", "e\u0301",
    "no ", "no nuts, ", "pink and ", "r5 ", "a b c, d ",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("\ud800 5 kids")
@example("٧٥ guests")
@example("9" * 5000)
@example("february 30 2027, 0 guests, 00:61pm, $0, 99th birthday, 29 feb 1900")
def test_any_text_is_read_without_error_and_facts_are_well_formed(text: str) -> None:
    reading = understood(text)
    assert set(reading.facts) <= set(Facts.__annotations__)
    assert reading.categories == ("out_of_domain",) or set(reading.categories) <= set(CATEGORIES)
    assert reading.categories
    assert set(reading.wishes) | set(reading.declined) <= set(reading.categories)
    assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)
    _well_formed(reading.facts)


def _well_formed(facts: Facts) -> None:
    for name, value in facts.items():
        assert value not in ([], {}, ""), name
        if isinstance(value, list) and name != "budget":
            assert value == sorted(set(value))
    if "date" in facts:
        date.fromisoformat(facts["date"])
    if "guests_min" in facts and "guests_max" in facts:
        assert facts["guests_min"] <= facts["guests_max"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join))
def test_reading_is_a_function_of_the_text_alone(text: str) -> None:
    assert understood(text) == understood(text)


def test_ten_thousand_characters_of_anything_are_read_in_linear_time() -> None:
    understood("choclate cake on friday for a dozen guests")
    slowest = {part: _seconds((part * 10_000)[:10_000]) for part in SLOW}
    assert max(slowest.values()) < 2, slowest  # a square would take half a minute


def _seconds(text: str) -> float:
    start = time.process_time()
    understood(text)
    return time.process_time() - start


def test_many_texts_are_read_in_order() -> None:
    readings = read_all(["75 guests", "jungle theme"], today=TODAY, cities=CITIES)
    assert [reading.text for reading in readings] == ["75 guests", "jungle theme"]


def test_importing_the_room_imports_no_heavy_library() -> None:
    code = "import sys, festplan.understanding; print([m for m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert "'rapidfuzz'" not in loaded
    assert "'text_to_num'" not in loaded
    assert "festplan.domain.vocabulary" not in loaded
