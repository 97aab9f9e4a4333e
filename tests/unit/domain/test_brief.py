from __future__ import annotations

from typing import Any, cast

import pytest

from festplan.domain.brief import Brief, Choice, Correction, Input, budgets, merge
from festplan.domain.reading import Facts, Reading


def said(order: int, *wishes: str, residue: str = "", declined: str = "", **facts: Any) -> Input:
    return Input(
        f"inp_{order}",
        f"input {order}",
        order,
        categories=wishes,
        facts=cast(Facts, facts),
        residue=residue,
        wishes=wishes,
        declined=(declined,) if declined else (),
    )


def brief(*inputs: Input, corrections: tuple[Correction, ...] = ()) -> Brief:
    return merge(inputs, corrections)


def test_later_input_wins_and_the_conflict_is_shown() -> None:
    merged = brief(said(1, guests=75), said(2, guests=60))
    assert merged.facts["guests"] == 60
    assert [c.fact for c in merged.conflicts] == ["guests"]
    assert merged.conflicts[0].values == (("inp_1", 75), ("inp_2", 60))


def test_saying_the_same_twice_is_no_conflict() -> None:
    assert brief(said(1, guests=75), said(2, guests=75)).conflicts == ()


def test_the_order_of_inputs_counts_and_not_the_order_they_come_in() -> None:
    assert brief(said(2, guests=60), said(1, guests=75)).facts["guests"] == 60


def test_lists_are_united_and_sorted() -> None:
    assert brief(said(1, theme=["unicorn"]), said(2, theme=["rainbow"])).facts["theme"] == [
        "rainbow",
        "unicorn",
    ]


def test_instead_takes_the_place_of_what_was_said_before() -> None:
    instead = Input("inp_2", "space instead", 2, facts={"theme": ["space"]}, replaces=("theme",))
    assert brief(said(1, theme=["jungle"]), instead).facts["theme"] == ["space"]


def test_an_exclusion_takes_its_word_out_and_a_later_wish_brings_it_back() -> None:
    inputs = [said(1, "vendor", services=["clown"]), said(2, exclude=["clown"])]
    merged = brief(*inputs)
    assert "services" not in merged.facts
    assert merged.facts["exclude"] == ["clown"]
    again = brief(*inputs, said(3, "vendor", services=["clown"]))
    assert again.facts["services"] == ["clown"]
    assert "exclude" not in again.facts


def test_diets_are_merged_by_name() -> None:
    merged = brief(said(1, diet={"vegan": 5, "halal": 2}), said(2, diet={"vegan": 7}))
    assert merged.facts["diet"] == {"halal": 2, "vegan": 7}


def test_budgets_are_kept_apart_by_purpose() -> None:
    whole = {"amount": 1500, "currency": "USD", "kind": "max"}
    dj = {"amount": 400, "currency": "USD", "kind": "max", "for": "dj"}
    merged = brief(said(1, budget=whole), said(2, budget=dj))
    assert budgets(merged.facts["budget"]) == [whole, dj]
    assert merged.conflicts == ()


def test_a_correction_outlives_its_input_and_loses_to_a_later_one() -> None:
    correction = Correction("guests", 80, order=2)
    assert brief(said(1, guests=75), corrections=(correction,)).facts["guests"] == 80
    assert brief(corrections=(correction,)).facts["guests"] == 80
    assert brief(said(3, guests=60), corrections=(correction,)).facts["guests"] == 60


def test_switching_a_category_off_holds_until_it_is_wished_for_again() -> None:
    wished, off = said(1, "catering"), said(2, declined="catering")
    assert brief(wished, off).asked == frozenset()
    assert brief(wished, off, said(3, "catering")).asked == {"catering"}


def test_only_wishes_for_cards_ask_for_agents() -> None:
    assert brief(said(1, "budget", "planner", "theme")).asked == {"theme"}


def test_left_over_words_go_to_the_categories_of_their_input_alone() -> None:
    merged = brief(said(1, "theme", residue="grandma's woods"), said(2, "cake"))
    assert merged.residue == {"theme": ("grandma's woods",)}


@pytest.mark.parametrize(
    ("facts", "conflict"),
    [
        ({"guests": 10, "kids": 20}, True),
        ({"guests": 50, "kids": 20, "adults": 20}, True),
        ({"guests": 40, "kids": 20, "adults": 20}, False),
        ({"guests": 75, "kids": 20}, False),
        ({"kids": 20, "adults": 40}, False),
    ],
)
def test_head_counts_that_cannot_all_be_true_are_told(facts: Any, *, conflict: bool) -> None:
    assert bool(brief(said(1, **facts)).conflicts) is conflict


def test_a_conflict_is_told_in_the_same_words_whatever_order_a_fact_is_held_in() -> None:
    fewer = {"kind": "cupcakes", "count": 20}
    more = {"kind": "cupcakes", "count": 50}
    turned = dict(reversed(fewer.items()))
    first = brief(said(1, cake_form=fewer), said(2, cake_form=more))
    again = brief(said(1, cake_form=turned), said(2, cake_form=more))
    told = "cake_form was said as 20 cupcakes, then 50 cupcakes; the last counts"
    assert [conflict.message for conflict in first.conflicts] == [told]
    assert [conflict.message for conflict in again.conflicts] == [told]


def test_a_corrected_diet_is_held_in_one_order_whether_it_was_just_set_or_read_back() -> None:
    diets = {"vegan": 5, "nut-free": None}
    read_back = dict(sorted(diets.items()))
    just_set = merge((), [Correction("diet", diets, 1)])
    assert list(just_set.facts["diet"].items()) == list(read_back.items())


def test_choices_are_found_by_agent() -> None:
    choice = Choice("venue_agent", "v1", {"name": "Hall"})
    merged = merge((), (), (choice,))
    assert merged.chosen("venue_agent") == (choice,)
    assert merged.chosen("cake_agent") == ()


def test_an_input_survives_the_way_through_json() -> None:
    reading = Reading("no nuts", ("catering",), {"diet": {"nut-free": None}}, "x", ("catering",))
    source = Input.read("inp_1", 1, reading, touched=4)
    assert Input.from_json(source.to_json()) == source
