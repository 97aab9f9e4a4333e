"""A party's events as a stream (SSE): woken by this process, and by others with a slow poll.

A stream holds nothing but the version that it has sent, and reads the store from there: it resumes
without gap or repeat, and a slow reader costs no memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager, suppress

from starlette.responses import StreamingResponse
from starlette.types import Message, Send

from festplan import documents
from festplan.api.answer import text
from festplan.api.problems import Problem
from festplan.domain.events import Recorded
from festplan.ports.parties import Store, UnknownParty
from festplan.store.database import DatabaseUnusable

HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 1.5
"""How soon what another process did is seen."""
SLOW_SECONDS = 30.0
"""A reader that takes nothing for so long is let go; it comes back where it was."""
MOST_STREAMS = 500
PAGE = 100
"""Events read at once."""
RETRY_MILLISECONDS = 2000


class Streams:
    """Who listens to which party in this process."""

    def __init__(self, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self.heartbeat_seconds = heartbeat_seconds
        self.closed = False
        self._listeners: dict[str, set[asyncio.Event]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._listeners.values()))

    def told(self, party_id: str) -> None:
        """Wakes the streams of a party whose history has grown."""
        for woken in self._listeners.get(party_id, ()):
            woken.set()

    def close(self) -> None:
        """Ends every stream."""
        self.closed = True
        for party_id in self._listeners:
            self.told(party_id)

    @contextmanager
    def listening(self, party_id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the party's history has grown."""
        woken = asyncio.Event()
        listeners = self._listeners.setdefault(party_id, set())
        listeners.add(woken)
        try:
            yield woken
        finally:
            listeners.discard(woken)
            if not listeners:
                self._listeners.pop(party_id, None)

    async def watch(self, store: Store) -> None:
        """Wakes streams for what other processes did; one look for each party, until cancelled."""
        seen: dict[str, int] = {}
        while True:
            await asyncio.sleep(POLL_SECONDS)
            seen = {party_id: seen.get(party_id, 0) for party_id in self._listeners}
            for party_id, before in list(seen.items()):
                with suppress(DatabaseUnusable, UnknownParty):
                    seen[party_id] = (await store.party(party_id)).version
                if seen[party_id] != before:
                    self.told(party_id)


class EventStream(StreamingResponse):
    """A stream of events that lets go of a reader who has stopped reading."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        async def soon(message: Message) -> None:
            async with asyncio.timeout(SLOW_SECONDS):
                await send(message)

        frames = self.body_iterator
        assert isinstance(frames, AsyncGenerator)
        with suppress(TimeoutError):
            async with aclosing(frames):
                await super().stream_response(soon)


async def event_stream(
    streams: Streams, store: Store, party_id: str, *, seen: str | None
) -> EventStream:
    """The events of the party after version `seen`, then each as it happens.

    A `seen` that is not a version of the party is taken for the nearest that is: refusing it would
    end the stream for good. Raises `UnknownParty`, and `Problem` when too many streams are open.
    """
    head = (await store.party(party_id)).version
    if len(streams) >= MOST_STREAMS or streams.closed:
        raise Problem("busy", "Too many streams are open.", headers={"Retry-After": "5"})
    frames = _frames(streams, store, party_id, min(version(seen), head))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventStream(frames, headers=headers)


def version(seen: str | None) -> int:
    """The version in a Last-Event-ID; 0 for what is none."""
    seen = (seen or "").strip()
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else 0


async def _frames(
    streams: Streams, store: Store, party_id: str, after: int
) -> AsyncGenerator[bytes, None]:
    with streams.listening(party_id) as woken:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        while not streams.closed:
            woken.clear()
            recorded = await store.events(party_id, after, PAGE)
            for happened in recorded:
                yield frame(happened)
                after = happened.version
            if recorded:
                continue
            try:
                await asyncio.wait_for(woken.wait(), streams.heartbeat_seconds)
            except TimeoutError:
                yield b": still here\n\n"


def frame(recorded: Recorded) -> bytes:
    """One event of the stream."""
    document = documents.event_document(recorded)
    return (
        f"id: {recorded.version}\nevent: {document['kind']}\ndata: {text(document)}\n\n"
    ).encode()
