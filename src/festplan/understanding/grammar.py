"""The grammar: every rule finds its spans, overlaps are settled once, negations are applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from festplan.domain.reading import Facts
from festplan.domain.vocabulary.forms import singular
from festplan.understanding import Cities, negation
from festplan.understanding.ages import ages
from festplan.understanding.cities import cities
from festplan.understanding.crowd import crowds
from festplan.understanding.cues import cues, idioms
from festplan.understanding.dates import dates
from festplan.understanding.diets import counted
from festplan.understanding.finds import Find, settle
from festplan.understanding.gazetteer import Token, tokens
from festplan.understanding.hired import hired
from festplan.understanding.lists import cake_sizes, listed, unlisted_themes
from festplan.understanding.money import money
from festplan.understanding.moves import held_date, moves
from festplan.understanding.names import names
from festplan.understanding.numbers import with_digits
from festplan.understanding.past import bygone
from festplan.understanding.people import people
from festplan.understanding.roles import apart
from festplan.understanding.shorthand import written_out
from festplan.understanding.times import times
from festplan.understanding.typos import mended
from festplan.understanding.wording import Wording, plain


@dataclass(frozen=True, slots=True)
class Parse:
    """The finds of a text after settling and negation, in order, and the wording they lie in."""

    wording: Wording
    finds: list[Find]


def parse(text: str, *, today: date, locale: str, known: Cities, held: Facts) -> Parse:
    """Everything that the rules read in `text`; `held` is what the party's brief holds so far."""
    wording = with_digits(mended(written_out(plain(text))))
    words = tokens(wording.text)
    found = settle(_all(wording, words, today, locale, known, held), len(wording.text))
    finds = bygone(wording.text, found)
    return Parse(wording, apart(wording.text, _denied(wording.text, finds)))


def _all(
    wording: Wording, words: Sequence[Token], today: date, locale: str, known: Cities, held: Facts
) -> Iterator[Find]:
    text = wording.text
    lists = list(listed(text, words))
    styled = bytearray(len(text))
    for find in lists:
        if find.fact == "theme":
            styled[find.start : find.end] = b"\x01" * (find.end - find.start)
    inside = {word.start for word in words if styled[word.start]}
    yield from idioms(text)
    yield from dates(text, today, locale, held_date(held))
    yield from moves(text, held)
    yield from money(text, locale)
    yield from times(text)
    yield from people(text)
    yield from crowds(text)
    yield from ages(text)
    yield from names(wording)
    yield from cities(wording, words, known)
    yield from hired(text, words)
    yield from cake_sizes(text)
    yield from unlisted_themes(text, words, inside)
    yield from counted(text, lists)
    yield from cues(text)


def _denied(text: str, finds: list[Find]) -> list[Find]:
    """The finds with their denials, and a find for each negation that reached something."""
    kinds: dict[int, str] = {}
    extra: list[Find] = []
    for denial in negation.denials(text, finds):
        kinds |= dict.fromkeys(denial.denied, denial.kind)
        kinds |= dict.fromkeys(denial.parts, "part")
        extra += _spoken(text, denial)
    named = bytearray(len(text))
    for find in extra:
        if find.fact:
            named[find.start : find.end] = b"\x01" * (find.end - find.start)
    taken = [
        find.under(kinds[place]) if place in kinds else find
        for place, find in enumerate(finds)
        if place in kinds or find.rank != "cue" or not all(named[find.start : find.end])
    ]
    return sorted([*taken, *extra], key=lambda find: find.start)


def _spoken(text: str, denial: negation.Denial) -> Iterator[Find]:
    for start, end in denial.objects:
        if text[start].isdigit() or (denial.kind == "replaced" and not text[start].isalpha()):
            yield Find("cue", "", None, start, end)
            continue
        value = singular(text[start:end])
        yield Find("cue", "exclude", value, start, end, 0.7, denied="not")
    if denial.denied or denial.objects:
        yield Find("cue", "", None, denial.start, denial.end, 0.9)
