"""Any file at all is read as listings or refused, in work that grows no faster than the file."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.catalogue.imports.columns import OURS
from festplan.catalogue.imports.listing_row import Origin, listing_of
from festplan.catalogue.imports.reading import listings
from festplan.catalogue.imports.refused import FileRefused, Report, RowRefused, RowSkipped
from festplan.domain.listing import ROLES, Listing
from festplan.domain.text import clean

SHARPS = st.sampled_from(
    [
        *("", "=1+1", "-5", "NaN", "1e308", "0", "999999999999999999999", "\x00", "\u202e", "“"),
        *(
            "a" * 300,
            "(",
            "()",
            "Boston (x)",
            "restaurant",
            "bakery",
            "dj",
            "Austin",
            "US",
            "event",
        ),
        *("wheelchair=yes;cuisine=thai", "==;=", "diet:vegan=yes", "1.234,50", "€5", "90", "-181"),
    ]
)
CELL = SHARPS | st.text(max_size=40)


def read(file: Path, body: bytes) -> tuple[list[Listing], Report]:
    """What a file of these bytes is read as; nothing but `FileRefused` may come out."""
    file.write_bytes(body)
    report = Report()
    try:
        return list(listings(file, {}, report)), report
    except FileRefused:
        return [], report


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files") / "any.csv"


@given(body=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(file: Path, body: bytes) -> None:
    read(file, body)


@given(text=st.text(alphabet='[]{}",:\\ \n\t0aeE-.\u202e', max_size=400), array=st.booleans())
def test_any_text_that_looks_like_json_is_read_or_refused(
    file: Path,
    text: str,
    array: bool,  # noqa: FBT001
) -> None:
    read(file, (("[" if array else "{") + text).encode())


@given(
    rows=st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=8),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_table_is_read_row_by_row_or_refused(
    file: Path, rows: list[list[str]], separator: str, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([["name", "kind", "city", "country", "capacity"], *rows])
    found, report = read(file, text.getvalue().encode(encoding, "ignore"))
    assert len(found) + report.skipped.total() + report.faults == report.rows
    assert all(error.line > 1 for error in report.errors)


@given(rows=st.lists(st.dictionaries(st.sampled_from(OURS), CELL, min_size=2), max_size=6))
def test_json_says_the_same_on_lines_and_in_an_array(
    file: Path, rows: list[dict[str, str]]
) -> None:
    on_lines = "\n".join(json.dumps(row) for row in rows).encode()
    in_array = json.dumps(rows).encode()
    if not rows:
        return
    found, report = read(file, on_lines)
    same, other = read(file, in_array)
    assert found == same
    assert (report.skipped, report.faults) == (other.skipped, other.faults)


@given(row=st.dictionaries(st.sampled_from(OURS), CELL))
def test_a_row_is_a_clean_listing_or_refused_in_a_sentence(row: dict[str, str]) -> None:
    filled = {"name": "Hall", "kind": "hall", "city": "Austin", **row}
    try:
        listing = listing_of(filled, Origin("x.csv", "x"))
    except (RowRefused, RowSkipped) as error:
        why = str(error)
    else:
        why = ""
        is_clean(listing)
    assert len(why) < 400


def is_clean(listing: Listing) -> None:
    assert listing.role in ROLES
    assert listing.basis == ("estimate" if listing.price_minor is None else "listed")
    texts = (listing.name, listing.city, listing.listing_id, listing.source, *listing.tags)
    assert all(clean(text) == text and "\n" not in text for text in texts)
    assert listing.capacity is None or listing.capacity > 0
    assert (listing.price_minor or 0) >= 0


# --- work ----------------------------------------------------------------------------------------


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls, Python's own included."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


ROW = b"Hall %d,hall,Austin,US\n"
OBJECT = b'{"name": "Hall %d", "kind": "hall",\n "city": "Austin"},\n'
SHAPES: dict[str, Callable[[int], bytes]] = {
    "rows": lambda n: b"name,kind,city,country\n" + b"".join(ROW % i for i in range(n)),
    "one id": lambda n: b"id,name,kind,city\n" + b"1,Hall,hall,Austin\n" * n,
    "blank lines": lambda n: b"name,kind,city\n" + b"\n" * n * 5 + b"A,hall,Austin",
    "bad rows": lambda n: b"name,kind,city\n" + b'"x"y\n' * n,
    "an open quote": lambda n: b'name,kind,city\n"' + b"x,\n" * n,
    "an array": lambda n: b"[" + b"".join(OBJECT % i for i in range(n))[:-2] + b"]",
    "an open object": lambda n: b'[{"a": ' + b"\n[1],\n" * n,
    "backslashes": lambda n: b'[{"a": "' + b"\\\\" * n * 4 + b'"}]',
    "brackets": lambda n: b'{"a": ' + b"[" * n * 8,
    "keys": lambda n: b"{" + b",".join(b'"k%d": 1' % (i % (n - 1)) for i in range(n)) + b"}",
    "tags": lambda n: b"name,kind,city,tags\nA,hall,Austin,cuisine=" + b"|a" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_file_is_at_most_twice_the_work(file: Path, shape: str) -> None:
    bodies = [SHAPES[shape](n) for n in (400, 800)]
    once, twice = (calls(partial(read, file, body)) for body in bodies)
    assert twice <= 2.2 * once + 200, (once, twice)


def test_work_that_grows_with_the_square_would_be_told() -> None:
    def squared(n: int) -> int:
        return sum(len(str(other)) for number in range(n) for other in range(number))

    assert calls(partial(squared, 80)) > 2.2 * calls(partial(squared, 40)) + 200
