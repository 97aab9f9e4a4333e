"""The city, with its state or country where said, and the part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from festplan.understanding import Cities
from festplan.understanding.beside import beside_code, beside_region
from festplan.understanding.finds import Find
from festplan.understanding.gazetteer import Token, known_words, tokens
from festplan.understanding.homonyms import AS_WORDS, HARDLY_NAMES, ORDINARY
from festplan.understanding.places import CITIES, DISTRICTS
from festplan.understanding.regions import CODES, REGIONS
from festplan.understanding.residue import FUNCTION_WORDS
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS
from festplan.understanding.sought import Sought
from festplan.understanding.wording import Wording

_BEFORE = re.compile(
    r"(?:\b(?:in|near|around|at|from|based in|outside|outside of|downtown|uptown|central|to|city|"
    r"city of|city:|place:|location:|venue:|where:|(?:north|south|east|west)(?:ern)?|greater|"
    r"location is|live in|within|across|over in|greater|suburbs of|heart of|midtown) "
    r"(?:downtown |central |the )?|[(,;:@] ?|^)$"
)
_PREPOSITION = re.compile(
    r"\b(?:in|near|around|at|from|outside|outside of|downtown|uptown|central|within|location is|"
    r"(?:north|south|east|west)(?:ern)?|greater|"
    r"(?:city|place|location|where):) (?:downtown |central |the )?$"
)
_AFTER = re.compile(
    r" \d| ?(?:$|[,.;:!?)(]|-)| (?:area|city|downtown|metro|based|on|for|with|at|sat)\b"
)
_NOT_AFTER = re.compile(
    r"(?:'s?\b|[ -](?:theme|themed|vibes?|style|inspired|cake|night|is turning|turns|deep[- ]dish|"
    r"cheese ?steaks?|cheesecake|bagels|strip|hot (?:chicken|dogs)|wings|cream|sprouts|mule|"
    r"pudding|buns?|dry|beer|ale|gin|marathon|wants|loves|asked|is \d|will be \d))"
)
_COMING = re.compile(
    r"\b(?:hours?|hrs?|mins?|minutes?|miles|kms?|drive|flight|flying(?: in)?|fly in|coming|come|"
    r"driving|travell?ing|visiting|arriving|friends|family|guests|people|cousins|train|road trip|"
    r"moving|relatives|in-laws|back|bus) from $"
)
"""Where somebody comes from, or how far it is: not where the party is."""
_CROWD_AFTER = re.compile(rf"[,.;]? \d{{1,4}} ?(?:{GUESTS}|{KIDS}|{ADULTS})\b")
"""A crowd behind a name that people bear too: "Vienna, 110 guests"."""
_PLACE_NEXT = re.compile(
    r" (?:pubs|bars|venues?|rooftops?|restaurants?|hotels|halls|clubs|area|suburbs?|"
    r"city cent(?:re|er)|"
    r"town cent(?:re|er)|countryside|airport|city(?! (?:theme|girls?|skyline))|wedding|"
    r"weekend|getaway|bachelorette|based)\b| (?:would be|is|would suit|works|is probably|"
    r"might be) "
    r"(?:the |a |an )?(?:[a-z]+ ){0,2}(?:place|location|spot|convenient|closest|nearest|central|"
    r"easiest for|best for)\b"
)
"""What follows a place's name and nobody's: "York pubs", "Bath would be most convenient"."""
_NAMED_PLACE = re.compile(
    r" (?:park|street|st|road|rd|avenue|ave|hall|hotel|house|drive|lane|room|square|cent(?:er|re)|"
    r"library|arms|stadium|university|college|school|church|club|zoo|museum|theat(?:er|re))\b"
)
"""What makes a city's name a part of a name: "Riverside Park"."""
_OUTSIDE = re.compile(r"\boutside (?:of )?$")
_ADDED = re.compile(
    rf"(?P<comma>,)? "
    rf"(?:(?P<name>{'|'.join(sorted(map(re.escape, REGIONS), key=len, reverse=True))})"
    rf"(?!\w|\.\w)|(?P<code>[a-z]{{2,3}})(?![a-z']))"
)
_SMALL_CODES = frozenset(
    "tx fl nj nc sc tn wi mn mi il az nm nv ut va md ky ny ks ri ct vt nh wv nsw qld".split()
)
_COMMA_CODES = frozenset("ca ga oh pa ma co mo ar al ne wa bc nd sd mt wy on ab".split())
"""Codes of states that are no words, also written small; and those that a comma makes plain."""
_AREA = Sought(
    r"\b(?P<area>downtown|uptown|midtown|city cent(?:re|er)|town cent(?:re|er)|suburbs|waterfront|"
    r"old town|inner city|(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?"
    r"(?: side| end| part|(?= (?:london|austin|chicago|of the city|of town))))\b",
    "town",
    "cent",
    "suburbs",
    "waterfront",
    "inner city",
    "north",
    "south",
    "east",
    "west",
)
_UNKNOWN = re.compile(
    r"\b(?:in|near|around|outside|outside of|over in|(?:writing|here|live|living|based|are|am) "
    r"(?:from|in)|from [a-z]+ to|moved to|place:|city:|where:) "
    r"(?P<name>[a-z][a-z'-]+(?: [a-z][a-z'-]+)??)(?=$|[,.;:!?)]| (?:on|for|"
    r"with|at|this|that's|which|where|that|the|is|to|would|will|has|have|area|"
    r"next|and|or|under|please|if|because|sat|fri|sun)\b)"
)
_NO_PLACE = frozenset(
    "the january february march april may june july august september october november december "
    "spring summer autumn winter total advance person case mind need time town english "
    "spanish accounting marketing finance sales engineering legal procurement payroll operations "
    "logistics facilities reception admin hr research purchasing production maintenance".split()
)


