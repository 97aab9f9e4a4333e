"""Hosts leave at any instant: no reply reaches another question, and every connection is whole."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import h11
import pytest
from httpcore2._async import http11
from redis.asyncio.connection import AbstractConnection

from festplan.cache.levels import Levels
from festplan.cache.redis import CONNECTIONS, RedisLevel
from festplan.engine.fingerprint import content, digest, fingerprint
from festplan.models.framing import asking
from festplan.models.live import LiveProvider
from festplan.models.metered import MeteredProvider
from festplan.models.metered_server import serving
from festplan.ports.answers import Kept, Question, StoredAnswer
from festplan.ports.models import ModelReply, ModelRequest
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore
from tests.faults.conftest import Copy
from tests.redis_server import RedisServer, running

pytestmark = pytest.mark.usefixtures("patient")
NOW = "2026-11-28T10:00:00.000000+00:00"
AT_ONCE = 6
KEYS = 24

Ask = Callable[[int], Awaitable[int | None]]
"""Asks for the value of that number; None for a miss."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with running(tmp_path) as server:
        yield server


async def storm(ask: Ask, rounds: int, longest: float = 0.002) -> tuple[int, int]:
    """Six ask at once and half of them leave, `rounds` times: (answered, answered wrongly).

    Who leaves does so within `longest` seconds, the time that an answer takes.
    """
    random, answered, wrong = Random(3), 0, 0
    before = len(asyncio.all_tasks())
    for _ in range(rounds):
        asked = random.sample(range(KEYS), AT_ONCE)
        tasks = [asyncio.ensure_future(ask(number)) for number in asked]
        for task in random.sample(tasks, AT_ONCE // 2):
            asyncio.get_running_loop().call_later(random.random() ** 2 * longest, task.cancel)
        given = await asyncio.gather(*tasks, return_exceptions=True)
        for number, answer in zip(asked, given, strict=True):
            assert answer is None or isinstance(answer, int | asyncio.CancelledError), answer
            answered += isinstance(answer, int)
            wrong += isinstance(answer, int) and answer != number
    await asyncio.sleep(0.05)
    assert len(asyncio.all_tasks()) <= before + 2
    return answered, wrong


async def redis_storm(redis: RedisServer, rounds: int) -> tuple[int, int]:
    level = RedisLevel(redis.url)

    async def ask(number: int) -> int | None:
        found = await level.get(f"key {number}")
        return None if found is None else int(found)

    try:
        for number in range(KEYS):
            await level.put(f"key {number}", str(number).encode())
        counts = await storm(ask, rounds)
        assert not level.is_away
        numbers = [number % KEYS for number in range(CONNECTIONS)]
        assert await asyncio.gather(*map(ask, numbers)) == numbers, "a connection is spoilt"
        assert not level._client.connection_pool._in_use_connections
        return counts
    finally:
        await level.close()


async def storms(redis: RedisServer, times: int) -> tuple[int, int]:
    """One storm after the other, each with connections of its own, up to a wrong answer."""
    counts = 0, 0
    for _ in range(times):
        counts = await redis_storm(redis, 60)
        held_up(counts, 60)
    return counts


def question(number: int) -> Question:
    return Question("theme_agent", 1, "", digest(str(number).encode()), 0)


async def filled(store: SqlStore) -> None:
    for number in range(KEYS):
        q, data = question(number), content({"number": number})
        name = fingerprint(q.agent, q.agent_version, q.scope, q.view, "")
        answer = StoredAnswer(name, digest(data), "small", "maker", 1)
        await store.keep((Kept(q, "", answer),), {answer.result: data})


async def database_storm(file: Path, rounds: int) -> tuple[int, int]:
    """Over the thread of the database, with writes between the reads."""
    database = Database(f"sqlite:///{file}")
    database.open()
    store = SqlStore(database, lambda: NOW)
    await filled(store)

    async def ask(number: int) -> int | None:
        if number % 3 == 0:
            await store.keep((), {digest(content({"new": number})): content({"new": number})})
        name = question(number)
        row = await database.read(
            lambda connection: connection.exec_driver_sql(
                "SELECT digest FROM results WHERE view = ?", (name.view,)
            ).scalar_one()
        )
        return int((await SqlStore(database, lambda: NOW).body(row))["number"])

    try:
        counts = await storm(ask, rounds)
        assert await asyncio.gather(*map(ask, range(KEYS))) == list(range(KEYS))
        return counts
    finally:
        database.close()


async def levels_storm(file: Path, redis: RedisServer, rounds: int) -> tuple[int, int]:
    """Over all three levels, memory emptied again and again, and the database asked too."""
    database = Database(f"sqlite:///{file}")
    database.open()
    store = SqlStore(database, lambda: NOW)
    await filled(store)
    levels = Levels(store, RedisLevel(redis.url))

    async def ask(number: int) -> int | None:
        levels._answers._held.clear()
        found = (await levels.recall(question(number), "")).answer
        return None if found is None else int((await levels.body(found.result))["number"])

    try:
        counts = await storm(ask, rounds)
        assert await asyncio.gather(*map(ask, range(KEYS))) == list(range(KEYS))
        return counts
    finally:
        await levels.close()
        database.close()


@dataclass(frozen=True, slots=True)
class Unhurried:
    """A provider that takes a moment, another one each time."""

    random: Random = field(default_factory=lambda: Random(5))

    async def ask(self, request: ModelRequest) -> ModelReply:
        await asyncio.sleep(self.random.random() * 0.004)
        return await MeteredProvider().ask(request)


async def provider_storm(rounds: int) -> tuple[int, int]:
    """Over the client for providers and real HTTP."""
    async with serving(Unhurried()) as url:
        provider = LiveProvider({}, url)
        await provider.prepare()

        async def ask(number: int) -> int | None:
            reply = await provider.ask(a_request(number))
            return int(re.findall(r"\d+", reply.output["mood"])[0])

        try:
            assert await ask(7) == 7
            begun = monotonic()
            await asyncio.gather(*map(ask, range(AT_ONCE)))
            counts = await storm(ask, rounds, longest=2 * (monotonic() - begun))
            assert await asyncio.gather(*map(ask, range(KEYS))) == list(range(KEYS))
            (client,) = provider._clients
            left = client._transport._pool.connections
            assert len(left) <= KEYS
            assert all(one.is_idle() or one.is_closed() for one in left), "a connection is spoilt"
            return counts
        finally:
            await provider.close()


def a_request(number: int) -> ModelRequest:
    """A question whose answer names its number."""
    return asking(
        "openai:storm",
        "Answer.",
        {"wishes": [f"number {number}"]},
        {
            "type": "object",
            "properties": {"mood": {"type": "string"}},
            "required": ["mood"],
            "additionalProperties": False,
        },
        max_output_tokens=50,
        timeout_seconds=10,
    )


def held_up(counts: tuple[int, int], rounds: int) -> None:
    answered, wrong = counts
    assert wrong == 0, f"{wrong} wrong answers of {answered}"
    assert answered >= rounds * AT_ONCE // 2


def test_a_storm_over_redis_gives_nobody_anothers_answer(redis: RedisServer) -> None:
    held_up(asyncio.run(redis_storm(redis, 60)), 60)


def test_a_storm_over_the_database_gives_nobody_anothers_answer(fresh: Copy) -> None:
    held_up(asyncio.run(database_storm(fresh(), 60)), 60)


def test_a_storm_over_all_levels_gives_nobody_anothers_answer(
    fresh: Copy, redis: RedisServer
) -> None:
    held_up(asyncio.run(levels_storm(fresh(), redis, 60)), 60)


def test_a_storm_over_a_provider_gives_nobody_anothers_answer() -> None:
    held_up(asyncio.run(provider_storm(15)), 15)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_thousand_rounds_give_nobody_anothers_answer(fresh: Copy, redis: RedisServer) -> None:
    held_up(asyncio.run(redis_storm(redis, 1000)), 1000)
    held_up(asyncio.run(database_storm(fresh(), 1000)), 1000)
    held_up(asyncio.run(levels_storm(fresh(), redis, 1000)), 1000)
    held_up(asyncio.run(provider_storm(1000)), 1000)


def test_a_client_that_gives_on_a_connection_whose_caller_left_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close = http11.AsyncHTTP11Connection.aclose

    async def keeps(connection: Any) -> None:
        asked = connection._h11_state.our_state is h11.DONE
        if not asked or connection._state is not http11.HTTPConnectionState.ACTIVE:
            return await close(connection)
        connection._h11_state = h11.Connection(h11.CLIENT)
        connection._state = http11.HTTPConnectionState.IDLE
        return None

    monkeypatch.setattr(http11.AsyncHTTP11Connection, "aclose", keeps)
    monkeypatch.setattr(http11.AsyncHTTP11Connection, "has_expired", lambda _connection: False)
    with pytest.raises(AssertionError, match=r"wrong answers|== \[|ProviderFailed"):
        held_up(asyncio.run(provider_storm(20)), 20)


def test_a_client_that_keeps_a_connection_whose_caller_left_is_told(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    disconnect = AbstractConnection.disconnect

    async def stays(connection: AbstractConnection, *, nowait: bool = False, **rest: Any) -> None:
        if not nowait:
            await disconnect(connection, **rest)

    monkeypatch.setattr(AbstractConnection, "disconnect", stays)
    with pytest.raises(AssertionError, match=r"a connection is spoilt|wrong answers"):
        held_up(asyncio.run(storms(redis, 20)), 60)
