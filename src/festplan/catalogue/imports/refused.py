"""What may be wrong with a file of listings, and what came of reading one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST_ERRORS = 20
"""Errors that a report spells out; the others are counted."""


class FileRefused(ValueError):
    """A file cannot be read as listings; the message says why, and what to do."""


class RowRefused(ValueError):
    """A row cannot be a listing; the message says why, in one sentence."""


class RowSkipped(Exception):
    """A row is understood, and is nothing that can host or serve a party; the message counts it."""


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be a listing: the line of the file on which it begins, and why."""

    line: int
    message: str


@dataclass(slots=True)
class Report:
    """What came of reading a file: rows in all, what was skipped and why, what is wrong.

    `errors` holds the first `MOST_ERRORS` of `faults`. `read_as` says how the file was read
    ("UTF-8, commas"), `unused` names its columns that no listing has.
    """

    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)
    faults: int = 0
    read_as: str = ""
    unused: tuple[str, ...] = ()

    def refuse(self, line: int, message: str) -> None:
        """Counts an error, and keeps it if it is among the first."""
        self.faults += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(RowError(line, message))
