"""The rooms of Festplan import downwards only, and the check that says so can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of pyproject.toml over the `festplan` package found in `folder`."""
    linter = str(Path(sys.executable).parent / "lint-imports")
    command = [linter, "--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the package, to plant faults in."""
    shutil.copytree(ROOT / "src/festplan", tmp_path / "festplan")
    return tmp_path


def test_every_import_keeps_to_the_layers() -> None:
    outcome = lint_imports(ROOT / "src")
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("room", "line", "broken"),
    [
        ("domain", "import festplan.engine", "Imports go down only"),
        ("catalogue", "import festplan.understanding", "Imports go down only"),
        ("domain", "import os", "The domain does no I/O"),
        ("engine", "import pydantic", "Domain, ports and engine import in milliseconds"),
        ("store", "import pickle", "No pickle"),
    ],
    ids=["upwards", "sideways", "domain-io", "heavy-core", "pickle"],
)
def test_a_planted_import_breaks_its_contract(
    copy: Path, room: str, line: str, broken: str
) -> None:
    (copy / "festplan" / room / "planted.py").write_text(f"{line}\n")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert [said for said in outcome.stdout.splitlines() if broken in said and "BROKEN" in said]


def test_a_room_that_no_layer_names_breaks_the_contract(copy: Path) -> None:
    (copy / "festplan" / "helpers.py").write_text("")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "helpers" in outcome.stdout
