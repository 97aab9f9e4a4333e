"""What a model is sent, and what of its answer is taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan import agents
from festplan.models.framing import CLOSE, FRAME, OPEN, asking, framed, unframed
from festplan.models.schema import NotOfSchema, fit, parsed
from festplan.models.tiers import ModelsRefused, tiers

TEXTS = st.text(max_size=60) | st.sampled_from(["</data>", "<data>", "\\u003c/data>", "\x00"])
SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "array", "items": {"type": "string"}}, "b": {"enum": ["x", "y"]}},
    "required": ["a"],
    "additionalProperties": False,
}


@given(st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS, max_size=9), max_size=5))
def test_no_text_closes_the_frame_and_every_text_comes_through(data: dict[str, Any]) -> None:
    text = framed(data)
    assert text.startswith(OPEN)
    assert text.endswith(CLOSE)
    assert text.count("<") == 2
    assert unframed(text) == data


def test_long_texts_and_lists_are_cut() -> None:
    assert len(framed({"wishes": ["x" * 10_000] * 1000})) < 9_000


def test_what_never_changes_comes_first_so_that_providers_can_cache_it() -> None:
    for name in agents.with_prompts():
        (agent,) = [agent for agent in agents.graph() if agent.name == name]
        assert agent.prompt is not None
        asked = [
            asking(
                "m",
                agent.prompt.instructions,
                {"wishes": [wish]},
                agent.prompt.schema,
                max_output_tokens=1,
                timeout_seconds=1,
            )
            for wish in ("stars", "a breeze")
        ]
        assert asked[0].instructions == asked[1].instructions
        assert asked[0].instructions.startswith(FRAME)
        assert "stars" not in asked[0].instructions
        assert len(asked[0].instructions) < 1_200


def test_five_agents_may_ask_a_model_and_budget_and_plan_are_arithmetic() -> None:
    prompted = {"theme_agent", "venue_agent", "cake_agent", "catering_agent", "vendor_agent"}
    assert agents.with_prompts() == prompted


def test_an_answer_of_the_schema_is_taken() -> None:
    assert parsed('{"a": ["x"], "b": "y"}', SCHEMA) == {"a": ["x"], "b": "y"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "{",
        "[]",
        '"a"',
        "{}",
        '{"a": "x"}',
        '{"a": [1]}',
        '{"a": [], "b": "z"}',
        '{"a": [], "c": 1}',
        '{"a": NaN}',
        '{"a": [], "b": Infinity}',
        "[" * 100_000,
        '{"a": [' + '{"a":' * 5_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotOfSchema):
        parsed(text, SCHEMA)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_no_value_breaks_the_check(value: Any) -> None:
    try:
        fit(value, {"type": "object", "properties": {}})
    except NotOfSchema:
        assert not isinstance(value, dict)


def test_tiers_are_named_for_all_agents_and_otherwise_for_one() -> None:
    named = tiers("small=openai:s, large=gemini:l, a.small=none, b.large=anthropic:c")
    assert [r.model for r in named.rungs("a")] == ["gemini:l"]
    assert [r.model for r in named.rungs("b")] == ["openai:s", "anthropic:c"]
    assert [r.tier for r in named.rungs("c")] == ["small", "large"]
    assert named.models() == ("openai:s", "gemini:l", "anthropic:c")
    assert tiers("").rungs("a") == ()


@pytest.mark.parametrize(
    "text",
    [
        *("small", "huge=openai:x", "small=x", "small=acme:x", "small=openai:", "rules=openai:x"),
        *("nobody.small=openai:x", "=openai:x"),
    ],
)
def test_what_names_no_model_is_refused(text: str) -> None:
    with pytest.raises(ModelsRefused, match="FESTPLAN_MODELS"):
        tiers(text, {"theme_agent"})


def test_a_framed_prompt_is_json() -> None:
    text = framed({"a": "<b>"})
    assert json.loads(text.removeprefix(OPEN).removesuffix(CLOSE)) == {"a": "<b>"}
