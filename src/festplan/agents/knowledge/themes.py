"""Themes: what is known of each, which one is nearest to a host's words, and several mixed."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast

from festplan.agents.knowledge.colours import Colour, Palette, colours, fill
from festplan.domain.money import ceil_div
from festplan.domain.vocabulary import COLOURS, THEMES

Setting = Literal["outdoors", "indoors", "either"]
QuantityRule = Literal["one", "per_table", "per_guest"]
Band = Literal["1-2", "3-5", "6-9", "10-12", "13-17", "adult"]
BANDS: tuple[Band, ...] = ("1-2", "3-5", "6-9", "10-12", "13-17", "adult")

GUESTS_PER_TABLE = 8  # a 60-inch round table: specialtyrents.com A
MOST_DECORATIONS: Mapping[QuantityRule, int] = {"one": 4, "per_table": 2, "per_guest": 1}
MOST_ACTIVITIES = 4
MOST_FOOD_IDEAS = 3
PLAIN = "celebration"
_T = TypeVar("_T")
_LONGEST_PHRASE = 4
_LIKENESS = 84  # percent; own: "unicron" finds unicorn, "space" does not find spa


@dataclass(frozen=True, slots=True)
class Decoration:
    """Something to put up: `one` for the party, or one for each table or each guest."""

    item: str
    rule: QuantityRule

    def count(self, guests: int) -> int:
        """How many of it a party of `guests` takes; at least one."""
        per = {"one": 1, "per_table": ceil_div(guests, GUESTS_PER_TABLE), "per_guest": guests}
        return max(1, per[self.rule])


@dataclass(frozen=True, slots=True)
class Theme:
    """What themes.toml says of one theme; `activities` holds only the age bands it names."""

    name: str
    palette: Palette
    setting: Setting
    decorations: tuple[Decoration, ...]
    activities: Mapping[Band, tuple[str, ...]]
    food_ideas: tuple[str, ...]
    near: tuple[str, ...]
    tags: tuple[str, ...]
    invitation: str = ""
    music: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ThemePlan:
    """A theme in the host's own words; `based_on` names the themes it is made of.

    `activities` has every age band. `unknown` holds the words that led nowhere and changed nothing
    but the name.
    """

    name: str
    based_on: tuple[str, ...]
    palette: Palette
    setting: Setting
    decorations: tuple[Decoration, ...]
    activities: Mapping[Band, tuple[str, ...]]
    food_ideas: tuple[str, ...]
    tags: tuple[str, ...]
    invitation: str
    music: str
    notes: tuple[str, ...]
    unknown: tuple[str, ...]


def names() -> tuple[str, ...]:
    """Every theme of themes.toml, in its order."""
    return tuple(_themes())


def theme(name: str) -> Theme | None:
    """The theme called `name`, or the one that this very word leads to; None if there is none."""
    found = _leads().get(_plain(name))
    return _themes()[found] if found else None


def nearest(words: Sequence[str]) -> str | None:
    """The theme that most of `words` lead to, by phrase first and by likeness then; None if none.

    Of two that are equally near the one named first wins.
    """
    if votes := Counter(chain.from_iterable(_named(word) for word in words)):
        return votes.most_common(1)[0][0]
    strange = (word for word in words if not any(_colours_in(word)))
    return next((found for word in strange if (found := _alike(word))), None)


def band(age: int | None) -> Band:
    """The age band of a guest of honour; an adult where no age is known."""
    if age is None or age >= 18:
        return "adult"
    return BANDS[bisect_left((2, 5, 9, 12, 17), age)]


@cache
def plan_of(occasion: str | None) -> ThemePlan | None:
    """The plan of the theme that is called like the occasion ("baby shower"); None without one."""
    return compose((occasion,)) if occasion and occasion in _themes() else None


def compose(words: Sequence[str]) -> ThemePlan:
    """One plan for all `words`: themes mixed, colours first in the palette, nothing refused.

    The host's words stay the name. A word that is no theme takes the nearest one; where none is
    near, the words of colour give the palette and a plain celebration the rest.
    """
    named = _distinct(chain.from_iterable(_themes_of(word) for word in words))
    parts = [_themes()[name] for name in named or [PLAIN]]
    hues = colours(chain.from_iterable(_colours_in(word) for word in words))
    return ThemePlan(
        name=_in_words(words) or PLAIN,
        based_on=tuple(part.name for part in parts),
        palette=_mixed_palette(hues, parts),
        setting=_setting(parts),
        decorations=_mixed_decorations(parts),
        activities=MappingProxyType({age: _mixed_activities(parts, age) for age in BANDS}),
        food_ideas=_mixed((part.food_ideas for part in parts), MOST_FOOD_IDEAS),
        tags=tuple(_distinct(tag for part in parts for tag in part.tags)),
        invitation=parts[0].invitation,
        music=", ".join(part.music for part in parts if part.music),
        notes=tuple(part.note for part in parts if part.note),
        unknown=tuple(w for w in words if not _themes_of(w) and not any(_colours_in(w))),
    )


# --- words to themes -----------------------------------------------------------------------------


def _themes_of(word: str) -> list[str]:
    """The themes of one word; a plain word of colour is a colour and no theme."""
    if _plain(word) in COLOURS and _plain(word) not in _themes():
        return []
    named = _distinct(_named(word))
    alike = None if named or any(_colours_in(word)) else _alike(word)
    return [alike] if alike else named


def _named(text: str) -> Iterator[str]:
    """Themes whose name or near word stands in `text`, the longest phrases first taken."""
    return (_leads()[phrase] for phrase in _phrases(text, _leads()))


def _colours_in(text: str) -> Iterator[str]:
    return (found for found in _phrases(text, _colours_and_leads()) if found in COLOURS)


@cache
def _colours_and_leads() -> Container[str]:
    """Both, because "orange grove" is a theme and "orange" is not."""
    return frozenset((*COLOURS, *_leads()))


def _phrases(text: str, known: Container[str]) -> Iterator[str]:
    """The known phrases in `text`, left to right, each the longest that begins at its word."""
    tokens = _plain(text).split()
    start = 0
    while start < len(tokens):
        spans = range(min(_LONGEST_PHRASE, len(tokens) - start), 0, -1)
        tries = ((n, form) for n in spans for form in _forms(" ".join(tokens[start : start + n])))
        length, phrase = next(((n, form) for n, form in tries if form in known), (1, ""))
        if phrase:
            yield phrase
        start += length


def _forms(phrase: str) -> tuple[str, ...]:
    singular = phrase.removesuffix("s")
    return (phrase, singular) if len(singular) > 3 else (phrase,)


def _alike(word: str) -> str | None:
    from rapidfuzz import fuzz, process

    close = process.extractOne(
        _plain(word), _leads().keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS
    )
    return _leads()[close[0]] if close else None


def _plain(text: str) -> str:
    kept = (letter if letter.isalnum() or letter in "'&-" else " " for letter in text.lower())
    return " ".join("".join(kept).split())


def _in_words(words: Sequence[str]) -> str:
    *others, last = [word.strip() for word in words if word.strip()] or [""]
    return f"{', '.join(others)} and {last}" if others else last


# --- mixing --------------------------------------------------------------------------------------


def _mixed_palette(hues: Sequence[Colour], parts: Sequence[Theme]) -> Palette:
    return fill([*hues, *_in_turn(part.palette for part in parts)])


def _setting(parts: Sequence[Theme]) -> Setting:
    """Where most wishes agree: either when the parts disagree or do not mind."""
    wanted = {part.setting for part in parts} - {"either"}
    return wanted.pop() if len(wanted) == 1 else "either"


def _mixed_decorations(parts: Sequence[Theme]) -> tuple[Decoration, ...]:
    """Of each quantity rule as many as one theme has, taken from the parts in turn."""
    return tuple(
        decoration
        for rule, most in MOST_DECORATIONS.items()
        for decoration in _mixed(
            ([d for d in part.decorations if d.rule == rule] for part in parts), most
        )
    )


def _mixed_activities(parts: Sequence[Theme], age: Band) -> tuple[str, ...]:
    """Of each part for this band, or for the next younger one, or what children always like."""
    younger = BANDS[max(0, BANDS.index(age) - 1)]
    fitting = [part.activities.get(age) or part.activities.get(younger, ()) for part in parts]
    return _mixed(fitting, MOST_ACTIVITIES) or always()[age]


def _mixed(groups: Iterable[Iterable[_T]], most: int) -> tuple[_T, ...]:
    return tuple(_distinct(_in_turn(groups))[:most])


def _in_turn(groups: Iterable[Iterable[_T]]) -> Iterator[_T]:
    missing = object()
    rounds = zip_longest(*groups, fillvalue=missing)
    return (cast("_T", item) for turn in rounds for item in turn if item is not missing)


def _distinct(items: Iterable[_T]) -> list[_T]:
    return list(dict.fromkeys(items))


# --- the file ------------------------------------------------------------------------------------


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("festplan.agents").joinpath("themes.toml").read_text("utf-8"))


@cache
def _themes() -> Mapping[str, Theme]:
    return MappingProxyType({name: _theme(name, row) for name, row in _file()["theme"].items()})


@cache
def always() -> Mapping[Band, tuple[str, ...]]:
    """What guests of each age always like, whatever the theme."""
    return {age: tuple(items) for age, items in _file()["activities"].items()}


@cache
def _leads() -> Mapping[str, str]:
    """Every word that leads to a theme: names, near words, licensed worlds, spoken forms."""
    near = {word: found.name for found in _themes().values() for word in found.near}
    licensed = {word: name for name, words in _file()["licensed"].items() for word in words}
    leads = {**near, **licensed, **{name: name for name in _themes()}}
    spoken = {form: leads[word] for form, word in THEMES.items() if word in leads}
    return MappingProxyType({**spoken, **leads})


def _theme(name: str, row: Mapping[str, Any]) -> Theme:
    hues = (entry.rsplit(" #", 1) for entry in row["palette"])
    return Theme(
        name=name,
        palette=fill(Colour(hue, digits) for hue, digits in hues),
        setting=row["setting"],
        decorations=tuple(
            Decoration(item, rule) for rule, items in row["decorations"].items() for item in items
        ),
        activities={age: tuple(items) for age, items in row["activities"].items()},
        food_ideas=tuple(row["food_ideas"]),
        near=tuple(row["near"]),
        tags=tuple(row["tags"]),
        invitation=row.get("invitation", ""),
        music=row.get("music", ""),
        note=row.get("note", ""),
    )
