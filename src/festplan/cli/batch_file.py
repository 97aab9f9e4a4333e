"""Parties in a file: CSV with a party a row, or JSON with a party a line; all of them or none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from festplan.catalogue.imports import csv_rows, text_file
from festplan.catalogue.imports.refused import FileRefused, Report, RowRefused
from festplan.domain.text import MAX_NAME, TextRefused, clean
from festplan.service.batching import Wanted
from festplan.service.editing import MAX_TEXTS

MOST_PARTIES = 100_000
NAME, PRIVATE, INPUTS = "name", "private", "inputs"
YES, NO = {"yes", "true", "1", "x"}, {"", "no", "false", "0"}


def read(path: Path) -> tuple[list[Wanted], Report]:
    """The parties of a file, and what is wrong with it; raises `FileRefused`.

    In a table every column but `name` and `private` holds an input; an empty cell is none. A line
    of JSON is an object of `inputs`, a list of texts, and maybe `name` and `private`.
    """
    report, parties = Report(), list[Wanted]()
    try:
        for line, row in _rows(path, report):
            try:
                parties.append(_wanted(row))
            except (RowRefused, TextRefused) as refused:
                report.refuse(line, str(refused))
            if len(parties) > MOST_PARTIES:
                raise FileRefused(f"One file may hold at most {MOST_PARTIES:,} parties.")
    except OSError as error:
        raise FileRefused(f"{path} cannot be read: {error.strerror}.") from error
    return parties, report


def _rows(path: Path, report: Report) -> Iterator[tuple[int, Mapping[str, Any]]]:
    encoding = text_file.encoding(path)
    as_json = text_file.is_json(path, encoding)
    with text_file.opened(path, encoding) as (text, _):
        lines = text_file.lines(text)
        yield from _objects(lines, report) if as_json else _cells(lines, report)


def _objects(lines: Iterator[str], report: Report) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        report.rows += 1
        try:
            row = json.loads(line)
        except (JSONDecodeError, RecursionError) as error:
            what = error.msg if isinstance(error, JSONDecodeError) else "nested too deeply"
            report.refuse(number, f"This is no JSON: {what}. A party is one line.")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            report.refuse(number, 'A party is an object, like {"inputs": ["75 guests"]}.')


def _cells(lines: Iterator[str], report: Report) -> Iterator[tuple[int, Mapping[str, Any]]]:
    table = csv_rows.table(lines, report)
    named = {column: column.lower() for column in table.columns}
    said = [column for column, name in named.items() if name not in (NAME, PRIVATE)]
    if not said:
        raise FileRefused("No column holds inputs: every column but name and private is one.")
    for row in table.rows:
        found: dict[str, Any] = {
            name: row.cells[column] for column, name in named.items() if name in (NAME, PRIVATE)
        }
        private = str(found.get(PRIVATE, "")).strip().lower()
        if private in YES | NO:
            found[PRIVATE] = private in YES
        yield row.line, found | {INPUTS: [c for c in map(row.cells.get, said) if c and c.strip()]}


def _wanted(row: Mapping[str, Any]) -> Wanted:
    """The party of a row; raises `RowRefused` and `TextRefused`."""
    if unknown := sorted(map(str, row.keys() - {NAME, PRIVATE, INPUTS})):
        raise RowRefused(f"{unknown[0]} is not known: a party has inputs, name and private.")
    name, private, inputs = row.get(NAME, ""), row.get(PRIVATE, False), row.get(INPUTS, [])
    if not isinstance(name, str) or not isinstance(private, bool):
        raise RowRefused("name is a text, and private is yes or no (true or false in JSON).")
    if not isinstance(inputs, list) or not all(isinstance(text, str) for text in inputs):
        raise RowRefused("inputs is a list of texts.")
    if not inputs:
        raise RowRefused("A party needs an input.")
    if len(inputs) > MAX_TEXTS:
        raise RowRefused(f"A party may begin with at most {MAX_TEXTS} inputs.")
    label = clean(name, limit=MAX_NAME, what="A name") if name.strip() else ""
    return Wanted(label, tuple(clean(text) for text in inputs), private)
