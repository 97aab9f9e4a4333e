"""From one text to its reading."""

from __future__ import annotations

from datetime import date

from festplan.domain.reading import Facts, Reading, Span
from festplan.understanding import Cities
from festplan.understanding.categories import about, out_of_domain
from festplan.understanding.facts import facts_of, replaced
from festplan.understanding.finds import Find
from festplan.understanding.grammar import parse
from festplan.understanding.residue import questions, residue
from festplan.understanding.wording import Wording

MOST_QUESTIONS = 8
"""Questions asked about one input; more would bury the first."""


def reading(text: str, *, today: date, locale: str, known: Cities, held: Facts) -> Reading:
    """The reading of `text`; see `festplan.understanding.read`."""
    parsed = parse(text, today=today, locale=locale, known=known, held=held)
    wording, finds = parsed.wording, parsed.finds
    facts, asked = facts_of(wording.text, finds)
    left = residue(wording, finds)
    if out_of_domain(wording.text, finds, facts, left):
        return _elsewhere(text, left)
    topics = about(wording.text, finds, facts)
    if not topics.scores:
        return _elsewhere(text, left)
    asked += [question for question in questions(wording, finds) if question not in asked]
    return Reading(
        text=text,
        categories=topics.ordered(set(topics.scores)),
        facts=facts,
        residue=left,
        wishes=topics.ordered(topics.wishes),
        declined=topics.ordered(topics.declined),
        replaces=replaced(wording.text, finds, facts),
        scores={name: topics.scores[name] for name in topics.ordered(set(topics.scores))},
        spans=tuple(_spans(wording, finds)),
        questions=tuple(dict.fromkeys(asked))[:MOST_QUESTIONS],
    )


def _elsewhere(text: str, left: str) -> Reading:
    scores = {"out_of_domain": 0.9}
    return Reading(text, ("out_of_domain",), Facts(), left, scores=scores)


def _spans(wording: Wording, finds: list[Find]) -> list[Span]:
    spans = []
    for find in finds:
        if find.fact:
            name = _SPAN_NAMES.get(find.fact, find.fact)
            name = "exclude" if find.denied == "not" and find.fact != "diet" else name
            spans.append(Span(name, *wording.origin(find.start, find.end), find.confidence))
    return spans


_SPAN_NAMES = {"guests_range": "guests_max", "span": "time"}
