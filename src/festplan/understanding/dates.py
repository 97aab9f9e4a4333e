"""Dates: an expression of the text and the day it means, seen from today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from festplan.understanding import days, meanings
from festplan.understanding.finds import Find

_MONTH = rf"(?P<month>{'|'.join(days.MONTHS)})\b\.?"
_WEEKDAY = rf"(?:{'|'.join(days.WEEKDAYS)})\b\.?"
_LEAD = rf"(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?"
_DAY = (
    r"(?P<day>\d{1,2})(?:st\b|nd\b|rd\b|th\b|\.(?= )|\b)(?![:/.]\d)"
    r"(?! ?(?:-|to|or) ?\d{1,2}(?:st|nd|rd|th|\b)(?![:.]\d| ?[ap]m))"
)
_YEAR = r"(?:(?:,| of|,? in)? ?(?P<year>(?:19|20)\d\d)\b(?! (?:guests|people)))?"
_NUMERIC = rf"(?<![\d/.$£€-])(?:\b{_WEEKDAY},? )?"
_TRAIL = rf"(?: ?\(?(?P<trailing>{_WEEKDAY})\)?)?"


def dates(text: str, today: date, locale: str, held: date | None = None) -> Iterator[Find]:
    """Every date of the text: `date` finds with ISO values, `open` ones that must be asked.

    A day without its month ("the 24th") is one of the month of `held`, the party's date so far.
    """
    month = _month_meant(text, today, held)
    needed = {read for read, needs in meanings.NEEDED.items() if needs(text)}
    for pattern, read in _RULES:
        if read in needed:
            seen_from = month if read is meanings.day_alone else today
            for match in pattern.finditer(text):
                yield from _found(match, *_meant(read, match, seen_from, locale))


def _month_meant(text: str, today: date, held: date | None) -> date:
    """From when on "the 17th" is looked for: the one month of the text, or that of the party."""
    named = meanings.NEEDED[meanings.calendar_day](text)
    said = {days.MONTHS[match[1]] for match in _MONTH_SAID.finditer(text)} if named else set[int]()
    first = days.next_day_of(said.pop(), 28, today) if len(said) == 1 else held
    return max(today, first.replace(day=1)) if first else today


_MONTH_SAID = re.compile(
    rf"(?<!\d )(?<!st )(?<!nd )(?<!rd )(?<!th )(?<!of )\b(?!may\b|mar\b|dec\b)"
    rf"({'|'.join(days.MONTHS)})\b(?! \d)"
)


def _meant(
    read: meanings.Meaning, match: re.Match[str], today: date, locale: str
) -> tuple[date | None, str]:
    try:
        return read(match, today, locale)
    except (OverflowError, ValueError):
        return None, ""


def _found(match: re.Match[str], day: date | None, question: str) -> Iterator[Find]:
    about = ("planner",)
    before = match.string[max(0, match.start() - 24) : match.start()]
    if day is not None and (_DEADLINE.search(before) or _WROTE.match(match.string, match.end())):
        yield Find("date", "", None, *match.span(), 0.7, about, kept=True)
    elif day is not None and _AROUND.search(before):
        question = f"Which day is meant, {before.split()[-1]} {day.isoformat()}?"
        yield Find("open", "", question, *match.span(), categories=about, kept=True)
    elif day is not None:
        yield Find("date", "date", (day.isoformat(), question), *match.span(), categories=about)
    elif question:
        yield Find("open", "", question, *match.span(), categories=about, kept=True)


_WROTE = re.compile(r",? (?:you|i|we|they|he|she) (?:wrote|said|emailed|sent|asked|told)\b")
_AROUND = re.compile(
    r"\b(?:by|before|after|until|since|between (?:the )?\d{1,2}(?:st|nd|rd|th)? (?:and|or)) "
    r"(?:the )?$"
)
_DEADLINE = re.compile(
    r"\b(?:(?:rsvps?|reply|replies|respond|confirm|book|decide|answer|due|pay|paid|ordered|quotes?)"
    r"(?: back)? (?:by|before|on|until)|deadline(?: is|:)?|due|rsvps?|born(?: on)?|dated|"
    r"letter of|email of) (?:the )?$"
)
"""What is due on a day, or happened on it: no day of the party."""
_FEAST = "|".join((*days.FEASTS, *days.OCCASIONAL))
_WRITTEN = (
    r"(?: ?\((?P<written>uk|us|usa|eu|british|american|european|dd/mm(?:/yy(?:yy)?)?|"
    r"mm/dd(?:/yy(?:yy)?)?|day first|month first|(?:uk|us) (?:format|style|date))\))?"
)
_NO_DAY = (
    r"(?:(?<!\ba )|(?<=not on a ))(?<!any )(?<!every )(?<!some )(?<!most )(?<!each )(?<!last "
    r")(?<!past )(?<!holiday )"
    r"(?<!cyber )(?<!black )(?<!casual )(?<!taco )(?<!bowl )(?<!until )(?<!by )"
)
_WEEKEND = r"(?:the )?(?:weekend|week) (?:of|after|before|starting) "
_RULES: tuple[tuple[re.Pattern[str], meanings.Meaning], ...] = (
    (
        re.compile(
            r"(?<![\d-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)"
            r"(?P<day>\d{1,2})(?!\d)"
        ),
        meanings.iso,
    ),
    (
        re.compile(rf"\b(?P<year>20\d\d),? {_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"),
        meanings.calendar_day,
    ),
    (
        re.compile(rf"\b{_LEAD}{_DAY} (?:day )?(?:of |o'? )?{_MONTH}{_YEAR}{_TRAIL}"),
        meanings.calendar_day,
    ),
    (
        re.compile(
            rf"\b{_LEAD}{_MONTH} (?:the )?{_DAY}(?! ?(?:guests|people|kids|"
            rf"ppl)){_YEAR}{_TRAIL}"
        ),
        meanings.calendar_day,
    ),
    (
        re.compile(
            rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)? ?(?:-|to|or) ?\d{{1,2}}(?:st|nd|rd|"
            rf"th)?\b(?! ?(?:am|pm|guests|people))"
        ),
        meanings.asked,
    ),
    (
        re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th)? ?(?:-|to|or|and) ?\d{{1,2}}(?:st|nd|rd|th)? (?:of "
            rf")?{_MONTH}"
        ),
        meanings.asked,
    ),
    (
        re.compile(
            rf"{_NUMERIC}(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,"
            rf"2}})(?P=mark)(?P<year>(?:20)?\d\d)(?![\d/]){_WRITTEN}"
        ),
        meanings.numeric,
    ),
    (
        re.compile(
            rf"{_NUMERIC}(?!24/7\b)(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?P<year>)"
            rf"(?![\d/]){_WRITTEN}"
        ),
        meanings.numeric,
    ),
    (
        re.compile(
            rf"\b(?:(?P<which>this|next|on|coming|this coming|the) "
            rf")?{_NO_DAY}(?P<weekday>{_WEEKDAY})(?P<after> after next\b)?(?P<week> "
            rf"week\b)?(?P<fortnight> fortnight\b)?(?P<ahead> after next\b)?(?! (?:before|prior "
            rf"to|after) (?:{_FEAST})\b)"
            rf"(?! (?:before|prior to) |,? after "
            rf"(?!next|\d|noon|school|work))"
        ),
        meanings.weekday,
    ),
    (
        re.compile(rf"\b(?P<count>\d{{1,2}}) (?P<weekday>{_WEEKDAY}) from (?:now|today)\b"),
        meanings.weekdays_from,
    ),
    (
        re.compile(
            rf"\b(?P<count>a|\d{{1,2}}) weeks? (?:(?:on|from|this|after) (?:this |next )?)?"
            rf"(?P<weekday>{_WEEKDAY}|today|now|tomorrow)\b"
        ),
        meanings.weeks_from,
    ),
    (
        re.compile(
            r"\b(?:in |exactly )?(?P<count>an?|\d{1,3}) (?P<unit>day|week|fortnight|"
            r"month|year)s?'?(?: (?:time|from now|away|from today|out)\b)"
        ),
        meanings.later,
    ),
    (
        re.compile(
            r"\bin (?:about )?(?P<count>an?|\d{1,3}) (?P<unit>day|week|fortnight|month|"
            r"year)s?\b(?!')"
        ),
        meanings.later,
    ),
    (
        re.compile(
            r"\b(?:the )?day after tomorrow\b|\b(?:tomorrow|tmrw|tomorow|today|tonight)\b(?: "
            r"week\b)?"
        ),
        meanings.plain,
    ),
    (
        re.compile(
            rf"\b(?:on )?(?P<feast>{'|'.join(days.FEASTS)})(?P<this>)\b(?: "
            rf"(?P<year>20\d\d)\b)?"
        ),
        meanings.feast,
    ),
    (
        re.compile(
            rf"\b(?:on (?P<feast>{'|'.join(days.OCCASIONAL)})(?: day)?\b(?! party)(?: "
            rf"(?P<year>20\d\d)\b)?|(?P<this>{'|'.join(days.OCCASIONAL)})"
            rf"(?= (?:at|this year|in [a-z]+ this year)\b))"
        ),
        meanings.feast,
    ),
    (
        re.compile(
            rf"\b(?:on )?(?:the )?(?P<unit>day|night|evening|{_WEEKDAY}) (?P<side>before|after) "
            rf"(?P<feast>{_FEAST})\b(?: day\b)?(?: (?P<year>20\d\d)\b)?"
        ),
        meanings.beside_feast,
    ),
    (
        re.compile(
            rf"(?<!\w)(?<!not )(?<!not on )(?:on |for |it's |it is )?(?:a|any|some|most|bank "
            rf"holiday|holiday|cyber|bowl) "
            rf"{_WEEKDAY}(?!\w)"
        ),
        meanings.asked,
    ),
    (
        re.compile(
            rf"\b(?:the )?(?P<nth>1st|2nd|3rd|4th|last) (?P<weekday>{_WEEKDAY}) (?:of|"
            rf"in) {_MONTH}{_YEAR}"
        ),
        meanings.nth,
    ),
    (
        re.compile(
            rf"\b(?:(?P<weekday>{_WEEKDAY}),? )(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|"
            rf"th)\b"
        ),
        meanings.day_alone,
    ),
    (
        re.compile(rf"\b(?P<weekday>{_WEEKDAY}) the (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"),
        meanings.day_alone,
    ),
    (
        re.compile(
            r"\b(?:to|for|till|until|from|it's|is|be|want|thinking|maybe|say|do|prefer|or|"
            r"ideally|preferably|hopefully) "
            r"(?P<weekday>)the (?P<day>\d{1,2})(?:st|nd|rd|"
            r"th)\b(?= ?(?:$|[,.;!?]| (?:at|from|instead|please|then|works|suits)\b))"
        ),
        meanings.day_alone,
    ),
    (
        re.compile(
            r"(?:^|(?<=[.;,!?:] ))(?P<weekday>)the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"
            r"(?= (?:works|suits|would (?:be|suit|work)|is (?:best|better|good|fine|free|ok|out|"
            r"on))"
            r"\b)"
        ),
        meanings.day_alone,
    ),
    (
        re.compile(r"\b(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th) of (?P<which>this|next) month\b"),
        meanings.of_month,
    ),
    (
        re.compile(
            rf"\b(?:the )?(?:{_WEEKDAY}|week|weekend|day) (?:before|after|of|prior to|"
            rf"following) (?!next|tomorrow)(?:the )?[a-z0-9']+"
        ),
        meanings.asked,
    ),
    (
        re.compile(
            r"\bon (?P<weekday>)(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! "
            r"?(?:of\b|birthday|anniversary|floor))"
        ),
        meanings.day_alone,
    ),
    (
        re.compile(
            rf"\b(?:{_WEEKEND}(?:{'|'.join(days.MONTHS)})\b(?: \d{{1,2}}(?:st|nd|rd|"
            rf"th)?)?|(?:(?:next|coming) year|(?:this|next|coming) (?:weekend|week|month|"
            rf"spring|summer|"
            rf"autumn|fall|winter))\b)"
        ),
        meanings.asked,
    ),
    (
        re.compile(
            rf"\b(?:(?:in|during|by|around|early|late|mid|end of|beginning of|middle of|"
            rf"sometime in|next|this|for)[ -]){{1,2}}(?!may (?:i|we|be|"
            rf"have))(?:{'|'.join(days.MONTHS)})\b(?! ?\d)(?: 20\d\d\b)?"
        ),
        meanings.asked,
    ),
    (
        re.compile(
            rf"\b(?:spring|summer|autumn|fall|winter|{'|'.join(days.MONTHS)}),? (?:of "
            rf")?20\d\d\b"
        ),
        meanings.asked,
    ),
)
