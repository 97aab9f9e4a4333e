"""Counts of people that are no head count: some of the guests, and people who are no guests."""

from __future__ import annotations

import re

from festplan.understanding.numbers import whole

DOZEN = 12
"""Fewer are a few: fewer "nos." than this are things, like "mehendi artist, 2 nos."."""
_SOME_OF = re.compile(r"\d of (?:the|those|them) ")
_SOME_OF_OURS = re.compile(r"\d of (?:the|our|my|these|those) ")
_NEEDS = re.compile(
    r",? (?:who |that )?(?:(?:are|is|being|will be) )?(?:(?:uses?|using|in|on|need|needs) (?:an? )?"
    r"(?:wheel ?chairs?|crutches|(?:zimmer |walking )?frames?|walkers?|walking sticks?|"
    r"mobility scooters?|hearing aids?)|with (?:limited|reduced|poor) (?:mobility|sight|hearing)|"
    r"pregnant|deaf|blind|disabled|hard of hearing|teetotal|sober|"
    r"(?:don't|doesn't|do not|does not|can't|cannot|won't) (?:drink|walk|dance|climb|hear|see|"
    r"stand|manage|do stairs))\b"
)
_ACCESS_FOR = re.compile(
    r"\b(?:wheel ?chair|step[- ]free|disabled|accessible|level) "
    r"(?:access|parking|seats?|seating|spaces?|places?|toilets?|ramps?) for $"
)
_AT_WORK = re.compile(
    r" (?:to (?:serve|run|do|pour|help|set|clean|park|carry|watch|cook|play|sing|take|hand|work|"
    r"handle|look|mind|staff|man|wait|manage|move|lift|operate|photograph|film|entertain|decorate|"
    r"tidy|greet|guard)|(?:behind|on|at) the (?:bar|door|grill|desk)|serving|pouring|helping|"
    r"cooking)\b"
)
"""What people do who are no guests: "two people to serve"."""
_OWN = re.compile(r" (?:of (?:her|his|their|our|my) own|at home)\b")
_HAS = re.compile(r"\b(?:who|she|he) (?:has|have|had) $")
_ONE_OF_THEM = re.compile(r",? (?:with|who|uses?|using|is|has|have|needs?|can|can't|cannot|in)\b")


def needs_something(match: re.Match[str]) -> bool:
    """Whether what follows is true of some people only: "two guests use a wheelchair"."""
    return bool(_NEEDS.match(match.string, match.end()))


def are_some(match: re.Match[str], role: str) -> bool:
    """Whether the count is of some of the guests: "two of the kids", "access for two guests"."""
    some = _SOME_OF if role == "guests" else _SOME_OF_OURS
    if some.search(match.group()) or needs_something(match):
        return True
    few = whole(match["number"]) < DOZEN
    return few and bool(_ACCESS_FOR.search(_before(match, 40)))


def are_others(match: re.Match[str], role: str) -> bool:
    """Whether they do not come, or come to work, or are one who was counted already."""
    if role == "kids" and (
        _OWN.match(match.string, match.end()) or _HAS.search(_before(match, 12))
    ):
        return True
    if match["number"] == "1" and (
        role == "guests" or _ONE_OF_THEM.match(match.string, match.end())
    ):
        return True
    if match["guests"] == "nos" and whole(match["number"]) < DOZEN:
        return True
    return role == "guests" and bool(_AT_WORK.match(match.string, match.end()))


def _before(match: re.Match[str], letters: int) -> str:
    return match.string[max(0, match.start() - letters) : match.start()]
