"""A file as listings, one after the other: in memory is one row at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from festplan.catalogue.imports import csv_rows, json_rows
from festplan.catalogue.imports.columns import Columns, columns
from festplan.catalogue.imports.csv_rows import Row
from festplan.catalogue.imports.listing_row import Origin, listing_of
from festplan.catalogue.imports.refused import FileRefused, Report, RowRefused, RowSkipped
from festplan.catalogue.imports.text_file import NAMES, encoding, is_json, lines, opened
from festplan.domain.listing import Listing

Read = Callable[[int, int], None]
"""Called with how many bytes of how many have been read."""
Cells = Mapping[str, str]
"""The parts of a listing in a row, by our names."""

_TOLD_EVERY = 200


def listings(
    path: Path, mapped: Mapping[str, str], report: Report, read: Read = lambda _done, _all: None
) -> Iterator[Listing]:
    """The listings of a CSV or JSON file; rows that are none are told to `report`.

    Ends early, with an error in the report, where the rest cannot be read. Raises `FileRefused`
    where nothing can. `mapped` says which of its columns are which of ours.
    """
    if path.exists() and not path.is_file():
        raise FileRefused(f"{path} is no file to be read more than once: save it as one.")
    try:
        name, size = encoding(path), path.stat().st_size
        with opened(path, name) as (text, done):
            report.read_as = NAMES[name]
            rows = _parts(lines(text), mapped, report, json=is_json(path, name))
            for count, listing in enumerate(_each(rows, path, report)):
                if count % _TOLD_EVERY == 0:
                    read(done(), size)
                yield listing
            read(size, size)
    except UnicodeError as error:
        raise FileRefused(f"{path.name} is no text: {error}.") from error
    except OSError as error:
        raise FileRefused(f"{path} cannot be read: {error.strerror}.") from error


def _each(rows: Iterator[tuple[int, Cells]], path: Path, report: Report) -> Iterator[Listing]:
    """The listings of rows; an id that was there before is an error of the later row."""
    scope, lines_of_ids = _scope(path), dict[str, int]()
    try:
        for line, cells in rows:
            try:
                listing = listing_of(cells, Origin(path.name, "" if "source" in cells else scope))
            except RowRefused as refused:
                report.refuse(line, str(refused))
            except RowSkipped as skipped:
                report.skipped[str(skipped)] += 1
            else:
                before = lines_of_ids.setdefault(listing.listing_id, line)
                if before == line:
                    yield listing
                else:
                    report.refuse(line, _twice(before, cells))
    except FileRefused as refused:
        report.refuse(0, str(refused))


def _twice(before: int, cells: Cells) -> str:
    if "id" in cells:
        return f"The id “{cells['id'][:60]}” is on line {before} already: give each row its own."
    return f"The same place is on line {before} already: leave one out, or give them ids."


def _parts(
    text: Iterator[str], mapped: Mapping[str, str], report: Report, *, json: bool
) -> Iterator[tuple[int, Cells]]:
    """Line and cells by our names of every row."""
    if json:
        report.read_as += ", JSON"
        return _objects(json_rows.rows(text, report), mapped, report)
    table = csv_rows.table(text, report)
    found = columns(table.columns, mapped)
    report.read_as += f", {table.separated_by}"
    report.unused = found.unused
    return ((row.line, found.cells(row.cells)) for row in table.rows)


def _objects(
    rows: Iterator[Row], mapped: Mapping[str, str], report: Report
) -> Iterator[tuple[int, Cells]]:
    """The same of objects, each of which may have other keys."""

    @lru_cache(maxsize=256)
    def known(names: tuple[str, ...]) -> Columns:
        return columns((*names, *(set(mapped.values()) - {*names})), mapped)

    for row in rows:
        try:
            yield row.line, known(tuple(row.cells)).cells(row.cells)
        except FileRefused as refused:
            report.refuse(row.line, str(refused))


def _scope(path: Path) -> str:
    """What the ids of a file that names no source are kept apart by: its name."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:30] or "file"
