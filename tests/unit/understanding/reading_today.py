"""The day and the cities that these tests read with."""

from __future__ import annotations

from datetime import date
from typing import Any

from festplan.domain.reading import Reading
from festplan.understanding import read

TODAY = date(2026, 11, 22)
CITIES = {"austin": ("Austin", "US"), "leeds": ("Leeds", "GB"), "atx": ("Austin", "US")}


def understood(text: str, **options: Any) -> Reading:
    """The reading of `text` on Sunday 22 November 2026."""
    return read(text, **{"today": TODAY, "cities": CITIES, **options})
