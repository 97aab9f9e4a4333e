"""Cakes: the trade's serving table, and enough for everyone without needless sugar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge.cake import (
    ROUND,
    SHEET,
    SQUARE,
    boxes,
    cake_size,
    lead_weeks,
    servings_needed,
    slice_of,
)

KINDS = ["round", "square", "sheet", "tiered", "cupcakes", "sculpted", "heart"]


@pytest.mark.parametrize(
    ("inches", "servings"), [((6, 8, 10), 74), ((8, 10, 12), 118), ((6, 8, 10, 12), 130)]
)
def test_tiers_serve_the_sum_of_their_rounds(inches: tuple[int, ...], servings: int) -> None:
    size = cake_size(servings, "tiered", "wedding", tiers=len(inches))
    assert [part.size for part in size.parts] == [f"{i} inch" for i in inches]
    assert size.servings == servings


@pytest.mark.parametrize(
    ("children", "adults", "dessert_table", "expected"),
    [
        (20, 55, False, 67),
        (40, 35, False, 70),
        (0, 100, False, 85),
        (10, 0, False, 10),
        (20, 55, True, 38),
        (0, 0, False, 0),
    ],
)
def test_servings_needed(*, children: int, adults: int, dessert_table: bool, expected: int) -> None:
    assert servings_needed(children, adults, dessert_table=dessert_table) == expected


@pytest.mark.parametrize(
    ("servings", "kind", "occasion", "parts"),
    [
        (12, "round", "birthday", [("6 inch", 1)]),
        (13, "round", "birthday", [("8 inch", 1)]),
        (24, "round", "wedding", [("8 inch", 1)]),
        (24, "round", "birthday", [("9 inch", 1)]),
        (85, "round", "birthday", [("16 inch", 1), ("4 inch", 1)]),
        (30, "square", "birthday", [("10 inch", 1)]),
        (72, "square", "wedding", [("12 inch", 1)]),
        (67, "sheet", "birthday", [("12x18 inch", 1)]),
        (100, "sheet", "birthday", [("12x18 inch", 1), ("9x13 inch", 1)]),
        (144, "sheet", "birthday", [("12x18 inch", 2)]),
        (20, "tiered", "birthday", [("4 inch", 1), ("6 inch", 1)]),
        (74, "tiered", "wedding", [("6 inch", 1), ("8 inch", 1), ("10 inch", 1)]),
        (30, "cupcakes", "birthday", [("one a serving", 30)]),
        (20, "heart", "birthday", [("8 inch", 1)]),
    ],
)
def test_smallest_cake_that_serves(
    servings: int, kind: str, occasion: str, parts: list[tuple[str, int]]
) -> None:
    assert [(part.size, part.count) for part in cake_size(servings, kind, occasion).parts] == parts


def test_what_the_largest_stack_does_not_give_comes_from_the_kitchen() -> None:
    size = cake_size(400, "tiered", "wedding", tiers=2)
    assert [part.shape for part in size.parts] == ["tier", "tier", "sheet", "sheet"]
    assert size.servings >= 400


@given(st.integers(1, 1000), st.sampled_from(KINDS), st.sampled_from(["birthday", "wedding"]))
def test_a_cake_always_serves_enough_and_wastes_no_second_cake(
    servings: int, kind: str, occasion: str
) -> None:
    size = cake_size(servings, kind, occasion)
    assert size.servings >= servings
    assert size.servings == sum(part.count * part.servings for part in size.parts)
    if len(size.parts) > 1 and kind != "tiered":
        assert size.servings - size.parts[-1].servings < servings


@given(st.integers(1, 400), st.sampled_from(KINDS))
def test_more_guests_never_get_a_smaller_cake(servings: int, kind: str) -> None:
    assert cake_size(servings + 1, kind).servings >= cake_size(servings, kind).servings


def test_wedding_slices_are_never_fewer_than_party_slices() -> None:
    for table in (ROUND, SQUARE):
        assert all(table["wedding"][inches] >= n for inches, n in table["party"].items())
    assert all(SHEET["wedding"][size] >= n for size, n in SHEET["party"].items())


@pytest.mark.parametrize(
    ("occasion", "cut"), [("wedding", "wedding"), ("birthday", "party"), (None, "party")]
)
def test_cut_of_an_occasion(occasion: str | None, cut: str) -> None:
    assert slice_of(occasion) == cut


@pytest.mark.parametrize(("cupcakes", "expected"), [(0, 0), (12, 1), (13, 2)])
def test_boxes_of_cupcakes(cupcakes: int, expected: int) -> None:
    assert boxes(cupcakes) == expected


def test_lead_times_grow_with_the_work() -> None:
    assert lead_weeks() == 1
    assert lead_weeks(themed=True) == 2
    assert lead_weeks("tiered") == 3
    assert lead_weeks("round", "wedding") == 12
