"""American English for what agents tell a host."""

from __future__ import annotations

from collections.abc import Sequence


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    teen = 10 <= number % 100 <= 20
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(words: Sequence[str]) -> str:
    """Words as they are said: "a", "a and b", "a, b and c"."""
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last
