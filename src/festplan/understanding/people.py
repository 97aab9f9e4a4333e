"""Head counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.understanding.finds import Find
from festplan.understanding.numbers import HAS_DIGIT, NUMBER, whole
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS, ROLE
from festplan.understanding.sought import Sought
from festplan.understanding.subsets import are_others, are_some, needs_something

_SOMEBODY = re.compile(ROLE)
_ADJECTIVE = (
    r"(?:(?:adult(?= guests)|day|evening|daytime|overnight|vip|young|small|little|hungry|"
    r"rowdy|of my|of our|of his|of her|of|the|my|"
    r"our|his|her|their|close|closest|more|other|total|invited|confirmed|school|work|primary|"
    r"year old|grown|excited|energetic|wild|party|wedding|good|best|elderly|older|younger|"
    r"preschool|office|lovely|mixed|female|male|mutual|-) ?){0,3}"
)
_THEM = (
    r"(?:of (?:them|those|whom|which|us|the guests|these)(?: are| will be| being|,)? (?:the )?|"
    r"are |will be |being )?"
)
_APPROX = (
    r"(?:about|around|roughly|approx(?:imately)?\.?|circa|ca\.?|~|maybe|probably|some|like|nearly|"
    r"almost|close to|say|another|another|just|only|exactly|the) ?"
)
_MOST = (
    r"at (?:the )?most|max(?:imum)?(?: of| is)?|up to|upto|no more than|not more than|fewer than|"
    r"less than|under|below|within|not over|<=?|capped at|limited to"
)
_LEAST = (
    r"at (?:the )?least|min(?:imum)?(?: of)?|no fewer than|no less than|not less than|not "
    r"fewer than|"
    r"more than|over|above|>=?|upwards of"
)
_LOW = rf"(?:(?P<between>between )?(?P<low>{NUMBER}) ?(?:-|to|(?(between)(?:and|&)|(?!))) ?)?"
"""The lower end of a range: "40 to", "40-", "between 40 and"."""
_COUNT = re.compile(
    rf"(?:(?P<most>(?<![a-z])(?:{_MOST}) ?)|(?P<least>(?<![a-z])(?:{_LEAST}) ?))?"
    rf"(?:(?<![a-z])(?:{_APPROX}))?"
    rf"(?P<between>between )?(?:(?P<low>{NUMBER}) ?(?:-|to|or|until|till?|(?:, )?(?:or |and "
    rf")?maybe|"
    rf"(?(between)(?:and|&)|-)) ?)?"
    rf"(?P<number>{NUMBER})(?P<plus> ?\+)?(?: or so|-?ish)?[- ]?"
    rf"(?:(?P<older>or more|plus|minimum|at least)|(?P<fewer>or fewer|or less|max(?:imum)?|at most)"
    rf")? ?{_THEM}{_ADJECTIVE}{ROLE}"
    rf"(?P<after> ?(?:,|at|or|in)? ?(?:the )?(?:max(?:imum)?|most|tops|fewer)\b)?"
    rf"(?P<floor> ?(?:,|at|or)? ?(?:the )?(?:min(?:imum)?|least|more)\b)?"
)
_UNIT = (
    r"(?! ?(?:am|pm|h|hrs?|hours?|minutes?|mins?|days?|weeks?|months?|years?|yrs?|%|percent|tiers?|"
    r"layers?|o'?clock|dollars|bucks|euros|pounds|k|grand|inch|tables?|chairs?|miles?|year|-year|"
    r"cupcakes?|cakes?|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|more|times|st|nd|rd|th|th|"
    r"floors?|levels?|stor(?:e?ys?|ies)|bottles?|crates?|trays?|platters?|slices?|courses?|pieces?|"
    r"boxes|packs?|flavou?rs?|colou?rs?|different|kinds?|types?|sizes?|rooms?|bedrooms?|balloons?|"
    r"candles?|cars?|nights?|seconds?|metres?|meters?|feet|ft|km|kg|lbs?|sq|square|pages?|stars?|"
    r"acres?|degrees|gb|mb|items?|games?|songs?|bags?|options?|ideas?)\b)"
)
_SUBJECT = re.compile(
    rf"\b(?:head ?-?count|how many|guests?(?: ?count| ?list| numbers?)?|guestlist|attendance|"
    rf"attendees|"
    rf"people|invitees|rsvps?|turnout|number of (?:guests|people)|pax|party size|group size|"
    rf"crowd|numbers|(?:final )?number(?= ?:)|(?:final )?guarantee[ds]?)\b(?:\s?(?:is|are|=|:|-|"
    rf"so far|to date|"
    rf"stands?|currently|of|about|around|roughly|now|to|up|"
    rf"at|went|goes|going|have|has|had|just|likely|probably|looking|like|"
    rf"has|gone|grew|changed|it's|it is|should be|will be|be|approx|~|down|confirmed|total|"
    rf"expected)){{0,5}} ?"
    rf"{_LOW}(?P<number>{NUMBER}){_UNIT}(?P<after> "
    rf"(?:max(?:imum)?|tops|at most)\b)?"
)
_HOLD = re.compile(
    rf"\b(?:(?:party|group|team|crew|squad|troop|table|gathering|crowd|dinner|lunch|brunch|"
    rf"supper|celebration|wedding|"
    rf"reception|event|shower|bbq|barbecue|space|room|venue|hall|food|buffet|catering|enough|"
    rf"picnic|birthday|meal|dinner party|drinks|tea|breakfast|seating|capacity|place|tacos|pizza|"
    rf"pizzas|cake|restaurant|gala|somewhere)"
    rf"(?: party)? (?:for|of)|seats?|seating|fits?|(?<!or )takes?|holds?|accommodates?|hosting|"
    rf"having|"
    rf"expecting|expect|inviting|invite|invited|feeds?|caters? for|catering for|total of|"
    rf"it's for|(?P<loose>we are|we're|we'll be|we (?:will|would|might) be|we'd be|"
    rf"there'll be|there will be|make it|make that))"
    rf"(?: {_APPROX}| )?(?:(?P<most>{_MOST}) )?{_LOW}"
    rf"(?P<number>{NUMBER}){_UNIT}(?P<after> (?:max(?:imum)?|tops|at most)\b)?"
    rf"(?(loose)(?= ?(?:$|[,.;:!?)&+]| (?:in|at|on|for|with|and|now|then|instead|not|please|pls|of|"
    rf"including|plus|so|or|max|all|coming)\b)))"
)
_FOR = re.compile(
    rf"\bfor (?:{_APPROX})?{_LOW}(?P<number>{NUMBER})"
    rf"(?= ?(?:$|[,.;:!?)&+]| (?:in|at|on|with|and|under|max|near|please|pls|this|next|"
    rf"from|but|incl)\b"
    r"))"
)
_TAIL = Sought(
    rf"(?:(?<![a-z])(?:(?P<most>{_MOST})|(?P<least>{_LEAST})) )?{_LOW}(?P<number>{NUMBER}) "
    rf"(?:of us\b|in total\b|total\b(?! "
    r"budget)|altogether\b|(?:are |have )?(?:rsvp'?e?d|coming|attending|confirmed|invited|"
    r"expected)|(?:can|will|could|might) (?:come|make it|attend|be there|join)|"
    r"through the door\b)",
    "of us",
    "total",
    "altogether",
    "rsvp",
    "coming",
    "attend",
    "confirmed",
    "invited",
    "expected",
    "come",
    "make it",
    "be there",
    "join",
    "through the door",
)
_MORE = Sought(
    rf"(?P<number>{NUMBER}) (?:more|extra|additional|fewer|less)\b(?: {ROLE})?",
    "more",
    "extra",
    "additional",
    "fewer",
    "less",
    counted=True,
)
_SELVES = (
    r"(?:me|myself|i|my (?:wife|husband|partner|mum|mom|dad|son|daughter|boyfriend|girlfriend|"
    r"cousin|aunt|uncle|grandma|grandpa|boss|best friend|flatmate|roommate|"
    r"fiance|fiancee|sister|brother|mother|father)|the (?:host|hostess|bride|groom|birthday boy|"
    r"birthday girl))\b(?!')"
)
_PLUS = Sought(
    rf"(?<!between )(?<!year )(?<!grade )(?<!room )"
    rf"(?<!class )(?P<number>{NUMBER})(?: (?:{GUESTS})\b)? "
    rf"?(?:plus|\+|and|&) ?"
    rf"(?:(?:the |us )?(?P<us>\d{{1,3}}) of us\b|(?P<selves>{_SELVES}(?:(?: ?(?:and|,|&|plus))? "
    rf"{_SELVES}){{0,4}}))",
    "plus",
    "+",
    "and",
    "&",
    counted=True,
)
_SELF_FIRST = re.compile(
    rf"(?:\bus (?P<us>\d{{1,3}})|(?P<selves>{_SELVES}(?:(?: ?(?:and|,|&|plus))? "
    rf"{_SELVES}){{0,4}})) "
    rf"?(?:plus|and|\+|&) (?P<number>{NUMBER})(?: (?:{GUESTS}|others)\b)?(?! ?(?:{KIDS}|"
    rf"{ADULTS})\b)"
)
_YEAR_OLDS = Sought(
    rf"(?P<number>{NUMBER}) (?P<age>\d{{1,2}})[- ]?year[- ]?olds?(?: (?:{KIDS}))?\b",
    "year",
    counted=True,
)


_PART_OF = Sought(
    rf"(?P<number>{NUMBER}) of (?:the |our |my |those )?(?P<all>{NUMBER}) (?:{GUESTS})\b"
    rf"(?P<rest> (?:are|is|will be|being) (?:(?P<kids>{KIDS})|(?P<adults>{ADULTS}))\b)",
    " of ",
    counted=True,
)
_AGES_FROM = Sought(
    r"\b(?:ages?|aged)(?: (?:are|from|between))? \d{1,2} ?(?:-|to|and|through) ?\d{1,2}\b|"
    r"\b\d{1,2} ?(?:-|to|and) ?\d{1,2}[- ]years?[- ]olds?\b|\b\d{1,2} ?- ?\d{1,2} ?y/?o\b",
    "age",
    "year",
    "yo",
    "y/o",
)
_BOUND = re.compile(
    rf"(?P<most>\b(?:at (?:the )?most|max(?:imum)?|up to) )?(?P<number>{NUMBER}){_UNIT}"
    rf"(?(most)(?= ?(?:$|[,.;!]))| (?:at (?:the )?most|max(?:imum)?|tops)\b)"
)


_OF_MONEY = re.compile(r"[$£€₹¥]|\b(?:budget|spend|costs?|price|dollars|bucks|quid|grand|euros?)\b")
MANY = 1000
"""From so many on, "for N" is as likely money as people."""


def people(text: str) -> Iterator[Find]:
    """Counts of guests, kids and adults; everyone counts as guests only where said as such."""
    if not HAS_DIGIT.search(text):
        return
    yield from _special(text)
    for match in _COUNT.finditer(text) if _SOMEBODY.search(text) else ():
        yield from _counted(match)
    for pattern, confidence in ((_SUBJECT, 0.9), (_HOLD, 0.85), (_TAIL, 0.9), (_FOR, 0.7)):
        for match in pattern.finditer(text):
            if pattern is not _FOR or whole(match["number"]) < MANY:
                yield from _everyone(match, confidence)
    for match in () if _OF_MONEY.search(text) else _BOUND.finditer(text):
        if whole(match["number"]) < 200:
            yield Find("age", "guests_max", whole(match["number"]), *match.span(), 0.6)


def _special(text: str) -> Iterator[Find]:
    for pattern, confidence in ((_PLUS, 0.95), (_SELF_FIRST, 0.9)):
        for match in pattern.finditer(text):
            yield _joined(match, confidence)
    for match in _YEAR_OLDS.finditer(text):
        yield Find("size", "kids", int(match["number"]), match.start(), match.start("age") - 1)
    for match in _MORE.finditer(text):
        question = f"How many is that in all: {match.group().strip()}?"
        yield Find("open", "", question, *match.span(), 0.5, ("venue", "catering"), kept=True)
    for match in _PART_OF.finditer(text):
        role = "kids" if match["kids"] else "adults"
        yield Find("count", role, whole(match["number"]), *match.span("number"))
        yield Find("count", "", None, match.start("rest"), match.end())
    for match in _AGES_FROM.finditer(text):
        yield Find("size", "", None, *match.span(), 0.7, ("planner",), kept=True)


def _joined(match: re.Match[str], confidence: float) -> Find:
    more = int(match["us"]) if match["us"] else len(re.findall(_SELVES, match["selves"]))
    return Find("size", "guests", whole(match["number"]) + more, *match.span(), confidence)


def _some(match: re.Match[str]) -> Find:
    """Some of the guests, who are counted elsewhere or not at all."""
    return Find("count", "", None, *_stripped(match), 0.6, ("venue", "catering"), kept=True)


def _counted(match: re.Match[str]) -> Iterator[Find]:
    role = next(name for name in ("kids", "adults", "couples", "guests") if match[name])
    if are_some(match, role):
        yield _some(match)
        return
    if are_others(match, role):
        return
    number = whole(match["number"]) * (2 if role == "couples" else 1)
    role = "guests" if role == "couples" else role
    most = bool(match["most"] or match["fewer"] or match["after"])
    least = bool(match["least"] or match["older"] or match["floor"] or match["plus"])
    low = whole(match["low"]) if match["low"] else None
    if role == "guests":
        yield from _bounds(match, number, low, most=most, least=least)
    elif most or least or low is not None:
        question = f"How many are expected: {match.group().strip()}?"
        yield Find("open", "", question, *_stripped(match), 0.6, ("venue", "catering"), kept=True)
    else:
        yield Find("count", role, number, *_stripped(match))


def _bounds(
    match: re.Match[str], number: int, low: int | None, *, most: bool, least: bool
) -> Iterator[Find]:
    span = _stripped(match)
    if low is not None:
        yield Find("count", "guests_range", (low, number), *span)
    elif most or least:
        yield Find("count", "guests_max" if most else "guests_min", number, *span)
    else:
        yield Find("count", "guests", number, *span)


_OF_CAKE = re.compile(r"\b(?:cakes?|cupcakes?|gateau|torte)\b[^.;!?\n]*$")
_FEEDS = re.compile(r"(?:feeds?|serves?|serving|servings) ")


def _of_cake(match: re.Match[str]) -> bool:
    """Whether the number is what a cake feeds: "lemon, three tiers, feeds 80" says no more."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    return bool(_FEEDS.match(match.group()) and _OF_CAKE.search(before))


def _everyone(match: re.Match[str], confidence: float) -> Iterator[Find]:
    groups = match.groupdict()
    if _of_cake(match):
        return
    number = whole(match["number"])
    if not number:
        return
    if match.group().endswith("of us") and (number == 1 or needs_something(match)):
        yield _some(match)
        return
    low = whole(groups["low"]) if groups.get("low") else None
    first = next((n for n in ("most", "least", "between", "low") if groups.get(n)), "number")
    start = match.start(first)
    span = (match.start() if match.re is _SUBJECT else start, match.end())
    if low is not None:
        yield Find("count", "guests_range", (low, number), *span, confidence)
    else:
        fact = "guests_max" if groups.get("most") or groups.get("after") else "guests"
        fact = "guests_min" if groups.get("least") else fact
        yield Find("count", fact, number, *span, confidence)


def _stripped(match: re.Match[str]) -> tuple[int, int]:
    said = match.group()
    return match.start() + len(said) - len(said.lstrip()), match.end()
