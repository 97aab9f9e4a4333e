"""Searches by meaning and words together, on the sample and a small real encoder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from festplan.catalogue import load, narrow, scoring, search, summary, terms, vectors
from festplan.catalogue.distance import km_between
from festplan.catalogue.index import MOST_QUESTIONS, Index
from festplan.catalogue.meaning import described, key
from festplan.catalogue.tables import embeddings
from festplan.domain.listing import Listing, Match, Query
from tests.encoders import BagOfWords, Broken, embedded
from tests.unit.catalogue.queries import QUERIES, passes

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

LIKE = st.sampled_from(
    ["a garden full of roses", "soft play for children", "wood fire pizza", "zzz", "", "the the"]
)
NEAR = st.tuples(st.floats(29, 31), st.floats(-99, -96)) | st.none()


@st.composite
def described_queries(draw: st.DrawFn) -> Query:
    near = draw(NEAR)
    within = None if near is None else draw(st.none() | st.floats(0, 200))
    return replace(draw(QUERIES), like=draw(LIKE), near=near, within_km=within)


def by_hand(listings: tuple[Listing, ...], query: Query, encoder: BagOfWords) -> list[Match]:
    """The same question answered in plain Python over every listing: the oracle."""
    words, asked = terms.asked(query.words), _vector(encoder, query.like)
    scored = [_scored(x, query, words, asked, encoder) for x in listings if _is_near(x, query)]
    ranked = sorted(scored, key=lambda match: (-match.score, match.listing.listing_id))
    return [replace(match, rank=rank) for rank, match in enumerate(ranked[: query.limit])]


def _is_near(listing: Listing, query: Query) -> bool:
    if not passes(listing, query):
        return False
    if query.near is None or query.within_km is None:
        return True
    place = (listing.lat or 0.0, listing.lon or 0.0)
    return km_between(query.near, place) <= query.within_km


def _scored(
    listing: Listing,
    query: Query,
    words: tuple[str, ...],
    asked: tuple[float, ...] | None,
    encoder: BagOfWords,
) -> Match:
    mentions = scoring.mentions(terms.stored(listing), words)
    held = _vector(encoder, described(listing))
    likeness = None if asked is None or held is None else round(float(np.dot(asked, held)), 6)
    place = (listing.lat or 0.0, listing.lon or 0.0)
    km = None if query.near is None else km_between(query.near, place)
    score = scoring.score(
        mentions,
        likeness or 0.0,
        capacity=listing.capacity,
        guests=query.capacity,
        priced=listing.price_minor is not None,
        km=km,
    )
    return Match(listing, 0, score, mentions, likeness, km)


_VECTORS: dict[str, tuple[float, ...]] = {}


def _vector(encoder: BagOfWords, text: str) -> tuple[float, ...] | None:
    if not text:
        return None
    if text not in _VECTORS:
        _VECTORS[text] = tuple(encoder.encode([text])[0].astype(float))
    return _VECTORS[text]


@settings(suppress_health_check=SHARED)
@given(query=described_queries())
def test_the_database_ranks_by_meaning_as_plain_python_would(
    ranked: Connection, sample: tuple[Listing, ...], encoder: BagOfWords, query: Query
) -> None:
    found = search.search(ranked, query, Index(encoder))
    expected = by_hand(sample, query, encoder)
    assert [(m.listing.listing_id, m.score) for m in found] == [
        (m.listing.listing_id, m.score) for m in expected
    ]
    assert [(m.mentions, m.likeness, m.km) for m in found] == [
        (m.mentions, m.likeness, m.km) for m in expected
    ]


def nothing_is_lost(connection: Connection, encoder: BagOfWords, query: Query) -> None:
    index = Index(encoder)
    few = search.search(connection, replace(query, limit=5), index)
    assert few == search.search(connection, replace(query, limit=None), index)[:5]


@settings(suppress_health_check=SHARED)
@given(query=described_queries())
def test_the_best_are_those_that_scoring_every_row_finds(
    ranked: Connection, encoder: BagOfWords, query: Query
) -> None:
    nothing_is_lost(ranked, encoder, query)


class _Deaf:
    """The scoring as the bounds see it, without the words."""

    rest = staticmethod(scoring.rest)
    closeness = staticmethod(scoring.closeness)

    @staticmethod
    def fused(mentions: float, likeness: float) -> float:
        return scoring.fused(mentions * 0, likeness)


BUGS: dict[str, tuple[object, str, object]] = {
    "the margin of half precision is on the wrong side": (narrow, "MARGIN", -0.02),
    "words count for nothing in the bounds": (narrow, "scoring", _Deaf),
    "only what is as good as the best is kept": (narrow, "_nth", lambda scores, _: scores.max()),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_planted_in_the_bounds_loses_one_of_the_best(
    bug: str, ranked: Connection, encoder: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, name, instead = BUGS[bug]
    monkeypatch.setattr(room, name, instead)

    @settings(
        max_examples=200,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(query=described_queries())
    def law(query: Query) -> None:
        nothing_is_lost(ranked, encoder, query)

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        law()


# --- vectors -------------------------------------------------------------------------------------


def test_the_same_text_is_never_embedded_twice(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    encoder, few = BagOfWords(), sample[:300]
    load.load(empty, few)
    assert embedded(empty, encoder) == len(encoder.encoded) == len({described(x) for x in few})
    load.load(empty, few)
    load.load(empty, [replace(few[0], name="Another name", price_minor=5)])
    assert embedded(empty, encoder) == 0
    load.load(empty, [replace(few[0], description="Something else altogether.")])
    assert embedded(empty, encoder) == 1
    assert len(set(encoder.encoded)) == len(encoder.encoded)


def test_a_question_is_encoded_once_and_not_stored(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    encoder = BagOfWords()
    load.load(empty, sample[:20])
    stored = embedded(empty, encoder)
    index = Index(encoder)
    for _ in range(3):
        search.search(empty, Query(like="roses and candles"), index)
        search.search(empty, Query(like=f" {described(sample[0])} "), index)
    assert encoder.encoded.count("roses and candles") == 1
    assert encoder.encoded.count(described(sample[0])) == 1
    assert len(empty.execute(select(embeddings.c.text_key)).all()) == stored
    for number in range(MOST_QUESTIONS + 5):
        search.search(empty, Query(like=f"question {number}", limit=1), index)
    assert len(index._questions) == MOST_QUESTIONS


def test_vectors_rank_only_when_every_listing_has_one_and_the_version_says_so(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    encoder, index, bare = BagOfWords(), Index(BagOfWords()), Index()
    query = Query(like="picnic lawn", limit=1)
    load.load(empty, sample[:50])
    assert (index.version(empty), bare.version(empty)) == (1, 1)
    assert search.search(empty, query, index)[0].likeness is None
    embedded(empty, encoder)
    assert (index.version(empty), bare.version(empty)) == (2, 1)
    assert search.search(empty, query, index)[0].likeness is not None
    assert search.search(empty, query, bare)[0].likeness is None
    load.load(empty, sample[50:60])
    assert (index.version(empty), bare.version(empty)) == (3, 3)
    assert search.search(empty, query, index)[0].likeness is None
    embedded(empty, encoder)
    assert (index.version(empty), bare.version(empty)) == (4, 3)


def test_nothing_is_embedded_in_an_empty_catalogue_nor_is_a_version_counted(
    empty: Connection,
) -> None:
    assert embedded(empty, BagOfWords()) == 0
    assert summary.version(empty) == Index(BagOfWords()).version(empty) == 0


def test_another_encoder_begins_anew_and_the_first_one_ranks_no_more(
    empty: Connection, sample: tuple[Listing, ...]
) -> None:
    first, other = BagOfWords(), BagOfWords("sounds")
    load.load(empty, sample[:50])
    count = embedded(empty, first)
    assert embedded(empty, other) == count
    assert len(empty.execute(select(embeddings.c.text_key)).all()) == count
    assert search.search(empty, Query(like="lawn"), Index(first))[0].likeness is None
    assert search.search(empty, Query(like="lawn"), Index(other))[0].likeness is not None


def test_a_model_that_is_unusable_leaves_the_words(ranked: Connection) -> None:
    index, query = Index(Broken()), Query(words=("garden",), like="a garden full of tulips")
    found = search.search(ranked, query, index)
    assert found == search.search(ranked, query)
    assert index.version(ranked) == 1


@pytest.mark.parametrize("text", ["\x00", "🎉", "x" * 100_000, "\ud800", " \n ", "'; DROP TABLE"])
def test_hostile_descriptions_break_nothing(
    ranked: Connection, encoder: BagOfWords, text: str
) -> None:
    assert len(search.search(ranked, Query(like=text), Index(encoder))) == 5


def test_half_precision_is_within_its_margin_and_bounded_in_memory(
    ranked: Connection, sample: tuple[Listing, ...], encoder: BagOfWords
) -> None:
    texts = sorted({described(listing) for listing in sample})
    keys = np.array([key(text) for text in texts] * 2, np.int64)
    asked = encoder.encode(["a hall for a hundred guests"])[0]
    exact = vectors.exact(ranked, encoder.encoder_id, keys.tolist(), asked)
    for most in (10, 50, 1000):
        halves = vectors.Halves(encoder.encoder_id, most)
        for _ in range(2):
            found = halves.cosines(ranked, keys, asked)
            assert max(abs(found - [exact[name] for name in keys.tolist()])) < vectors.MARGIN
        assert len(halves) <= most
    unknown = vectors.Halves(encoder.encoder_id).cosines(ranked, np.array([12345]), asked)
    assert unknown.tolist() == [0.0]


def test_a_listing_that_comes_changes_the_score_of_no_other_by_meaning_either(
    empty: Connection, sample: tuple[Listing, ...], encoder: BagOfWords
) -> None:
    query = Query(words=("lawn",), like="lawn and stage", limit=None)
    load.load(empty, sample[:100])
    embedded(empty, encoder)
    before = {m.listing.listing_id: m.score for m in search.search(empty, query, Index(encoder))}
    new = replace(sample[0], listing_id="new", description="A stage on a lawn.")
    load.load(empty, [new])
    embedded(empty, encoder)
    after = {m.listing.listing_id: m.score for m in search.search(empty, query, Index(encoder))}
    assert after.items() >= before.items()
    assert after.keys() - before.keys() == {"new"}