def cities(wording: Wording, words: Sequence[Token], known: Cities) -> Iterator[Find]:
    """Every city that the text names as a place, from the caller's list first, then our own."""
    text = wording.text
    at = 0
    while at < len(words):
        found = _at(text, words, at, known)
        if found is None:
            at += 1
            continue
        name, size = found
        start, end = words[at].start, words[at + size - 1].end
        if _is_place(wording, start, end, text[start:end], at_start=at == 0):
            outside = _OUTSIDE.search(text[max(0, start - 12) : start])
            if outside:
                first = start - len(outside[0])
                yield Find("place", "area", "outside", first, start - 1, 0.8, ("venue",))
            if text[start:end] in DISTRICTS and _added(wording, end) is None:
                yield Find("place", "area", name, start, end, 0.9, ("venue",))
            else:
                yield _with_region(wording, _spelt(wording, name, start, end), start, end)
        at += size
    yield from _regions(wording)
    yield from _unknown(wording)


def _spelt(wording: Wording, name: str, start: int, end: int) -> str:
    """The name with the accents that the host gave it: "São Paulo", where we say "Sao Paulo"."""
    said = wording.original(start, end)
    own = not said.isascii() and said[0].isupper() and wording.text[start:end] == name.lower()
    return said if own else name


def _at(text: str, words: Sequence[Token], at: int, known: Cities) -> tuple[str, int] | None:
    listed = words[at].word in _first_words()
    if not listed and not known:
        return None
    for size in range(min(4, len(words) - at), 0, -1):
        said = text[words[at].start : words[at + size - 1].end]
        if known and said in known:
            return known[said][0], size
        if listed and (said in CITIES or said in DISTRICTS):
            return CITIES.get(said) or DISTRICTS[said], size
    return None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(tokens(name)[0].word for name in (*CITIES, *DISTRICTS))


def _is_place(wording: Wording, start: int, end: int, said: str, *, at_start: bool) -> bool:
    text = wording.text
    before, after = text[max(0, start - 24) : start], text[end : end + 16]
    if _NOT_AFTER.match(after) or _COMING.search(before):
        return False
    led = bool(_PREPOSITION.search(before))
    named = _NAMED_PLACE.match(after) and wording.capital(end + 1)
    if named and not (led and before.endswith(("in ", "near "))):
        return False
    region = _added(wording, end) is not None
    capital = wording.capital(start)
    placed = capital and said in HARDLY_NAMES and not wording.shouted()
    ordinary = (said in ORDINARY and not placed) or len(said) < 3
    shorthand = len(said) == 2 and wording.original(start, end).isupper()
    if (capital and _PLACE_NEXT.match(text[end : end + 60])) or (
        shorthand and not wording.shouted()
    ):
        return True
    if led:
        return capital or said not in AS_WORDS
    if region or (capital and _CROWD_AFTER.match(text, end)):
        return True
    if not _AFTER.match(after) and not capital:
        return not ordinary and not before.rstrip().endswith("for")
    if ordinary:
        bounded = bool(_BEFORE.search(before)) and (not at_start or not after.strip())
        return bounded and bool(_AFTER.match(after)) and (capital or bool(before.strip()))
    return not (at_start and after.startswith(" is "))


_WESTERN = frozenset({"Perth", "Fremantle", "Mandurah", "Bunbury", "Busselton", "Broome"})
"""Where "WA" is no Washington."""


def _with_region(wording: Wording, name: str, start: int, end: int) -> Find:
    added = _added(wording, end)
    if added and added[0] == "Washington" and name in _WESTERN:
        added = ("Western Australia", added[1])
    if added and added[0] not in name:
        return Find("place", "city", f"{name}, {added[0]}", start, added[1], 0.95, ("venue",))
    return Find("place", "city", name, start, added[1] if added else end, 0.9, ("venue",))


def _added(wording: Wording, end: int) -> tuple[str, int] | None:
    match = _ADDED.match(wording.text, end)
    if match is None:
        return None
    if match["name"]:
        short = match["name"] in {"us", "uk", "nz", "uae", "usa"}
        if short and not match["comma"] and not wording.capital(match.start("name")):
            return None
        return REGIONS[match["name"]], match.end()
    said = wording.original(*match.span("code"))
    if said.islower() and said in (_SMALL_CODES | (_COMMA_CODES if match["comma"] else set())):
        said = said.upper()
    return (CODES[said], match.end()) if said in CODES else None


@cache
def _region_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in REGIONS if len(name) > 3 and name != "america")
    return re.compile(rf"in (?<!\win )(?P<name>{names})\b(?! theme| style)")


def _regions(wording: Wording) -> Iterator[Find]:
    for match in _region_pattern().finditer(wording.text):
        yield Find("place", "area", REGIONS[match["name"]], *match.span("name"), 0.7, ("venue",))
    for match in _AREA.finditer(wording.text):
        yield Find("list", "area", match["area"], *match.span(), 0.8, ("venue",))


def _unknown(wording: Wording) -> Iterator[Find]:
    if wording.source.upper() == wording.source:
        return
    for match in _UNKNOWN.finditer(wording.text):
        words = match["name"].split()
        start = match.start("name")
        capital = wording.capital(start)
        plain = any(w in FUNCTION_WORDS or w in known_words() or w in _NO_PLACE for w in words)
        if capital and not plain:
            said = wording.original(*match.span("name"))
            yield _with_region(wording, said, *match.span("name"))._replace(rank="cue")
    yield from beside_region(wording)
    yield from beside_code(wording)
