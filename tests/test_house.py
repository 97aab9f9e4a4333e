"""The rules of the house that no linter knows, and the guards that hold over every test."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest

from tests.conftest import NetworkReachedError

ROOT = Path(__file__).parents[1]
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 70
NAMES_THAT_SAY_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}


def faults(file: Path) -> list[str]:
    """What the house has against a source file."""
    text = file.read_text(encoding="utf-8")
    found = (
        [f"{file.name}: a name that says nothing"] if file.stem in NAMES_THAT_SAY_NOTHING else []
    )
    if (length := len(text.splitlines())) > MOST_LINES_OF_A_FILE:
        found.append(f"{file}: {length} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                found.append(f"{file}:{node.lineno}: {node.name} has {length} lines")
    return found


def test_files_and_functions_stay_short_and_are_named_for_what_they_do() -> None:
    files = sorted((ROOT / "src").rglob("*.py"))
    assert files
    assert [fault for file in files for fault in faults(file)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utils.py", ""),
        ("long_file.py", "x = 1\n" * 501),
        ("long_function.py", "def f():\n" + "    x = 1\n" * 70),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, name: str, text: str) -> None:
    planted = tmp_path / name
    planted.write_text(text)
    assert len(faults(planted)) == 1


def test_a_test_that_reaches_for_another_machine_fails() -> None:
    reserved_for_documentation = "192.0.2.1"
    with socket.socket() as door, pytest.raises(NetworkReachedError):
        door.connect((reserved_for_documentation, 9))
