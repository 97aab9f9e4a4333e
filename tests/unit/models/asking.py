"""What the ladder's tests ask: a small agent, a provider that says what it is told, a book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from festplan.engine.agent import Agent, Facts, Prompt, Result
from festplan.engine.ladder import Ask
from festplan.models.health import Limits
from festplan.models.ladder import Climbing
from festplan.models.retries import Caller
from festplan.models.tiers import Tiers, tiers
from festplan.ports.models import Call, CallNotOpen, CapReached, ModelReply, ModelRequest, Usage

USAGE = Usage(100, 10)
QUICK = Limits(call_seconds=0.2, run_seconds=2, backoff_seconds=0.001)


@dataclass(slots=True)
class Told:
    """Says or raises what it is told, in order, the last one for ever; notes what it is asked."""

    says: Sequence[Any]
    asked: list[ModelRequest] = field(default_factory=list)

    async def ask(self, request: ModelRequest) -> ModelReply:
        said = self.says[min(len(self.asked), len(self.says) - 1)]
        self.asked.append(request)
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, ModelReply):
            return said
        return ModelReply(said, USAGE, request.model)


@dataclass(slots=True)
class Book:
    """Calls in memory: state by id, within one cap over all."""

    cap: int | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    async def reserve(self, call: Call) -> None:
        spent = sum(one.reserved_microdollars for one in self.calls.values())
        if self.cap is not None and spent + call.reserved_microdollars > self.cap:
            raise CapReached("all", self.cap)
        self.calls[call.call_id], self.states[call.call_id] = call, "reserved"

    async def settle(self, call_id: str, usage: Usage, microdollars: int, price: str) -> None:
        del usage, microdollars, price
        self._end(call_id, "settled")

    async def release(self, call_id: str, reason: str) -> None:
        del reason
        self._end(call_id, "released")

    async def unknown(self, call_id: str, reason: str) -> None:
        del reason
        self._end(call_id, "unknown")

    def _end(self, call_id: str, state: str) -> None:
        if self.states.get(call_id) != "reserved":
            raise CallNotOpen(call_id)
        self.states[call_id] = state

    def told(self) -> list[str]:
        """The state of every call, in order."""
        return list(self.states.values())


class Flat:
    """One microdollar a token."""

    def cost(self, model: str, usage: Usage, *, batch: bool = False) -> tuple[int, str]:
        del model, batch
        return usage.input_tokens + usage.output_tokens, "flat"

    def most(
        self, model: str, input_characters: int, max_output_tokens: int, *, batch: bool = False
    ) -> int:
        del model, batch
        return input_characters + max_output_tokens


def merge(view: Facts, result: Result, output: Mapping[str, Any]) -> Result:
    """The rules' answer with what the model says of it."""
    del view
    return {**result, "text": output["text"]}


SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}, "unmet": {"type": "string"}},
    "required": ["text", "unmet"],
    "additionalProperties": False,
}
PROMPT = Prompt("Write a text.", SCHEMA, lambda view, _evidence: view, merge)


def agent(
    lacks: str | None = "a wish", check: Callable[[Facts, Result], str | None] | None = None
) -> Agent:
    """An agent whose rules lack something."""
    return Agent(
        "poet",
        1,
        lambda _brief, _above: {},
        lambda _view, _evidence: {"text": "rules"},
        check=check,
        lacks=lambda _view, _result: lacks,
        prompt=PROMPT,
    )


def ask(of: Agent | None = None) -> Ask:
    """A question to it."""
    return Ask(of or agent(), {"wishes": ["x"]}, {}, fingerprint="f", party_id="p", run_id="r")


def ladder(
    provider: Told,
    book: Book,
    text: str = "small=openai:s,large=openai:l",
    limits: Limits = QUICK,
) -> Climbing:
    """The ladder of these models over that provider."""
    ids = count()
    caller = Caller(provider, book, Flat(), lambda: f"call-{next(ids)}", limits)
    named: Tiers = tiers(text)
    return Climbing(named, caller, lambda _agent: True)
