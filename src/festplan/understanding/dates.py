"""Dates: an expression of the text and the day it means, seen from today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from festplan.understanding import days
from festplan.understanding.finds import Find

_MONTH = rf"(?P<month>{'|'.join(days.MONTHS)})\b\.?"
_WEEKDAY = rf"(?:{'|'.join(days.WEEKDAYS)})\b\.?"
_LEAD = rf"(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?"
_DAY = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:/]\d)"
    r"(?! ?(?:-|to|or) ?\d{1,2}(?:st|nd|rd|th|\b)(?![:.]\d| ?[ap]m))"
)
_YEAR = r"(?:(?:,| of|,? in)? ?(?P<year>(?:19|20)\d\d)\b(?! (?:guests|people)))?"
_NUMERIC = r"(?<![\d/.$£€-])"
_TRAIL = rf"(?: ?\(?(?P<trailing>{_WEEKDAY})\)?)?"

Read = Callable[[re.Match[str], date, str], tuple[date | None, str]]
"""What an expression means: the day, or None, and a question where it is open ("" where not)."""


def dates(text: str, today: date, locale: str) -> Iterator[Find]:
    """Every date of the text: `date` finds with ISO values, `open` ones that must be asked."""
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            try:
                day, question = read(match, today, locale)
            except (OverflowError, ValueError):
                day, question = None, ""
            if day is not None:
                value = (day.isoformat(), question)
                yield Find("date", "date", value, *match.span(), categories=("planner",))
            elif question:
                yield Find("open", "", question, *match.span(), categories=("planner",), kept=True)


def _calendar_day(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    groups = match.groupdict()
    month, day = days.MONTHS[match["month"].rstrip(".")], int(match["day"])
    if groups.get("year"):
        found = days.day_of(int(match["year"]), month, day)
    else:
        found = days.next_day_of(month, day, today)
    if found is None:
        return None, f"Which day is meant by {match.group().strip()}?"
    said = groups.get("weekday") or groups.get("trailing")
    return found, _doubt(found, said, today)


def _doubt(found: date, weekday: str | None, today: date) -> str:
    if found < today:
        return f"{found.isoformat()} is past: which date is meant?"
    if weekday and days.WEEKDAYS[weekday.rstrip(".")] != found.weekday():
        return f"{found.isoformat()} is a {found:%A}: is the day or the date right?"
    return ""


def _iso(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    found = days.day_of(int(match["year"]), int(match["m"]), int(match["day"]))
    return found, _doubt(found, None, today) if found else "Which date is meant?"


def _numeric(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    first, second = int(match["a"]), int(match["b"])
    year = match["year"]
    if first <= 12 and second <= 12 and first != second:
        return None, f"Is {match.group().strip()} day first or month first?"
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None, ""
    if not year and "." in match.group():
        return None, ""
    day, month = (first, second) if first > 12 else (second, first)
    if not year:
        return days.next_day_of(month, day, today), ""
    found = days.day_of(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return found, _doubt(found, None, today) if found else ""


def _weekday(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    which = (match["which"] or "").strip()
    if which == "next":
        return days.in_next_week(weekday, today), ""
    if which == "this" and weekday == today.weekday():
        return today, ""
    found = days.coming(weekday, today)
    weeks = 1 if match["week"] or match["ahead"] else 0
    if match["after"]:
        return days.in_next_week(weekday, today) + timedelta(weeks=1), ""
    return found + timedelta(weeks=weeks), ""


def _weeks_from(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    count = 1 if match["count"] in {"a", "1"} else int(match["count"])
    if match["weekday"] in {"today", "now"}:
        return today + timedelta(weeks=count), ""
    if match["weekday"] == "tomorrow":
        return today + timedelta(weeks=count, days=1), ""
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    return days.coming(weekday, today) + timedelta(weeks=count), ""


def _later(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    said = match["count"]
    count = 1 if said in {"a", "an"} else int(said)
    unit = match["unit"]
    if unit == "month":
        return days.in_months(count, today), ""
    if unit == "year":
        return days.in_months(12 * count, today), ""
    size = {"day": 1, "week": 7, "fortnight": 14}[unit]
    return today + timedelta(days=count * size), ""


def _plain(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    said = match.group()
    ahead = 2 if "after" in said else 1 if said.startswith("tom") or said == "tmrw" else 0
    return today + timedelta(days=ahead), ""


def _feast(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    name = match["feast"]
    year = match["year"]
    if year:
        found = (days.FEASTS | days.OCCASIONAL)[name](int(year))
        return found, _doubt(found, None, today)
    return days.next_feast(name, today), ""


def _nth(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    month = days.MONTHS[match["month"].rstrip(".")]
    nth = -1 if match["nth"] == "last" else int(match["nth"][0])
    for year in (int(match["year"]),) if match["year"] else (today.year, today.year + 1):
        found = days.nth_weekday(year, month, weekday, nth)
        if found and (found >= today or match["year"]):
            return found, _doubt(found, None, today)
    return None, ""


def _day_alone(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    day = int(match["day"])
    for ahead in range(12):
        month = days.in_months(ahead, today.replace(day=1))
        found = days.day_of(month.year, month.month, day)
        if not found or found < today:
            continue
        if match["weekday"] and days.WEEKDAYS[match["weekday"].rstrip(".")] != found.weekday():
            continue
        return found, ""
    return None, f"Which date is meant by {match.group().strip()}?"


def _of_month(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    month = days.in_months(1 if match["which"] == "next" else 0, today.replace(day=1))
    return days.day_of(month.year, month.month, int(match["day"])), ""


def _open(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    del today
    return None, f"Which day is meant by “{match.group().strip()}”?"


_WEEKEND = r"(?:the )?(?:weekend|week) (?:of|after|before|starting) "
_RULES: tuple[tuple[re.Pattern[str], Read], ...] = (
    (
        re.compile(
            r"(?<![\d-])(?P<year>(?:19|20)\d\d)[-/](?P<m>\d{1,2})[-/](?P<day>\d{1,"
            r"2})(?!\d)"
        ),
        _iso,
    ),
    (re.compile(rf"\b{_LEAD}{_DAY} (?:day )?(?:of )?{_MONTH}{_YEAR}{_TRAIL}"), _calendar_day),
    (
        re.compile(
            rf"\b{_LEAD}{_MONTH} (?:the )?{_DAY}(?! ?(?:guests|people|kids|"
            rf"ppl)){_YEAR}{_TRAIL}"
        ),
        _calendar_day,
    ),
    (
        re.compile(
            rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)? ?(?:-|to|or) ?\d{{1,2}}(?:st|nd|rd|"
            rf"th)?\b(?! ?(?:am|pm|guests|people))"
        ),
        _open,
    ),
    (
        re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th)? ?(?:-|to|or) ?\d{{1,2}}(?:st|nd|rd|th)? (?:of "
            rf")?{_MONTH}"
        ),
        _open,
    ),
    (
        re.compile(
            rf"{_NUMERIC}(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,"
            rf"2}})(?P=mark)(?P<year>(?:20)?\d\d)(?![\d/])"
        ),
        _numeric,
    ),
    (re.compile(rf"{_NUMERIC}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?P<year>)(?![\d/])"), _numeric),
    (
        re.compile(
            rf"\b(?:(?P<which>this|next|on|coming|this coming|the) "
            rf")?(?P<weekday>{_WEEKDAY})(?P<after> after next\b)?(?P<week> "
            rf"week\b)?(?P<ahead> after next\b)?(?! (?:before|prior to) |,? after "
            rf"(?!next|\d|noon|school|work))"
        ),
        _weekday,
    ),
    (
        re.compile(
            rf"\b(?P<count>a|\d{{1,2}}) weeks? (?:on|from|this|after) (?:this |next "
            rf")?(?P<weekday>{_WEEKDAY}|today|now|tomorrow)"
        ),
        _weeks_from,
    ),
    (
        re.compile(
            r"\b(?:in |exactly )?(?P<count>an?|\d{1,3}) (?P<unit>day|week|fortnight|"
            r"month|year)s?'?(?: (?:time|from now|away|from today|out)\b)"
        ),
        _later,
    ),
    (
        re.compile(
            r"\bin (?:about )?(?P<count>an?|\d{1,3}) (?P<unit>day|week|fortnight|month|"
            r"year)s?\b(?!')"
        ),
        _later,
    ),
    (
        re.compile(r"\b(?:the )?day after tomorrow\b|\b(?:tomorrow|tmrw|tomorow|today|tonight)\b"),
        _plain,
    ),
    (
        re.compile(rf"\b(?:on )?(?P<feast>{'|'.join(days.FEASTS)})\b(?: (?P<year>20\d\d)\b)?"),
        _feast,
    ),
    (
        re.compile(
            rf"\bon (?P<feast>{'|'.join(days.OCCASIONAL)})(?: day)?\b(?! party)(?: "
            rf"(?P<year>20\d\d)\b)?"
        ),
        _feast,
    ),
    (
        re.compile(
            rf"\b(?:the )?(?P<nth>1st|2nd|3rd|4th|last) (?P<weekday>{_WEEKDAY}) (?:of|"
            rf"in) {_MONTH}{_YEAR}"
        ),
        _nth,
    ),
    (
        re.compile(
            rf"\b(?:(?P<weekday>{_WEEKDAY}),? )(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|"
            rf"th)\b"
        ),
        _day_alone,
    ),
    (
        re.compile(rf"\b(?P<weekday>{_WEEKDAY}) the (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"),
        _day_alone,
    ),
    (
        re.compile(
            r"\b(?:to|for|till|until|from) (?P<weekday>)the (?P<day>\d{1,2})(?:st|nd|rd|"
            r"th)\b(?= ?(?:$|[,.;!?]| (?:at|from|instead|please)\b))"
        ),
        _day_alone,
    ),
    (
        re.compile(r"\b(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th) of (?P<which>this|next) month\b"),
        _of_month,
    ),
    (
        re.compile(
            rf"\b(?:the )?(?:{_WEEKDAY}|week|weekend|day) (?:before|after|of|prior to|"
            rf"following) (?!next|tomorrow)(?:the )?[a-z0-9']+"
        ),
        _open,
    ),
    (
        re.compile(
            r"\bon (?P<weekday>)(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! "
            r"?(?:birthday|anniversary|floor))"
        ),
        _day_alone,
    ),
    (
        re.compile(
            rf"\b(?:{_WEEKEND}(?:{'|'.join(days.MONTHS)})\b(?: \d{{1,2}}(?:st|nd|rd|"
            rf"th)?)?|(?:this|next|coming) (?:weekend|week|month|year|spring|summer|"
            rf"autumn|fall|winter)\b)"
        ),
        _open,
    ),
    (
        re.compile(
            rf"\b(?:(?:in|during|by|around|early|late|mid|end of|beginning of|middle of|"
            rf"sometime in|next|this|for)[ -]){{1,2}}(?!may (?:i|we|be|"
            rf"have))(?:{'|'.join(days.MONTHS)})\b(?! ?\d)(?: 20\d\d\b)?"
        ),
        _open,
    ),
    (
        re.compile(
            rf"\b(?:spring|summer|autumn|fall|winter|{'|'.join(days.MONTHS)}),? (?:of "
            rf")?20\d\d\b"
        ),
        _open,
    ),
)
