"""What a date expression means: the day, or None; and a question where it is open ("" if not)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from festplan.understanding import days
from festplan.understanding.sought import holds, number_starts

Meaning = Callable[[re.Match[str], date, str], tuple[date | None, str]]
"""What an expression means: the day, or None, and a question where it is open ("" where not)."""


def calendar_day(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "12 June", "Sat June 12th 2027": the next such day unless the year is said."""
    groups = match.groupdict()
    month, day = days.MONTHS[match["month"].rstrip(".")], int(match["day"])
    if groups.get("year"):
        found = days.day_of(int(match["year"]), month, day)
    elif match.string.startswith(" next year", match.end()):
        found = days.day_of(today.year + 1, month, day)
    else:
        found = days.next_day_of(month, day, today)
    if found is None:
        return None, f"Which day is meant by {match.group().strip()}?"
    said = groups.get("weekday") or groups.get("trailing")
    return found, doubt(found, said, today)


def doubt(found: date, weekday: str | None, today: date) -> str:
    """The question that a past day, or a weekday that does not fit, raises."""
    if found < today:
        return f"{found.isoformat()} is past: which date is meant?"
    if weekday and days.WEEKDAYS[weekday.rstrip(".")] != found.weekday():
        return f"{found.isoformat()} is a {found:%A}: is the day or the date right?"
    return ""


