"""Head counts whose noun stands elsewhere or nowhere: "kids, 14 of them", "40ish", "x4"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.understanding.finds import Find
from festplan.understanding.numbers import NUMBER, whole
from festplan.understanding.people import ADULTS, GUESTS, KIDS

REACH = 70
"""Characters between "of them" and the people meant, at most."""
_OF_THEM = re.compile(rf"(?P<number>{NUMBER}) of (?:them|those)\b(?= ?(?:$|[,.;:!?)]| and\b))")
_ROLE = re.compile(rf"\b(?:(?P<kids>{KIDS})|(?P<adults>{ADULTS})|(?P<guests>{GUESTS}))\b")
_ISH = re.compile(r"(?<![\d$£€₹.,:/])(?P<number>\d{1,3})-?ish\b(?= ?(?:$|[,;.!)+]))")
_FEWER = re.compile(
    rf"\b(?:(?P<least>no|not) fewer than|(?P<most>fewer than)) (?P<number>{NUMBER})"
    rf"(?: and (?:hopefully |ideally |preferably )?(?P<cap>no more than|at most|under) "
    rf"(?P<high>{NUMBER}))?(?= ?(?:$|[,.;!?)]))"
)


def crowds(text: str) -> Iterator[Find]:
    """Counts of kids, adults or guests whose role another word of the text gives."""
    for match in _OF_THEM.finditer(text):
        role = _meant(text[max(0, match.start() - REACH) : match.start()])
        if role:
            yield Find("size", role, whole(match["number"]), *match.span(), 0.8)
    for match in _ISH.finditer(text):
        yield Find("count", "guests", int(match["number"]), *match.span(), 0.6)
    for match in _FEWER.finditer(text):
        yield _bounded(match)


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
