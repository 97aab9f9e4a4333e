"""Calling a provider: every attempt booked, few attempts, and none after the run's deadline."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Protocol

from festplan.engine.ladder import Ask
from festplan.models.health import Health, Limits
from festplan.models.schema import cleaned
from festplan.models.tiers import Rung
from festplan.ports.models import (
    Call,
    CallLedger,
    CallNotOpen,
    CapReached,
    FailureKind,
    ModelReply,
    ModelRequest,
    NoPrice,
    Prices,
    Provider,
    ProviderFailed,
    Usage,
)

PASSING: frozenset[FailureKind] = frozenset(
    {
        *("rate_limited", "overloaded", "server_error", "timeout", "connection", "bad_output"),
        "expired",
    }
)
"""Failures that another attempt may get past."""
SHORTEST_SECONDS = 0.05
"""A call that has less time than this is not made."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A call that was answered and is to be settled once its answer is durable."""

    call_id: str
    usage: Usage
    microdollars: int
    price: str


@dataclass(frozen=True, slots=True)
class Called:
    """What came of asking one model: a reply or the trouble, and what all attempts cost.

    With `waits` the model has still to be asked: the reply comes later, with a batch.
    """

    reply: ModelReply | None
    microdollars: int = 0
    owed: Owed | None = None
    trouble: str = ""
    waits: bool = False


class Calling(Protocol):
    """Who asks a model for the ladder and for reading, and books what it costs."""

    @property
    def limits(self) -> Limits:
        """How much is tried."""
        ...

    async def call(self, ask: Ask, rung: Rung, request: ModelRequest) -> Called:
        """The reply of the rung's model, or the trouble; never raises for a failure."""
        ...

    async def settle(self, owed: Owed) -> None:
        """Books what an answered call cost."""
        ...


async def ready() -> None:
    """Nothing has to be prepared."""


@dataclass(slots=True)
class Caller:
    """Asks a provider within `limits`.

    `new_id` names calls; `prepare` is awaited before each, and takes nothing of the call's time.
    """

    provider: Provider
    ledger: CallLedger
    prices: Prices
    new_id: Callable[[], str]
    limits: Limits = field(default_factory=Limits)
    prepare: Callable[[], Awaitable[None]] = ready
    health: dict[str, Health] = field(default_factory=dict)

    async def call(self, ask: Ask, rung: Rung, request: ModelRequest) -> Called:
        """The reply of the rung's model, after at most three attempts; never raises for a failure.

        Every attempt is reserved before it is made. What failed is booked here; what was answered
        is `owed`, for whoever keeps the answer to settle.
        """
        await self.prepare()
        return await _Attempts(self, ask, rung, request).run()

    def healthy(self, model: str) -> Health:
        """What is known of the model's provider."""
        return self.health.setdefault(model, Health(self.limits))

    async def settle(self, owed: Owed) -> None:
        """Books what an answered call cost."""
        try:
            await self.ledger.settle(owed.call_id, owed.usage, owed.microdollars, owed.price)
        except CallNotOpen:
            return  # another process took this run for dead and has charged the reservation