def iso(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "2027-06-12"."""
    found = days.day_of(int(match["year"]), int(match["m"]), int(match["day"]))
    return found, doubt(found, None, today) if found else "Which date is meant?"


def numeric(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "25/12/2026"; asked about where day and month could change places.

    With dots and the whole year, "11.06.2027", the day stands first: nobody writes it otherwise.
    """
    first, second = int(match["a"]), int(match["b"])
    year = match["year"]
    written = match.groupdict().get("written") or ""
    day_first = written.startswith(("uk", "british", "e", "dd", "day"))
    dotted = match.groupdict().get("mark") == "." and len(year) == 4 and second <= 12
    if first <= 12 and second <= 12 and first != second and not (dotted or written):
        return None, f"Is {match.group().strip()} day first or month first?"
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None, ""
    if not year and "." in match.group():
        return None, ""
    first_is_day = first > 12 or dotted or (day_first and second <= 12)
    day, month = (first, second) if first_is_day else (second, first)
    if not year:
        return days.next_day_of(month, day, today), ""
    found = days.day_of(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return found, doubt(found, None, today) if found else ""


def weekday(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "Friday", "next Friday" (of the week after this one), "Friday week"."""
    if match["weekday"].rstrip(".") == "sun" and _SUNSHINE.search(
        match.string[max(0, match.start() - 16) : match.start()]
    ):
        return None, ""
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    which = (match["which"] or "").strip()
    if which == "on" and match["weekday"].endswith("days"):
        return None, f"Which day is meant by “{match.group().strip()}”?"
    if which == "next":
        return days.in_next_week(weekday, today), ""
    if which == "this" and weekday == today.weekday():
        return today, ""
    found = days.coming(weekday, today)
    weeks = 2 if match["fortnight"] else 1 if match["week"] or match["ahead"] else 0
    if match["after"]:
        return days.in_next_week(weekday, today) + timedelta(weeks=1), ""
    return found + timedelta(weeks=weeks), ""


_SUNSHINE = re.compile(r"\b(?:pray(?:ing)? for|hop(?:e|ing) for|some|no|full|much|of) $")


def weeks_from(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "a week on Tuesday", "two weeks from Saturday"."""
    count = 1 if match["count"] in {"a", "1"} else int(match["count"])
    if match["weekday"] in {"today", "now"}:
        return today + timedelta(weeks=count), ""
    if match["weekday"] == "tomorrow":
        return today + timedelta(weeks=count, days=1), ""
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    return days.coming(weekday, today) + timedelta(weeks=count), ""


def weekdays_from(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "Two Saturdays from now"."""
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    return days.coming(weekday, today) + timedelta(weeks=int(match["count"]) - 1), ""


def later(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "in three weeks", "two months from now"."""
    said = match["count"]
    count = 1 if said in {"a", "an"} else int(said)
    unit = match["unit"]
    if unit == "month":
        return days.in_months(count, today), ""
    if unit == "year":
        return days.in_months(12 * count, today), ""
    size = {"day": 1, "week": 7, "fortnight": 14}[unit]
    return today + timedelta(days=count * size), ""


def plain(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "today", "tomorrow", "the day after tomorrow"."""
    said = match.group()
    ahead = 2 if "after" in said else 1 if said.startswith(("tom", "tmrw")) else 0
    return today + timedelta(days=ahead, weeks=said.endswith(" week")), ""


def feast(match: re.Match[str], today: date, locale: str) -> tuple[date | None, str]:
    """ "Christmas eve", "on Halloween": the next one unless the year is said."""
    name = match["feast"] or match.groupdict().get("this") or ""
    if name.startswith("mother") and locale[-2:] in {"GB", "IE"}:
        name = "mothering sunday"
    year = match["year"]
    if year:
        found = (days.FEASTS | days.OCCASIONAL)[name](int(year))
        return found, doubt(found, None, today)
    return days.next_feast(name, today), ""


def beside_feast(match: re.Match[str], today: date, locale: str) -> tuple[date | None, str]:
    """ "The day after Christmas", "the Saturday before Easter"."""
    day, question = feast(match, today, locale)
    if day is None:
        return None, question
    step = 1 if match["side"] == "after" else -1
    found = day + timedelta(days=step)
    if match["unit"] not in {"day", "night", "evening"}:
        weekday = days.WEEKDAYS[match["unit"].rstrip(".")]
        while found.weekday() != weekday:
            found += timedelta(days=step)
    return found, doubt(found, None, today)


def nth(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "the first Saturday of June"."""
    weekday = days.WEEKDAYS[match["weekday"].rstrip(".")]
    month = days.MONTHS[match["month"].rstrip(".")]
    nth = -1 if match["nth"] == "last" else int(match["nth"][0])
    for year in (int(match["year"]),) if match["year"] else (today.year, today.year + 1):
        found = days.nth_weekday(year, month, weekday, nth)
        if found and (found >= today or match["year"]):
            return found, doubt(found, None, today)
    return None, ""


def day_alone(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "Saturday the 16th", "on the 21st": the next day that fits."""
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


def of_month(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """ "the 1st of next month"."""
    month = days.in_months(1 if match["which"] == "next" else 0, today.replace(day=1))
    return days.day_of(month.year, month.month, int(match["day"])), ""


def asked(match: re.Match[str], today: date, _: str) -> tuple[date | None, str]:
    """A month, a weekend or a range: asked about."""
    del today
    return None, f"Which day is meant by “{match.group().strip()}”?"


_MONTHS = tuple(sorted({name[:3] for name in days.MONTHS}))
_WEEKDAYS = tuple(sorted({name[:3] for name in days.WEEKDAYS}))
_FEASTS = tuple(sorted({name[:4] for name in days.FEASTS | days.OCCASIONAL}))
_SPANS = ("day", "week", "fortnight", "month", "year")
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_ORDINALS = ("st", "nd", "rd", "th", "the ")
_DIGITS_APART = re.compile(r"\d[/.-]\d")


def _holding(*words: str) -> Callable[[str], bool]:
    return lambda text: holds(text, words)


def _numeric(text: str) -> bool:
    return holds(text, ("/", ".", "-")) and bool(_DIGITS_APART.search(text))


NEEDED: dict[Meaning, Callable[[str], bool]] = {
    iso: _numeric,
    numeric: _numeric,
    calendar_day: _holding(*_MONTHS),
    weekday: _holding(*_WEEKDAYS),
    weeks_from: _holding("week"),
    weekdays_from: _holding(*_WEEKDAYS),
    later: _holding(*_SPANS),
    plain: _holding("tom", "tod", "ton", "tmrw"),
    feast: _holding(*_FEASTS),
    beside_feast: _holding(*_FEASTS),
    nth: _holding(*_MONTHS),
    day_alone: lambda text: bool(number_starts(text)) and holds(text, _ORDINALS),
    of_month: _holding("month"),
    asked: _holding(*_MONTHS, *_WEEKDAYS, *_SPANS, *_SEASONS),
}
"""Whether a text may hold a meaning at all: most texts name no month."""
