"""Money: how much, in which currency, whether at most, about or at least, and what for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from festplan.understanding.currencies import BEHIND, SIGN, currency
from festplan.understanding.finds import Find
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS
from festplan.understanding.sought import holds

_FIGURE = (
    r"\d{1,3}(?:\.\d{3})+,\d\d(?!\d)|\d{1,3}(?: \d{3})+(?![\d,.])|"
    r"\d{1,3}(?:[,.]\d{3})+(?![\d])(?:\.\d{1,2})?|"
    r"\d{1,9}(?:[.,]\d{1,2})?(?!\d|e\d)"
)
_SCALE = (
    r"l(?= ?(?:max|budget|tops|total|all[- ]in)\b)|cr\b|"
    r"k\b|grand\b|thousand\b|lakhs?\b|lacs?\b|crores?\b|mil\b|million\b|m\b"
)
_SCALES = {"k": 1_000, "g": 1_000, "t": 1_000, "l": 100_000, "c": 10_000_000, "m": 1_000_000}
_MAX = (
    r"(?:don't |do not |not |never )?(?:want to )?go (?:over|above|past)|not a (?:cent|penny|dime|"
    r"dollar|pound) (?:above|over|more than)|cap (?:it |this |"
    r"everything )?at|under|below|less than|lower than|up to|upto|"
    r"max(?:imum)?\.?(?: (?:of|is))?|south of|no more than|"
    r"not more than|at most|within|not over|not exceed(?:ing)?|won't exceed|"
    r"limit(?:ed)?(?: is| of)?|"
    r"cap(?:ped)?(?: is| at| of)?|tops|stay under|keep (?:it|everything) (?:to|under|below)|<=?|"
    r"can't (?:go over|exceed|spend more than)|cannot (?:exceed|go over|spend more than)|"
    r"(?:don't|do not|would not|wouldn't|not|rather not|cannot|can't|won't|will not|shouldn't) "
    r"(?:want to |wanna |wish to |like to |looking to |going to |be )?(?:spend|spending|pay|"
    r"paying|go|"
    r"going|cost) (?:any )?(?:more than|over|above|beyond|past)|"
    r"not (?:to )?(?:spend|exceed)(?: more than)?|not above|"
    r"(?:spend|pay) no more than|nothing over|nothing above|ceiling of"
)
_MIN = (
    r"at least|min(?:imum)?(?: of)?|over|above|more than|no less than|not less than|upwards of|>=?|"
    r"from|starting at"
)
_APPROX = (
    r"about|around|roughly|approx(?:imately)?\.?|circa|ca\.?|~|somewhere around|nearly|close to|"
    r"in the region of|ballpark(?: of)?|maybe|probably|or so|something like"
)
_AMOUNT = re.compile(
    rf"(?P<compare>(?<![a-z])(?:(?P<max>{_MAX})|(?P<min>{_MIN})|(?P<about>{_APPROX})) ?"
    rf"(?:(?:{_APPROX}) )?(?:the )?)?"
    rf"(?P<between>between )?(?P<sign>(?<![a-z])(?:{SIGN}|(?:rupees|euros?|dollars|pounds)(?= "
    rf")))? ?"
    rf"(?:(?P<half>half an? (?:grand|million|lakh)|an? (?:grand|lakh))\b|(?:(?<![\w.,/:#-])|"
    rf"(?<=\br))(?:"
    rf"(?P<low>{_FIGURE}) ?(?P<lowscale>{_SCALE})? ?(?P<sign1>{BEHIND})? ?"
    rf"(?:-|to\b|and\b(?(between)|(?!))) ?"
    rf"(?:{SIGN})? ?)?(?P<figure>(?<![\d.,]){_FIGURE})(?P<plus>\+)? ?(?P<scale>{_SCALE})?)"
    rf" ?(?P<sign2>{BEHIND})?(?P<ish>-?ish\b| or so\b)?"
    rf"(?P<after> ?\(?(?:max(?:imum)?|tops|at (?:the )?most|or less|or under|limit|cap|ceiling)\b"
    rf"| ?(?:absolute|hard) (?:max|limit)\b| ?(?:is|as) (?:the|our|my|your) (?:[a-z]+ )?"
    rf"(?:limit|max(?:imum)?|cap|ceiling|budget|most)\b)?"
    rf"(?P<least> ?(?:min(?:imum)?|or more|at least)\b)?"
)
_MAY_HOLD = re.compile(r"\d|\b(?:grand|million|lakh)\b")
_HEAD = re.compile(
    r" ?(?:/|per|a|an|each|pp\b|p\.p\.|p/p|for each|for every) ?"
    r"(?:(?P<who>head|person|guest|plate|kid|child|adult|pax|cover|people)\b)?"
)
_MOST = re.compile(r" ?(?:max(?:imum)?|tops|at most|or less)\b")
_NEXT_UNIT = re.compile(
    r"(?:st|nd|rd|th)\b|[/:%]\d?| ?(?:am|pm|%|percent|o'?clock|years?|yrs?|hours?|hrs?|hr|h|mins?|"
    r"minutes|days?|weeks?|months?|tiers?|layers?|people|ppl|persons?|guests?|kids?|children|"
    r"child|adults?|pax|heads?|friends|coworkers|of (?:us|them)|kms?|miles?|inch(?:es)?|feet|ft|"
    r"tables?|chairs?|vegans?|cupcakes?|cakes?|servings?|slices|birthday|year|boys|girls|"
    r"teens?|students?|employees|colleagues|balloons|photos|bags|invit|seats?|plus|"
    r"runs?|race|walk|steps|tv|followers|views|subscribers|words|calories)\b"
)
_TALK = re.compile(
    r"\b(?:budget|spend|spending|costs?|price|afford|pay|money|funds?|cash|all[- ]in)\b"
)
_NEAR = re.compile(
    r"(?:(?:budget|spend|spending|afford|pay|costs?|price|funds?|cash)(?: ?[a-z']+){0,4}|"
    r"whole (?:shebang|thing|lot) for) ?[:=-]? ?$"
)
_AFTERWARDS = re.compile(
    r" ?(?:budget|all[- ]in|total budget|(?:left |available )?to (?:spend|play with|work with)|"
    r"for everything|for the (?:lot|whole (?:thing|shebang|lot))|all told)\b"
)
_ROLES_NEXT = re.compile(rf" ?(?:[a-z]+ )?(?:{KIDS}|{ADULTS}|{GUESTS}|attend[a-z]*)\b")


def money(text: str, locale: str) -> Iterator[Find]:
    """Every amount of money; a bare number counts only where the text speaks of a budget."""
    if not _MAY_HOLD.search(text):
        return
    talk = bool(_TALK.search(text))
    small = not holds(text, _BESIDE_SMALL)
    for match in _AMOUNT.finditer(text):
        if match["figure"] is None and match["half"] is None:
            continue
        if (small and _is_small(match)) or not _is_money(text, match, talk=talk):
            continue
        if _NO_BUDGET.match(text, match.end()) or _is_gone(text, match.start()):
            yield Find("money", "", None, *match.span(), categories=("budget",), kept=True)
            continue
        value, end = _budget(text, match, locale)
        while text[end - 1] == " ":
            end -= 1
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        head = _OF_WHOM.search(text, start, end) if value.get("per_person") else None
        end = head.start() if head else end
        yield Find("money", "budget", value, start, end, categories=("budget",))
        if head:
            yield Find("money", "", None, *head.span(), kept=True)


def _is_small(match: re.Match[str]) -> bool:
    """Whether a number of one or two digits stands bare: no money where nothing is priced so."""
    if any(match.group("sign", "sign1", "sign2", "half", "scale", "lowscale")):
        return False
    figure: str = match["figure"]
    return len(figure) == 1 or (figure < str(LEAST) and len(figure) == 2 and figure.isdigit())


_BESIDE_SMALL = (
    "head", "person", "guest", "plate", "kid", "child", "adult", "pax", "cover", "pp", "budget",
    "all-in", "all in", "all told", "for everything", "for the ", "to spend", "play with",
    "work with",
)  # fmt: skip
"""What makes a small number money without a sign: "5 a head", "15 to spend"."""
_OF_WHOM = re.compile(r" ?(?:/|per|an?|each|for each|for every) ?(?:kid|child|adult)\b")
"""A price by the kid is none by the guest: no fact has a form for it, so the words stay."""


def _is_gone(text: str, start: int) -> bool:
    """Whether the words before say that the money is spent, owed or somebody else's."""
    before = text[max(0, start - 24) : start]
    return before.rstrip()[-1:].isalpha() and bool(_SPENT.search(before))


