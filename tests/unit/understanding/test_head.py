"""The head beside the grammar: what it adds, what it leaves alone, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from festplan.config import Settings
from festplan.domain.reading import Facts
from festplan.encoder import open_encoder
from festplan.ports.models import EncoderUnusable, TopicEncoder
from festplan.understanding import head, judging, phrases, read_all, train
from festplan.understanding.clauses import states_plainly
from festplan.understanding.reader import draft
from tests.unit.understanding.evaluate import TODAY, examples, score
from tests.unit.understanding.reading_today import CITIES, understood
from tests.unit.understanding.test_categories import ABOUT, DECLINED

ELSEWHERE = [
    "Which bridge in Prague has all the statues?",
    "third-party library for parsing dates",
    "book a flight to Paris for two adults",
    "who won the Labour party leadership in 2020",
    "what chemical reaction makes a sponge cake rise",
    "does my car insurance cover a cracked windscreen",
]
MATTERS = Path(__file__).with_name("matters.tsv")
"""36 odd requests and 36 other matters with numbers, cities and cakes in them, labels first."""
REQUESTS = ["75", "outdoors if dry", "nothing too fancy", "make it 40", "no clowns", "Sat not Sun"]


@pytest.fixture(scope="module")
def model() -> TopicEncoder:
    found = open_encoder(Settings())
    assert found is not None
    return found


def test_readings_that_the_grammar_is_sure_of_stand(model: TopicEncoder) -> None:
    readings = {text: understood(text, encoder=model) for text in ABOUT}
    assert {text: reading.categories for text, reading in readings.items()} == ABOUT


@pytest.mark.parametrize(
    "text", ["jungle theme", "75 guests", "chocolate cake", "Need balloon artist"]
)
def test_the_reference_inputs_need_no_encoder(text: str) -> None:
    assert understood(text, encoder=NoEncoder()) == understood(text)


@pytest.mark.parametrize("text", DECLINED)
def test_what_is_switched_off_stays_off(text: str, model: TopicEncoder) -> None:
    reading = understood(text, encoder=model)
    assert (reading.declined, reading.wishes) == (DECLINED[text], ())


@pytest.mark.parametrize("text", ELSEWHERE)
def test_another_matter_is_turned_away_without_facts(text: str, model: TopicEncoder) -> None:
    reading = understood(text, encoder=model)
    assert reading.categories == ("out_of_domain",)
    assert reading.facts == {}
    assert reading.wishes == ()


@pytest.mark.parametrize("text", REQUESTS)
def test_a_terse_request_is_never_turned_away(text: str, model: TopicEncoder) -> None:
    assert understood(text, encoder=model).categories != ("out_of_domain",)


STATED = {
    "Portland, Maine, not the other one, uncle flew to the wrong coast once": True,
    "a barn, the swallows in it must be gone": True,
    "the boiler died, so a buffet for 30 guests, we mean it": True,
    "the boiler died, Austin": False,
    "my flight to Austin at 6": False,
    "20 people called me about the invoice": False,
    "a barn in Leeds, who owns it?": False,
}


@pytest.mark.parametrize("text", STATED)
def test_a_clause_that_states_a_fact_and_no_more_is_plain(text: str) -> None:
    found = draft(text, today=TODAY, locale="en_US", known={}, held=Facts())
    assert states_plainly(found.wording, found.finds, found.words) == STATED[text]


def test_what_is_plainly_stated_stands_unless_the_head_is_very_sure() -> None:
    text = "Portland, Maine, not the other one, uncle flew to the wrong coast once"
    found = draft(text, today=TODAY, locale="en_US", known={}, held=Facts())
    labels: dict[str, float] = dict.fromkeys(map(str, head.LABELS), 0.1)
    for likely, refused in ((judging.OVERRULED, False), (judging.OVERRULED + 0.05, True)):
        opinion = labels | {"out_of_domain": likely}
        verdict = judging.judged(
            found.wording,
            found.finds,
            found.topics,
            opinion,
            left=found.words,
            elsewhere=found.elsewhere,
        )
        assert (verdict.topics is None) == refused


def test_numbers_and_cities_make_no_request_and_odd_words_no_other_matter(
    model: TopicEncoder,
) -> None:
    rows = [line.split("\t") for line in MATTERS.read_text(encoding="utf-8").splitlines()]
    readings = read_all([text for _, text in rows], today=TODAY, cities={}, encoder=model)
    refused = [reading.categories == ("out_of_domain",) for reading in readings]
    elsewhere = [labels == "out_of_domain" for labels, _ in rows]
    assert sum(r and not e for r, e in zip(refused, elsewhere, strict=True)) <= 2
    assert sum(r and e for r, e in zip(refused, elsewhere, strict=True)) >= 31


def test_a_category_that_no_rule_knows_is_added_as_a_wish(model: TopicEncoder) -> None:
    text = "a troupe to walk on stilts"
    reading = understood(text, encoder=model)
    assert "vendor" in reading.wishes
    assert reading.decided_by == "local"
    assert "vendor" not in understood(text).categories


def test_what_is_added_beside_a_denial_activates_nobody(model: TopicEncoder) -> None:
    reading = understood("not the bearded fellow who swallows swords", encoder=model)
    assert "vendor" in reading.categories
    assert "vendor" not in reading.wishes


def test_the_head_changes_no_fact_of_a_request(model: TopicEncoder) -> None:
    for row in examples():
        with_head, alone = understood(row["text"], encoder=model), understood(row["text"])
        if with_head.categories != ("out_of_domain",):
            assert with_head.facts == alone.facts
            assert with_head.residue == alone.residue


def test_texts_read_together_are_read_as_alone(model: TopicEncoder) -> None:
    texts = [row["text"] for row in examples("frozen.jsonl")[:120]]
    alone = [understood(text, encoder=model) for text in texts]
    counting = Counting(model)
    assert read_all(texts, today=TODAY, cities=CITIES, encoder=counting) == alone
    assert counting.calls == 1


@pytest.mark.parametrize("text", ["", "!!", "\n\n", "🎂"])
def test_nothing_said_is_nobodys_guess(text: str, model: TopicEncoder) -> None:
    assert understood(text, encoder=model) == understood(text)


def test_with_a_model_that_cannot_be_used_the_grammar_reads_alone() -> None:
    for text in (*ELSEWHERE, *REQUESTS, *ABOUT):
        assert understood(text, encoder=NoEncoder()) == understood(text)


# --- quality -------------------------------------------------------------------------------------


def test_with_the_head_texts_in_other_voices_are_read_well_enough(model: TopicEncoder) -> None:
    figures = score(examples("frozen.jsonl"), model)
    assert figures["cards_f1"] >= 0.94
    assert figures["numeric_precision"] >= 0.95
    assert figures["cities_precision"] >= 0.95
    assert figures["elsewhere_caught"] >= 0.9
    assert figures["requests_refused"] <= 0.03


def test_texts_that_nobody_looked_at_are_read_as_well_as_promised(model: TopicEncoder) -> None:
    figures = score(examples("fresh.jsonl"), model)
    assert figures["cards_f1"] >= 0.95
    assert figures["numeric_precision"] >= 0.95
    assert figures["numeric_recall"] >= 0.9
    assert figures["dates_precision"] >= 0.95
    assert figures["dates_recall"] >= 0.9
    assert figures["cities_precision"] >= 0.95
    assert figures["cities_recall"] >= 0.9
    assert figures["lists_recall"] >= 0.9
    assert figures["elsewhere_caught"] >= 0.95
    assert figures["requests_refused"] <= 0.05


@pytest.mark.parametrize("planted", ["labels in another order", "weights shuffled"])
def test_a_wrong_head_reads_badly(
    planted: str, model: TopicEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = head.read()
    weights = np.array([kept[label] for label in head.LABELS])
    if planted == "weights shuffled":
        wrong = np.random.default_rng(1).permutation(weights, axis=1)
    else:
        wrong = np.roll(weights, 1, axis=0)
    monkeypatch.setattr(head, "_weights", lambda: wrong)
    figures = score(examples("frozen.jsonl")[:150], model)
    assert figures["cards_f1"] < 0.8 or figures["requests_refused"] > 0.2


def test_probabilities_are_calibrated_on_texts_that_were_not_learned_from(
    model: TopicEncoder,
) -> None:
    rows = [
        train.Example(row["text"], frozenset(row["categories"])) for row in examples("frozen.jsonl")
    ]
    found = _kept_probabilities(rows, model)[:, -1]
    wanted = train.targets(rows)[:, -1]
    error = sum(
        abs(found[inside].mean() - wanted[inside].mean()) * inside.mean()
        for inside in (np.floor(found * 10) == part for part in range(10))
        if inside.any()
    )
    assert error < 0.08


# --- training ------------------------------------------------------------------------------------


def test_the_head_was_trained_on_the_texts_that_are_here(model: TopicEncoder) -> None:
    kept = head.read()
    assert kept["trained on"] == train.digest()
    assert kept["encoder"] == model.encoder_id
    assert {len(kept[label]) for label in head.LABELS} == {768 + head.SEEN}
    assert len(kept["phrases"]) == phrases.PLACES + 1
    assert head.KEPT.stat().st_size < 120_000


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_training_gives_the_head_that_is_kept(model: TopicEncoder, tmp_path: Path) -> None:
    weights, said, about = train.train(model)
    assert head.distance(weights) < 0.02
    head.write(weights, said, about, tmp_path / "head.json")
    assert head.read(tmp_path / "head.json").keys() == head.read().keys()


def test_training_again_gives_the_same_weights_and_other_labels_others(model: TopicEncoder) -> None:
    rows = [example for name in train.LEARNED for example in train.examples(name)[::15]]
    rows += train.joined(rows)
    seen, wanted = train.seen_of(rows, model), train.targets(rows)
    weights = train.fit(seen, wanted)
    assert np.allclose(train.fit(train.seen_of(rows, model), wanted), weights, atol=1e-3)
    assert np.abs(train.fit(seen, np.roll(wanted, 1, axis=0)) - weights).max() > 0.1
    right = (head.probabilities(seen, weights) > 0.5) == (wanted > 0.5)
    assert right.mean() > 0.9


def test_newton_ends_where_the_slope_is_nought() -> None:
    chance = np.random.default_rng(3)
    seen = np.hstack([chance.normal(size=(200, 5)), np.ones((200, 1))])
    wanted = (seen[:, 0] + chance.normal(size=200) > 0.3).astype(float)
    weights = train.fit(seen, wanted[:, None])[0]
    slope = seen.T @ (head.probabilities(seen, weights) - wanted)
    assert np.allclose(slope[:-1], -train.RIDGE * weights[:-1], atol=1e-6)
    assert abs(slope[-1]) < 1e-4


def test_what_is_measured_on_is_never_learned_from() -> None:
    learned = {row.text.casefold() for name in train.LEARNED for row in train.examples(name)}
    held_out = {row.text.casefold() for name in train.HELD_OUT for row in train.examples(name)}
    assert not learned & held_out
    for name in ("frozen.jsonl", "fresh.jsonl"):
        assert len(learned & {row["text"].casefold() for row in examples(name)}) == 0, name


def _kept_probabilities(rows: Sequence[train.Example], model: TopicEncoder) -> Any:
    kept = head.read()
    weights = np.array([kept[label] for label in head.LABELS])
    said = np.array(kept["phrases"]) / 100
    leaning = head.leanings([row.text for row in rows], said)
    return head.probabilities(train.seen_of(rows, model), weights, leaning)


class NoEncoder:
    """A model whose files turn out to be unusable."""

    encoder_id = "none"

    def encode(self, texts: Sequence[str]) -> Any:
        raise EncoderUnusable(f"no model for {len(texts)} texts")

    def describe(self, texts: Sequence[str]) -> Any:
        return self.encode(texts)


class Counting:
    """An encoder that counts how often it is asked."""

    def __init__(self, model: TopicEncoder) -> None:
        self._model = model
        self.encoder_id = model.encoder_id
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> Any:
        self.calls += 1
        return self._model.encode(texts)

    def describe(self, texts: Sequence[str]) -> Any:
        self.calls += 1
        return self._model.describe(texts)
