from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.engine.fingerprint import (
    NotCanonical,
    canonical,
    content,
    digest,
    fingerprint,
    identity,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(TEXTS, part, max_size=4),
    max_leaves=8,
)


def _tagged(value: Any) -> Any:
    """The value with its types spelled out, to compare without Python's 1 == True == 1.0."""
    if isinstance(value, dict):
        return ("dict", tuple(sorted((k, _tagged(v)) for k, v in value.items())))
    if isinstance(value, list | tuple):
        return ("list", tuple(_tagged(v) for v in value))
    return (type(value).__name__, repr(value))


@given(VALUES, VALUES)
def test_two_values_have_one_identity_only_if_they_are_the_same(a: Any, b: Any) -> None:
    assert (canonical(a) == canonical(b)) == (_tagged(a) == _tagged(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, "1"),
        (1, True),
        (0, False),
        (1, 1.0),
        (None, "None"),
        (["v1", ["2abc"]], ["v12", ["abc"]]),
        (["ab", "c"], ["a", "bc"]),
        ([["a"], "b"], [["a", "b"]]),
        ({"a": 1, "b": 2}, {"a": 1, "b2": ""}),
        ([], {}),
    ],
)
def test_look_alikes_are_told_apart(a: Any, b: Any) -> None:
    assert identity(a) != identity(b)


def test_the_order_of_keys_and_the_kind_of_sequence_do_not_count() -> None:
    assert identity({"a": [1, 2], "b": None}) == identity({"b": None, "a": (1, 2)})


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        {1: "a"},
        {None: 1},
        {"a": {1, 2}},
        {"a": {"b": [(1, {2: 3})]}},
        object(),
        b"a",
        "\ud800",
        [print],
    ],
)
def test_what_has_no_canonical_form_raises(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_every_part_of_a_question_is_in_its_fingerprint() -> None:
    question = ("cake_agent", 1, "", "view", "evidence")
    others = [
        ("venue_agent", 1, "", "view", "evidence"),
        ("cake_agent", 2, "", "view", "evidence"),
        ("cake_agent", 1, "scope", "view", "evidence"),
        ("cake_agent", 1, "", "other", "evidence"),
        ("cake_agent", 1, "", "view", "other"),
        ("cake_agent", 1, "view", "", "evidence"),
    ]
    names = {fingerprint(*question), *(fingerprint(*other) for other in others)}
    assert len(names) == 1 + len(others)


def test_identities_stay_what_they_are_from_release_to_release() -> None:
    assert identity({"city": "Austin", "guests": [51, 75], "indoors": None}) == GOLDEN
    assert digest(content({"b": 1, "a": "é"})) == digest('{"a":"é","b":1}'.encode())


GOLDEN = "20i_SDUhZZcR24NB6oRMSJM4Jx4Ks4HH7VD-0SGbjCo"


def test_contents_refuse_numbers_that_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        content({"a": float("nan")})
    assert json.loads(content({"a": 1})) == {"a": 1}
