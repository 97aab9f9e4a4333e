"""What happened to a party: a closed union of events, append-only, each at one version.

An event is a frozen dataclass; `kind` in the store is its class name and `body` its fields.
Host events carry `undo`, the version before their command: the place that undo returns to.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

SCHEMA_VERSION: Final = 1
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartyCreated:
    """A party began; `scope` is whose private results it may use."""

    scope: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class PartyForked:
    """A party began as another one's state: `content` is the planning that it starts from."""

    scope: str
    origin: str
    origin_version: int
    content: Body
    private: bool = False


@dataclass(frozen=True, slots=True)
class PartyImported:
    """A party began from an exported document."""

    scope: str
    origin: str
    content: Body
    private: bool = False


@dataclass(frozen=True, slots=True)
class InputAdded:
    """The host said something new."""

    input: Body
    undo: int


@dataclass(frozen=True, slots=True)
class InputChanged:
    """The host replaced an input as a whole; it keeps its place."""

    input: Body
    undo: int


@dataclass(frozen=True, slots=True)
class InputRemoved:
    """The host took an input back."""

    input_id: str
    undo: int


@dataclass(frozen=True, slots=True)
class FactCorrected:
    """The host set a fact by hand."""

    fact: str
    value: Any
    order: int
    undo: int


@dataclass(frozen=True, slots=True)
class OptionChosen:
    """The host pinned options of an agent: the whole list, in place of the one before."""

    agent: str
    choices: list[Body]
    undo: int


@dataclass(frozen=True, slots=True)
class BriefRestored:
    """The planning of an older version is current again; `cause` is undo, redo or restore."""

    cause: str
    source_version: int
    content: Body
    undo: int


@dataclass(frozen=True, slots=True)
class TaskMarked:
    """The host ticked a task of the checklist, or took the tick back."""

    task: str
    done: bool


@dataclass(frozen=True, slots=True)
class LineMarked:
    """The host committed to or paid a line of the budget: planned, committed or paid.

    `what` is the label that the line had then; the plan may later hold something else in its place.
    """

    line: str
    state: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class PartySaved:
    """The host saved a draft."""


@dataclass(frozen=True, slots=True)
class PartyResumed:
    """The host came back to go on."""


@dataclass(frozen=True, slots=True)
class PartyClosed:
    """The host is done with the party."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run is due: `planned` are the agents that it may execute."""

    run_id: str
    planned: list[str]


@dataclass(frozen=True, slots=True)
class StepCompleted:
    """In the open run an agent's answer became current: `ref` says which, `outcome` whence."""

    agent: str
    ref: Body
    outcome: str


@dataclass(frozen=True, slots=True)
class ResultDeleted:
    """In the open run the answer of an agent that nothing asks for any more went away."""

    agent: str


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A run ended: completed, superseded by a newer command, or failed with a reason."""

    run_id: str
    status: str
    reason: str = ""


Event = (
    PartyCreated
    | PartyForked
    | PartyImported
    | InputAdded
    | InputChanged
    | InputRemoved
    | FactCorrected
    | OptionChosen
    | BriefRestored
    | TaskMarked
    | LineMarked
    | PartySaved
    | PartyResumed
    | PartyClosed
    | RunStarted
    | StepCompleted
    | ResultDeleted
    | RunFinished
)
HOST_EVENTS = (
    InputAdded,
    InputChanged,
    InputRemoved,
    FactCorrected,
    OptionChosen,
    BriefRestored,
)
"""Events of commands about inputs, facts and choices: what undo takes back."""

_BY_KIND: Final[dict[str, type[Event]]] = {cls.__name__: cls for cls in Event.__args__}
_FIELDS: Final = {cls: tuple(f.name for f in fields(cls)) for cls in Event.__args__}


class UnknownEvent(ValueError):
    """The history holds a kind of event that this version of Festplan does not know."""


def kind(event: Event) -> str:
    """The name that the event has in the store."""
    return type(event).__name__


def body(event: Event) -> Body:
    """The fields of the event as JSON."""
    return {name: getattr(event, name) for name in _FIELDS[type(event)]}


def event(kind: str, body: Body) -> Event:
    """The event that `kind` and `body` wrote; `UnknownEvent` for what is not in the union."""
    if kind not in _BY_KIND:
        raise UnknownEvent(f"{kind} is not an event of a party")
    return _BY_KIND[kind](**body)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place in a party's history; `occurred_at` is ISO 8601 in UTC."""

    version: int
    event: Event
    event_id: str
    actor: str
    occurred_at: str
