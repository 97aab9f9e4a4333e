"""Asking in batches: a caller that answers from what batches brought, and parks everything else.

A run that meets a parked ask goes on by rules, provisionally; when the batch is back it is done
again, and then the same ask is answered from here. What builds on an answer that is still to come
parks nothing: it would be asked about what will not stand.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from festplan.engine.fingerprint import identity
from festplan.engine.ladder import Ask
from festplan.models.health import Limits
from festplan.models.retries import PASSING, Called, Owed, sensible
from festplan.models.schema import cleaned
from festplan.models.tiers import Rung
from festplan.ports.batches import OPEN, AskEnd, BatchAsk, Met
from festplan.ports.models import ModelReply, ModelRequest, Prices, ProviderFailed, Usage

ATTEMPTS = 3
"""How often an ask goes with a batch at most."""
WAITS = "waits for a batch"
MOST_TROUBLE = 200


@dataclass(slots=True)
class ParkingCaller:
    """Calls nobody. `asks` looks up asks by key, `downstream` says who builds on an agent.

    Parties are run one after the other: `met` is what the one that is run now has met.
    """

    asks: Callable[[list[str]], Awaitable[Mapping[str, BatchAsk]]]
    downstream: Callable[[str], Collection[str]]
    limits: Limits = field(default_factory=Limits)
    met: Met = field(default_factory=Met)

    def begin(self, job_id: str) -> Met:
        """From now on it is noted there what is met."""
        self.met = Met(job_id)
        return self.met

    async def call(self, ask: Ask, rung: Rung, request: ModelRequest) -> Called:
        """What a batch brought; what failed in this job, or the trouble; else it waits."""
        waiting = self.met.held.setdefault(ask.run_id, set())
        if any(ask.agent.name in self.downstream(name) for name in waiting):
            waiting.add(ask.agent.name)
            return Called(None, trouble=WAITS, waits=True)
        key = ask_key(ask, rung, request)
        found = (await self.asks([key])).get(key) or self.met.parked.get(key)
        if found is None or (found.state == "failed" and found.job_id != self.met.job_id):
            found = self._parked(key, ask, rung, request)
        spent = found.microdollars if found.party_id == ask.party_id else 0
        if found.output is not None:
            return Called(ModelReply(found.output, None, rung.model), spent)
        self.met.keys[key] = found
        if found.state not in OPEN:
            return Called(None, spent, trouble=found.trouble)
        waiting.add(ask.agent.name)
        return Called(None, trouble=WAITS, waits=True)

    async def settle(self, owed: Owed) -> None:
        """Nothing is owed here: a batch is booked as it is collected, with its replies."""

    def _parked(self, key: str, ask: Ask, rung: Rung, request: ModelRequest) -> BatchAsk:
        parked = BatchAsk(
            key=key,
            job_id=self.met.job_id,
            agent=ask.agent.name,
            tier=rung.tier,
            model=rung.model,
            fingerprint=ask.fingerprint,
            scope=ask.scope,
            party_id=ask.party_id,
            run_id=ask.run_id,
            request=request,
        )
        self.met.parked[key] = parked
        return parked


def ask_key(ask: Ask, rung: Rung, request: ModelRequest) -> str:
    """The identity of an ask: the question, whose fingerprint keeps hosts apart, and the model.

    What may be shared has one fingerprint for every host; what is private has the host's own.
    """
    asked = [request.instructions, request.prompt, request.schema, request.max_output_tokens]
    return identity([ask.fingerprint, rung.tier, rung.model, *asked])


def ended(ask: BatchAsk, got: ModelReply | ProviderFailed, prices: Prices) -> AskEnd:
    """What became of an ask, booked at the price of a batch; a failure that may pass goes again."""
    if isinstance(got, ModelReply):
        reply = replace(got, output=cleaned(got.output))
        return replace(_booked(ask, reply.usage, prices, served=True), output=reply.output)
    end = _booked(ask, got.usage, prices, served=got.served)
    again = got.kind in PASSING and ask.attempts < ATTEMPTS
    return replace(end, trouble=got.kind[:MOST_TROUBLE], again=again)


def _booked(ask: BatchAsk, usage: Usage | None, prices: Prices, *, served: bool | None) -> AskEnd:
    """Settled where the tokens make sense; released where no work was done; else unknown."""
    if served is False:
        return AskEnd(ask.key, "released")
    if served and usage is not None and sensible(usage):
        microdollars, price = prices.cost(ask.model, usage, batch=True)
        return AskEnd(ask.key, "settled", usage=usage, microdollars=microdollars, price=price)
    return AskEnd(ask.key, "unknown")
