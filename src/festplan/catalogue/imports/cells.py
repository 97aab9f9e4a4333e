"""Cells of a file, read and checked: text, numbers, money, coordinates, countries.

Each reader gives the value or raises `RowRefused` with a sentence that says what to write.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from festplan.catalogue.imports.refused import RowRefused
from festplan.domain.countries import COUNTRIES, CURRENCIES
from festplan.domain.listing import Unit
from festplan.domain.money import minor
from festplan.domain.text import TextRefused, clean

MOST_MONEY = 10_000_000
"""Whole money: nothing for a party costs more."""
MOST_GUESTS = 1_000_000

_FORMULA = re.compile(r"=|[+@-][^|(!]*[|(!]")
_GROUPED = re.compile(r"\d{1,3}(?:[,.' \u00a0]\d{3})+")
_WHOLE = re.compile(r"\d+(?:\.0+)?")
_MONEY = re.compile(
    r"(?P<before>[^\d\s.,'-]{0,4}?)\s*"
    r"(?P<sum>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"
    r"|\d{1,3}(?:[' \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,](?:\d{1,2}|\d{4,}))?)"
    r"\s*(?P<after>[^\d\s.,'-]{0,4})"
)
_PARTS = re.compile(r"(?P<whole>.*?)(?:[.,](?P<part>\d{1,2}|\d{4,}))?")
_SIGNS = {"€": "EUR", "£": "GBP", "a$": "AUD", "c$": "CAD", "nz$": "NZD", "us$": "USD", "¥": "JPY"}
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("event", "booking", "flat", "permit", "reservation", "party", "day"), "event"),
    **dict.fromkeys(("hour", "hourly", "hr", "h", "hours"), "hour"),
    **dict.fromkeys(("head", "person", "guest", "pp", "pax", "people"), "head"),
    **dict.fromkeys(("serving", "slice", "portion", "servings"), "serving"),
    **dict.fromkeys(("item", "piece", "each", "unit"), "item"),
}
_PER = re.compile(r"^\s*(?:per|an?|by the)\s+|/\s*")


@lru_cache(maxsize=4096)  # sources, licences and cities are the same on row after row
def text(cell: str, what: str, most: int) -> str:
    """The cell on one line by the normaliser of every door; a formula is refused."""
    try:
        cleaned = " ".join(clean(cell, limit=most, what=what).split())
    except TextRefused as error:
        raise RowRefused(str(error)) from error
    if _FORMULA.match(cleaned):
        raise RowRefused(f"{what} is a formula ({cleaned[:30]}): write its text.")
    return cleaned


def whole(cell: str, what: str, *, least: int = 0, most: int = MOST_GUESTS) -> int:
    """A whole number of at most `most`: "120", "1,200", "120.0"."""
    if len(cell) > 20 or not (_GROUPED.fullmatch(cell) or _WHOLE.fullmatch(cell)):
        raise RowRefused(f"{what} is a whole number, like 120; this is {_cut(cell)}.")
    grouped = _GROUPED.fullmatch(cell)
    number = int(re.sub(r"\D", "", cell) if grouped else cell.partition(".")[0])
    if not least <= number <= most:
        raise RowRefused(f"{what} is from {least:,} to {most:,}; this is {number:,}.")
    return number


def money(cell: str, what: str, country_currency: str) -> tuple[int, str]:
    """Minor units and currency of "1,200.50", "€75" or "USD 50", by default in the country's."""
    found = _MONEY.fullmatch(cell) if len(cell) <= 40 else None
    if found is None:
        raise RowRefused(
            f"{what} is an amount of money, like 75 or 1,200.50; this is {_cut(cell)}."
        )
    code = _currency(found["before"] or found["after"], what, country_currency)
    amount = _amount(found["sum"])
    if amount > MOST_MONEY:
        raise RowRefused(f"{what} is at most {MOST_MONEY:,}; this is {_cut(cell)}.")
    return minor(amount, code), code


def currency(cell: str) -> str:
    """An ISO 4217 code."""
    code = cell.strip().upper()
    if code not in CURRENCIES.values():
        raise RowRefused(f"“{cell[:20]}” is no currency: write its three letters, like USD.")
    return code


def unit(cell: str) -> Unit:
    """What a price is for: "per hour", "pp", "flat"."""
    said = _PER.sub("", cell.lower(), count=1) if len(cell) <= 40 else ""
    found = _UNITS.get(said.strip())
    if found is None:
        raise RowRefused(
            f"A price is per event, hour, head, serving or item; this is “{cell[:30]}”."
        )
    return found


def coordinates(lat: str, lon: str) -> tuple[float | None, float | None]:
    """Degrees north and east, rounded to a metre; both or neither."""
    if not lat and not lon:
        return None, None
    north, east = _degrees(lat, "The latitude", 90), _degrees(lon, "The longitude", 180)
    if north == 0 == east:
        raise RowRefused("Latitude 0, longitude 0 is in the sea: leave both empty.")
    return north, east


def country(cell: str) -> str:
    """The ISO 3166 code of a country, from its code or its English name."""
    code = COUNTRIES.get(cell.strip().casefold(), cell.strip().upper())
    if code not in CURRENCIES:
        raise RowRefused(f"“{cell[:30]}” is no country that is known: write two letters, like US.")
    return code


def _amount(digits: str) -> Decimal:
    """The number; three digits after a mark are thousands, others are its fraction."""
    parts = _PARTS.fullmatch(digits)
    whole_part = re.sub(r"\D", "", parts["whole"]) if parts else ""
    return Decimal(f"{whole_part or 0}.{(parts and parts['part']) or 0}")


def _currency(sign: str, what: str, usual: str) -> str:
    said = sign.strip().lower()
    if said in {"", "$", "fr", "fr.", "kr"}:
        return usual
    code = _SIGNS.get(said, said.upper())
    if code not in CURRENCIES.values():
        raise RowRefused(f"{what} is in “{sign}”, which is no currency: write a code, like USD.")
    return code


def _degrees(cell: str, what: str, most: int) -> float:
    try:
        degrees = float(cell) if 0 < len(cell) <= 40 else None
    except ValueError:
        degrees = None
    if degrees is None or not -most <= degrees <= most:
        raise RowRefused(f"{what} is from -{most} to {most} degrees; this is {_cut(cell)}.")
    return round(degrees, 5)


def _cut(cell: str) -> str:
    return f"“{cell[:30]}”" if cell else "empty"
