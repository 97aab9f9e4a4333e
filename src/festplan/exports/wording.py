"""Dates, times, amounts and counts in the words of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from festplan.domain.money import show


def day(iso: object, *, of: int | None = None) -> str:
    """`Sat, Jun 12, 2027`, without the year `of` a plan; what is no date stays as it is."""
    try:
        found = date.fromisoformat(str(iso))
    except ValueError:
        return str(iso or "")
    return f"{found:%a, %b} {found.day}{'' if found.year == of else f', {found.year}'}"


def clock(time: object) -> str:
    """`3:30 pm` of 15:30; words like "afternoon" stay."""
    hours, colon, minutes = str(time).partition(":")
    if not (colon and hours.isdigit() and minutes.isdigit()):
        return str(time)
    half = "am" if int(hours) % 24 < 12 else "pm"
    return f"{int(hours) % 12 or 12}{'' if minutes == '00' else f':{minutes}'} {half}"


def amount(minor: object, currency: object) -> str:
    """`$1,500`; nothing where no amount is known."""
    return show(minor, str(currency)) if isinstance(minor, int) else ""


def plural(count: int, noun: str, many: str = "") -> str:
    """`1 guest`, `2 guests`."""
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


def listed(items: Iterable[Any]) -> str:
    """`a, b and c`."""
    words = [str(item) for item in items]
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def capital(text: str) -> str:
    """`text` with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]
