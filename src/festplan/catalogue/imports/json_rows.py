"""Rows of a JSON file: an array of objects, or one object a line; read without holding it whole.

An object's values are flattened into cells: `{"price": {"amount": 5}}` is the cell `price.amount`,
and a list is its items with bars between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from festplan.catalogue.imports.csv_rows import Row
from festplan.catalogue.imports.refused import FileRefused, Report

MOST_DEEP = 8
"""Objects and lists inside one another, the row itself counted."""
MOST_OBJECT = 200_000
"""Characters of one object."""
_MARK = re.compile(r'["\\{}\[\]]')
_WORTH = re.compile(r"[^\s,]")


def rows(lines: Iterator[str], report: Report) -> Iterator[Row]:
    """Each object as a row; an object that is none is told to `report`, and reading goes on."""
    number, first = _first(lines)
    if first.startswith("["):
        texts = _elements(number, first[1:], lines)
    elif first.startswith("{"):
        texts = _each_line(number, first, lines)
    else:
        raise FileRefused("This JSON is neither an array of objects nor one object a line.")
    for line_number, text in texts:
        report.rows += 1
        try:
            yield Row(line_number, _cells(text))
        except (ValueError, RecursionError) as error:
            report.refuse(line_number, f"The object cannot be read: {_short(error)}.")


def _first(lines: Iterator[str]) -> tuple[int, str]:
    """The first line that says something, with its number."""
    for number, line in enumerate(lines, start=1):
        if line.strip("\ufeff \t\r\n"):
            return number, line.lstrip("\ufeff \t\r\n")
    raise FileRefused("The file is empty.")


def _each_line(number: int, first: str, lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    yield number, first
    for at, line in enumerate(lines, start=number + 1):
        if line.strip():
            yield at, line


def _elements(number: int, first: str, lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """The objects of an array with the line of each: every character is looked at once."""
    scan = _Scan()
    yield from scan.feed(number, first)
    for at, line in enumerate(lines, start=number + 1):
        yield from scan.feed(at, line)
    if not scan.closed:
        begun = f"the object of line {scan.line} is" if scan.depth else "it is"
        raise FileRefused(f"The JSON array ends too early: {begun} not closed.")


class _Scan:
    """Where in an array the reading is: how deep, inside which object, inside a text or not."""

    def __init__(self) -> None:
        self.depth = 0
        self.line = 0
        self.closed = False
        self._held: list[str] = []
        self._length = 0
        self._quoted = False
        self._escaped = False

    def feed(self, number: int, text: str) -> Iterator[tuple[int, str]]:
        """The objects that end in this line."""
        start = at = 0
        if self._escaped and text:
            self._escaped, at = False, 1
        while found := _MARK.search(text, at):
            mark, at = found[0], found.end()
            if mark == "\\":
                at += 1
                self._escaped = at > len(text)
            elif mark == '"':
                self._quoted = not self._quoted
            elif not self._quoted:
                if self.depth == 0:
                    self._begin(number, mark, text[start : found.start()])
                    start = at if self.closed else found.start()
                elif mark in "{[":
                    self.depth += 1
                else:
                    self.depth -= 1
                    if self.depth == 0:
                        yield self.line, self._end(text[start:at])
                        start = at
        self._hold(number, text[start:])

    def _begin(self, number: int, mark: str, between: str) -> None:
        """An object begins or the array ends; before it stands a comma and nothing else."""
        self._blank(number, between)
        if self.closed or mark not in "{]":
            raise FileRefused(f"Line {number}: an object is expected here, not “{mark}”.")
        self.closed = mark == "]"
        self.depth = 0 if self.closed else 1
        self.line = number

    def _hold(self, number: int, rest: str) -> None:
        if not self.depth:
            self._blank(number, rest)
            return
        self._held.append(rest)
        self._length += len(rest)
        if self._length > MOST_OBJECT:
            raise FileRefused(
                f"Line {self.line}: an object holds more than {MOST_OBJECT:,} characters."
            )

    def _end(self, last: str) -> str:
        text = "".join([*self._held, last])
        self._held, self._length = [], 0
        return text

    def _blank(self, number: int, between: str) -> None:
        if self._quoted or _WORTH.search(between):
            raise FileRefused(
                f"Line {number}: between the objects of the array stands {between.strip()[:40]!r}."
            )


def _cells(text: str) -> dict[str, str]:
    if len(text) > MOST_OBJECT:
        raise ValueError(f"it holds more than {MOST_OBJECT:,} characters")
    if _too_deep(text):
        raise ValueError(f"objects are nested more than {MOST_DEEP} deep")
    value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(value, dict):
        raise ValueError("it is no object")  # noqa: TRY004  wrong in the file, not in the code
    return dict(_flat("", value))


def _too_deep(text: str) -> bool:
    deep, quoted, at = 0, False, 0
    while found := _MARK.search(text, at):
        mark, at = found[0], found.end()
        if mark == "\\":
            at += 1
        elif mark == '"':
            quoted = not quoted
        elif not quoted:
            deep += 1 if mark in "{[" else -1
            if deep > MOST_DEEP:
                return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these pairs, whose keys must be distinct."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"it has {name[:40]!r} twice")
        made[name] = value
    return made


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _flat(f"{prefix}.{name}" if prefix else str(name), held)
    else:
        yield prefix, _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(_cell(item) for item in value if not isinstance(item, dict | list))
    text = str(value)
    # Three digits after a point would be read as thousands, which a number of JSON never has.
    return f"{text}0" if isinstance(value, float) and text[-4:-3] == "." else text


def _short(error: Exception) -> str:
    message = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
    return message.split(": line ")[0].rstrip(".")[:200]