_NO_BUDGET = re.compile(
    r" ?(?:deposit|refund|discount|off\b|fine\b|voucher|gift card|cheaper|(?:a|per|each) ticket|"
    r"(?:a|per) seat|tickets?\b|entry\b|raised\b|to charity|donation)"
)
_STRETCH = re.compile(
    r"\b(?:stretch|(?:can|could|will|would|'d) (?:go|do|manage|run)|chip in|fork out|cough up)"
    r"(?: to| up to| about| maybe)? ?$"
)
_SPENT = re.compile(
    r"\b(?:spent|paid|deposit(?: of| is| was)?|owed?|refunded|quoted(?: us| me)?|charged(?: us| "
    r"me)?|"
    r"(?:cheque|check|invoice|bill|refund|receipt|fine|tip|voucher) (?:for|of)|worth|won|lost|"
    r"raised|saved|raise|raising|donat(?:e|ed|ing)|tickets?(?: are| at| for| cost)?|entry(?: is|"
    r" fee)?|"
    r"goal(?: of| is)?|target(?: of| is)?|minimum donation(?: of)?)"
    r"(?: about| around| at least| over)? ?$"
)
"""Money that is gone, owed, or comes in: none of what the party may cost."""


def _is_money(text: str, match: re.Match[str], *, talk: bool) -> bool:
    worded = bool(match["sign"]) and match["sign"][-1].isalpha() and len(match["sign"]) > 3
    if (match["sign"] and not worded) or match["sign1"] or match["sign2"] or match["half"]:
        return True
    if _HEAD_SAID.match(text, match.end()):
        return True
    scale = match["scale"] or match["lowscale"] or ""
    known = scale or worded or _AFTERWARDS.match(text, match.end())
    if not known and _number(match["figure"]) < LEAST:
        return False
    after = _NEXT_UNIT.match(text, match.end())
    after = after or _ROLES_NEXT.match(text, match.end())
    if after or (scale[:1] == "m" and not talk):
        return False
    return bool(known) or _told(text, match, talk=talk)


