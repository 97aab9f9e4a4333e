"""The run of show keeps its rules at any length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge.kinds import KINDS, Kind
from festplan.agents.knowledge.timeline import (
    ACTS,
    ROAMING,
    Step,
    _templates,
    booked_hours,
    run_of_show,
    usual_hours,
)
from festplan.domain.vocabulary import SERVICES

HAS = ["food", "cake", "photographer", "no speeches", "dj", *sorted(ACTS), *sorted(ROAMING)]
AROUND = {"setup", "clear", "roaming"}


def course(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.tag not in AROUND]


@given(
    kind=st.sampled_from(KINDS),
    age=st.none() | st.integers(0, 90),
    hours=st.floats(1, 10),
    has=st.sets(st.sampled_from(HAS)),
)
def test_every_length_keeps_the_rules(
    kind: Kind, age: int | None, hours: float, has: set[str]
) -> None:
    steps = run_of_show(kind, age, hours, has)
    inside = course(steps)
    end = inside[-1].end
    assert abs(end - hours * 60) <= 2.5
    assert inside[0].minute == 0
    assert inside[0].tag == "arrive"
    assert all(step.duration >= 5 and step.minute % 5 == 0 for step in inside)
    assert all(before.end == after.minute for before, after in pairwise(inside))
    assert [step.minute for step in steps] == sorted(step.minute for step in steps)

    at = {tag: [s for s in inside if s.tag == tag] for tag in ("food", "photos", "cake", "act")}
    assert len(at["food"]) == ("food" in has)
    assert len(at["cake"]) == ("cake" in has)
    for cake in at["cake"]:
        assert cake.end <= end - 15
        assert all(food.end <= cake.minute for food in at["food"])
        assert all(photos.end <= cake.minute for photos in at["photos"])
    for food in at["food"]:
        busy = [*at["act"], *(s for s in steps if s.tag == "roaming")]
        assert all(act.end <= food.minute or act.minute >= food.end for act in busy)
    roaming = [step for step in steps if step.tag == "roaming"]
    assert {step.title.lower() for step in roaming} == ROAMING & has
    assert all(step.minute == 0 and step.duration > 0 for step in roaming)

    first, last = min(s.minute for s in steps), max(s.end for s in steps)
    assert first < 0
    assert last > end
    assert 0 <= booked_hours(steps) * 60 - (last - first) < 60


@pytest.mark.parametrize(
    ("kind", "age", "hours", "has", "expected"),
    [
        (
            "child",
            6,
            2,
            {"food", "cake", "face painter"},
            [
                (-60, "Set up and decorate"),
                (0, "Guests arrive, easy activity"),
                (0, "Face painter"),
                (15, "Icebreaker game"),
                (30, "Main activity"),
                (60, "Food"),
                (75, "Group photo"),
                (80, "Cake and song"),
                (90, "Free play or presents"),
                (105, "Wind down, favors, goodbyes"),
                (120, "Clear up"),
            ],
        ),
        (
            "wedding",
            None,
            5,
            {"food", "cake"},
            [
                (-180, "Set up and decorate"),
                (0, "Cocktails"),
                (60, "Entrance and first dance"),
                (75, "Dinner with speeches"),
                (155, "Parent dances"),
                (165, "Dancing"),
                (235, "Group photos"),
                (240, "Cake cutting"),
                (255, "More dancing"),
                (285, "Last dance and send-off"),
                (300, "Clear up"),
            ],
        ),
    ],
)
def test_course_of_a_usual_party(
    kind: Kind, age: int, hours: float, has: set[str], expected: list[tuple[int, str]]
) -> None:
    assert [(s.minute, s.title) for s in run_of_show(kind, age, hours, has)] == expected


def test_a_show_replaces_the_main_activity_and_is_named() -> None:
    steps = run_of_show("child", 6, 2, {"food", "cake", "magician", "puppet show"})
    assert [s.title for s in steps if s.tag == "act"] == ["Show: magician, then puppet show"]
    assert "Main activity" not in [s.title for s in steps]


def test_speeches_can_be_left_out() -> None:
    assert "Toasts" in [s.title for s in run_of_show("milestone", 40, 4, {"food"})]
    assert "Toasts" not in [
        s.title for s in run_of_show("milestone", 40, 4, {"food", "no speeches"})
    ]


@pytest.mark.parametrize(
    ("kind", "age", "hours"),
    [
        ("child-1-2", 1, 1.5),
        ("child", 6, 2),
        ("child", 10, 2.75),
        ("teen", 15, 2.75),
        ("milestone", None, 4),
        ("shower", None, 2.25),
        ("graduation", None, 4),
        ("wedding", None, 5),
        ("corporate", None, 6),
    ],
)
def test_usual_length(kind: Kind, age: int | None, hours: float) -> None:
    assert usual_hours(kind, age) == hours
    assert course(run_of_show(kind, age, None, {"food"}))[-1].end == hours * 60


@pytest.mark.parametrize(("hours", "minutes"), [(0.2, 60), (40, 720)])
def test_absurd_lengths_are_held_within_bounds(hours: float, minutes: int) -> None:
    assert course(run_of_show("milestone", None, hours, {"food"}))[-1].end == minutes


def test_set_up_and_clear_up_are_hired_too() -> None:
    assert booked_hours(run_of_show("child", 6, 2, {"food"})) == 4  # 60 + 120 + 30 minutes


def test_acts_and_roaming_artists_are_published_services() -> None:
    assert set(SERVICES.values()) >= (ACTS | ROAMING)
    assert not ACTS & ROAMING


@pytest.mark.parametrize(
    ("kind", "tag", "longest"),
    [
        ("child", "cake", 20),
        ("child", "food", 45),
        ("child", "act", 60),
        ("wedding", "cake", 20),
        ("milestone", "food", 120),
        ("corporate", "close", 30),
    ],
)
def test_a_long_party_does_not_stretch_what_has_a_bound(kind: Kind, tag: str, longest: int) -> None:
    inside = course(run_of_show(kind, 6, 12, {"food", "cake", "magician"}))
    assert [step.duration for step in inside if step.tag == tag] == [longest]


@pytest.mark.parametrize("kind", KINDS)
def test_what_always_follows_the_cake_takes_a_quarter_of_an_hour_at_least(kind: Kind) -> None:
    blocks = _templates()[kind].blocks
    cake = next(i for i, block in enumerate(blocks) if block.tag == "cake")
    assert sum(block.least for block in blocks[cake + 1 :] if not block.drop) >= 15


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_of_ones_own_is_not_hired_for_setting_up(kind: Kind) -> None:
    hired, own = (run_of_show(kind, None, None, {"food", *more}) for more in ([], ["own place"]))
    assert [step.title for step in own] == [step.title for step in hired]
    assert any("hire" in step.note for step in hired)
    assert not any("hire" in step.note for step in own)
