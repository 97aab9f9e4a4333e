"""A text as the grammar reads it: lower-case, single blanks, each character tied to its source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"}
)


@dataclass(frozen=True, slots=True)
class Wording:
    """`text` is what rules match; `starts[i]` and `ends[i]` are where its character i came from."""

    source: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source that the characters `start` to `end` stand for."""
        if start >= end:
            return (0, 0)
        return self.starts[start], self.ends[end - 1]

    def original(self, start: int, end: int) -> str:
        """The source's own spelling of the characters `start` to `end`."""
        first, last = self.origin(start, end)
        return self.source[first:last]

    def capital(self, at: int) -> bool:
        """Whether the character at `at` was written as a capital letter."""
        return self.source[self.starts[at]].isupper()

    def shouted(self) -> bool:
        """Whether the whole source is in capital letters, so that none of them tells a name."""
        return self.source.upper() == self.source

    def rewrite(self, changes: Iterable[tuple[int, int, str]]) -> Wording:
        """The wording with parts (start, end, new text) exchanged; parts are in order, apart."""
        changes = list(changes)
        if not changes:
            return self
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in changes:
            first, last = self.origin(start, end)
            text += (self.text[done:start], new)
            starts += (*self.starts[done:start], *[first] * len(new))
            ends += (*self.ends[done:start], *[last] * len(new))
            done = end
        text.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return Wording(self.source, "".join(text), starts, ends)


def plain(source: str) -> Wording:
    """`source` in lower case without accents, emoji or controls; a line break becomes `; `."""
    if source.isascii() and source.isprintable() and not _UNEVEN.search(source):
        size = len(source)
        return Wording(source, source.lower(), range(size), range(1, size + 1))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUN.finditer(source):
        first, last = run.span()
        if run.group()[0] in _PRINTED:
            text.append(run.group().lower())
            starts += range(first, last)
            ends += range(first + 1, last + 1)
            continue
        for letter in _plain_character(run.group(), text):
            text.append(letter)
            starts.append(first)
            ends.append(last)
    return Wording(source, "".join(text), starts, ends)


_UNEVEN = re.compile(r"^ |  |`")
"""What even printable ASCII has rewritten: blanks too many, and the grave accent."""
_PRINTED = frozenset(map(chr, range(33, 127))) - {"`"}
_RUN = re.compile(r"[!-_a-~]+|.", re.DOTALL)
"""Printable ASCII in one piece, but for the grave accent; any other character by itself."""


def _plain_character(character: str, before: list[str]) -> str:
    last = before[-1][-1] if before else " "
    if character in "\n\r\u2028":
        return "; " if last not in " ;" else ""
    if character.isspace():
        return " " if last != " " else ""
    if character.isascii():
        return character.lower() if character.isprintable() else ""
    return _ascii_or_letter(character, last)


def _ascii_or_letter(character: str, last: str) -> str:
    folded = character.translate(_SAME)
    if folded != character:
        return folded
    parts = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    if len(parts) == 1:
        character = parts[0].lower()
    kind = unicodedata.category(character) if len(character) == 1 else "Lo"
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind[0] in "LN" or kind == "Sc":
        return character[0]
    if kind in {"Mn", "Cf", "Me"}:
        return ""
    return " " if last != " " else ""