def _told(text: str, match: re.Match[str], *, talk: bool) -> bool:
    """Whether the words around a bare number make it money."""
    before = text[max(0, match.start() - 50) : match.start()]
    if talk and _NEAR.search(before):
        return True
    shared = _SHARE.match(text, match.end()) and _LISTED.search(before[-6:])
    if shared and _number(match["figure"]) >= 30 and _PRICED.search(text):
        return True
    if _number(match["figure"]) >= 100 and _STRETCH.search(before[-30:]):
        return True
    bounded = match["max"] or match["after"] or match["about"]
    return bool(bounded) and _number(match["figure"]) >= 200


LEAST = 20
"""A smaller number is money only with a sign, a scale or a head beside it, or "to spend"."""
_SHARE = re.compile(
    r" ?\b(?:for|on|towards) (?:the |a |an |our |my )?(?!\d|dinner|lunch|brunch|"
    r"breakfast|supper|tea\b|sit-down|drinks|everyone|everybody)[a-z]"
)
_LISTED = re.compile(r"(?:,|;|\band|&|\+|\bplus|\bthen|-) ?$")
_PRICED = re.compile(r"[$£€₹]\d|\d ?(?:[$£€₹]|quid\b|dollars\b|bucks\b|euros?\b|pounds\b|k\b)")
"""A further sum of a list needs no sign of its own: "600 quid for the food, 200 for the band"."""
_HEAD_SAID = re.compile(
    r" ?(?:/|per|a|each) ?(?:head|person|guest|plate|kid|child|adult|pax|cover)\b| ?pp\b"
)


def _budget(text: str, match: re.Match[str], locale: str) -> tuple[dict[str, Any], int]:
    amount, low = _amount(match)
    value: dict[str, Any] = {
        "amount": amount,
        "currency": currency(match, locale),
        "kind": _kind(match, low),
    }
    if low is not None:
        value["min"] = low
    end = match.end()
    head = _HEAD.match(text, end)
    if head and (head["who"] or head.group().strip() in {"each", "pp", "p.p.", "p/p"}):
        value["per_person"] = True
        end = head.end()
        most = _MOST.match(text, end)
        end = most.end() if most and value["kind"] == "max" else end
    return value, end


def _kind(match: re.Match[str], low: int | float | None) -> str:
    if low is not None:
        return "range"
    if match["max"] or match["after"]:
        return "max"
    if match["min"] or match["plus"] or match["least"]:
        return "min"
    return "approx" if match["about"] or match["ish"] else "max"


def _amount(match: re.Match[str]) -> tuple[int | float, int | float | None]:
    if match["half"]:
        unit = match["half"].split()[-1]
        half = 0.5 if match["half"].startswith("half") else 1
        return _exact(half * _SCALES[unit[0]]), None
    scale = _SCALES[match["scale"][0]] if match["scale"] else 1
    high = _exact(_number(match["figure"]) * scale)
    if not match["low"]:
        return high, None
    own = _SCALES[match["lowscale"][0]] if match["lowscale"] else 1
    low = _number(match["low"]) * own
    if own == 1 and low * scale <= high and low < 1000:
        low *= scale
    return high, _exact(low)


def _number(figure: str) -> float:
    """The number that a figure means: a mark before exactly three digits parts thousands."""
    if figure.isdigit():
        return float(figure)
    figure = figure.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d\d", figure):
        return float(figure.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+(?:\.\d{1,2})?", figure):
        parts = re.split(r"[,.]", figure)
        cents = parts.pop() if len(parts[-1]) < 3 else "0"
        return float("".join(parts) + "." + cents)
    return float(figure.replace(",", "."))


def _exact(number: float) -> int | float:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
