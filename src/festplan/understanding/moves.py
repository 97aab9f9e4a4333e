"""Changes told from where the party stands: "a week later", "an hour earlier", "the Sunday "
"instead"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from festplan.domain.reading import Facts
from festplan.understanding import days
from festplan.understanding.finds import Find
from festplan.understanding.sought import Sought

_WEEKDAY = "|".join(days.WEEKDAYS)
_MONTH = "|".join(days.MONTHS)
_BY = r"(?P<count>an?|half an|\d{1,2}) (?P<unit>hour|day|week|fortnight)s?"
_SHIFTS = (
    re.compile(rf"\b{_BY} (?P<way>later|earlier|sooner)\b(?! than)"),
    re.compile(rf"\b(?P<way>forward|back|up)(?: by)? {_BY}(?! (?:later|earlier|sooner))\b"),
)
_SAME_WEEK = Sought(
    rf"\b(?:(?:move|moved|moving|shift|push|bring|change|make|switch)(?: (?:it|that|this|the party|"
    rf"the date|everything))? (?:it |that |to |for )?(?:the |on )?(?P<moved>{_WEEKDAY})\b|"
    rf"(?:the|on) (?P<other>{_WEEKDAY}) instead\b(?! of)|\bmeant (?:the )?(?P<meant>{_WEEKDAY})\b)"
    rf"(?!,? (?:the )?(?:\d|(?:{_MONTH})\b)| (?:week|fortnight|after|before)| of )",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
)
FIRST_YEAR, LAST_YEAR = 100, 9900
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def moves(text: str, held: Facts) -> Iterator[Find]:
    """Dates and times that the party's present ones (`held`) give a meaning; asked about "
    "without."""
    on = held_date(held)
    for pattern in _SHIFTS:
        for match in pattern.finditer(text):
            yield _shifted(match, on, held.get("time", ""))
    if on is not None:
        for match in _SAME_WEEK.finditer(text):
            weekday = days.WEEKDAYS[match["moved"] or match["other"] or match["meant"]]
            day = on + timedelta(days=weekday - on.weekday())
            yield Find("date", "date", (day.isoformat(), ""), *match.span(), 0.8, ("planner",))


def held_date(held: Facts) -> date | None:
    """The party's date so far; none at the ends of the calendar, where nothing can be counted."""
    on = date.fromisoformat(held["date"]) if "date" in held else None
    return on if on is not None and FIRST_YEAR < on.year < LAST_YEAR else None


def _shifted(match: re.Match[str], on: date | None, at: str) -> Find:
    sooner = match["way"] in {"earlier", "sooner", "forward", "up"}
    said = match["count"]
    count = 0.5 if said == "half an" else 1 if said in {"a", "an"} else int(said)
    step = -count if sooner else count
    span = (*match.span(), 0.8, ("planner",))
    if match["unit"] == "hour" and ":" in at:
        moved = datetime.fromisoformat(f"2000-01-02T{at}") + timedelta(hours=step)
        return Find("date", "time", f"{moved:%H:%M}", *span)
    if match["unit"] != "hour" and on is not None:
        day = on + timedelta(days=int(step) * _DAYS[match["unit"]])
        return Find("date", "date", (day.isoformat(), ""), *span)
    question = f"From when is “{match.group().strip()}” counted?"
    return Find("open", "", question, *span, kept=True)
