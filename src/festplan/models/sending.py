"""Parked asks to providers and back: noted before they are sent, found again, never sent twice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from festplan.models.parking import ended
from festplan.models.retries import ready
from festplan.ports.batches import BatchAsk, BatchProvider, BatchRefused, BatchStore, Sending
from festplan.ports.models import Call, ModelRequest, NoPrice, Prices, ProviderFailed

MOST_ASKS = 10_000
"""Asks that go in one batch at most, whatever the provider allows."""
MOST_BYTES = 40_000_000
"""Bytes of requests that go in one batch at most; OpenAI takes 200 MB of lines."""
PATIENCE_SECONDS = 300
"""So long after it was noted a batch may still be on its way, or not be listed yet."""
LOST = "the process ended before the provider's answer, and the provider lists no such batch"


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends what is parked and collects what has come back."""

    provider: BatchProvider
    store: BatchStore
    prices: Prices
    now: Callable[[], str]
    new_id: Callable[[], str]
    models: Sequence[str] = ()
    prepare: Callable[[], Awaitable[None]] = ready

    async def check(self) -> None:
        """Raises `NoBatchApi` where one of the models that may be asked has none."""
        await self.prepare()
        for model in self.models:
            self.provider.most(model)

    async def send(self) -> int:
        """Sends every parked ask; gives how many batches were begun.

        Each is noted, and its calls are reserved, before it is sent. What was noted by a process
        that died before it sent anything is sent now. Raises `BatchRefused` and `NoBatchApi`.
        """
        for model, asks in _by_model(await self.store.parked()):
            most = min(self.provider.most(model), MOST_ASKS)
            for some in _chunks(asks, most):
                await self._reserve(model, some)
        begun = 0
        for sending in await self.store.sendings():
            if sending.state == "reserved" and await self.store.claim(sending.sending_id):
                begun += await self._submit(sending)
        return begun

    async def _reserve(self, model: str, asks: Sequence[BatchAsk]) -> None:
        try:
            calls = {ask.key: self._call(ask) for ask in asks}
        except NoPrice:
            await self.store.refuse([ask.key for ask in asks], "no price")
            return
        sending = Sending(self.new_id(), model, "reserved", "", len(calls), self.now())
        await self.store.reserve(sending, calls)

    def _call(self, ask: BatchAsk) -> Call:
        request = _request(ask)
        size, output = _bytes(request), request.max_output_tokens
        most = self.prices.most(ask.model, size, output, batch=True)
        return Call(
            call_id=self.new_id(),
            party_id=ask.party_id,
            run_id=ask.run_id,
            scope=ask.scope,
            agent=ask.agent,
            tier=ask.tier,
            model=ask.model,
            fingerprint=ask.fingerprint,
            attempt=ask.attempts + 1,
            reserved_microdollars=most,
            batch=True,
        )

    async def _submit(self, sending: Sending) -> bool:
        """Whether the provider has the batch; where nobody can tell it is looked for later."""
        asks = await self.store.asks_of(sending.sending_id)
        asked = [(ask.key, _request(ask)) for ask in asks]
        try:
            handle = await self.provider.submit(sending.sending_id, sending.model, asked)
        except ProviderFailed as failed:
            if failed.served is not False:
                return False
            await self.store.unsent(sending.sending_id, str(failed)[:200])
            raise BatchRefused(
                f"{sending.model} did not take the batch ({failed}); nothing was booked for it. "
                "Mend it, then: festplan batch collect"
            ) from failed
        await self.store.sent(sending.sending_id, handle)
        return True

    async def recover(self) -> AsyncIterator[int | BatchRefused]:
        """Looks for batches whose submission nobody noted: 1 for each that was found, or trouble.

        One that the provider does not list after `PATIENCE_SECONDS` is lost: it may be there all
        the same, so it is charged and never sent again by itself, but looked for ever after.
        """
        for sending in await self.store.sendings():
            if sending.state not in ("sending", "unknown"):
                continue
            asks = [ask for ask in await self.store.asks_of(sending.sending_id) if ask.request]
            if asks:
                yield await self._looked_for(sending, _request(asks[0]))

    async def _looked_for(self, sending: Sending, sample: ModelRequest) -> int | BatchRefused:
        try:
            handle = await self.provider.find(sending.sending_id, sending.model, sample)
        except ProviderFailed as failed:
            if sending.state == "unknown":
                return 0
            return BatchRefused(
                f"{sending.model} cannot be asked what became of a batch ({failed}); try again."
            )
        if handle is not None:
            await self.store.sent(sending.sending_id, handle)
        elif sending.state == "sending" and self._is_old(sending):
            await self.store.lost(sending.sending_id, LOST)
        return int(handle is not None)

    def _is_old(self, sending: Sending) -> bool:
        began, now = (datetime.fromisoformat(at) for at in (sending.began_at, self.now()))
        return (now - began).total_seconds() >= PATIENCE_SECONDS

    async def collect(self) -> AsyncIterator[int | BatchRefused]:
        """Books what has come back: 1 for each batch that has ended, or trouble."""
        for sending in await self.store.sendings():
            if sending.state == "sent":
                yield await self._collected(sending)

    async def _collected(self, sending: Sending) -> int | BatchRefused:
        asks = {ask.key: ask for ask in await self.store.asks_of(sending.sending_id)}
        asked = {key: _request(ask) for key, ask in asks.items()}
        try:
            handle, over = await self.provider.look(sending.model, sending.handle)
            if not over:
                return 0
            results = await self.provider.results(sending.model, handle, asked)
        except ProviderFailed as failed:
            return BatchRefused(
                f"{sending.model} cannot be asked for its batch ({failed}); try again."
            )
        ends = [ended(asks[key], got, self.prices) for key, got in results.items()]
        await self.store.collected(sending.sending_id, handle, ends)
        await self.provider.forget(sending.model, handle)
        return 1


def _request(ask: BatchAsk) -> ModelRequest:
    assert ask.request is not None, "an ask keeps its request until it is answered"
    return ask.request


def _by_model(asks: Sequence[BatchAsk]) -> Iterator[tuple[str, list[BatchAsk]]]:
    for model, some in groupby(sorted(asks, key=lambda ask: ask.model), lambda ask: ask.model):
        yield model, list(some)


def _chunks(asks: Sequence[BatchAsk], most: int) -> Iterator[list[BatchAsk]]:
    """The asks in as few batches as may be."""
    chunk: list[BatchAsk] = []
    filled = 0
    for ask in asks:
        size = _bytes(_request(ask))
        if chunk and (len(chunk) == most or filled + size > MOST_BYTES):
            yield chunk
            chunk, filled = [], 0
        chunk.append(ask)
        filled += size
    if chunk:
        yield chunk


def _bytes(request: ModelRequest) -> int:
    """What is sent, in UTF-8: no token is shorter than a byte."""
    texts = (request.instructions, request.prompt, str(request.schema))
    return sum(len(text.encode()) for text in texts)
