"""From texts to their readings: the grammar drafts each, the head has its say where it may help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from festplan.domain.reading import Facts, Reading, Span
from festplan.ports.models import EncoderUnusable, TopicEncoder
from festplan.understanding import Cities
from festplan.understanding.categories import About, about, out_of_domain
from festplan.understanding.facts import facts_of, replaced
from festplan.understanding.finds import Find
from festplan.understanding.grammar import parse
from festplan.understanding.judging import Opinion, is_sure, judged
from festplan.understanding.residue import Left, left_over, questions, residue
from festplan.understanding.signals import signals
from festplan.understanding.wording import Wording

MOST_QUESTIONS = 8
"""Questions asked about one input; more would bury the first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the grammar alone makes of a text; `elsewhere` where it takes it for another matter."""

    text: str
    wording: Wording
    finds: list[Find]
    facts: Facts
    asked: list[str]
    words: Left
    left: str
    topics: About
    elsewhere: bool


def readings(
    texts: Sequence[str],
    *,
    today: date,
    locale: str,
    known: Cities,
    held: Facts,
    encoder: TopicEncoder | None,
) -> list[Reading]:
    """The readings of `texts`; see `festplan.understanding.read`."""
    drafts = [draft(text, today=today, locale=locale, known=known, held=held) for text in texts]
    opinions = _opinions(drafts, encoder) if encoder else {}
    return [_reading(one, opinions.get(place)) for place, one in enumerate(drafts)]


def draft(text: str, *, today: date, locale: str, known: Cities, held: Facts) -> Draft:
    """What the grammar makes of `text`."""
    parsed = parse(text, today=today, locale=locale, known=known, held=held)
    wording, finds = parsed.wording, parsed.finds
    facts, asked = facts_of(wording.text, finds)
    words = left_over(wording, finds)
    left = residue(words, finds)
    topics = about(wording.text, finds, facts)
    elsewhere = out_of_domain(wording.text, finds, facts, left) or not topics.scores
    return Draft(text, wording, finds, facts, asked, words, left, topics, elsewhere)


def _opinions(drafts: Sequence[Draft], encoder: TopicEncoder) -> dict[int, Opinion]:
    """By place in `drafts`, what the head says of those that the grammar is not sure of."""
    unsure = [
        place
        for place, one in enumerate(drafts)
        if _says_something(one) and (one.elsewhere or not is_sure(one.finds, one.left))
    ]
    if not unsure:
        return {}
    from festplan.understanding.head import opinions

    try:
        vectors = encoder.describe([drafts[place].text for place in unsure])
    except EncoderUnusable:
        return {}
    said = [signals_of(drafts[place]) for place in unsure]
    texts = [drafts[place].text for place in unsure]
    return dict(zip(unsure, opinions(vectors, said, texts), strict=True))


def _says_something(one: Draft) -> bool:
    return any(character.isalnum() for character in one.text)


def signals_of(one: Draft) -> list[float]:
    """What the grammar tells the head of a text, as numbers named `signals.NAMES`."""
    return signals(
        one.wording.text, one.facts, one.topics.scores, one.left, elsewhere=one.elsewhere
    )


def _reading(one: Draft, opinion: Opinion | None) -> Reading:
    verdict = judged(
        one.wording, one.finds, one.topics, opinion, left=one.words, elsewhere=one.elsewhere
    )
    if not verdict.topics:
        scores = {"out_of_domain": verdict.elsewhere_score}
        return Reading(
            one.text,
            ("out_of_domain",),
            Facts(),
            one.left,
            scores=scores,
            decided_by=verdict.decided_by,
        )
    topics = verdict.topics
    names = topics.ordered(set(topics.scores))
    return Reading(
        text=one.text,
        categories=names,
        facts=one.facts,
        residue=one.left,
        wishes=topics.ordered(topics.wishes),
        declined=topics.ordered(topics.declined),
        replaces=replaced(one.wording.text, one.finds, one.facts),
        scores={name: topics.scores[name] for name in names},
        spans=tuple(_spans(one.wording, one.finds)),
        questions=_asked(one),
        decided_by=verdict.decided_by,
    )


def _asked(one: Draft) -> tuple[str, ...]:
    """The first few different questions, those about facts before those about words left over."""
    found = dict.fromkeys(one.asked)
    for question in questions(one.wording, one.words, one.finds):
        if len(found) >= MOST_QUESTIONS:
            break
        found.setdefault(question)
    return tuple(found)[:MOST_QUESTIONS]


def _spans(wording: Wording, finds: list[Find]) -> list[Span]:
    spans = []
    for find in finds:
        if find.fact:
            name = _SPAN_NAMES.get(find.fact, find.fact)
            name = "exclude" if find.denied == "not" and find.fact != "diet" else name
            spans.append(Span(name, *wording.origin(find.start, find.end), find.confidence))
    return spans


_SPAN_NAMES = {"guests_range": "guests_max", "span": "time"}
