"""What a host may ask of a party: imperative, and it may be refused.

`base` is the version that the host looked at; None where the host takes part in whatever is
current. Conflicts are judged against host commands after `base`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from festplan.domain.brief import Choice
from festplan.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class EditInputs:
    """Add, change and remove inputs in one step."""

    added: tuple[Reading, ...] = ()
    changed: tuple[tuple[str, Reading], ...] = ()
    removed: tuple[str, ...] = ()
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Correct:
    """Set a fact by hand."""

    fact: str
    value: Any
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """Pin these options of an agent."""

    agent: str
    choices: tuple[Choice, ...]
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """Make the planning `content` of version `source_version` current again."""

    cause: Literal["undo", "redo", "restore"]
    source_version: int
    content: Mapping[str, Any]
    base: int | None = None


@dataclass(frozen=True, slots=True)
class MarkTask:
    """Tick a task of the checklist, or take the tick back."""

    task: str
    done: bool


@dataclass(frozen=True, slots=True)
class MarkLine:
    """Say that a budget line is planned, committed or paid; `what` the line was for then."""

    line: str
    state: Literal["planned", "committed", "paid"]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Save:
    """Keep a draft."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with the party at its head."""


@dataclass(frozen=True, slots=True)
class Close:
    """Be done with the party."""


Command = EditInputs | Correct | Choose | Restore | MarkTask | MarkLine | Save | Resume | Close
