"""Numbers in a shape of their own: "two and a half thousand", "three-fifty tops", "65 not 56"."""

from __future__ import annotations

import re
from collections.abc import Iterator

UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"

Change = tuple[int, int, str]
_UNIT_DIGITS = {word: str(n) for n, word in enumerate(UNITS.split("|")[:10], start=1)}
_TEN_DIGITS = dict(
    zip(TENS.split("|"), ("20", "30", "40", "40", "50", "60", "70", "80", "90"), strict=True)
)
_SMALL = rf"\d{{1,2}}|{'|'.join(_UNIT_DIGITS)}"
_SCALES = {"k": 1_000, "g": 1_000, "t": 1_000, "l": 100_000, "m": 1_000_000, "h": 100}
_MONEY_NEXT = r"tops|max|at (?:the )?most|bucks|dollars|quid|pounds|euros?"
_SHAPES = re.compile(
    rf"\b(?:(?P<note>a tenner|a fiver|tenners?|fivers?)\b|(?:a )?couple (?:of )?"
    rf"(?P<couple>hundred|grand|dozen)\b|(?P<low>{_SMALL})"
    rf"(?P<link> and | to | or | ?- ?)(?P<high>{_SMALL}) thousand\b|"
    rf"(?P<quarter>quarter)(?: of)?(?: a)? million\b|(?<=big )(?P<big>[2-9])-0\b|"
    rf"(?P<whole>{_SMALL}) and a half (?P<scale>thousand|grand|lakhs?|million|hundred)\b|"
    rf"(?P<hundreds>{'|'.join(list(_UNIT_DIGITS)[:9])})[- ](?P<tens>{TENS})"
    rf"(?= (?:{_MONEY_NEXT})\b)|"
    rf"(?P<broken>\d{{1,3}}) (?P<part>1/2|1/4|3/4)(?![\d/]))"
)
_PARTS = {"1/2": ".5", "1/4": ".25", "3/4": ".75"}


def shapes(text: str) -> Iterator[Change]:
    """Numbers that no run of number words holds, in digits."""
    for match in _SHAPES.finditer(text):
        yield match.start(), match.end(), _in_digits(match)


def _in_digits(match: re.Match[str]) -> str:
    if match["note"]:
        return "10 quid" if "ten" in match["note"] else "5 quid"
    if match["couple"]:
        return {"hundred": "200", "grand": "2 grand", "dozen": "24"}[match["couple"]]
    if match["low"]:
        low, high = (_UNIT_DIGITS.get(n, n) for n in match.group("low", "high"))
        return f"{low}000{match['link']}{high}000"
    if match["quarter"]:
        return "250000"
    if match["big"]:
        return f"{match['big']}0"
    if match["whole"]:
        whole = int(_UNIT_DIGITS.get(match["whole"], match["whole"]))
        return str(int((whole + 0.5) * _SCALES[match["scale"][0]]))
    if match["hundreds"]:
        return str(100 * int(_UNIT_DIGITS[match["hundreds"]]) + int(_TEN_DIGITS[match["tens"]]))
    return match["broken"] + _PARTS[match["part"]]


_INSTEAD = re.compile(
    r"(?<![\w$£€₹.,:/-])(?P<new>\d{1,4})(?P<old>,? (?:not|instead of|rather than|and not) "
    r"\d{1,4})(?= (?!pm\b|am\b)[a-z]|(?<=than \d)(?=$|[,.;!])|(?<=than \d\d)(?=$|[,.;!])| [ap]m\b)"
    r"(?! (?:but|and|or|to)\b)"
)
_REPEATED = re.compile(r"(?<![\w.])(?P<n>\d{1,3})(?P<again> \((?P=n)\))")
_ODD = re.compile(r"(?<=\d)(?:-| )odd\b(?= )")


def instead(text: str) -> Iterator[Change]:
    """A number that takes the place of another keeps the unit: "65 not 56 guests" is 65 guests."""
    changes = [(m.start("old"), m.end("old"), "") for m in _INSTEAD.finditer(text)]
    changes += [(m.start(), m.end(), "") for m in _ODD.finditer(text)]
    changes += [(m.start("again"), m.end("again"), "") for m in _REPEATED.finditer(text)]
    yield from sorted(changes)
