"""What the checks of the simulation take for kept, and what they name as not kept."""

from __future__ import annotations

from typing import Any

import pytest

from festplan.proof.simulation.checks import Plan, check

PLACE = {"listing_id": "hall", "capacity": 80, "fits": True, "city": "Austin", "kind": "hall"}
SHOWN: dict[str, Any] = {
    "venue_agent": {"recommended_venues": [PLACE]},
    "catering_agent": {
        "menu": [{"dish": "coconut rice", "for": "everyone", "servings": 75}],
        "diets": {},
        "caterers": [],
    },
    "budget_agent": {
        "chosen": {"venue": "hall"},
        "total_minor": 150_000,
        "limit_minor": 150_000,
        "fits": True,
        "lines": [{"amount_minor": 150_000}],
    },
    "planner_final": {
        "shopping_list": [{"item": "trail mix without nuts"}, {"item": "nut-free bars"}],
        "checklist": [{"id": "call", "days_before": 7, "due": "2027-06-05"}],
    },
}


@pytest.mark.parametrize(
    ("wants", "unmet"),
    [
        ({"guests": 75}, []),
        ({"guests": 81}, ["80 places for 81"]),
        ({"city": "Austin"}, []),
        ({"city": "Boston"}, ["in Austin"]),
        ({"date": "2027-06-12"}, []),
        ({"date": "2027-06-13"}, ["call is due 2027-06-05, not 2027-06-06"]),
        ({"budget": 1500}, []),
        ({"budget": 1499}, ["a limit of 150000 instead of 149900"]),
        ({"without": ["nuts"]}, []),
        ({"without": ["rice"]}, ["rice: coconut rice"]),
        ({"diets": {"vegan": 2}}, ["2 vegan: no"]),
        ({"services": ["dj"]}, ["no dj"]),
        ({"flavour": "lemon"}, ["lemon became []"]),
    ],
)
def test_a_constraint_is_kept_or_named(wants: dict[str, Any], unmet: list[str]) -> None:
    found = list(check(wants, Plan({}, SHOWN, {})))
    assert found
    assert [one.instead for one in found if not one.met] == unmet
