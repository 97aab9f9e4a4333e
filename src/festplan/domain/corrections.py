"""Facts set by hand: a value as a host types it, or as JSON, turned into the fact's own form."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from festplan.domain.people import ages
from festplan.domain.text import TextRefused, clean

COUNTS = ("guests", "kids", "adults", "guests_min", "guests_max", "age")
WORDS = (
    *("theme", "exclude", "services", "flavours", "cuisine", "drinks", "venue_kind", "access"),
)
TEXTS = ("honoree", "occasion", "service_style", "setting", "city", "area", "time")
MOST_PEOPLE = 100_000
MOST_AGE = 130
MOST_MONEY = 1_000_000_000

_MONEY = re.compile(
    r"(?P<symbol>[$£€])?\s*(?P<amount>\d[\d,]*(?:\.\d{1,2})?)\s*(?P<code>[A-Z]{3})?"
)
_SYMBOLS = {"$": "USD", "£": "GBP", "€": "EUR"}
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|morning|afternoon|evening")


class FactRefused(ValueError):
    """There is no such fact, or it cannot have that value; the message says what would do."""


def corrected(fact: str, value: Any, today: date) -> Any:
    """`value` in the form of `fact` (see `Facts`); text is read as a host would type it.

    Counts are whole numbers, lists are separated by commas, dates are ISO dates not before `today`
    by more than a year, money is like "$1,500" or "1500 EUR". Raises `FactRefused`.
    """
    try:
        value = _unpacked(value)
        if fact in COUNTS:
            return _count(fact, value)
        if fact in WORDS:
            return _words(fact, value)
        if fact in TEXTS:
            return _text(fact, value)
        if fact == "date":
            return _date(value, today)
        return _other(fact, value)
    except TextRefused as error:
        raise FactRefused(str(error)) from error


def _unpacked(value: Any) -> Any:
    """A JSON object or list where its text was given; anything else as it is."""
    if not (isinstance(value, str) and value.lstrip().startswith(("{", "["))):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise FactRefused("A value that begins with a bracket is JSON; this one is not.") from error


def _count(fact: str, value: Any) -> int:
    text = str(value).strip().replace(",", "")
    most = MOST_AGE if fact == "age" else MOST_PEOPLE
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,9}", text) or int(text) > most:
        raise FactRefused(f"{fact} is a whole number from 0 to {most:,}, not {str(value)[:40]!r}.")
    if int(text) == 0 and fact not in ("kids", "adults"):
        raise FactRefused(f"{fact} is at least 1.")
    return int(text)


def _words(fact: str, value: Any) -> list[str]:
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise FactRefused(f"{fact} is a list of words, separated by commas.")
    if len(words) > 50:
        raise FactRefused("A list holds at most 50 words.")
    return sorted({clean(word, limit=100, what="A word").lower() for word in words})


def _text(fact: str, value: Any) -> str:
    if isinstance(value, list | dict):
        raise FactRefused(f"{fact} is one text.")
    text = clean(str(value), limit=200, what=f"The {fact}")
    if fact == "time" and not _TIME.fullmatch(text):
        raise FactRefused("time is like 18:00, or morning, afternoon or evening.")
    if fact == "setting" and text not in ("indoors", "outdoors"):
        raise FactRefused("setting is indoors or outdoors.")
    return text


def _date(value: Any, today: date) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError as error:
        raise FactRefused("date is like 2027-06-12.") from error
    if day.year < today.year - 1 or day.year > today.year + 50:
        raise FactRefused(f"date is a day of these years, not {day.isoformat()}.")
    return day.isoformat()


def _other(fact: str, value: Any) -> Any:
    if fact == "budget":
        return _budget(value)
    if fact == "duration_hours":
        return _hours(value)
    if fact == "diet":
        return _diet(value)
    if fact == "kids_ages":
        return _ages(value)
    if fact == "cake_form":
        return _cake_form(value)
    raise FactRefused(f"There is no fact called {fact[:40]!r}.")


def _budget(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        amount, currency = value.get("amount"), value.get("currency")
        value = f"{amount} {currency or ''}"
    found = _MONEY.fullmatch(str(value).strip())
    if not found:
        raise FactRefused('budget is money like "$1,500" or "1500 EUR".')
    number = found["amount"].replace(",", "")
    amount = float(number) if "." in number else int(number)
    if not 0 < amount <= MOST_MONEY:
        raise FactRefused(f"budget is more than 0 and at most {MOST_MONEY:,}.")
    currency = found["code"] or _SYMBOLS.get(found["symbol"] or "")
    return {"amount": amount, "currency": currency, "kind": "max"}


def _hours(value: Any) -> int | float:
    try:
        hours = float(str(value))
    except ValueError as error:
        raise FactRefused("duration_hours is a number like 2.5.") from error
    if not 0 < hours <= 72:
        raise FactRefused("duration_hours is more than 0 and at most 72.")
    return int(hours) if hours == int(hours) else round(hours, 2)


def _ages(value: Any) -> str:
    text = str(value).replace(" ", "")
    if ages(text) is None:
        raise FactRefused("kids_ages is like 13-17, in years, the youngest first.")
    return text


def _diet(value: Any) -> dict[str, int | None]:
    """`{"vegan": 5}`, or words like "5 vegan, nut-free"."""
    if isinstance(value, dict):
        pairs = [(str(name), count) for name, count in value.items()]
    elif isinstance(value, str):
        pairs = [_counted_diet(part) for part in value.split(",")]
    else:
        raise FactRefused('diet is words like "5 vegan, nut-free".')
    return {
        clean(name, limit=60, what="A diet").lower(): None if count is None else _count(name, count)
        for name, count in pairs
    }


def _counted_diet(text: str) -> tuple[str, str | None]:
    found = re.match(r"\s*(\d{1,6})\s+", text)
    return (text[found.end() :], found[1]) if found else (text, None)


def _cake_form(value: Any) -> dict[str, Any]:
    """`{"kind": "tiered", "tiers": 3}`, or the kind alone."""
    form = value if isinstance(value, dict) else {"kind": value}
    if not isinstance(form.get("kind"), str):
        raise FactRefused('cake_form is a kind like "sheet", or JSON with a kind.')
    shape: dict[str, Any] = {"kind": clean(str(form.get("kind", "")), limit=40, what="A cake")}
    for name in ("tiers", "count"):
        if form.get(name) is not None:
            shape[name] = _count(name, form[name])
    return shape
