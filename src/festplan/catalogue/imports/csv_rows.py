"""Rows of a table of separated values, each with the line of the file on which it begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from festplan.catalogue.imports.refused import FileRefused, Report

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MOST_COLUMNS = 1000
_QUOTED = re.compile(r'"[^"]*"')
_SAID = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line of the file on which it begins, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is being read: how it is separated, its columns, and its rows as they come."""

    separated_by: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


def table(lines: Iterator[str], report: Report) -> Table:
    """The table in `lines`; rows that are none are told to `report` as they come."""
    first, skipped = _first(lines)
    said = _SAID.fullmatch(first)
    if said:
        first, skipped = next(lines, ""), skipped + 1
    separator = said[1] if said else _separator(first)
    reader = csv.reader(chain([first], lines), delimiter=separator, strict=True)
    columns = _columns(reader)
    named = SEPARATORS.get(separator, f"“{separator}”")
    return Table(named, columns, _rows(reader, columns, skipped, report))


def _first(lines: Iterator[str]) -> tuple[str, int]:
    """The first line that says something, and how many blank ones came before."""
    for blank, line in enumerate(lines):
        if line.strip():
            return line, blank
    raise FileRefused("The file is empty.")


def _separator(header: str) -> str:
    """What stands most often between the names of the columns."""
    bare = _QUOTED.sub("", header)
    return max(SEPARATORS, key=bare.count)


def _columns(reader: Iterator[list[str]]) -> tuple[str, ...]:
    try:
        names = tuple(name.strip().lstrip("\ufeff") for name in next(reader))
    except csv.Error as error:
        raise FileRefused(f"The names of the columns cannot be read: {error}.") from error
    if len(names) > MOST_COLUMNS:
        raise FileRefused(f"A table may have at most {MOST_COLUMNS:,} columns.")
    given = [name for name in names if name]
    if twice := sorted({name for name in given if given.count(name) > 1}):
        raise FileRefused(f"Two columns have one name: {twice[0]}. Name them apart.")
    return names


def _rows(
    reader: Iterator[list[str]], columns: Sequence[str], skipped: int, report: Report
) -> Iterator[Row]:
    while True:
        line = skipped + reader.line_num + 1  # type: ignore[attr-defined]  # csv has no public type
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            report.rows += 1
            report.refuse(line, _broken(error))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        report.rows += 1
        if len(cells) != len(columns):
            report.refuse(line, _uneven(len(cells), len(columns)))
            continue
        yield Row(line, dict(zip(columns, cells, strict=True)))


def _broken(error: csv.Error) -> str:
    if "field larger" in str(error):
        most = f"{csv.field_size_limit():,}"
        return f"A cell holds more than {most} characters: is a quote left open?"
    return f"The row cannot be read ({error}): is a quote left open, or one too many?"


def _uneven(cells: int, columns: int) -> str:
    what = "a separator inside a cell that has no quotes" if cells > columns else "a missing cell"
    return f"The row has {cells} cells where the table has {columns} columns: {what}."
