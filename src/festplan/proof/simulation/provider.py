"""Who answers in the simulation: a metered provider per model, here and behind HTTP, all noted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import NamedTuple

from festplan.models.metered import MEANINGS, MeteredProvider
from festplan.models.metered_server import Instead, nothing_else, serving
from festplan.ports.models import ModelReply, ModelRequest, Provider, Usage

SMALL, LARGE = "openai:gpt-4o-mini", "openai:gpt-4o"
LADDER = f"small={SMALL},large={LARGE}"
"""The models of the case study, cheapest first; rules come before them."""
MISSED = ("stars",)
"""What a small model does not understand and a large one does; our own."""

by_http: ContextVar[bool] = ContextVar("festplan-simulated-over-http", default=False)
"""Whether the party that is being played asks over HTTP."""


class Served(NamedTuple):
    """One answer that left a model: its name without the provider, and its tokens."""

    model: str
    usage: Usage


@dataclass(slots=True)
class Models:
    """Answers as the model that is asked would; every answer is noted in `served`."""

    served: list[Served] = field(default_factory=list[Served])
    meanings: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MEANINGS)

    async def ask(self, request: ModelRequest) -> ModelReply:
        """The model's answer."""
        small = request.model.endswith("mini")
        known = {w: m for w, m in self.meanings.items() if not (small and w in MISSED)}
        reply = await MeteredProvider(known, admits=True).ask(request)
        assert reply.usage is not None
        self.served.append(Served(request.model.rpartition(":")[2], reply.usage))
        return reply


@dataclass(slots=True)
class Routed:
    """Asks over HTTP for the parties of the sample, and here for the others."""

    here: Provider
    away: Provider
    sent: int = 0

    async def ask(self, request: ModelRequest) -> ModelReply:
        """The answer, the same either way."""
        if not by_http.get():
            return await self.here.ask(request)
        self.sent += 1
        return await self.away.ask(request)


@asynccontextmanager
async def routed(models: Models, instead: Instead = nothing_else) -> AsyncIterator[Routed]:
    """`models` here and behind a server on this machine; `instead` is the server's (see there)."""
    from festplan.models.live import LiveProvider

    async with serving(models, instead) as address:
        live = LiveProvider({}, address)
        await live.prepare()
        try:
            yield Routed(models, live)
        finally:
            await live.close()
