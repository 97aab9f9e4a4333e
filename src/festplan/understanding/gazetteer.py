"""Every word of the published vocabularies, found in a text: the longest match at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from festplan.domain import vocabulary

GROUPS: Mapping[str, Mapping[str, str]] = {
    "occasion": vocabulary.OCCASIONS,
    "allergen": vocabulary.ALLERGENS,
    "diet": vocabulary.DIETS,
    "setting": vocabulary.SETTINGS,
    "access": vocabulary.ACCESS,
    "flavour": vocabulary.FLAVOURS,
    "cake": vocabulary.CAKE_KINDS,
    "service": vocabulary.SERVICES,
    "drink": vocabulary.DRINKS,
    "style": vocabulary.SERVICE_STYLES,
    "venue": vocabulary.VENUE_KINDS,
    "cuisine": vocabulary.CUISINES,
    "colour": vocabulary.COLOURS,
    "theme": vocabulary.THEMES,
}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_CLOSE = frozenset({" ", "-", "", "/", " - ", ". "})

Tokens = tuple[str, ...]


class Token(NamedTuple):
    """One word of the text, `start` to `end`."""

    word: str
    start: int
    end: int


class Match(NamedTuple):
    """Words of the text that one or more vocabularies know: group to canonical word."""

    senses: Mapping[str, str]
    start: int
    end: int


@lru_cache(maxsize=4)
def tokens(text: str) -> Sequence[Token]:
    """The words of a text; hyphens part words, apostrophes do not."""
    return tuple(Token(match.group(), *match.span()) for match in _WORD.finditer(text))


def matches(text: str, words: Sequence[Token]) -> Iterator[Match]:
    """The longest known form at each word, left to right, never across punctuation."""
    index = _index()
    at = 0
    while at < len(words):
        found = next(
            (
                (form, senses)
                for form, senses in index.get(words[at].word, ())
                if _stands(text, words, at, form)
            ),
            None,
        )
        if found is None:
            at += 1
            continue
        form, senses = found
        yield Match(senses, words[at].start, words[at + len(form) - 1].end)
        at += len(form)


def _stands(text: str, words: Sequence[Token], at: int, form: Tokens) -> bool:
    if len(form) == 1:
        return True
    if at + len(form) > len(words) or words[at + 1].word != form[1]:
        return False
    run = words[at : at + len(form)]
    if any(token.word != word for token, word in zip(run, form, strict=True)):
        return False
    return all(text[a.end : b.start] in _CLOSE for a, b in pairwise(run))


@cache
def _index() -> dict[str, list[tuple[Tokens, dict[str, str]]]]:
    forms: dict[Tokens, dict[str, str]] = {}
    for group, table in GROUPS.items():
        for spoken, canonical in table.items():
            key = tuple(_WORD.findall(_bare(spoken)))
            forms.setdefault(key, {}).setdefault(group, canonical)
    index: dict[str, list[tuple[Tokens, dict[str, str]]]] = {}
    for form, senses in sorted(forms.items(), key=lambda item: -len(item[0])):
        index.setdefault(form[0], []).append((form, senses))
    return index


@cache
def known_words() -> frozenset[str]:
    """Every single word that occurs in a vocabulary."""
    return frozenset(word for rows in _index().values() for form, _ in rows for word in form)


@cache
def whole_words() -> frozenset[str]:
    """Every single word that a vocabulary holds as a form of its own."""
    return frozenset(form[0] for rows in _index().values() for form, _ in rows if len(form) == 1)


def _bare(form: str) -> str:
    from festplan.understanding.wording import plain

    return plain(form).text
