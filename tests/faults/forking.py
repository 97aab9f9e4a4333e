"""The process that forks children to live, to look and to die, as tests see it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Forks:
    """The process that forks; `run` gives a child's exit and its report."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.crashing"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, kind: str, **task: Any) -> tuple[int, list[str]]:
        self._made += 1
        report = self._folder / f"report-{self._made}"
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"kind": kind, "report": str(report), **task}) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        return status, json.loads(report.read_text()) if report.exists() else []

    def close(self) -> None:
        self._process.communicate()
