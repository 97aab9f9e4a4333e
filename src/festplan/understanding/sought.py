"""Patterns that are looked for only where they can be: most texts hold nothing of most of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache


class Sought:
    """A pattern and strings one of which is in all that it matches; a text without is left at once.

    One that is `counted` begins with a whole number, and is tried where a number begins.
    """

    __slots__ = ("counted", "needs", "pattern")

    def __init__(self, pattern: str, *needs: str, counted: bool = False) -> None:
        self.pattern = re.compile(pattern)
        self.needs = needs
        self.counted = counted

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What `re.Pattern.finditer` finds."""
        if self.needs and not holds(text, self.needs):
            return iter(())
        return self._at_numbers(text) if self.counted else self.pattern.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        """What `re.Pattern.search` finds."""
        return next(self.finditer(text), None)

    def _at_numbers(self, text: str) -> Iterator[re.Match[str]]:
        done = 0
        for start in number_starts(text):
            if start >= done and (match := self.pattern.match(text, start)):
                done = match.end()
                yield match


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether `text` holds one of `words`, as a part of a word or more."""
    return any(word in text for word in words)


@lru_cache(maxsize=8)
def number_starts(text: str) -> tuple[int, ...]:
    """Where a run of digits begins."""
    return tuple(match.start() for match in _DIGITS.finditer(text))


_DIGITS = re.compile(r"\d\d*")
