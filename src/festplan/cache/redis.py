"""The level in Redis: shared answers for seven days, and never a reason to wait or to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from festplan.cache.breaker import Breaker
from festplan.cache.entry import MOST_BYTES

T = TypeVar("T")

TIMEOUT_SECONDS = 0.1
"""The most that one question to Redis may take, connecting included; there is no second try."""
KEPT_SECONDS = 7 * 24 * 3600
CONNECTIONS = 16
PREFIX = "festplan:answer:"
"""A key is this and the fingerprint of the question: a hash, which says nothing of its own."""


class RedisLevel:
    """Bytes by fingerprint in the Redis at `url`. Whatever goes wrong there is a miss."""

    def __init__(self, url: str) -> None:
        self._client = _client(url)
        self._breaker = Breaker(self._answers)

    async def get(self, fingerprint: str) -> bytes | None:
        """What is stored under `fingerprint`, unchecked; None where there is none, or no Redis."""
        found = await self._ask(partial(self._client.get, PREFIX + fingerprint))
        return found if isinstance(found, bytes) else None

    async def put(self, fingerprint: str, data: bytes) -> None:
        """Stores `data` for seven days, unless it is too long or Redis will not have it."""
        if len(data) <= MOST_BYTES:
            key = PREFIX + fingerprint
            await self._ask(partial(self._client.set, key, data, ex=KEPT_SECONDS))

    @property
    def is_away(self) -> bool:
        """Whether Redis is left alone now, because it did not answer."""
        return self._breaker.is_open

    async def close(self) -> None:
        """Ends the connections, without waiting for a Redis that hangs."""
        await self._breaker.close()
        await self._client.aclose()

    async def _ask(self, command: Callable[[], Awaitable[T]]) -> T | None:
        from redis.exceptions import RedisError, ResponseError

        if self._breaker.is_open:
            return None
        found: T | None
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                found = await command()
        except ResponseError:  # it is there, and refuses: a value of another type, or it is full
            found = None
        except (RedisError, OSError, TimeoutError):
            self._breaker.failed()
            return None
        self._breaker.worked()
        return found

    async def _answers(self) -> bool:
        from redis.exceptions import RedisError

        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._client.ping()
        except (RedisError, OSError, TimeoutError):
            return False
        return True


def _client(url: str) -> Any:
    from redis.asyncio import BlockingConnectionPool, Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), retries=0),
    )
    return Redis.from_pool(pool)
