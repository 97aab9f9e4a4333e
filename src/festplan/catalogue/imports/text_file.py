"""A file of text, whatever wrote it: its encoding found, its lines of bounded length."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from festplan.catalogue.imports.refused import FileRefused

MOST_LINE = 1_000_000
"""Characters of one line; a longer one is no table, and would fill the memory."""
_CHUNK = 1 << 20
_HEAD = 4096

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = {
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed",
    b"SQLite": "a database",
}
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}
"""How an encoding is called when people are told."""


def encoding(path: Path) -> str:
    """The encoding of a text file, by its mark, its zero bytes, or what its bytes can be.

    Without a mark UTF-8 comes first, then Windows-1252. A file that begins as UTF-8 and breaks
    off is refused with the line: read as Windows-1252 every letter of it would come out wrong.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, what in _NO_TEXT.items():
        if head.startswith(magic):
            raise FileRefused(f"{path.name} is {what}, not text: save it as CSV or JSON.")
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    return marked or _by_zeros(head) or _by_bytes(path)


def is_json(path: Path, name: str) -> bool:
    """Whether the text begins as JSON does: a bracket or a brace."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode(name, errors="ignore")
    return head.lstrip("\ufeff \t\r\n").startswith(("[", "{"))


@contextmanager
def opened(path: Path, name: str) -> Iterator[tuple[IO[str], Callable[[], int]]]:
    """The file as text with its line ends as they are, and how many bytes of it have been read."""
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=name, newline="") as text:
        yield text, raw.tell


def lines(text: IO[str]) -> Iterator[str]:
    """The lines of `text` with their ends; `FileRefused` where one is longer than `MOST_LINE`."""
    number = 0
    while line := text.readline(MOST_LINE + 1):
        number += 1
        if len(line) > MOST_LINE:
            raise FileRefused(
                f"Line {number} is longer than {MOST_LINE:,} characters: is a quote left open, "
                "or is this no table?"
            )
        yield line


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: in most scripts every other byte is zero."""
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) * 2 > pairs:
        return "utf-16-le"
    return "utf-16-be" if pairs and head[0::2].count(0) * 2 > pairs else None


def _by_bytes(path: Path) -> str:
    decoder, line, letters = codecs.getincrementaldecoder("utf-8")(), 1, False
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                if letters or not good.isascii():
                    _refuse_mixed(path, line + good.count(b"\n"))
                return _by_code_page(path)
            letters = letters or not text.isascii()
            line += chunk.count(b"\n")
            if not chunk:
                return "utf-8"


def _by_code_page(path: Path) -> str:
    decoder, line = codecs.getincrementaldecoder("cp1252")(), 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                _refuse_mixed(path, line + error.object[: error.start].count(b"\n"))
            line += chunk.count(b"\n")
    return "cp1252"


def _refuse_mixed(path: Path, line: int) -> None:
    raise FileRefused(f"{path.name} holds bytes on line {line} that are no text: save it as UTF-8.")
