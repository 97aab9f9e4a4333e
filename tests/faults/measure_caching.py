"""What the levels of the cache take and save, what a broken Redis costs, and what a probe tells.

`python -m tests.faults.measure_caching` starts a redis-server of its own (of the development
environment, or the installed one) and prints a figure a line. `--probe 250` sets how many hits and
misses are compared.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from random import Random

from festplan.bootstrap import open_service
from festplan.cache.levels import Levels
from festplan.cache.redis import RedisLevel
from festplan.config import Settings
from festplan.domain.party import Party
from festplan.engine.fingerprint import content, digest, fingerprint
from festplan.ports.answers import Kept, Question, StoredAnswer
from festplan.service import create, edit
from festplan.service.context import Festplan
from festplan.service.editing import Edit
from festplan.store import read
from festplan.store.leases import SqlLeases
from festplan.store.sql_store import SqlStore
from tests.faults.hosts import FIRST, TODAY, WORDS, idle
from tests.faults.probing import leaking, probe
from tests.redis_server import RedisServer, running

TIMES = 2000
EDITS = 500
"""Of each host, after Redis has broken."""


def main() -> None:
    """Prints every figure."""
    parser = ArgumentParser(prog="python -m tests.faults.measure_caching", description=__doc__)
    parser.add_argument("--probe", type=int, default=250)
    parser.add_argument("--seed", type=int, default=11, help="of the probe")
    parser.add_argument("--broken", action="store_true", help="only what a broken Redis costs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as redis:
        if not asked.broken:
            asyncio.run(look_ups(Path(folder) / "levels", redis))
            asyncio.run(probed(Path(folder) / "probe", redis, asked.probe, asked.seed))
        for name, harm in BROKEN.items():
            asyncio.run(broken(Path(folder) / name, redis, name, harm))


async def look_ups(folder: Path, redis: RedisServer) -> None:
    """Microseconds of a look-up in each level, of a lease, and of the state of a party."""
    async with open_service(Settings(data_dir=folder)) as festplan:
        store = festplan.store
        assert isinstance(store, SqlStore)
        question = Question("theme_agent", 1, "", digest(b"jungle"), 0)
        body = {"theme": "jungle", "ideas": ["vines and leaves, hung from the ceiling"] * 40}
        data, name = content(body), fingerprint("theme_agent", 1, "", question.view, "")
        answer = StoredAnswer(name, digest(data), "small", "maker", 1200)
        await store.keep((Kept(question, "", answer),), {answer.result: data})
        levels = Levels(store, RedisLevel(redis.url))
        await levels.recall(question, "")
        await told("answer, memory", lambda: levels.recall(question, ""))
        await told("answer, database (SQLite)", lambda: store.recall(question, ""))
        await told("answer, Redis, checked", lambda: levels._in_redis(name))
        leases = SqlLeases(store._database, festplan.clock.now)
        await told("lease, taken and given back", lambda: leased(leases, name), times=200)
        await hot_state(festplan, store, levels._redis)
        await levels.close()


async def leased(leases: SqlLeases, name: str) -> None:
    """What a paid answer pays to be the only one."""
    await leases.take(name, "holder", 15)
    await leases.give_back(name, "holder")


async def hot_state(festplan: Festplan, store: SqlStore, redis: RedisLevel) -> None:
    """The state of a party as it is held, as the database has it, and as Redis would give it."""
    party_id = (await create(festplan, FIRST, today=TODAY)).after.party_id
    await idle(festplan)
    text = content((await store.party(party_id)).to_json())
    await redis.put(f"{party_id}@hot", text)

    async def from_redis() -> Party:
        found = await redis.get(f"{party_id}@hot")
        assert found is not None
        return Party.from_json(content_of(found))

    async def from_database() -> Party:
        return await store._database.glance(lambda connection: read.party(connection, party_id))

    await told("party, held in memory, its version asked", lambda: store.party(party_id))
    await told("party, database (SQLite)", from_database)
    await told("party, Redis (hot state)", from_redis)


def content_of(data: bytes) -> dict[str, object]:
    """The JSON object in `data`."""
    loaded: dict[str, object] = json.loads(data)
    return loaded


async def told(name: str, ask: Callable[[], Awaitable[object]], times: int = TIMES) -> None:
    """Prints the median and the 99th percentile of so many asks, in microseconds."""
    taken: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - begun) * 1e6)
    print(f"{name:44} {statistics.median(taken):8.0f} µs median {p99(taken):8.0f} µs p99")


def p99(taken: Sequence[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(taken, n=100)[98]


def fill(server: RedisServer) -> None:
    """No write is taken any more."""
    server.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
    server.ask("CONFIG", "SET", "maxmemory", 1)


BROKEN: dict[str, Callable[[RedisServer], None]] = {
    "healthy": lambda _: None,
    "stopped": RedisServer.stop,
    "hung": RedisServer.hang,
    "full": fill,
}


async def broken(
    folder: Path, redis: RedisServer, name: str, harm: Callable[[RedisServer], None]
) -> None:
    """Milliseconds of the same edits without Redis and with one that broke, turn and turn about."""
    async with (
        open_service(Settings(data_dir=folder / "alone")) as without,
        open_service(Settings(data_dir=folder / "with", redis_url=redis.url)) as beside,
    ):
        hosts = [await begun(without), await begun(beside)]
        harm(redis)
        taken: list[list[float]] = [[], []]
        for number in range(EDITS):
            for side in (0, 1) if number % 2 else (1, 0):
                taken[side].append(await edited(*hosts[side]))
    redis.stop()
    redis.start()
    alone, with_it = taken
    first = max(b - a for a, b in zip(alone[:3], with_it[:3], strict=True))
    print(
        f"edits, Redis {name:31} {statistics.median(with_it):8.1f} ms median"
        f" ({statistics.median(alone):.1f} without) {first:8.1f} ms added at first,"
        f" {p99(with_it[3:]):.1f} ms p99 after ({p99(alone[3:]):.1f} without)"
    )


async def begun(festplan: Festplan) -> tuple[Festplan, str, Random]:
    """A host with a planned party, and their dice: those of every host fall alike."""
    party_id = (await create(festplan, FIRST, today=TODAY)).after.party_id
    await idle(festplan)
    return festplan, party_id, Random(7)


async def edited(festplan: Festplan, party_id: str, random: Random) -> float:
    """Milliseconds of the host's next edit, its run included."""
    inputs = [i.input_id for i in (await festplan.store.party(party_id)).content.inputs]
    removed = random.sample(inputs, 1) if len(inputs) > 4 else []
    wanted = Edit(random.sample(WORDS, 1), {}, removed)
    begun_at = time.perf_counter()
    performed = await edit(festplan, party_id, wanted, today=TODAY)
    await festplan.runner.wait(performed.run_id)
    return (time.perf_counter() - begun_at) * 1000


async def probed(folder: Path, redis: RedisServer, times: int, seed: int) -> None:
    """Whether a host can tell by time that another has planned the same private words."""
    for name, url in (("database alone", ""), ("with Redis", redis.url)):
        settings = Settings(data_dir=folder / name, redis_url=url)
        async with open_service(settings) as festplan:
            found = await probe(festplan, times, seed)
        print(f"probe, {name}: {times} hits, {times} misses, {found.told()}")
    async with open_service(Settings(data_dir=folder / "leak")) as festplan:
        with leaking():
            found = await probe(festplan, times, seed)
    print(f"probe, private views shared (a planted leak): {found.told()}")


if __name__ == "__main__":
    main()
