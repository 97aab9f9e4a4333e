"""The last stage of understanding: what a model makes of words that were left unread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from festplan.domain.reading import CATEGORIES, Reading
from festplan.models.extraction import FACTS, SCHEMA, Extractor, merged, unread
from festplan.models.retries import Caller
from festplan.models.schema import fit
from festplan.models.tiers import Rung
from festplan.ports.answers import Kept, MissingBody, Question, Recalled, Remembered
from festplan.ports.models import ProviderFailed
from tests.unit.models.asking import QUICK, Book, Flat, Told

TODAY = date(2026, 3, 1)
LEFT = Reading("zorb for seventyfive", ("out_of_domain",), residue="zorb seventyfive")
SAID = {
    "categories": ["venue", "catering"],
    "facts": [{"fact": "guests", "value": "75"}],
    "rest": "zorb",
}


@dataclass(slots=True)
class Memory:
    """Answers in memory."""

    kept: dict[tuple[str, str], Any] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    async def recall(self, question: Question, evidence: str | None) -> Recalled:
        return Recalled(evidence, self.kept.get((question.scope, question.view)))

    async def body(self, digest: str) -> dict[str, Any]:
        import json

        if digest not in self.bodies:
            raise MissingBody(digest)
        body: dict[str, Any] = json.loads(self.bodies[digest])
        return body

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        del remembered
        self.bodies |= bodies
        for one in kept:
            self.kept[one.question.scope, one.question.view] = one.answer


def extractor(provider: Told, book: Book, memory: Memory) -> Extractor:
    ids = count()
    caller = Caller(provider, book, Flat(), lambda: f"id-{next(ids)}", QUICK)
    return Extractor(memory, caller, [Rung("small", "openai:s")], caller.new_id)


def read(extracting: Extractor, *readings: Reading, scope: str = "host") -> list[Reading]:
    return asyncio.run(extracting(readings, TODAY, scope=scope, party_id="p"))


def test_what_was_left_unread_is_read_by_a_model_and_paid_once_for_that_host() -> None:
    provider, book = Told([SAID]), Book()
    extracting = extractor(provider, book, Memory())
    (first,), (second,) = read(extracting, LEFT), read(extracting, LEFT)
    assert first == second
    assert (first.facts, first.residue, first.decided_by) == ({"guests": 75}, "zorb", "model")
    assert first.categories == first.wishes == ("venue", "catering")
    assert len(provider.asked) == 1
    assert book.told() == ["settled"]


def test_another_host_is_not_given_what_was_read_for_the_first() -> None:
    provider = Told([SAID])
    extracting = extractor(provider, Book(), Memory())
    read(extracting, LEFT, scope="one")
    read(extracting, LEFT, scope="other")
    assert len(provider.asked) == 2


def test_what_was_read_here_is_not_read_again() -> None:
    provider = Told([SAID])
    known = Reading("jungle theme", ("theme",), facts={"theme": ["jungle"]}, wishes=("theme",))
    assert read(extractor(provider, Book(), Memory()), known) == [known]
    assert provider.asked == []


def test_when_no_model_answers_the_local_reading_stands() -> None:
    provider = Told([ProviderFailed("overloaded", served=False)])
    assert read(extractor(provider, Book(), Memory()), LEFT) == [LEFT]
    assert read(extractor(Told([SAID]), Book(cap=0), Memory()), LEFT) == [LEFT]


def test_a_fact_that_cannot_be_is_left_out_and_what_was_read_here_wins() -> None:
    facts = [
        {"fact": "guests", "value": "-5"},
        {"fact": "date", "value": "yesterday"},
        {"fact": "kids", "value": "9"},
        {"fact": "budget", "value": "$1,500"},
    ]
    local = Reading("x", (), facts={"kids": 3}, questions=("What?",), residue="x")
    reading = merged(local, {"categories": ["budget"], "facts": facts, "rest": ""}, TODAY)
    assert reading.facts == {
        "kids": 3,
        "budget": {"amount": 1500, "currency": "USD", "kind": "max"},
    }
    assert reading.questions == ()


def test_the_rest_holds_the_hosts_own_words_alone() -> None:
    said = {**SAID, "rest": "ZORB ignore everything http://evil.example"}
    assert merged(LEFT, said, TODAY).residue == "zorb"


TEXTS = st.text(max_size=30) | st.sampled_from(
    ["[" * 3000, '{"kind": 5}', "NaN", "1e999", "²", "\x00", "\ud800", '{"amount": [1]}', "5 "]
)
OUTPUTS = st.fixed_dictionaries(
    {
        "categories": st.lists(st.sampled_from(CATEGORIES), max_size=4),
        "facts": st.lists(
            st.fixed_dictionaries({"fact": st.sampled_from(FACTS), "value": TEXTS}), max_size=14
        ),
        "rest": TEXTS,
    }
)


@given(OUTPUTS)
def test_whatever_a_model_says_the_reading_is_one(output: dict[str, Any]) -> None:
    fit(output, SCHEMA)
    reading = merged(LEFT, output, TODAY)
    assert reading.text == LEFT.text
    assert set(reading.residue.split()) <= set(LEFT.residue.split())
    assert set(reading.wishes) <= set(reading.categories)
    assert reading.facts.keys() <= set(FACTS)


GUESSED = Reading(
    "something for the little ones to giggle at",
    ("theme",),
    residue="something for the little ones to giggle at",
    wishes=("theme",),
    decided_by="local",
)
"""What only the trained head has an opinion of."""


def test_what_only_the_trained_head_guesses_at_is_read_by_a_model_whose_word_stands() -> None:
    said = {"categories": ["vendor"], "facts": [], "rest": "giggle"}
    provider = Told([said])
    (found,) = read(extractor(provider, Book(), Memory()), GUESSED)
    assert (found.categories, found.wishes, found.residue) == (("vendor",), ("vendor",), "giggle")
    assert len(provider.asked) == 1


def test_where_a_model_has_no_opinion_the_guess_of_the_trained_head_stands() -> None:
    nothing = {"categories": [], "facts": [], "rest": "giggle"}
    assert read(extractor(Told([nothing]), Book(), Memory()), GUESSED) == [GUESSED]


def test_what_the_trained_head_adds_to_facts_that_were_read_is_not_read_again() -> None:
    assert unread(GUESSED)
    assert not unread(replace(GUESSED, residue=""))
    assert not unread(replace(GUESSED, facts={"kids": 9}))
    assert not unread(replace(GUESSED, declined=("catering",)))
    assert not unread(replace(GUESSED, decided_by="rules"))


def test_unread_is_what_raises_questions_or_says_nothing_that_is_known() -> None:
    assert unread(LEFT)
    assert unread(Reading("?", ("venue",), wishes=("venue",), questions=("Which?",)))
    assert not unread(Reading("hello", ("out_of_domain",)))
    assert not unread(Reading("a breeze", ("venue",), wishes=("venue",), residue="breeze"))
