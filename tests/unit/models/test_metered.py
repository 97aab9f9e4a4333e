"""A model that runs here: what it makes of wishes, and what it says of those that nothing meets."""

from __future__ import annotations

import asyncio
from typing import Any

from festplan.models.framing import asking
from festplan.models.metered import MeteredProvider
from festplan.proof.simulation.provider import LARGE, SMALL, Models

SCHEMA = {
    "type": "object",
    "properties": {"picks": {"type": "array"}, "unmet": {"type": "string"}},
}
ROOFTOP = {"id": "roof", "kind": "rooftop", "tags": []}
CELLAR = {"id": "cellar", "kind": "bar", "tags": []}


def answered(provider: Any, wish: str, *candidates: dict[str, Any], model: str = SMALL) -> Any:
    data = {"wishes": [wish], "candidates": list(candidates)}
    asked = asking(model, "Pick.", data, SCHEMA, max_output_tokens=99, timeout_seconds=1)
    return asyncio.run(provider.ask(asked)).output


def test_a_wish_is_met_by_what_it_means() -> None:
    output = answered(MeteredProvider(admits=True), "with a breeze", CELLAR, ROOFTOP)
    assert [pick["id"] for pick in output["picks"]] == ["roof"]
    assert output["unmet"] == ""


def test_a_model_that_admits_says_what_nothing_meets() -> None:
    output = answered(MeteredProvider(admits=True), "with a breeze", CELLAR)
    assert output == {"picks": [{"id": "cellar", "why": "the nearest"}], "unmet": "with a breeze"}
    assert answered(MeteredProvider(), "with a breeze", CELLAR)["unmet"] == ""


def test_a_large_model_understands_what_a_small_one_misses() -> None:
    models = Models()
    wish = "where we can see the stars"
    assert answered(models, wish, CELLAR, ROOFTOP)["unmet"] == wish
    found = answered(models, wish, CELLAR, ROOFTOP, model=LARGE)
    assert (found["picks"][0]["id"], found["unmet"]) == ("roof", "")
    assert [served.model for served in models.served] == ["gpt-4o-mini", "gpt-4o"]
