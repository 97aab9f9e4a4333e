"""Days that a calendar names: weekdays, months and feasts, resolved against today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "mondays"),
            ("tuesday", "tues", "tue", "tuesdays"),
            ("wednesday", "wed", "weds", "wednesdays"),
            ("thursday", "thurs", "thur", "thu", "thursdays"),
            ("friday", "fri", "fridays"),
            ("saturday", "sat", "saturdays"),
            ("sunday", "sun", "sundays"),
        )
    )
    for name in names
}


def coming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def in_next_week(weekday: int, today: date) -> date:
    """That weekday of the calendar week (Monday to Sunday) after this one."""
    return today + timedelta(days=7 - today.weekday() + weekday)


def in_months(months: int, today: date) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    for day in (today.day, 30, 29, 28):
        found = day_of(year, month + 1, min(day, today.day))
        if found:
            return found
    raise AssertionError("every month has a 28th")


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_day_of(month: int, day: int, today: date) -> date | None:
    """The next date with this month and day, today included; 29 February waits for its year."""
    for year in range(today.year, min(today.year + 9, 10_000)):
        found = day_of(year, month, day)
        if found and found >= today:
            return found
    return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; -1 is the last."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = [day + timedelta(weeks=week) for week in range(5)]
    inside = [day for day in days if day.month == month]
    return inside[nth - 1 if nth > 0 else nth] if abs(nth) <= len(inside) else None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    def find(year: int) -> date:
        found = nth_weekday(year, month, weekday, nth)
        return found or date(year, month, 1)

    return find


FEASTS: dict[str, Callable[[int], date]] = {
    "christmas eve": _fixed(12, 24),
    "xmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year's eve": _fixed(12, 31),
    "new years eve": _fixed(12, 31),
    "nye": _fixed(12, 31),
    "new year's day": _fixed(1, 1),
    "new years day": _fixed(1, 1),
    "valentine's day": _fixed(2, 14),
    "valentines day": _fixed(2, 14),
    "st patrick's day": _fixed(3, 17),
    "st. patrick's day": _fixed(3, 17),
    "st patricks day": _fixed(3, 17),
    "juneteenth": _fixed(6, 19),
    "independence day": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "bonfire night": _fixed(11, 5),
    "veterans day": _fixed(11, 11),
    "burns night": _fixed(1, 25),
    "guy fawkes night": _fixed(11, 5),
    "st david's day": _fixed(3, 1),
    "st george's day": _fixed(4, 23),
    "st andrew's day": _fixed(11, 30),
    "australia day": _fixed(1, 26),
    "anzac day": _fixed(4, 25),
    "canada day": _fixed(7, 1),
    "armistice day": _fixed(11, 11),
    "groundhog day": _fixed(2, 2),
    "earth day": _fixed(4, 22),
    "presidents' day": _nth(2, 0, 3),
    "shrove tuesday": lambda year: easter(year) - timedelta(days=47),
    "pancake day": lambda year: easter(year) - timedelta(days=47),
    "ash wednesday": lambda year: easter(year) - timedelta(days=46),
    "palm sunday": lambda year: easter(year) - timedelta(days=7),
    "thanksgiving day": _nth(11, 3, 4),
    "memorial day": _nth(5, 0, -1),
    "labor day": _nth(9, 0, 1),
    "easter sunday": easter,
    "good friday": lambda year: easter(year) - timedelta(days=2),
    "easter monday": lambda year: easter(year) + timedelta(days=1),
    "mother's day": _nth(5, 6, 2),
    "mothers day": _nth(5, 6, 2),
    "mothering sunday": lambda year: easter(year) - timedelta(days=21),
    "father's day": _nth(6, 6, 3),
    "fathers day": _nth(6, 6, 3),
    "halloween night": _fixed(10, 31),
}
"""Feasts that name a day wherever they stand."""
OCCASIONAL: dict[str, Callable[[int], date]] = {
    "christmas": _fixed(12, 25),
    "xmas": _fixed(12, 25),
    "halloween": _fixed(10, 31),
    "easter": easter,
    "thanksgiving": _nth(11, 3, 4),
    "valentine's": _fixed(2, 14),
}
"""Feasts that name a day only after "on"; alone they are as likely an occasion or a theme."""


def next_feast(name: str, today: date) -> date:
    """The next time a feast falls on today or later."""
    on = (FEASTS | OCCASIONAL)[name]
    this = on(today.year)
    return this if this >= today or today.year == date.max.year else on(today.year + 1)
