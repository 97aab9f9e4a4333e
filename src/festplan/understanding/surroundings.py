"""What stands around a word that a vocabulary knows."""

from __future__ import annotations

import re

from festplan.understanding.gazetteer import Match


class Surroundings:
    """What stands around a match; every question about it is asked here."""

    __slots__ = ("_after", "_before", "match", "said")

    def __init__(self, text: str, match: Match) -> None:
        self.match = match
        self.said = text[match.start : match.end]
        self._before = text[max(0, match.start - 60) : match.start]
        self._after = text[match.end : match.end + 60]

    @property
    def window(self) -> tuple[str, str, str]:
        """All that is ever looked at: the words before, the match, the words after."""
        return self._before, self.said, self._after

    def follows(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text goes on with `pattern`."""
        return bool(pattern.match(self._after))

    def precedes(self, pattern: re.Pattern[str]) -> bool:
        """Whether what stands before ends with `pattern`."""
        return bool(pattern.search(self._before))

    def after(self, word: str) -> bool:
        """Whether `word` stands somewhere before."""
        return word in self._before

    def near(self, pattern: re.Pattern[str]) -> bool:
        """Whether `pattern` occurs in the same sentence, within sixty characters."""
        before = _SENTENCE_END.split(self._before)[-1]
        return bool(pattern.search(before) or pattern.search(_SENTENCE_END.split(self._after)[0]))

    def alone(self) -> bool:
        """Whether the match is all that stands between two marks, links or "instead of"."""
        before = _BOUNDARY.split(self._before)[-1]
        after = _BOUNDARY.split(self._after)[0]
        return not _EMPTY.sub("", before).strip() and not _EMPTY.sub("", after).strip()


_BOUNDARY = re.compile(r"[.,;:!?()+&-]| and | plus | but | instead of | rather than | in place of ")
_SENTENCE_END = re.compile(r"[.;!?]")
_EMPTY = re.compile(
    r"\b(?:an?|the|some|we|i|want|would|like|need|have|please|pls|and|with|maybe|add|also|lots of|"
    r"id|i'd|we'd|love|let's|do|ok|yes|actually|instead|thinking|of|is|it|colou?rs|party|just|for|"
    r"we're|wedding|very)\b"
)
