"""What an agent declares, and the slice of the world that it is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from festplan.engine.fingerprint import identity

Facts = dict[str, Any]
"""A view or an evidence: JSON with text keys."""
Result = dict[str, Any]
"""An answer: JSON with text keys. Results are shared between parties and never changed in place."""


class UndeclaredUpstream(LookupError):
    """An agent reads another agent's result without having declared it as its upstream."""


class Upstream:
    """The settled results that one agent may read; it remembers which were read."""

    def __init__(self, declared: Collection[str], settled: Mapping[str, Result]) -> None:
        self._declared = declared
        self._settled = settled
        self.read: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        """The names of the agents that may be read, as they were declared."""
        return iter(self._declared)

    def get(self, agent: str) -> Result | None:
        """The settled result of `agent`; None while it is not active."""
        if agent not in self._declared:
            raise UndeclaredUpstream(f"{agent} is not declared as upstream")
        self.read.add(agent)
        return self._settled.get(agent)


@dataclass(frozen=True, slots=True)
class Prompt:
    """How a model is asked for an agent's answer, and what becomes of what it says.

    `instructions` are the same for every host, so that providers can cache them; `data(view,
    evidence)` is the JSON that the model is shown; `schema` is the JSON schema of its output;
    `merge(view, result, output)` is the rules' `result` with what the output may change of it: the
    order of what was found, and texts. Everything else stays as the evidence has it.
    """

    instructions: str
    schema: Mapping[str, Any]
    data: Callable[[Facts, Facts], Facts]
    merge: Callable[[Facts, Result, Mapping[str, Any]], Result]
    max_output_tokens: int = 400


@dataclass(frozen=True, slots=True)
class Agent:
    """A named, versioned function from what it sees to a result.

    `view(brief, upstream)` is all that it may know; `gather(view, sources)` looks things up, here
    and for free; `answer(view, evidence)` is the rules tier; `check(view, result)` says why an
    answer is wrong, whoever gave it, or None; `lacks(view, result)` which wishes a rules answer
    could not use, or None, and so why a model is asked, as `prompt` says, where there is one;
    `settle(result, brief)` applies exact facts by arithmetic.
    `active(brief)` says whether an input asks for it; None means while any other agent is active.
    The `version` grows whenever the same view and evidence may be answered differently.
    """

    name: str
    version: int
    view: Callable[[Any, Upstream], Facts]
    answer: Callable[[Facts, Facts], Result]
    upstream: tuple[str, ...] = ()
    active: Callable[[Any], bool] | None = None
    gather: Callable[[Facts, Any], Awaitable[Facts]] | None = None
    check: Callable[[Facts, Result], str | None] | None = None
    settle: Callable[[Result, Any], Result] | None = None
    private: bool = False
    lacks: Callable[[Facts, Result], str | None] | None = None
    prompt: Prompt | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What an agent sees in a party now; `private` when it may not be shared between hosts."""

    facts: Facts
    digest: str
    private: bool


def look(
    agent: Agent,
    brief: object,
    settled: Mapping[str, Result],
    private: Collection[str],
    published: Callable[[str], bool],
) -> View:
    """The view of `agent`: shared if every text in it is published and nothing read is private.

    `settled` holds the settled results of active agents and `private` the names of those whose
    result is private; `published` says whether a text is of a closed vocabulary or the catalogue.
    """
    upstream = Upstream(agent.upstream, settled)
    facts = agent.view(brief, upstream)
    tainted = agent.private or not upstream.read.isdisjoint(private)
    return View(facts, identity(facts), tainted or not _is_published(facts.values(), published))


def _is_published(values: Collection[object], published: Callable[[str], bool]) -> bool:
    for value in values:
        if isinstance(value, str) and not published(value):
            return False
        if isinstance(value, Mapping) and not _is_published([*value, *value.values()], published):
            return False
        if isinstance(value, (list, tuple)) and not _is_published(value, published):
            return False
    return True