@dataclass(slots=True)
class _Attempts:
    caller: Caller
    ask: Ask
    rung: Rung
    request: ModelRequest
    spent: int = 0

    async def run(self) -> Called:
        limits = self.caller.limits
        until = (self.ask.began or monotonic()) + limits.run_seconds
        trouble = "no attempt"
        for attempt in range(1, limits.attempts + 1):
            left = until - monotonic()
            refusal = self._refusal(attempt, left)
            if refusal:
                return self._failed(refusal if attempt == 1 else trouble)
            try:
                return await self._attempt(attempt, min(limits.call_seconds, left))
            except (CapReached, NoPrice) as refused:
                return self._failed(_named(refused))
            except ProviderFailed as failed:
                trouble = failed.kind
                wait = _pause(failed, limits.backoff_seconds * 2 ** (attempt - 1))
                again = failed.kind in PASSING and attempt < limits.attempts
                if not again or wait >= until - monotonic():
                    return self._failed(trouble)
                await asyncio.sleep(wait)
        return self._failed(trouble)

    def _refusal(self, attempt: int, left: float) -> str:
        if left < SHORTEST_SECONDS:
            return "no time left"
        return self.caller.healthy(self.rung.model).may(attempt)

    def _failed(self, trouble: str) -> Called:
        return Called(None, self.spent, trouble=trouble)

    async def _attempt(self, attempt: int, seconds: float) -> Called:
        """One booked attempt; raises `ProviderFailed`, booked too, `CapReached` and `NoPrice`."""
        call = self._call(attempt)
        await self.caller.ledger.reserve(call)
        health = self.caller.healthy(self.rung.model)
        try:
            reply = await self._reply(seconds)
        except ProviderFailed as failed:
            health.went(failed.kind)
            await self._book(call, failed)
            raise
        except BaseException:
            await asyncio.shield(self.caller.ledger.unknown(call.call_id, "interrupted"))
            raise
        health.went(None)
        return await self._answered(call, reply)

    def _call(self, attempt: int) -> Call:
        ask, request = self.ask, self.request
        letters = len(request.instructions) + len(request.prompt) + len(str(request.schema))
        return Call(
            call_id=self.caller.new_id(),
            party_id=ask.party_id,
            run_id=ask.run_id,
            scope=ask.scope,
            agent=ask.agent.name,
            tier=self.rung.tier,
            model=self.rung.model,
            fingerprint=ask.fingerprint,
            attempt=attempt,
            reserved_microdollars=self.caller.prices.most(
                self.rung.model, letters, request.max_output_tokens
            ),
        )

    async def _reply(self, seconds: float) -> ModelReply:
        try:
            async with asyncio.timeout(seconds):
                return await self.caller.provider.ask(self.request)
        except TimeoutError as late:
            raise ProviderFailed("timeout", served=None) from late

    async def _answered(self, call: Call, reply: ModelReply) -> Called:
        """The reply; tokens that are missing or make no sense are charged at the reservation."""
        reply = replace(reply, output=cleaned(reply.output))
        if not sensible(reply.usage):
            await self.caller.ledger.unknown(call.call_id, "no sensible usage")
            return Called(reply, self.spent + call.reserved_microdollars)
        assert reply.usage is not None
        microdollars, price = self.caller.prices.cost(self.rung.model, reply.usage)
        owed = Owed(call.call_id, reply.usage, microdollars, price)
        return Called(reply, self.spent + microdollars, owed)

    async def _book(self, call: Call, failed: ProviderFailed) -> None:
        ledger = self.caller.ledger
        if failed.served is False:
            await ledger.release(call.call_id, failed.kind)
        elif failed.served and sensible(failed.usage):
            assert failed.usage is not None
            microdollars, price = self.caller.prices.cost(self.rung.model, failed.usage)
            self.spent += microdollars
            await ledger.settle(call.call_id, failed.usage, microdollars, price)
        else:
            self.spent += call.reserved_microdollars
            await ledger.unknown(call.call_id, failed.kind)


def sensible(usage: Usage | None) -> bool:
    """Whether a provider's counts can be what happened: whole, none negative, parts of a whole."""
    if usage is None:
        return False
    counts = (usage.input_tokens, usage.output_tokens, usage.cached_tokens, usage.reasoning_tokens)
    return (
        all(type(count) is int and 0 <= count < 2**31 for count in counts)
        and usage.input_tokens > 0
        and usage.cached_tokens <= usage.input_tokens
        and usage.reasoning_tokens <= usage.output_tokens
    )


def _pause(failed: ProviderFailed, backoff_seconds: float) -> float:
    """How long to wait: what the provider asked for, else up to the back-off, by chance."""
    asked = failed.retry_after_seconds
    if asked is not None and asked >= 0:
        return asked
    return random.uniform(backoff_seconds / 2, backoff_seconds)  # noqa: S311  # no secret


def _named(refused: CapReached | NoPrice) -> str:
    return f"cap of {refused.cap}" if isinstance(refused, CapReached) else "no price"
