"""A measured program in a process of its own: commands in, replies out (see `worker.py`)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bench.environment import clean_environment

ROOT = Path(__file__).parent.parent
DURABLE = ["wal", 2]
"""What SQLite answers to `journal_mode` and `synchronous` when every commit is flushed."""

Reply: TypeAlias = Mapping[str, Any]


class ProgramFailed(Exception):
    """A measured program ended, or is not as durable as the others."""


@dataclass(frozen=True)
class Command:
    """How a program is started: an interpreter, a module and, where it has several, a variant."""

    name: str
    python: Path
    module: str
    variant: str = ""


class Process:
    """One program working in a folder of its own, its agents sleeping `delay_ms` each."""

    def __init__(self, command: Command, folder: Path, *, delay_ms: float) -> None:
        self.name = command.name
        self.folder = folder / command.name
        self.folder.mkdir(parents=True)
        self._process = subprocess.Popen(
            [command.python, "-m", command.module, self.folder, str(delay_ms), command.variant],
            cwd=ROOT,
            env=clean_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def versions(self) -> Mapping[str, str]:
        """The program's libraries and their versions.

        Raises ProgramFailed unless every connection flushes every commit.
        """
        reply = self.ask("setup")
        if weaker := {name: found for name, found in reply["pragmas"].items() if found != DURABLE}:
            raise ProgramFailed(f"{self.name} does not flush every commit: {weaker}")
        versions: Mapping[str, str] = reply["versions"]
        return versions

    def ask(self, command: str, **arguments: int) -> Reply:
        """Sends one command and waits for its reply; raises ProgramFailed when there is none."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise ProgramFailed(f"{self.name} ended at {command} {arguments}")
        reply: Reply = json.loads(line)
        return reply

    def close(self) -> None:
        """Lets the program end by itself."""
        self._process.communicate('{"do": "quit"}\n')
