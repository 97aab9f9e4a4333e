"""Names of towns that no list has, beside a state or country: "Bled, Slovenia", "Edison NJ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.understanding.days import MONTHS, WEEKDAYS
from festplan.understanding.finds import Find
from festplan.understanding.regions import CODES, REGIONS
from festplan.understanding.residue import FUNCTION_WORDS
from festplan.understanding.wording import Wording

_NAMED_REGION = re.compile(
    rf"\b(?P<name>(?:[a-z][a-z'-]+ ){{0,2}}(?P<last>[a-z][a-z'-]+)), "
    rf"(?P<region>{'|'.join(sorted(map(re.escape, REGIONS), key=len, reverse=True))})(?![\w])"
)
_REGION_NEXT = re.compile(
    rf", (?:{'|'.join(sorted(map(re.escape, REGIONS), key=len, reverse=True))})(?![\w])"
)
NEAR = 90
"""Characters before a state or country in which the name of its city begins."""
_CODE_SAID = re.compile(r"[A-Z][A-Z](?![A-Za-z'])")
_NOT_CITY = frozenset(MONTHS) | frozenset(WEEKDAYS)


def _before_regions(text: str) -> Iterator[re.Match[str]]:
    """Up to three words and the state or country behind them, each region looked back from."""
    done = 0
    for region in _REGION_NEXT.finditer(text):
        match = _NAMED_REGION.search(text, max(done, region.start() - NEAR), region.end())
        if match:
            done = match.end()
            yield match


def beside_region(wording: Wording) -> Iterator[Find]:
    """A name that a state or country follows: "Bled, Slovenia"."""
    for match in _before_regions(wording.text):
        first, last = match.span("name")
        if not wording.capital(first) or not wording.capital(match.start("region")):
            continue
        words = match["name"].split()
        capital = all(wording.capital(first + match["name"].index(word)) for word in words)
        if not capital:
            first = match.start("last")
            words = [match["last"]]
            if not wording.capital(first):
                continue
        if not any(word in _NOT_CITY or word in FUNCTION_WORDS for word in words):
            said = wording.original(first, last)
            value = f"{said}, {REGIONS[match['region']]}"
            yield Find("cue", "city", value, first, match.end(), 0.7, ("venue",))


_NAMED_CODE = re.compile(
    rf"\b(?P<name>[a-z][a-z'-]{{2,}}(?: [a-z][a-z'-]+)?),? "
    rf"(?P<code>{'|'.join(map(str.lower, CODES))})"
    r"(?![\w'])"
)


def beside_code(wording: Wording) -> Iterator[Find]:
    """A name that a state's code follows, both written large: "Edison NJ"."""
    if not _CODE_SAID.search(wording.source):
        return
    for match in _NAMED_CODE.finditer(wording.text):
        code = wording.original(*match.span("code"))
        words = match["name"].split()
        at = [match.start("name") + match["name"].rindex(word) for word in words]
        bare_la = code == "LA" and "," not in match.group()
        if code not in CODES or bare_la or not wording.capital(at[-1]):
            continue
        first = at[0] if wording.capital(at[0]) else at[-1]
        said = wording.original(first, match.end("name"))
        if words[-1] not in _NOT_CITY and words[-1] not in FUNCTION_WORDS:
            value = f"{said}, {CODES[code]}"
            yield Find("cue", "city", value, first, match.end(), 0.7, ("venue",))
