"""Times of day and how long it lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from festplan.understanding.finds import Find

_HALF = r"(?P<{0}half>am|pm|a\.m\.?|p\.m\.?)"
_CLOCK = (
    r"(?P<{0}hour>\d{{1,2}})(?:(?:[:.]| (?=\d\d(?: ?[ap]m\b| in the ))|"
    r"(?<=\bat \d) (?=[03]0\b))(?P<{0}minute>[0-5]\d))?(?!,?\d)(?: ?" + _HALF + r"(?![a-z]))?"
)
_WORD = r"(?P<{0}word>noon|midday|midnight)"
_DAY_NAME = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART_SAID = r"morning|afternoon|arvo|evening|night"
_OF_DAY = (
    rf"(?: in the (?P<part>{_PART_SAID})\b|"
    rf"(?= (?:on |of )?(?:the |a )?{_DAY_NAME} (?P<dayspart>{_PART_SAID})\b))?"
)
"""The part of the day behind an hour; a weekday between them is left to the dates."""
_RANGE = re.compile(
    rf"(?<![\d$£€₹/.:,-])(?:from |between )?(?:{_CLOCK.format('a')}|{_WORD.format('a')})"
    rf"(?: o'?clock)?(?: in the (?P<apart>morning|afternoon|evening))? ?"
    rf"(?:-|to|til|till|until|'til|and) ?(?:about )?"
    rf"(?:{_CLOCK.format('b')}|{_WORD.format('b')})(?![\d/%:])(?! ?(?:people|guests|kids|ppl))"
    rf"{_OF_DAY}"
)
_POINT = re.compile(
    rf"(?<![\d$£€₹/.:,-])(?:{_CLOCK.format('')}|\b{_WORD.format('')}\b)(?: o'?clock)?(?![\d/%:])"
    rf"{_OF_DAY}(?P<at> at night)?"
)
_PAST = re.compile(
    r"\b(?P<past>half past|half|quarter past|quarter to) (?P<hour>\d{1,2})\b"
    rf"(?: ?(?P<half>am|pm)\b)?"
    rf"(?: kick-off| start)?{_OF_DAY}"
)
_PART = re.compile(
    r"\b(?:in the |this |early |late |mid[- ]?|the ){0,3}(?P<part>morning|afternoon|arvo|"
    r"evening|eve|night)s?\b(?<!year's eve)(?<!years eve)(?<!christmas eve)(?<!xmas eve)"
    r"(?<!every night)(?<!last night)(?<!burns night)(?<!bonfire night)(?<!what an evening)"
    r"(?!(?<=on the night)(?! of))"
    r"(?! (?:tea|coffee|club|out\b|light))|\b(?P<tonight>tonight)\b"
)
_PARTS = {"night": "evening", "eve": "evening", "arvo": "afternoon"}
_NIGHT_NAME = re.compile(
    r"(?:movie|game|games|board game|karaoke|casino|vegas|film|quiz|poker|wedding|hen|stag|girls|"
    r"date|trivia|bingo|school|club|last|opening|good|one|awards|burns|bonfire|twelfth|every|last|"
    r"race|dance|music|presentation|talent|curry|parents'?|whole|entire|all|rest of|"
    r"per|closed|dark) $"
)
"""Words before a part of the day that make it a name, a length or a price: no time of the day."""
_MILITARY = re.compile(
    r"(?:\b(?P<whole>[01]?\d|2[0-3])h(?P<minute>[0-5]\d)?\b|"
    r"\b(?:doors|at|from|start|starts|starting|begin|begins|arrive|arrives|arrival|by) (?:at )?"
    r"(?P<four>(?:[01]\d|2[0-3])[0-5]\d)(?: ?hrs?| hours)?\b"
    r"(?= ?(?:$|[,.;!?)-]| (?:on|for|in|until|till|to|sharp|at|start|and|with|please)\b)))"
)
_BY_H = re.compile(
    r"\b(?P<ahour>[01]?\d|2[0-4])h(?P<aminute>[0-5]\d)? ?(?:-|to|until|till|and) ?"
    r"(?P<bhour>[01]?\d|2[0-4])h(?P<bminute>[0-5]\d)?\b(?: (?:of|in) the (?:morning|evening))?"
)
_LONG = re.compile(
    r"(?<![\d.-])(?<!\d to )(?P<number>\d{1,2}(?:\.\d{1,2})?)(?P<and> and (?:a )?half)?[- "
    r"]?(?:hours?|hrs?|"
    r"hr|(?:(?<=\.\d) ?|(?<=\.\d\d) ?| )h)\b(?!'| (?:away|drive|notice|from|before|after|earlier|"
    r"later|flight|ago))(?:(?P<half> and (?:a )?half)|(?P<odd>,? (?:and )?(?:15|30|45))"
    r"(?: ?min(?:ute)?s?\b)?(?= ?(?:$|[,.;!?)]| (?:for|in|at|total|long|max)\b)))?|"
    r"(?<!half )(?<!quarter of )\b(?P<some>half an|an) hour(?P<more> and (?:a )?half)?\b"
    r"(?!'| (?:away|drive|outside|from|before|after|earlier|later|early|late|flight|ago|or two))|"
    r"\b(?P<minutes>\d{2,3})[- ]?(?:minutes|mins?)\b"
    r"(?!'| (?:away|drive|outside|from|before|after|earlier|later|walk|early|late|ago))"
)
_SHIFT = re.compile(r"\b(?:forward|back|up|out|early|late|within|by|every|per)(?: by| about)? ?$")
_UNTIL = re.compile(
    r"\b(?:until|till?|'til|by|ends? at|finish(?:es)?(?: at| by)?|over by|before) ?$"
)
_AT = re.compile(
    r"(?:\bat|@|around|about|starting|starts|start|from|by|kick(?:s|ing)? off|after) ?$"
)


def times(text: str) -> Iterator[Find]:
    """When it starts (`time`), how long it takes (`duration_hours`); a bare hour is asked about."""
    for match in _RANGE.finditer(text):
        yield from _span(match)
    for match in _POINT.finditer(text):
        yield from () if _is_mere(text, match) else _start(text, match)
    for match in _PAST.finditer(text):
        yield from _half_past(match)
    for match in _BY_H.finditer(text):
        yield from _by_h(match)
    for match in _MILITARY.finditer(text):
        digits = match["four"] or f"{int(match['whole']):02d}{match['minute'] or '00'}"
        start = match.start("four") if match["four"] else match.start()
        shown = f"{digits[:2]}:{digits[2:]}"
        yield Find("time", "time", shown, start, match.end(), 0.85, ("planner",))
    for match in _PART.finditer(text):
        if not _NIGHT_NAME.search(text[max(0, match.start() - 16) : match.start()]):
            part = match["part"] or "night"
            value = _PARTS.get(part, part)
            rank = "cue" if match["tonight"] else "list"
            yield Find(rank, "time", value, *match.span(), 0.8, ("planner",))
    for match in _LONG.finditer(text):
        if not _SHIFT.search(text[max(0, match.start() - 14) : match.start()]):
            yield Find("time", "duration_hours", _hours(match), *match.span(), 0.9, ("planner",))


def _span(match: re.Match[str]) -> Iterator[Find]:
    told = _part(match) or match["apart"]
    noon = told == "morning" and match["bhour"] == "12" and not match["bhalf"]
    end = _minutes(match, "b", "pm" if noon else match["bhalf"] or _of_part(told))
    if not _timely(match) or end is None:
        return
    start = _minutes(match, "a", match["ahalf"] or _of_part(match["apart"]) or _borrowed(match))
    if start is None:
        return
    if not (match["bhalf"] or match["bword"] or told) and end <= start:
        end += 12 * 60
    if not (match["bhalf"] or match["bword"] or told or match["apart"]):
        end += 12 * 60 * ((end - start) % (24 * 60) > 12 * 60)
    hours = ((end - start) % (24 * 60)) / 60
    value = {"time": _shown(start), "duration_hours": _short(hours)}
    if start < 24 * 60 and hours:
        yield Find("time", "span", value, *match.span(), 0.9, ("planner",))


def _by_h(match: re.Match[str]) -> Iterator[Find]:
    """ "19h to 1h": a start and how long it takes."""
    start = int(match["ahour"]) * 60 + int(match["aminute"] or 0)
    end = int(match["bhour"]) * 60 + int(match["bminute"] or 0)
    hours = ((end - start) % (24 * 60)) / 60
    if start < 24 * 60 and hours:
        value = {"time": _shown(start), "duration_hours": _short(hours)}
        yield Find("time", "span", value, *match.span(), 0.9, ("planner",))


def _timely(match: re.Match[str]) -> bool:
    """A range is one of times only when something in it says so."""
    return bool(_part(match)) or any(
        match[name] for name in ("ahalf", "bhalf", "aword", "bword", "aminute", "bminute", "apart")
    )


def _borrowed(match: re.Match[str]) -> str | None:
    """The half of the day of a start said without one: "6-9pm" is 6 pm, "11-2pm" is 11 am."""
    if match["bword"] == "midnight":
        return "pm"
    if match["bword"]:
        return "am"
    half = match["bhalf"] or _of_part(_part(match))
    if not half or not match["ahour"] or not match["bhour"]:
        return None
    if int(match["ahour"]) % 12 > int(match["bhour"]) % 12:
        return "am" if half[0] == "p" or match["bhour"] == "12" else "pm"
    return half


NOON = 12
_LEADS = (
    "at", "@", "at ", "@ ", "around ", "about ", "from ",
    *(f"{part}{mark} " for part in _PART_SAID.split("|") for mark in ("", ",")),
)  # fmt: skip
"""How the words end behind which a number may be an hour."""
_UNLED = frozenset(" 0123456789,.;:!?()-")
"""What ends no word: behind it an hour has no "at" and no "until"."""


def _is_mere(text: str, match: re.Match[str]) -> bool:
    """Whether a number has nothing beside or before it that makes it an hour: most have not."""
    if any(match.group("half", "word", "minute", "at", "part", "dayspart")):
        return False
    return not text.endswith(_LEADS, 0, match.start()) and "clock" not in match.group()


def _start(text: str, match: re.Match[str]) -> Iterator[Find]:
    before = text[max(0, match.start() - 16) : match.start()]
    led = before.rstrip()[-1:] not in _UNLED
    at = _AT.search(before) if led else None
    if led and _UNTIL.search(before):
        if match["half"] or match["word"] or match["minute"] or match["at"] or _part(match):
            yield Find("time", "", None, *match.span(), 0.6, ("planner",), kept=True)
        return
    half = match["half"]
    part = _part(match) or ("evening" if match["at"] else _part_before(text, match))
    dotted = match["minute"] and at and int(match["hour"]) > NOON
    clock = (match["minute"] and ":" in match.group()) or dotted or _late_oclock(match)
    if not (half or part or match["word"] or clock):
        if at and before.rstrip().endswith(("at", "@")) and match["hour"]:
            yield from _unsure(text, match)
        return
    minutes = _minutes(match, "", half or _of_part(part))
    if minutes is None:
        return
    if clock and not half and not part and int(match["hour"]) < 8:
        yield Find(
            "open",
            "",
            f"Is {match.group().strip()} am or pm?",
            *match.span(),
            0.6,
            ("planner",),
            kept=True,
        )
        return
    yield Find("time", "time", _shown(minutes), *match.span(), 0.9, ("planner",))


def _part_before(text: str, match: re.Match[str]) -> str | None:
    """The part of the day before an hour: "Saturday evening at 7", "evening 6 o'clock"."""
    if match["half"] or not match["hour"] or int(match["hour"]) > NOON:
        return None
    said = _PART_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
    bare = _BARE_AFTER.match(text, match.end()) or "clock" in match.group() or match["minute"]
    return said["part"] if said and bare else None


_PART_BEFORE = re.compile(
    rf"\b(?P<part>{_PART_SAID})(?:,? (?:at|around|about|from)(?: about| around)?|,)? $"
)
_BARE_AFTER = re.compile(r" ?(?:$|[,.;!?)]| (?:on|in|at|for|with|and|please|pls|sharp|start)\b)")


def _late_oclock(match: re.Match[str]) -> bool:
    """ "20 o'clock": an hour that only the evening has."""
    return "clock" in match.group() and bool(match["hour"]) and int(match["hour"]) > NOON


def _unsure(text: str, match: re.Match[str]) -> Iterator[Find]:
    follows = text[match.end() : match.end() + 12].lstrip()
    free = (
        not follows or follows[0] in ",.;!?)" or follows.startswith(("on ", "in ", "at ", "for "))
    )
    if free and 1 <= int(match["hour"]) <= 12:
        question = f"Is {match.group().strip()} o'clock in the morning or after noon?"
        yield Find("open", "", question, *match.span(), 0.6, ("planner",), kept=True)


def _half_past(match: re.Match[str]) -> Iterator[Find]:
    minutes = _minutes(match, "", match["half"] or _of_part(_part(match)))
    if minutes is None or not 1 <= int(match["hour"]) <= 12:
        return
    minutes += {"half": 30, "quarter past": 15, "quarter to": -15}.get(match["past"], 30)
    if match["half"] or _part(match):
        yield Find("time", "time", _shown(minutes % (24 * 60)), *match.span(), 0.9, ("planner",))
    else:
        question = f"Is {match.group().strip()} in the morning or after noon?"
        yield Find("open", "", question, *match.span(), 0.6, ("planner",), kept=True)


def _part(match: re.Match[str]) -> str | None:
    return match["part"] or match["dayspart"]


def _of_part(part: str | None) -> str | None:
    return None if part is None else "am" if part == "morning" else "pm"


def _minutes(match: re.Match[str], side: str, half: str | None) -> int | None:
    groups = match.groupdict()
    word = groups.get(f"{side}word")
    if word:
        return 0 if word == "midnight" else 12 * 60
    hour, minute = int(groups[f"{side}hour"]), int(groups.get(f"{side}minute") or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return hour * 60 + minute if hour < 24 else None


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _hours(match: re.Match[str]) -> int | float:
    if match["minutes"]:
        return _short(int(match["minutes"]) / 60)
    if match["some"]:
        return _short((0.5 if match["some"] == "half an" else 1) + (0.5 if match["more"] else 0))
    extra: Any = match["and"] or match["half"]
    minutes = int(match["odd"][-2:]) / 60 if match["odd"] else 0.5 if extra else 0
    return _short(float(match["number"]) + minutes)


def _short(hours: float) -> int | float:
    return int(hours) if hours == int(hours) else round(hours, 2)
