"""Finds of listed words: themes, services, food, places; and themes that no list knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from festplan.domain.vocabulary import ALLERGENS
from festplan.understanding.context import sense
from festplan.understanding.finds import Find
from festplan.understanding.gazetteer import Match, Token, matches
from festplan.understanding.numbers import HAS_DIGIT, NUMBER, whole
from festplan.understanding.residue import FUNCTION_WORDS
from festplan.understanding.sought import Sought
from festplan.understanding.surroundings import Surroundings
from festplan.understanding.theme_marks import theme_marked

FACT_OF = {
    "theme": "theme",
    "colour": "theme",
    "service": "services",
    "flavour": "flavours",
    "cake": "cake_form",
    "diet": "diet",
    "allergen": "allergen",
    "cuisine": "cuisine",
    "style": "service_style",
    "drink": "drinks",
    "venue": "venue_kind",
    "setting": "setting",
    "access": "access",
    "occasion": "occasion",
}
CATEGORY_OF = {
    "theme": ("theme",),
    "services": ("vendor",),
    "flavours": ("cake",),
    "cake_form": ("cake",),
    "diet": ("catering",),
    "allergen": ("catering",),
    "cuisine": ("catering",),
    "service_style": ("catering",),
    "drinks": ("catering",),
    "venue_kind": ("venue",),
    "setting": ("venue",),
    "access": ("venue",),
    "occasion": (),
}
_LINKED = re.compile(r"(?: and |, ?| & | ?/ ?| \+ | or |, and | meets )$")
_CAKE_NEXT = re.compile(
    r"(?:[ -](?!and\b|with\b|party\b|theme\b|for\b|or\b|plus\b)[a-z]+){0,2}[ "
    r"-](?:birthday )?(?:cakes?|cupcakes?)\b"
)


def listed(text: str, words: Sequence[Token]) -> Iterator[Find]:
    """A find for every match whose sense the surroundings settle.

    The look of a cake beside a theme of the party stays in the residue too: a pirate party with a
    princess cake is no princess party with a pirate cake.
    """
    found = list(matches(text, words))
    senses = _Senses()
    marked = _marked(text, found, senses)
    styled = any("theme" in match.senses for match in found if match.start in marked)
    for match in found:
        around = Surroundings(text, match)
        group: str | None = "theme"
        if match.start not in marked or "theme" not in match.senses:
            group = senses.sense(around)
        if group is None and match.start in marked and "colour" in match.senses:
            group = "colour"
        if group is not None:
            find = _find(match, group, around, marked=match.start in marked)
            apart = styled and find.fact == "theme" and find.categories == ("cake",)
            yield find._replace(kept=True) if apart else find


class _Senses:
    """Senses and theme marks by surroundings: the same words in the same ones are judged once."""

    def __init__(self) -> None:
        self._senses: dict[tuple[str, str, str], str | None] = {}
        self._marks: dict[tuple[str, str, str], bool] = {}

    def sense(self, around: Surroundings) -> str | None:
        if around.window not in self._senses:
            self._senses[around.window] = sense(around)
        return self._senses[around.window]

    def marked(self, around: Surroundings) -> bool:
        if around.window not in self._marks:
            self._marks[around.window] = theme_marked(around)
        return self._marks[around.window]


def _marked(text: str, found: list[Match], senses: _Senses) -> set[int]:
    """Starts of the matches that share a theme mark: "unicorn and rainbow theme" marks both."""
    marked = {match.start for match in found if senses.marked(Surroundings(text, match))}
    for left, right in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        linked = _LINKED.fullmatch(text[left.end : right.start])
        styled = {"theme", "colour"} & set(left.senses)
        said = "theme" in text[right.end : right.end + 9]
        if right.start in marked and linked and styled and said:
            marked.add(left.start)
    return marked


def _find(match: Match, group: str, around: Surroundings, *, marked: bool) -> Find:
    if group == "food":
        name = match.senses["allergen"]
        return Find("cue", "", name, match.start, match.end, 0.8, ("catering",), kept=True)
    fact = FACT_OF[group]
    about = CATEGORY_OF[fact]
    if fact == "theme" and around.follows(_CAKE_NEXT) and not marked:
        about = ("cake",)
    value: object = match.senses[group]
    if group == "cake":
        value = {"kind": value}
    named = fact == "theme" and around.follows(_THEME_WORD)
    rank = "named" if named else "diet" if group in {"diet", "allergen"} else "list"
    return Find(rank, fact, value, match.start, match.end, 0.9, about)


_STOP = FUNCTION_WORDS | frozenset(
    "fun cool cute nice whole proper real big great awesome overall main same new "
    "different kind of "
    "some any birthday bday party wedding kids girls boys with for in at on and or but his her "
    "their our my colour color simple good perfect specific certain particular actual no not "
    "change switch keep make another one other third second first & chosen usual fine "
    "whatever up undecided tbd open flexible still yet better what which not sure me you "
    "needed required none nope nil yes".split()
)
_THEME_WORD = re.compile(r"[ -](?:theme[ds]?|-themed)\b")
_THEME_IS = re.compile(
    r"\bthemes?(?: (?:is|will be|would be|to be|should be|to|of|called|being|around))?(?: "
    r"?[:=-] ?| )"
    r"(?:an? |the |our |like |maybe |probably )?(?=[a-z0-9])"
)


def unlisted_themes(text: str, words: Sequence[Token], known: set[int]) -> Iterator[Find]:
    """Themes that the text names as such and no vocabulary holds: "narwhal theme"."""
    starts = {token.start: place for place, token in enumerate(words)}
    for match in _THEME_WORD.finditer(text):
        if match.start() + 1 in starts:
            run = _run_before(text, words, starts[match.start() + 1] - 1)
            yield from _unlisted(text, run, known)
    for match in _THEME_IS.finditer(text):
        said = match.group().rstrip(" ").endswith((":", "=", "-")) or len(match.group().split()) > 1
        if said and match.end() in starts:
            yield from _unlisted(text, _run_after(text, words, starts[match.end()]), known)


def _run_before(text: str, words: Sequence[Token], last: int) -> list[Token]:
    run: list[Token] = []
    while last >= 0 and len(run) < 3 and words[last].word not in _STOP:
        if run and text[words[last].end : run[0].start] not in {" ", "-"}:
            break
        run.insert(0, words[last])
        last -= 1
    return run


def _run_after(text: str, words: Sequence[Token], first: int) -> list[Token]:
    run: list[Token] = []
    while first < len(words) and len(run) < 3 and words[first].word not in _STOP:
        if run and text[run[-1].end : words[first].start] not in {" ", "-"}:
            break
        run.append(words[first])
        first += 1
    return run


def _unlisted(text: str, run: list[Token], known: set[int]) -> Iterator[Find]:
    if run and not all(token.start in known for token in run):
        start, end = run[0].start, run[-1].end
        words = text[start:end].replace("-", " ")
        if not words.isdigit():
            yield Find("theme", "theme", words, start, end, 0.8, ("theme",))


_TIERS = Sought(r"(?P<tiers>\d)[ -]?(?:tier|tiers|tiered|layer|layers|layered)\b", "tier", "layer")
_FLOORS = re.compile(
    r"(?P<tiers>[2-7])[ -]?(?:floors?|levels?|stor(?:e?y|eys|ies)|stages?|decks?)\b"
)
"""What others than bakers call the tiers of a cake."""
_CAKE_WORD = re.compile(r"\bcakes?\b")
_PIECES = r"(?:cup ?cakes|cake pops|macarons|brownies|cookies|doughnuts|donuts|muffins|fairy cakes)"
_BAKED = ("cake", "macarons", "brownies", "cookies", "doughnuts", "donuts", "muffins")
_COUNT_BEFORE = Sought(
    rf"(?P<count>{NUMBER}) (?=(?:[a-z-]+ ){{0,3}}{_PIECES}\b)",
    *_BAKED,
    counted=True,
)
_COUNT_AFTER = Sought(
    rf"\b{_PIECES} ?x ?(?P<times>{NUMBER})|"
    rf"\b{_PIECES}\b[^.;!?\d]{{0,40}}[,:( ](?P<count>{NUMBER})(?= ?(?:of them|pieces|"
    rf"pcs)?(?:$|[,.;!)]))",
    *_BAKED,
)


def cake_sizes(text: str) -> Iterator[Find]:
    """Tiers of the cake, and how many cupcakes or other pieces."""
    if not HAS_DIGIT.search(text):
        return
    tiers = list(_TIERS.finditer(text))
    tiers += _FLOORS.finditer(text) if _CAKE_WORD.search(text) else ()
    for match in tiers:
        value = {"kind": "tiered", "tiers": int(match["tiers"])}
        yield Find("form", "cake_form", value, *match.span(), 0.9, ("cake",))
    for pattern in (_COUNT_BEFORE, _COUNT_AFTER):
        for match in pattern.finditer(text):
            name = "times" if match.groupdict().get("times") else "count"
            value = {"count": whole(match[name])}
            start = match.start(name) - (name == "times")
            yield Find("form", "cake_form", value, start, match.end(name), 0.9, ("cake",))


CANONICAL_ALLERGENS = frozenset(ALLERGENS.values())
