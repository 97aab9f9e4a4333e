"""The party: what a host planned and what the agents answered, at one version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from festplan.domain.brief import Brief, Choice, Correction, Input, merge
from festplan.domain.plan import ResultRef


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is due or running; `planned` are the agents that it may execute."""

    run_id: str
    planned: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """What undo, restore and fork bring back: the brief's sources and the answers to them."""

    inputs: tuple[Input, ...] = ()
    corrections: tuple[Correction, ...] = ()
    choices: tuple[Choice, ...] = ()
    results: Mapping[str, ResultRef] = field(default_factory=dict[str, ResultRef])

    @cached_property
    def brief(self) -> Brief:
        """The inputs, corrections and choices, merged."""
        return merge(self.inputs, self.corrections, self.choices)

    def input(self, input_id: str) -> Input | None:
        """The input of that id, if it is there."""
        return next((i for i in self.inputs if i.input_id == input_id), None)

    def but(self, **changes: Any) -> Content:
        """The same with some parts changed; the brief is merged anew only where it may change."""
        held = self.__dict__ | changes
        if changes.keys() != {"results"}:
            held.pop("brief", None)
        return _made(type(self), held)

    def untouched(self) -> Content:
        """The same for a new party, whose hosts have not changed anything in it yet."""
        return replace(
            self,
            inputs=tuple(replace(i, touched=0) for i in self.inputs),
            corrections=tuple(replace(c, touched=0) for c in self.corrections),
            choices=tuple(replace(c, touched=0) for c in self.choices),
        )

    def to_json(self) -> dict[str, Any]:
        """JSON without empty parts; `from_json` is the inverse."""
        parts = {
            "inputs": [i.to_json() for i in self.inputs],
            "corrections": [[c.fact, c.value, c.order, c.touched] for c in self.corrections],
            "choices": [[c.agent, c.listing_id, c.entry, c.touched] for c in self.choices],
            "results": {name: ref.to_json() for name, ref in self.results.items()},
        }
        return {name: part for name, part in parts.items() if part}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Content:
        """The content that `to_json` wrote."""
        return cls(
            inputs=tuple(Input.from_json(i) for i in body.get("inputs", ())),
            corrections=tuple(Correction(*c) for c in body.get("corrections", ())),
            choices=tuple(Choice(*c) for c in body.get("choices", ())),
            results={n: ResultRef.from_json(r) for n, r in body.get("results", {}).items()},
        )


@dataclass(frozen=True)
class Party:
    """A party at one version: the fold of its events 1 to `version`."""

    party_id: str
    version: int = 0
    scope: str = ""
    private: bool = False
    origin: str = ""
    content: Content = field(default_factory=Content)
    run: Run | None = None
    failed: str = ""
    closed: bool = False
    resumed: bool = False
    completed: bool = False
    next_order: int = 1
    snapshot_version: int = 0
    last_agent_run: str = ""
    undo: tuple[int, ...] = ()
    redo: tuple[int, ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict[str, int])
    done: tuple[str, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict[str, str])
    bought: Mapping[str, str] = field(default_factory=dict[str, str])
    host_version: int = 0

    @property
    def brief(self) -> Brief:
        """What the host asked for, merged."""
        return self.content.brief

    @property
    def status(self) -> str:
        """draft, planning, planned, editing, closed or failed."""
        if self.run is not None:
            return "planning"
        if self.closed:
            return "closed"
        if self.failed:
            return "failed"
        if self.resumed:
            return "editing"
        return "planned" if self.content.results else "draft"

    def but(self, **changes: Any) -> Party:
        """The same with some parts changed."""
        return _made(type(self), self.__dict__ | changes)

    def to_json(self) -> dict[str, Any]:
        """The complete state as JSON, results by digest; `from_json` is the inverse."""
        parts: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN}
        parts |= {"removed": dict(self.removed), "lines": dict(self.lines)}
        parts["bought"] = dict(self.bought)
        parts |= {"undo": list(self.undo), "redo": list(self.redo), "done": list(self.done)}
        parts["run"] = [self.run.run_id, list(self.run.planned)] if self.run else None
        return {k: v for k, v in parts.items() if v} | {"content": self.content.to_json()}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Party:
        """The party that `to_json` wrote."""
        parts = dict(body)
        parts["content"] = Content.from_json(parts["content"])
        for name in ("undo", "redo", "done"):
            parts[name] = tuple(parts.get(name, ()))
        if parts.get("run"):
            run_id, planned = parts["run"]
            parts["run"] = Run(run_id, tuple(planned))
        return cls(**parts)


T = TypeVar("T")


def _made(kind: type[T], parts: Mapping[str, Any]) -> T:
    """A frozen value from all its parts: an event changes few of twenty, and there are many."""
    made = object.__new__(kind)
    made.__dict__.update(parts)
    return made


_PLAIN = (
    *("party_id", "version", "scope", "private", "origin", "failed", "closed", "resumed"),
    *("completed", "next_order", "snapshot_version", "last_agent_run", "host_version"),
)
