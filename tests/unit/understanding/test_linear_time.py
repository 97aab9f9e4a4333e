"""Twice the text takes about twice the work, whatever is repeated in it."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from tests.unit.understanding.reading_today import understood
from tests.unit.understanding.test_any_text import SLOW

MORE = (
    "1 to 2 or 3 ", "last year 5 kids ", "me and my wife and ", "at 7 or 8 ",
    "allergies: nuts, ", "from work and 12 ", "min 4 max 9 ", "the day after ", "x3 ", "no, wait ",
    "two and a half thousand ", "7 not 8 ", "in Edison NJ ", "an hour later ", "vannila ",
)  # fmt: skip
DOUBLED = 2.6
"""Calls of twice the text by those of the text, at most; a square law would make it four."""


def calls(text: str) -> int:
    """Python functions and builtins entered while `text` is read: work without a clock."""
    count = 0

    def entered(frame: FrameType, event: str, argument: Any) -> None:  # noqa: ARG001
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(entered)
    try:
        understood(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("part", [*SLOW, *MORE])
def test_twice_the_text_is_at_most_about_twice_the_work(part: str) -> None:
    understood(part * 40)
    once, twice = calls((part * 600)[:600]), calls((part * 1200)[:1200])
    assert twice <= DOUBLED * once + 200
