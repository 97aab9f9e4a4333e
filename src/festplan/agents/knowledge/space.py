"""Whether a party fits a room: by the capacity that the venue states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from festplan.domain.money import ceil_div

Feel = Literal["too small", "tight", "ok", "empty"]
TIGHT_ABOVE_PERCENT = 90  # own
EMPTY_BELOW_PERCENT = 40  # own


@dataclass(frozen=True, slots=True)
class Fit:
    """How full the room is, in percent rounded up, and how that feels."""

    feel: Feel
    percent: int
    text: str


def fit(guests: int, capacity: int) -> Fit:
    """How `guests` fit a room that holds `capacity` of at least one."""
    percent = ceil_div(guests * 100, capacity)
    feel = _feel(guests, capacity)
    texts: dict[Feel, str] = {
        "too small": f"holds {capacity}, {guests - capacity} fewer than your {guests} guests",
        "tight": f"{guests} of {capacity} places: tight",
        "ok": f"{guests} of {capacity} places",
        "empty": f"{guests} of {capacity} places: may feel empty",
    }
    return Fit(feel, percent, texts[feel])


def comfortable_capacity(guests: int) -> int:
    """The smallest stated capacity at which `guests` are not tight."""
    return ceil_div(guests * 100, TIGHT_ABOVE_PERCENT)


def _feel(guests: int, capacity: int) -> Feel:
    if guests > capacity:
        return "too small"
    if guests * 100 > capacity * TIGHT_ABOVE_PERCENT:
        return "tight"
    return "empty" if guests * 100 < capacity * EMPTY_BELOW_PERCENT else "ok"
