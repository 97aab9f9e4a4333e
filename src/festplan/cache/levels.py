"""Answers through three levels: memory, Redis, the database. What is found fills those above.

Only shared answers have levels above the database, which alone decides: an answer that only Redis
knows, because Festplan on another database paid for it, is entered here before it is used.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from festplan.cache.entry import Entry, NotAnEntry, pack, unpack
from festplan.cache.memory import Memory
from festplan.cache.redis import RedisLevel
from festplan.engine.fingerprint import content, fingerprint
from festplan.ports.answers import (
    Answers,
    Kept,
    MissingBody,
    Question,
    Recalled,
    Remembered,
    StoredAnswer,
)

WRITING = 64
"""Answers on their way to Redis at once; what comes on top is left out, and comes another time."""


class Levels:
    """The door to answers, with memory and Redis before the database `below`.

    `asked` counts where shared answers were found: memory, redis, database, or nowhere.
    """

    def __init__(self, below: Answers, redis: RedisLevel) -> None:
        self.asked: Counter[str] = Counter()
        self._below = below
        self._redis = redis
        self._answers: Memory[str, StoredAnswer] = Memory()
        self._evidence: Memory[Question, str] = Memory()
        self._writing: set[asyncio.Task[None]] = set()

    async def recall(self, question: Question, evidence: str | None) -> Recalled:
        """What is known of `question`; a private one is asked of the database alone."""
        if question.scope:
            return await self._below.recall(question, evidence)
        if evidence is None:
            evidence = await self._looked_up(question)
        if evidence is None:
            return Recalled(None, None)
        level, found = await self._found(question, evidence)
        self.asked[level] += 1
        return Recalled(evidence, found)

    async def body(self, digest: str) -> dict[str, Any]:
        """The result of that digest: the database has the bodies, and holds them in memory."""
        return await self._below.body(digest)

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        """Makes answers durable in the database, then offers the shared ones to the levels above.

        What is offered is what the database has now: of two writers the first has won there.
        """
        await self._below.keep(kept, bodies, remembered)
        for question, evidence in [(k.question, k.evidence) for k in kept]:
            stored = None if question.scope else await self._below.recall(question, evidence)
            if stored is not None and stored.answer is not None:
                self._fill(stored.answer)

    async def close(self) -> None:
        """Returns when nothing is on its way to Redis any more."""
        if self._writing:
            await asyncio.wait(self._writing)
        await self._redis.close()

    async def _looked_up(self, question: Question) -> str | None:
        found = self._evidence.get(question)
        if found is None:
            found = (await self._below.recall(question, None)).evidence
            if found is not None:
                self._evidence.put(question, found)
        return found

    async def _found(self, question: Question, evidence: str) -> tuple[str, StoredAnswer | None]:
        q = question
        name = fingerprint(q.agent, q.agent_version, q.scope, q.view, evidence)
        held = self._answers.get(name)
        if held is not None:
            return "memory", held
        entry = await self._in_redis(name)
        stored = (await self._below.recall(question, evidence)).answer
        if stored is None and entry is not None:
            await self._enter(question, evidence, entry)
            stored = (await self._below.recall(question, evidence)).answer
        if stored is None:
            return "nowhere", None
        self._fill(stored, known=entry is not None and entry.answer.result == stored.result)
        return "redis" if entry else "database", stored

    async def _in_redis(self, name: str) -> Entry | None:
        data = await self._redis.get(name)
        try:
            return None if data is None else unpack(name, data)
        except NotAnEntry:
            return None

    async def _enter(self, question: Question, evidence: str, entry: Entry) -> None:
        data = content(entry.body)
        kept = Kept(question, evidence, entry.answer)
        await self._below.keep((kept,), {entry.answer.result: data})

    def _fill(self, stored: StoredAnswer, *, known: bool = False) -> None:
        """Holds `stored` in memory and, where Redis does not know it, sends it there."""
        self._answers.put(stored.fingerprint, stored)
        if not known and not self._redis.is_away and len(self._writing) < WRITING:
            self._beside(self._send(stored))

    async def _send(self, stored: StoredAnswer) -> None:
        try:
            body = await self._below.body(stored.result)
        except MissingBody:
            return
        await self._redis.put(stored.fingerprint, pack(Entry(stored, body)))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
