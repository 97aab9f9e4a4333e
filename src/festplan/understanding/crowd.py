"""Head counts whose noun stands elsewhere or nowhere: "kids, 14 of them", "40ish", "x4"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from festplan.understanding.finds import Find
from festplan.understanding.numbers import HAS_DIGIT, NUMBER, whole
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS
from festplan.understanding.sought import Sought

REACH = 70
"""Characters between "of them" and the people meant, at most."""
_OF_THEM = Sought(
    rf"(?P<number>{NUMBER}) of (?:them|those)\b(?= ?(?:$|[,.;:!?)]| and\b))",
    "of them",
    "of those",
    counted=True,
)
_ROLE = re.compile(rf"\b(?:(?P<kids>{KIDS})|(?P<adults>{ADULTS})|(?P<guests>{GUESTS}))\b")
_ISH = Sought(
    r"(?<![\d$£€₹.,:/])(?P<number>\d{1,3})-?ish\b(?= ?(?:$|[,;.!)+]))", "ish", counted=True
)
_FEWER = Sought(
    rf"\b(?:(?P<least>no|not) fewer than|(?P<most>fewer than)) (?P<number>{NUMBER})"
    rf"(?: and (?:hopefully |ideally |preferably )?(?P<cap>no more than|at most|under) "
    rf"(?P<high>{NUMBER}))?(?= ?(?:$|[,.;!?)]))",
    "fewer than",
)


_IN_NUMBER = r"(?:nos?|people|ppl|persons?|pax|heads?|in (?:number|total|all)|of (?:them|us))\b"
_LABELLED = re.compile(
    rf"\b(?:(?P<kids>{KIDS}|kiddie|kid)|(?P<adults>{ADULTS}|adult))(?: count| numbers?)?"
    rf"(?P<mark> ?[:=] ?| count | - | (?:is|are|will be) (?=\d+ ?{_IN_NUMBER}))"
    rf"(?P<number>{NUMBER})(?! ?(?:years?|yrs?|am\b|pm\b|-|to\b|%))(?: ?{_IN_NUMBER})?"
)
_BARE = re.compile(
    rf"(?:^|(?<=[,;.:&+/(-] )|(?<=\band )|(?<=\bplus ))"
    rf"(?:(?P<kids>(?:{KIDS})(?<=[sn]))|(?P<adults>(?:{ADULTS})(?<=s))) (?P<number>{NUMBER})"
    rf"(?= ?(?:$|[;.!?)&/]|,(?! ?(?:or |and )?\d)| \+ | - | plus\b|"
    rf"\band (?!\d|up\b|over\b|under\b|older\b|younger\b|above\b|below\b)))"
)
"""A role and its number in a list: "kids 20, adults 34". Elsewhere the number may be an age."""
_LEAST = r"(?:floor|min(?:imum)?(?: of)?|at least|over|more than|no fewer than|no less than)"
_MOST = (
    r"(?:cap(?:acity)?|max(?:imum)?(?: of)?|at (?:the )?most|under|less than|"
    r"fewer than|no more than|up to)"
)
_SPOKEN = rf"(?: (?P<{{0}}who>{GUESTS})\b)?"
_BOTH = tuple(
    re.compile(
        rf"(?<![a-z]){first}[.:]? (?P<{a}>{NUMBER}){_SPOKEN.format(a)}(?:,? (?:and|but)|,| /|;)? "
        rf"{second}[.:]? (?P<{b}>{NUMBER}){_SPOKEN.format(b)}(?! ?(?:hours|dollars|euros|pounds))"
    )
    for first, second, a, b in ((_LEAST, _MOST, "low", "high"), (_MOST, _LEAST, "high", "low"))
)
_MAYBE = Sought(
    rf"(?P<low>{NUMBER}) (?P<lowwho>{GUESTS}),? (?:or )?(?:maybe|possibly|perhaps|could be) "
    rf"(?P<high>{NUMBER})(?: at (?:the )?most| max| tops)?(?= ?(?:$|[,.;!?)]| (?:for|in|at|on)\b))",
    "maybe",
    "possibly",
    "perhaps",
    "could be",
    counted=True,
)
_GROWN = re.compile(r"\b(?:hens?|stags?|bucks|bachelor(?:ette)?|bridal|golf|poker|kitchen tea)\b")
_GIRLS = Sought(
    rf"(?P<number>{NUMBER}) (?:girls|boys|ladies|lads)\b",
    "girls",
    "boys",
    "ladies",
    "lads",
    counted=True,
)


_SUMS = Sought(
    rf"(?:{NUMBER}), (?:(?:{NUMBER}), )*(?:{NUMBER}),? (?:and|or) (?:{NUMBER}) (?:{GUESTS})\b|"
    rf"(?:{NUMBER})(?: (?:{GUESTS}))? from [a-z' ]{{2,24}}(?:,|,? and|,? plus) (?:{NUMBER})"
    rf"(?: (?:{GUESTS}))? from\b|(?:{NUMBER}) of us (?:and|plus) (?:[a-z']+ ){{1,4}}(?:{NUMBER}) "
    rf"(?:{GUESTS})\b",
    ", ",
    " from ",
    " of us ",
    counted=True,
)


def crowds(text: str) -> Iterator[Find]:
    """Counts of kids, adults or guests whose role another word of the text gives."""
    if not HAS_DIGIT.search(text):
        return
    yield from _sums(text)
    yield from _labelled(text)
    for match in chain(*(pattern.finditer(text) for pattern in _BOTH), _MAYBE.finditer(text)):
        yield from _between(match)
    for match in _ISH.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if int(match["number"]) > HOURS or not _OF_CLOCK.search(before):
            yield Find("count", "guests", int(match["number"]), *match.span(), 0.6)
    for match in _FEWER.finditer(text):
        yield _bounded(match)


def _sums(text: str) -> Iterator[Find]:
    """Parts of a whole that nobody states: asked about."""
    for match in _SUMS.finditer(text):
        question = f"How many is that in all: {match.group()}?"
        yield Find("open", "", question, *match.span(), 0.6, ("venue", "catering"), kept=True)


def _labelled(text: str) -> Iterator[Find]:
    """ "kids, 14 of them", "kids: 14", "kids 14", and the girls of a hen party."""
    for match in _OF_THEM.finditer(text):
        role = _meant(text[max(0, match.start() - REACH) : match.start()])
        if role:
            yield Find("size", role, whole(match["number"]), *match.span(), 0.8)
    for pattern in (_LABELLED, _BARE):
        for match in pattern.finditer(text):
            role = "kids" if match["kids"] else "adults"
            yield Find("size", role, whole(match["number"]), *match.span(), 0.9)
    for match in _GIRLS.finditer(text) if _GROWN.search(text) else ():
        yield Find("size", "guests", whole(match["number"]), *match.span(), 0.8)


_OF_CLOCK = re.compile(
    r"\b(?:at|kick(?:s|ing)? off|kick-off|starts?|starting|from|until|till?|by|around|about|come|"
    r"@) $"
)


HOURS = 12
"""Up to so many, "3ish" behind a word of starting is an hour."""


def _between(match: re.Match[str]) -> Iterator[Find]:
    """Least and most of a crowd, where one of the two numbers has a noun."""
    groups = match.groupdict()
    low, high = whole(match["low"]), whole(match["high"])
    if (groups.get("lowwho") or groups.get("highwho")) and low < high:
        yield Find("size", "guests_range", (low, high), *match.span(), 0.9)


def _meant(before: str) -> str | None:
    """The last people spoken of without a number of their own."""
    last = None
    for match in _ROLE.finditer(before):
        last = next(name for name in ("kids", "adults", "guests") if match[name])
    return last


def _bounded(match: re.Match[str]) -> Find:
    number = whole(match["number"])
    if match["high"]:
        return Find("count", "guests_range", (number, whole(match["high"])), *match.span(), 0.7)
    fact = "guests_min" if match["least"] else "guests_max"
    return Find("count", fact, number, *match.span(), 0.7)
