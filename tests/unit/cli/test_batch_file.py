"""Parties of a file: a table or lines of JSON, and what is wrong with them, by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from festplan.catalogue.imports.refused import FileRefused
from festplan.cli.batch_file import read
from festplan.service.batching import Wanted, job_id

TABLE = """Name;private;theme;guests
Mia;x;jungle theme;75 guests
;;;60 guests
"""


def told(path: Path) -> str:
    """What is said about a file that cannot be planned."""
    try:
        parties, report = read(path)
    except FileRefused as refused:
        return str(refused)
    assert report.faults, parties
    return "; ".join(f"line {error.line}: {error.message}" for error in report.errors)


def test_every_column_but_name_and_private_is_an_input(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(TABLE)
    parties, report = read(tmp_path / "parties.csv")
    assert parties == [
        Wanted("Mia", ("jungle theme", "75 guests"), private=True),
        Wanted("", ("60 guests",)),
    ]
    assert (report.rows, report.faults) == (2, 0)


def test_a_job_is_what_its_parties_say(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(TABLE)
    (tmp_path / "parties.jsonl").write_text(
        '{"name": "Mia", "private": true, "inputs": [" jungle theme", "75 guests"]}\n'
        '{"inputs": ["60 guests"]}\n'
    )
    table, lines = read(tmp_path / "parties.csv")[0], read(tmp_path / "parties.jsonl")[0]
    assert job_id(table) == job_id(lines) != job_id(table, 1)
    assert job_id(table) != job_id(table[:1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("name,private\nMia,\n", "No column holds inputs"),
        ("name,first\nMia,\n", "line 2: A party needs an input."),
        ("name,first\nMia\n", "line 2: The row has 1 cells"),
        ("private,first\nperhaps,75 guests\n", "line 2: name is a text, and private is yes or no"),
        ('{"inputs": ["75 guests"]}\n{"inputs": "x"}\n', "line 2: inputs is a list of texts."),
        ('{"inputs": ["75 guests"], "color": 1}\n', "line 1: color is not known"),
        ('{"inputs": ["75 guests"]\n', "line 1: This is no JSON"),
        ("[1]\n", "line 1: A party is an object"),
        (f'{{"inputs": ["{"x" * 10_001}"]}}\n', "line 1: An input may hold at most 10,000"),
        ('{"inputs": [" "]}\n', "line 1: An input needs some words"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "parties").write_text(text)
    assert said in told(tmp_path / "parties")
