"""Numbers said in words become digits, so that every rule reads digits alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from festplan.understanding.figures import TENS, UNITS, instead, shapes
from festplan.understanding.wording import Wording

HAS_DIGIT = re.compile(r"[0-9]")
"""Once number words are digits, a text without any holds no number."""
NUMBER = (
    r"(?<![\d.,/:#$£€₹])(?<!\d[a-z])(?<!^-)(?<!\D -)(?:\d{1,3}(?:,\d{3})+|\d{1,6})"
    r"(?![\d/%]|[.,:ex]\d|(?:st|nd|rd|th)\b)"
)
"""A whole number that is not part of a date, a time, a price, an ordinal or a power, nor negative.

Behind a number and a blank a hyphen is no sign: "40 -50" is a range.
"""

_ORDINALS = (
    "third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    "fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|"
    "sixtieth|seventieth|eightieth|ninetieth|hundredth"
)
_ANY = rf"(?:{UNITS}|{TENS}|hundred|thousand|{_ORDINALS}|first|second)"
_RUN = re.compile(
    rf"(?<!few )(?<!several )(?<!many )\b(?:an? (?=hundred|thousand))?(?:\d{{1,3}} "
    rf"(?=hundred\b|thousand\b))?{_ANY}"
    rf"(?:(?: and (?=(?:{UNITS}|{TENS})\b)(?<=hundred and |housand and )|[ -]){_ANY}){{0,8}}\b"
)
_ALONE = {
    "one": re.compile(
        r" (?:kid|child|guest|person|adult|"
        r"(?:guy|lad|boy|girl|man|woman|lady|friend|cousin|colleague) (?:is|has|with|who|can'?t|"
        r"cannot|needs)|"
        r"vegan|vegetarian|veggie|pescatarian|tier|layer|is|has|"
        r"can'?t|cannot|of (?:them|us|the|my|our)|nut|peanut|gluten|dairy|egg|coeliac|celiac|"
        r"hours?|weeks?|months?|halal|kosher|with|who|dj|needs|allerg|o'?clock|pm|am)\b|"
        r"(?<=: one)(?= ?(?:$|[,.;!?]))"
    ),
    "first": re.compile(
        r" (?:birthday|bday|b-day|anniversary|(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|"
        r"nov|dec)[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    ),
}
_ALONE["second"] = _ALONE["first"]
_DOZEN = re.compile(
    r"\b(?:(half)(?: an?| of an?)? dozen|(?:(an?|\d{1,3}) )?dozen)(?: of (?=[a-z]))?\b"
)


def with_digits(wording: Wording) -> Wording:
    """The wording with number words as digits: "forty-five" is 45, "sixth birthday" 6th birthday.

    A lone "one", "first" or "second" stays a word unless what follows is counted.
    """
    words = wording.rewrite(shapes(wording.text))
    words = words.rewrite(_runs(words.text))
    words = words.rewrite(_dozens(words.text))
    return words.rewrite(instead(words.text))


def whole(digits: str) -> int:
    """The whole number of digits that may hold thousands commas."""
    return int(digits.replace(",", ""))


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _RUN.finditer(text):
        run = match.group()
        counted = _ALONE.get(run)
        if counted is None or counted.match(text, match.end()) or _clock(text, match, run):
            yield match.start(), match.end(), _digits(run)


def _clock(text: str, match: re.Match[str], run: str) -> bool:
    return run == "one" and text.endswith(("past ", "quarter to "), 0, match.start())


@lru_cache(maxsize=4096)
def _digits(run: str) -> str:
    from text_to_num import alpha2digit

    start = re.sub(r"^an? ", "", run.replace("fourty", "forty"))
    start = start.replace("sixtieth", "60th")
    scaled = re.fullmatch(r"(\d{1,3}) (hundred|thousand)", start)
    if scaled:
        return str(int(scaled[1]) * (100 if scaled[2] == "hundred" else 1000))
    return str(alpha2digit(start, "en", threshold=0)).replace("-", " ")


def _dozens(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _DOZEN.finditer(text):
        half, many = match.groups()
        if half or many:
            count = 6 if half else 12 * (int(many) if many and many.isdigit() else 1)
            yield match.start(), match.end(), str(count) + (" " if match.group()[-1] == " " else "")
