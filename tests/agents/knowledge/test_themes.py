"""Themes: every published word leads somewhere, and no words of a host are refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge import colours, themes
from festplan.domain.vocabulary import COLOURS, THEMES

WORDS = sorted({*THEMES.values(), *COLOURS.values()})


def known() -> list[themes.Theme]:
    return [found for name in themes.names() if (found := themes.theme(name))]


def test_every_published_theme_leads_to_one_of_ours() -> None:
    assert [word for word in sorted(set(THEMES.values())) if not themes.theme(word)] == []


def test_every_published_colour_has_a_value() -> None:
    assert set(COLOURS.values()) == colours.HEX.keys() | colours.MIXES.keys()


def test_there_are_at_least_sixty_themes() -> None:
    assert len(themes.names()) >= 60


@pytest.mark.parametrize("theme", known(), ids=lambda theme: theme.name)
def test_a_theme_is_complete(theme: themes.Theme) -> None:
    rules = [decoration.rule for decoration in theme.decorations]
    assert 6 <= len(rules) <= 8
    assert {rule: rules.count(rule) for rule in themes.MOST_DECORATIONS} == {
        "one": 4,
        "per_table": 2,
        "per_guest": 1,
    }
    assert theme.setting in {"outdoors", "indoors", "either"}
    assert len({colour.hex for colour in theme.palette}) == 3
    assert all(re.fullmatch("[0-9A-F]{6}", colour.hex) for colour in theme.palette)
    assert "adult" in theme.activities
    assert {"3-5", "6-9"} & theme.activities.keys()
    assert set(theme.activities) <= set(themes.BANDS)
    assert all(2 <= len(ideas) <= 4 for ideas in theme.activities.values())
    assert 2 <= len(theme.food_ideas) <= 3
    assert theme.near
    assert theme.tags


def test_no_word_leads_to_two_themes() -> None:
    near = [word for theme in known() for word in theme.near]
    assert sorted({word for word in near if near.count(word) > 1}) == []
    assert set(near).isdisjoint(themes.names())


def test_no_proposal_names_a_licensed_world() -> None:
    licensed = ("disney", "marvel", "lego", "barbie", "elsa", "batman", "pokemon", "hogwarts")
    proposed = " ".join(
        [item.item for theme in known() for item in theme.decorations]
        + [idea for theme in known() for ideas in theme.activities.values() for idea in ideas]
        + [text for theme in known() for text in (*theme.food_ideas, theme.invitation, theme.note)]
    ).lower()
    assert [name for name in licensed if name in proposed] == []


def test_the_youngest_get_no_balloons_and_no_small_parts() -> None:
    youngest = " ".join(idea for theme in known() for idea in theme.activities.get("1-2", ()))
    assert not re.search("balloon|bead|coin|glow", youngest)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["jungle"], "jungle"),
        (["dino"], "dinosaur"),
        (["mushrooms"], "woodland"),
        (["unicron"], "unicorn"),
        (["the woods behind grandma's old house"], "woodland"),
        (["bluey"], "puppy"),
        (["70s"], "decades"),
        (["gold", "navy", "stars"], "stars"),
        (["art deco gala"], "gatsby"),
        (["lions", "giraffe", "mermaid"], "safari"),
        (["office"], "corporate"),
        (["qwertz"], None),
        (["teal"], None),
        ([], None),
    ],
)
def test_nearest_theme(words: list[str], expected: str | None) -> None:
    assert themes.nearest(words) == expected


@pytest.mark.parametrize(
    ("words", "name", "based_on", "palette", "unknown"),
    [
        (["jungle"], "jungle", ("jungle",), ["2E7D32", "C8A165", "F4C430"], ()),
        (
            ["rainbow", "unicorn"],
            "rainbow and unicorn",
            ("rainbow", "unicorn"),
            ["81D4FA", "F8BBD0", "FFEB3B"],
            (),
        ),
        (
            ["gold", "navy", "space"],
            "gold, navy and space",
            ("space",),
            ["D4AF37", "14274E", "1A237E"],
            (),
        ),
        (["lavender"], "lavender", ("celebration",), ["B9A7E0", "FFF8E7", "8ECAE6"], ()),
        (
            ["blorp", "teal"],
            "blorp and teal",
            ("celebration",),
            ["00897B", "FFF8E7", "8ECAE6"],
            ("blorp",),
        ),
        (["orange grove"], "orange grove", ("fruit",), ["FFF176", "FFFFFF", "7CB342"], ()),
        (
            ["enchanted mushrooms in pink"],
            "enchanted mushrooms in pink",
            ("fairytale", "woodland"),
            ["F48FB1", "FFF3E0", "606C38"],
            (),
        ),
        ([], "celebration", ("celebration",), ["FFF8E7", "8ECAE6", "FFB703"], ()),
    ],
)
def test_composed_theme(
    words: list[str],
    name: str,
    based_on: tuple[str, ...],
    palette: list[str],
    unknown: tuple[str, ...],
) -> None:
    plan = themes.compose(words)
    assert plan.name == name
    assert plan.based_on == based_on
    assert [colour.hex for colour in plan.palette] == palette
    assert plan.unknown == unknown


def test_a_mix_takes_decorations_and_activities_of_every_part() -> None:
    plan = themes.compose(["pirate", "mermaid"])
    items = {decoration.item for decoration in plan.decorations}
    assert {"ship-sail backdrop", "scale-pattern backdrop"} <= items
    assert {"gold-coin hunt", "tail decorating"} <= set(plan.activities["3-5"])


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        (["jungle"], "outdoors"),
        (["space"], "indoors"),
        (["rainbow"], "either"),
        (["jungle", "space"], "either"),
        (["jungle", "rainbow"], "outdoors"),
    ],
)
def test_setting_of_a_mix(words: list[str], setting: str) -> None:
    assert themes.compose(words).setting == setting


def test_a_missing_age_band_takes_the_next_younger_one() -> None:
    farm = themes.theme("farm")
    assert farm is not None
    assert "13-17" not in farm.activities
    assert themes.compose(["farm"]).activities["13-17"] == farm.activities["10-12"]


@pytest.mark.parametrize(
    ("rule", "guests", "expected"),
    [
        ("one", 75, 1),
        ("per_table", 75, 10),
        ("per_table", 8, 1),
        ("per_guest", 75, 75),
        ("per_guest", 0, 1),
    ],
)
def test_count_of_a_decoration(rule: themes.QuantityRule, guests: int, expected: int) -> None:
    assert themes.Decoration("lantern", rule).count(guests) == expected


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "1-2"),
        (2, "1-2"),
        (3, "3-5"),
        (5, "3-5"),
        (6, "6-9"),
        (9, "6-9"),
        (10, "10-12"),
        (13, "13-17"),
        (17, "13-17"),
        (18, "adult"),
        (None, "adult"),
    ],
)
def test_age_band(age: int | None, band: themes.Band) -> None:
    assert themes.band(age) == band


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["red"], ["red", "white", "gold"]),
        (["gold", "white"], ["gold", "white", "sage"]),
        (["pastel"], ["blush", "mint", "lavender"]),
        (["scarlet", "jungle", "golden"], ["red", "gold", "white"]),
    ],
)
def test_palette_from_colours(words: list[str], names: list[str]) -> None:
    palette = colours.palette_from_colours(words)
    assert palette is not None
    assert [colour.name for colour in palette] == names


def test_no_palette_without_a_colour() -> None:
    assert colours.palette_from_colours(["jungle"]) is None


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=30), max_size=5))
def test_no_words_are_refused(words: list[str]) -> None:
    plan = themes.compose(words)
    assert plan == themes.compose(words)
    assert plan.name
    assert set(plan.based_on) <= set(themes.names())
    assert len({colour.hex for colour in plan.palette}) == 3
    assert len(plan.decorations) == 7
    assert all(1 <= len(plan.activities[band]) <= 4 for band in themes.BANDS)
