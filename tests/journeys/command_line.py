"""The command line as a person uses it: in this process, or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from festplan.cli import app

FESTPLAN = str(Path(sys.executable).parent / "festplan")
SECONDS = 60


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class CommandLine:
    """Commands over one data folder."""

    folder: Path
    own_process: bool = False
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    def __call__(self, *arguments: str | bytes) -> Said:
        """What `festplan ARGUMENTS` says."""
        if self.own_process:
            return self.process(*arguments)
        environment = {"FESTPLAN_DATA_DIR": str(self.folder), **self.settings}
        result = CliRunner().invoke(app, [str(a) for a in arguments], env=environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def process(self, *arguments: str | bytes, **settings: str) -> Said:
        """The same, always in a process of its own."""
        done = subprocess.run(
            [FESTPLAN, *arguments],
            env=self.environment(**settings),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def environment(self, **settings: str) -> dict[str, str]:
        """What a process of its own finds."""
        return {
            **os.environ,
            "FESTPLAN_DATA_DIR": str(self.folder),
            **self.settings,
            **settings,
        }

    def json(self, *arguments: str) -> dict[str, Any]:
        """The document of a command that succeeds."""
        said = self(*arguments, "--json")
        assert (said.code, said.err) == (0, ""), said
        return said.document

    def planned(self, *texts: str) -> str:
        """The id of a new party of these texts."""
        return str(self.json("plan", *texts)["party_id"])


def plan_of(edit: Mapping[str, Any]) -> dict[str, set[str]]:
    """The agents of an edit document by what is done to them, without their ending."""
    steps = edit["delta"]["execution_plan"]
    return {
        action: {short(s["agent"]) for s in steps if s["action"] == action}
        for action in ("execute", "reuse_cache", "delete")
    }


def ran(edit: Mapping[str, Any]) -> set[str]:
    """The agents that worked, by the outcome of an edit document."""
    return {short(s["agent"]) for s in edit["outcome"] if s["outcome"] in {"ran", "shared"}}


def short(agent: str) -> str:
    return agent.removesuffix("_agent")


def percent(edit: Mapping[str, Any]) -> int:
    found: int = edit["delta"]["estimated_cost_savings"]["savings_percent"]
    return found
