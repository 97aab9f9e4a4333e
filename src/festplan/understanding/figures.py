"""Numbers in a shape of their own: "two and a half thousand", "three-fifty tops", "65 not 56"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.understanding.sought import Sought

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
_SHAPES = Sought(
    rf"\b(?:(?P<note>a tenner|a fiver|tenners?|fivers?)\b|(?:a )?couple (?:of )?"
    rf"(?P<couple>hundred|grand|dozen)\b|(?P<low>{_SMALL})"
    rf"(?P<link> and | to | or | ?- ?)(?P<high>{_SMALL}) thousand\b|"
    rf"(?P<quarter>quarter)(?: of)?(?: a)? million\b|(?<=big )(?P<big>[2-9])-0\b|"
    rf"(?P<whole>{_SMALL}) and a half (?P<scale>thousand|grand|lakhs?|million|hundred)\b|"
    rf"(?P<hundreds>{'|'.join(list(_UNIT_DIGITS)[:9])})[- ](?P<tens>{TENS})"
    rf"(?= (?:{_MONEY_NEXT})\b)|"
    rf"(?P<broken>\d{{1,3}}) (?P<part>1/2|1/4|3/4)(?![\d/]))",
    "tenner",
    "fiver",
    "couple",
    "thousand",
    "million",
    "-0",
    "half",
    "hundred",
    "tops",
    "max",
    "most",
    "bucks",
    "dollars",
    "quid",
    "pounds",
    "euro",
    "/",
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


_INSTEAD = Sought(
    r"(?<![\w$£€₹.,:/-])(?P<new>\d{1,4})(?P<old>,? (?:not|instead of|rather than|and not) "
    r"\d{1,4})(?= (?!pm\b|am\b)[a-z]|(?<=than \d)(?=$|[,.;!])|(?<=than \d\d)(?=$|[,.;!])| [ap]m\b)"
    r"(?! (?:but|and|or|to)\b)",
    "not",
    "instead of",
    "rather than",
    counted=True,
)
_NO_WAIT = (
    r"(?:,| -|;|\.\.\.?)? (?:(?:oh |oops |er |um )?(?:no,? wait|wait,? no|no,? no|no,? sorry|sorry|"
    r"scratch that|strike that|correction|i mean|or rather|make that|(?P<no>no))"
    r"(?:,? (?:actually|make (?:it|that)|sorry|i mean|it's|say|scratch that|more like|"
    r"let's say)){0,2})"
    r"[,:]? "
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TAKEN_BACK = Sought(
    rf"(?P<old>(?<!no )(?<!not )(?:(?<![\w.,:/$£€₹-])[$£€₹]?\d[\d,.]*k?"
    rf"(?P<unit> (?!no\b)[a-z]{{2,9}})?|"
    rf"\b{_WEEKDAY})){_NO_WAIT}(?P<new>[$£€₹]?\d[\d,.]*\d(?!\w)|[$£€₹]?\d|(?={_WEEKDAY}\b))",
    "no",
    "wait",
    "sorry",
    "that",
    "correction",
    "mean",
    "rather",
)
_FROM_TO = Sought(
    r"\b(?:revised|changed?|cut|reduced?|raised?|bumped?|moved?|gone|went|goes|grew|grown|grows|"
    r"dropped?|drops|upped|lowered|increased?|decreased?|jumped|shrunk|shrank|adjusted?|up|down)"
    r"(?: (?:it|that|the [a-z]+(?: [a-z]+)?|our [a-z]+))?(?P<old>,? from [$£€₹]?\d[\d,.]*k?"
    r"(?: (?!to\b)[a-z]{3,10})?)(?= to [$£€₹]?\d)",
    " from ",
)
"""What a number was before: "revised from 220 to 185 guests" is "revised to 185 guests"."""
_REPEATED = Sought(r"(?<![\w.])(?P<n>\d{1,3})(?P<again> \((?P=n)\))", "(", counted=True)
_ODD = Sought(r"(?<=\d)(?:-| )odd\b(?= )", "odd")


def instead(text: str) -> Iterator[Change]:
    """A number that takes the place of another keeps the unit: "65 not 56 guests" is 65 guests."""
    changes = [(m.start("old"), m.end("old"), "") for m in _INSTEAD.finditer(text)]
    changes += [(m.start("old"), m.end("old"), "") for m in _FROM_TO.finditer(text)]
    changes += [change for m in _TAKEN_BACK.finditer(text) for change in _corrected(text, m)]
    changes += [(m.start(), m.end(), "") for m in _ODD.finditer(text)]
    changes += [(m.start("again"), m.end("again"), "") for m in _REPEATED.finditer(text)]
    done = 0
    for change in sorted(changes):
        if change[0] >= done:
            yield change
            done = change[1]


def _corrected(text: str, match: re.Match[str]) -> list[Change]:
    """ "40, no wait, 45 people" is 45 people, "40 people, sorry, 45" too; days likewise."""
    unit, new = match["unit"], match["new"]
    same = bool(unit) and text.startswith(unit, match.end())
    if not unit or same:
        lone = match["no"] and new and not (same or _SAME_KIND.match(text, match.end()))
        return [] if lone else [(match.start(), match.start("new"), "")]
    if match["no"] or not _ENDS.match(text, match.end()):
        return []
    return [(match.start(), match.end(), new + unit)]


_SAME_KIND = re.compile(r" ?(?:$|[,.;!?]|[ap]m\b|people|guests?|kids|pax|ppl|persons?)")
_ENDS = re.compile(r" ?(?:$|[,.;!?)])")
