"""Lines of CSV and JSON as rows, each with the line on which it begins in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from festplan.catalogue.imports import csv_rows, json_rows
from festplan.catalogue.imports.refused import FileRefused, Report


def lines(text: str) -> Iterator[str]:
    return iter(text.splitlines(keepends=True))


def read(text: str) -> tuple[list[tuple[int, dict[str, str]]], Report]:
    report = Report()
    table = csv_rows.table(lines(text), report)
    return [(row.line, dict(row.cells)) for row in table.rows], report


def objects(text: str) -> tuple[list[tuple[int, dict[str, str]]], Report]:
    report = Report()
    return [(row.line, dict(row.cells)) for row in json_rows.rows(lines(text), report)], report


# --- CSV -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"]
)
def test_the_separator_is_what_stands_between_the_names_of_the_columns(separator: str) -> None:
    rows, report = read(f"name{separator}city\nHall{separator}Austin\n")
    assert rows == [(2, {"name": "Hall", "city": "Austin"})]
    assert report.faults == 0


def test_a_separator_that_the_file_names_itself_counts() -> None:
    assert read("sep=;\nname;city,or town\nHall;Austin\n")[0] == [
        (3, {"name": "Hall", "city,or town": "Austin"})
    ]


def test_lines_are_those_of_the_file_with_blank_lines_and_quoted_line_breaks() -> None:
    rows, report = read('\nname,about\nA,"one\ntwo\nthree"\n\n,\nB,x\nC\nD,y\n')
    assert [(line, cells["name"]) for line, cells in rows] == [(3, "A"), (8, "B"), (10, "D")]
    assert rows[0][1]["about"] == "one\ntwo\nthree"
    assert [(error.line, error.message) for error in report.errors] == [
        (9, "The row has 1 cells where the table has 2 columns: a missing cell.")
    ]


def test_a_quote_left_open_is_told_with_the_line_on_which_it_opened() -> None:
    rows, report = read('name,city\nA,Austin\nB,"Austin\nC,Austin\nD,Austin\n')
    assert [line for line, _ in rows] == [2]
    assert [error.line for error in report.errors] == [3]
    assert "quote" in report.errors[0].message


def test_a_quote_too_many_spoils_its_row_alone() -> None:
    rows, report = read('name,city\n"A"x,Austin\nB,Austin\n')
    assert [line for line, _ in rows] == [3]
    assert [error.line for error in report.errors] == [2]


def test_a_cell_of_a_megabyte_is_told_and_not_read() -> None:
    rows, report = read(f"name,city\n{'x' * 999_000},Austin\nB,Austin\n")
    assert [line for line, _ in rows] == [3]
    assert "131,072 characters" in report.errors[0].message


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "empty"), ("\n \n", "empty"), ("name,name\nA,B\n", "one name"), ("a," * 2000, "at most")],
    ids=["nothing", "blanks", "twice", "many"],
)
def test_a_table_without_usable_columns_is_refused(text: str, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        read(text)


# --- JSON ----------------------------------------------------------------------------------------

PLACES: list[dict[str, Any]] = [
    {
        "name": 'A "quoted" \\ [hall] {1}',
        "price": {"amount": 12.5},
        "tags": ["a", "b"],
        "wifi": True,
    },
    {"name": "B", "lat": -37.811, "capacity": 60, "area": None},
    {},
]
CELLS = [
    {"name": 'A "quoted" \\ [hall] {1}', "price.amount": "12.5", "tags": "a|b", "wifi": "yes"},
    {"name": "B", "lat": "-37.8110", "capacity": "60", "area": ""},
    {},
]


@pytest.mark.parametrize("indent", [None, 0, 2], ids=["one line", "lines", "indented"])
def test_an_array_of_objects_is_read_however_it_is_laid_out(indent: int | None) -> None:
    rows, report = objects(json.dumps(PLACES, indent=indent))
    assert [cells for _, cells in rows] == CELLS
    assert (report.rows, report.faults) == (3, 0)


def test_one_object_a_line_is_read_and_a_broken_line_spoils_itself_alone() -> None:
    text = "\n".join([json.dumps(PLACES[0]), '{"name": ', "", json.dumps(PLACES[1])])
    rows, report = objects(text)
    assert [line for line, _ in rows] == [1, 4]
    assert [error.line for error in report.errors] == [2]


def test_the_line_of_an_object_is_that_of_its_brace() -> None:
    text = '[\n  {"name":\n "A"},\n\n {"name": "B"}, {"name": "C"}\n]\n'
    assert [(line, cells["name"]) for line, cells in objects(text)[0]] == [
        (2, "A"),
        (5, "B"),
        (5, "C"),
    ]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ('{"name": "A", "name": "B"}', "'name' twice"),
        ('{"price": NaN}', "NaN"),
        ('{"price": Infinity}', "Infinity"),
        ('{"a": ' * 9 + "1" + "}" * 9, "nested"),
        ('{"a": ' + "[" * 100_000 + "]" * 99_990 + "}", "nested|characters"),
        ('{"n": ' + "9" * 5000 + "}", "digits"),
        ('{"name" "A"}', "delimiter"),
        ('{"name": "' + "x" * 200_001 + '"}', "characters"),
        ('["name"]', "no object"),
        ("7", "no object"),
    ],
    ids=[
        "twice",
        "nan",
        "infinity",
        "deep",
        "deeper",
        "digits",
        "syntax",
        "long",
        "list",
        "number",
    ],
)
def test_an_object_that_is_none_is_told_and_reading_goes_on(bad: str, why: str) -> None:
    rows, report = objects(f'{{"name": "before"}}\n{bad}\n{{"name": "after"}}\n')
    assert [line for line, _ in rows] == [1, 3]
    assert [error.line for error in report.errors] == [2]
    assert re.search(why, report.errors[0].message)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[{"a": 1}, 7, {"a": 2}]', "stands .*7"),
        ('[{"a": 1} "x" {"a": 2}]', "stands"),
        ('[{"a": 1}, ["x"]]', "expected"),
        ('[{"a": 1}', "too early"),
        ('[{"a": 1}, {"b": ', "of line 1 is not closed"),
        ('[{"a": 1}]]', "expected"),
        ('[{"a": 1}] x', "stands"),
        ("nonsense", "neither"),
        ("", "empty"),
    ],
)
def test_what_is_no_array_of_objects_is_refused_where_it_ends_to_be_one(
    text: str, why: str
) -> None:
    with pytest.raises(FileRefused, match=why):
        objects(text)


def test_a_json_number_with_three_decimals_is_not_read_as_thousands() -> None:
    assert objects('{"price": 12.345}')[0][0][1]["price"] == "12.3450"
