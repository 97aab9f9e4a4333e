"""A fact set by hand takes the fact's own form, or says in one sentence what would do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from festplan.domain.corrections import FactRefused, corrected

TODAY = date(2027, 5, 1)


@pytest.mark.parametrize(
    ("fact", "value", "wanted"),
    [
        ("guests", "1,200", 1200),
        ("kids", 0, 0),
        ("theme", "Space, robots", ["robots", "space"]),
        ("theme", '["Space"]', ["space"]),
        ("date", "2027-06-12", "2027-06-12"),
        ("time", "18:00", "18:00"),
        ("budget", "$1,500", {"amount": 1500, "currency": "USD", "kind": "max"}),
        ("duration_hours", "2.5", 2.5),
        ("diet", "5 vegan, nut-free", {"vegan": 5, "nut-free": None}),
        ("diet", '{"vegan": 5, "nut-free": null}', {"vegan": 5, "nut-free": None}),
        ("cake_form", "sheet", {"kind": "sheet"}),
        ("cake_form", '{"kind": "tiered", "tiers": 3}', {"kind": "tiered", "tiers": 3}),
    ],
)
def test_a_value_as_a_host_types_it_or_as_json_becomes_the_fact(
    fact: str, value: Any, wanted: Any
) -> None:
    assert corrected(fact, value, TODAY) == wanted


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("guests", "many"),
        ("guests", 0),
        ("guests", True),
        ("diet", '{"vegan":'),
        ("diet", {"vegan": {"more": 1}}),
        ("diet", "[" * 100_000),
        ("cake_form", '{"tiers": 3}'),
        ("cake_form", {"kind": "tiered", "tiers": "three"}),
        ("date", "soon"),
        ("budget", "NaN"),
        ("duration_hours", "nan"),
        ("colour", "red"),
    ],
)
def test_a_value_that_the_fact_cannot_have_is_refused_in_one_sentence(
    fact: str, value: Any
) -> None:
    with pytest.raises(FactRefused) as refused:
        corrected(fact, value, TODAY)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200
