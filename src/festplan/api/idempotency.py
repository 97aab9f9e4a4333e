"""A request with an `Idempotency-Key` is done once, and answered with the same bytes ever after.

The key becomes durable with the event, as the final answer where that is known then, else as a
pending one that the final answer takes the place of. A pending answer whose process died is made
again from the party's history.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.responses import Response

from festplan.api.answer import Answer
from festplan.api.asking import Asked
from festplan.api.door import Door
from festplan.api.problems import Problem, problem_of
from festplan.ports.parties import KeyUsed, Reply
from festplan.service.command import Performed, Replies

PENDING = 0
"""The status of a reply that waits for a run."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A command that is durable: what can be answered now and, if it is to be waited for, later.

    `kept` says that the answer became durable with the command.
    """

    now: Answer
    later: Coroutine[None, None, Answer] | None = None
    kept: bool = False


Begin = Callable[[Replies | None], Awaitable[Begun]]
"""Does a command; what it is given makes the reply that is kept with it."""
Again = Callable[[Reply], Awaitable[Answer]]
"""Makes the final answer of a command from the party's history; its run has ended."""
Known = Callable[[Performed], Answer]
"""The answer of a command, or what of it is known as it becomes durable."""


async def answered(
    door: Door, asked: Asked, begin: Begin, again: Again, known: Known | None = None
) -> Response:
    """The response to a request that changes something, done once for each key.

    `known` makes the answer that is kept with the command: final, unless the request waits.
    """
    if not asked.key:
        return await _finished(door, asked, await begin(None))
    async with _turn(door, asked.key):
        given = await _given(door, asked, again)
        if given is not None:
            return given
        try:
            begun = await begin(_replies(asked, known))
        except Exception as error:
            if not isinstance(error, KeyUsed) and problem_of(error) is None:
                raise
            given = await _given(door, asked, again)
            if given is None:
                raise
            return given
        if begun.later is None:
            return await _settled(door, asked, begun)
        task = _finishing(door, asked, begun.later)
    return await _waited(asked, begun, task)


@asynccontextmanager
async def _turn(door: Door, key: str) -> AsyncIterator[None]:
    """Requests with one key are begun one after the other."""
    lock = door.turns.setdefault(key, asyncio.Lock())
    try:
        async with lock:
            yield
    finally:
        if not lock.locked() and door.turns.get(key) is lock:
            del door.turns[key]


def _replies(asked: Asked, known: Known | None) -> Replies:
    def reply(performed: Performed) -> Reply:
        answer = known(performed) if known else Answer(PENDING, "")
        status = PENDING if asked.wait else answer.status
        return _reply(asked, answer, performed.after.party_id, performed.after.version, status)

    return reply


def _reply(asked: Asked, answer: Answer, party_id: str, version: int, status: int) -> Reply:
    return Reply(
        asked.key, asked.request_hash, party_id, version, status, answer.body, answer.headers
    )


async def _given(door: Door, asked: Asked, again: Again) -> Response | None:
    """The answer that was given to the first request with this key; None when this is the first."""
    reply = await door.festplan.store.reply(asked.key)
    if reply is None:
        return None
    if reply.request_hash != asked.request_hash:
        raise Problem("key-reused", "This Idempotency-Key was used for another request.")
    if reply.status == PENDING:
        reply = await _final(door, asked, reply, again)
    answer = Answer(reply.status, reply.body, reply.headers)
    return answer.response(Idempotent_Replayed="true")


async def _final(door: Door, asked: Asked, pending: Reply, again: Again) -> Reply:
    party = await door.festplan.store.party(pending.party_id)
    if party.run is not None or asked.key in door.keys_finishing:
        raise Problem("under-way", "The first request with this key is still under way.")
    return await _keep(door, asked, await again(pending), pending.party_id, pending.version)


async def _keep(door: Door, asked: Asked, answer: Answer, party_id: str, version: int) -> Reply:
    """Keeps the final answer; gives what is kept, which may be another process's."""
    await door.festplan.store.put_reply(_reply(asked, answer, party_id, version, answer.status))
    kept = await door.festplan.store.reply(asked.key)
    assert kept is not None
    return kept


async def _settled(door: Door, asked: Asked, begun: Begun) -> Response:
    """The answer of a command that is not waited for, kept if it is not yet."""
    if not begun.kept:
        await _complete(door, asked, begun.now)
    return begun.now.response()


async def _complete(door: Door, asked: Asked, answer: Answer) -> Answer:
    pending = await door.festplan.store.reply(asked.key)
    assert pending is not None
    kept = await _keep(door, asked, answer, pending.party_id, pending.version)
    return Answer(kept.status, kept.body, kept.headers)


async def _finished(door: Door, asked: Asked, begun: Begun) -> Response:
    if begun.later is None:
        return begun.now.response()
    return await _waited(asked, begun, _finishing(door, asked, begun.later))


def _finishing(
    door: Door, asked: Asked, later: Coroutine[None, None, Answer]
) -> asyncio.Task[Answer]:
    """Waits for the final answer, and keeps it, whether or not anybody still waits."""

    async def finish() -> Answer:
        try:
            answer = await later
            return await _complete(door, asked, answer) if asked.key else answer
        finally:
            door.keys_finishing.discard(asked.key)

    if asked.key:
        door.keys_finishing.add(asked.key)
    task = asyncio.create_task(finish())
    door.finishing.add(task)
    task.add_done_callback(door.finishing.discard)
    return task


async def _waited(asked: Asked, begun: Begun, task: asyncio.Task[Answer]) -> Response:
    """The final answer if it comes in the time that the request waits, else what is known now."""
    done, _ = await asyncio.wait({task}, timeout=asked.wait)
    return task.result().response() if done else begun.now.response()
