"""How far a negation reaches: item by item, as far as "or", "nor" or its own kind carry it."""

from __future__ import annotations

import re

from festplan.understanding.finds import Find
from festplan.understanding.residue import FUNCTION_WORDS

_LINK = re.compile(r",? ?(?:\b(?:or|nor|and)\b|&|/) ?(?:no |any |even )?|, ?(?:no |nor |or )?")


def reached(
    text: str, start: int, limit: int, finds: list[Find], places: dict[int, int]
) -> tuple[list[int], list[tuple[int, int]], list[int]]:
    """What follows a negation, item by item, as far as "or", "nor" or its own kind carry it."""
    denied: list[int] = []
    objects: list[tuple[int, int]] = []
    parts: list[int] = []
    at = start
    while at < limit:
        at = _skipped(text, at, places)
        bare = _bare(text, at, limit, places)
        following = _gap(text, bare[1] if bare else at)
        if following in places and following < limit and (not bare or not denied):
            place = places[following]
            find = finds[place]
            if bare and find.rank == "cue" and not find.fact:
                objects.append((bare[0], find.end) if find.kept else bare)
                parts.append(place)
            else:
                denied.append(place)
            at = _merged(finds, find.end, parts, places)
        elif bare:
            objects.append(bare)
            at = bare[1]
        else:
            break
        link = _LINK.match(text, at)
        if not link or not _goes_on(text, link, finds, denied, objects, places):
            break
        at = link.end()
    return denied, objects, parts


def _merged(finds: list[Find], end: int, parts: list[int], places: dict[int, int]) -> int:
    """The end of the item: a "theme" or "cake" behind what is denied is only a part of it."""
    while end + 1 in places and finds[places[end + 1]].rank == "cue":
        parts.append(places[end + 1])
        end = finds[parts[-1]].end
    return end


def _skipped(text: str, at: int, places: dict[int, int]) -> int:
    match = _SMALL.match(text, at)
    while match and _gap(text, at) not in places:
        at = match.end()
        match = _SMALL.match(text, at)
    return at


def _gap(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] in {" ", "-"} else at


def _goes_on(
    text: str,
    link: re.Match[str],
    finds: list[Find],
    denied: list[int],
    objects: list[tuple[int, int]],
    places: dict[int, int],
) -> bool:
    if _OWN.search(link.group()):
        return False
    if re.search(r"\b(?:or|nor|any)\b|/", link.group()):
        return True
    following = _gap(text, link.end() - 1) if text[link.end() - 1] == " " else link.end()
    after = finds[places[following]] if following in places else None
    if not denied or after is None:
        later = text[link.end() : link.end() + 30]
        return bool(objects or denied) and "," in link.group() and bool(_OR_LATER.match(later))
    before = finds[denied[-1]]
    same = before.fact == after.fact and (after.fact != "" or _foods(before, after))
    if "," in link.group():
        return same and (
            after.fact == "diet" or bool(_OR_LATER.match(text[link.end() : link.end() + 30]))
        )
    return same


def _foods(before: Find, after: Find) -> bool:
    return before.kept and after.kept and before.categories == after.categories == ("catering",)


_OWN = re.compile(r"\bno\b")
"""A "no" in a list denies what follows by itself."""
_OR_LATER = re.compile(r"[a-z -]{2,16},? (?:or|nor) ")
_SMALL = re.compile(
    r" ?(?:any|an?|the|too|very|more|many|much|that|those|these|this|such|another|our|my|of|kind "
    r"of|to|be|"
    r"for|in|on|at|all|really|big|sort of|with|have|having)(?= )"
)
_WORD = re.compile(r"[ -]?(?P<word>[a-z0-9](?:[a-z0-9'-]*[a-z0-9])?)")
_DULL = frozenset(
    "no not sure idea clue problem worries rush matter need longer wait yet much many nor neither "
    "trouble sense one anyone anybody everyone everybody everything anything higher lower "
    "more less fewer details detail penny cent dime exact amount restrictions circumstances "
    "limit chance point reason hurry stress fuss drama word moment luck bother worry difference "
    "anymore either whatsoever altogether again single late presently told cringe cap "
    "discussion".split()
)


def _bare(text: str, start: int, limit: int, places: dict[int, int]) -> tuple[int, int] | None:
    """Up to three words from `start` that no find holds, before the first function word."""
    first = last = start
    count = 0
    while count < 3:
        match = _WORD.match(text, last)
        if not match or match.end() > limit or match.start("word") in places:
            break
        if match["word"] in FUNCTION_WORDS or match["word"] in _DULL:
            break
        first = match.start("word") if not count else first
        last = match.end()
        count += 1
    return (first, last) if count else None
