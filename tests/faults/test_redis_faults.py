"""Redis may be slow, full, hung, gone or lie: no edit fails, and every answer is the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from festplan.cache.entry import Entry
from festplan.engine.fingerprint import content, digest
from festplan.ports.answers import StoredAnswer
from festplan.proof.verify import verify
from festplan.service import create, edit
from festplan.service.context import Festplan
from festplan.service.editing import Edit
from tests.faults.conftest import Copy
from tests.faults.hosts import FIRST, TODAY, WORDS, held, idle, service, url
from tests.faults.mixed_history import Moody, climbing
from tests.faults.redis_faults import FAULTS, Fault
from tests.faults.settling import settle_up_in
from tests.properties.real_world import Dear
from tests.redis_server import RedisServer, running

Told = list[tuple[dict[str, str], list[tuple[str, str]]]]
"""For each edit: what the host sees by agent, and how each answer was come by."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with running(tmp_path) as server:
        yield server


@asynccontextmanager
async def dear_service(file: Path, redis_url: str = "") -> AsyncIterator[Festplan]:
    """Festplan on that database, where every answer costs something, with that Redis or none."""
    async with service(file, redis_url=redis_url) as festplan:
        yield replace(festplan, engine=replace(festplan.engine, ladder=Dear()))


async def edited(
    festplan: Festplan, edits: int, before: Callable[[int], None] = lambda _: None
) -> Told:
    """What comes of so many edits of a host, always the same ones; parties take turns."""
    random, told = Random(7), Told()
    parties = list[str]()
    for _ in range(2):  # one after the other, so that it is never chance who asks first
        parties.append((await create(festplan, FIRST, today=TODAY)).after.party_id)
        await idle(festplan)
    for number in range(edits):
        before(number)
        party_id = random.choice(parties)
        inputs = [i.input_id for i in (await festplan.store.party(party_id)).content.inputs]
        removed = random.sample(inputs, 1) if len(inputs) > 4 else []
        wanted = Edit(random.sample(WORDS, 1), {}, removed)
        performed = await edit(festplan, party_id, wanted, today=TODAY)
        outcomes = await festplan.runner.wait(performed.run_id)
        party = await festplan.store.party(party_id)
        told.append((held(party), sorted((o.agent, o.outcome) for o in outcomes)))
    return told


def suffered(fresh: Copy, redis: RedisServer, harm: Fault, edits: int) -> tuple[Told, Told, Path]:
    """The same edits without Redis, and on a new database with a Redis that another has filled."""

    async def live(file: Path, redis_url: str, before: Callable[[int], None]) -> Told:
        async with dear_service(file, redis_url) as festplan:
            return await edited(festplan, edits, before)

    nothing: Callable[[int], None] = lambda _: None  # noqa: E731
    alone = asyncio.run(live(fresh(), "", nothing))
    asyncio.run(live(fresh(), redis.url, nothing))
    last = fresh()
    with_faults = asyncio.run(live(last, redis.url, lambda number: harm(redis, number, edits)))
    return alone, with_faults, last


def answers_alike(fresh: Copy, redis: RedisServer, name: str, edits: int) -> None:
    alone, with_faults, file = suffered(fresh, redis, FAULTS[name], edits)
    assert [seen for seen, _ in with_faults] == [seen for seen, _ in alone]
    assert len(with_faults) == edits
    settle_up_in(file)
    assert verify(url(file)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_with_a_broken_redis_every_edit_is_answered_alike(
    fresh: Copy, redis: RedisServer, name: str
) -> None:
    answers_alike(fresh, redis, name, edits=9)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FAULTS)
def test_with_a_broken_redis_five_hundred_edits_are_answered_alike(
    fresh: Copy, redis: RedisServer, name: str
) -> None:
    answers_alike(fresh, redis, name, edits=500)


def outcomes(told: Told) -> list[str]:
    return [outcome for _, steps in told for _, outcome in steps]


def no_harm(_server: RedisServer, _edit: int, _edits: int) -> None:
    pass


@pytest.mark.usefixtures("patient")
def test_what_another_database_has_paid_for_is_not_paid_for_again(
    fresh: Copy, redis: RedisServer
) -> None:
    alone, sharing, file = suffered(fresh, redis, no_harm, edits=9)
    assert [seen for seen, _ in sharing] == [seen for seen, _ in alone]
    assert outcomes(sharing).count("shared") > outcomes(alone).count("shared")
    assert outcomes(sharing).count("ran") < outcomes(alone).count("ran")
    settle_up_in(file)
    assert verify(url(file)) == []


@pytest.mark.usefixtures("patient")
def test_a_lie_that_is_not_checked_for_reaches_the_host(
    fresh: Copy, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def believed(name: str, data: bytes) -> Entry:
        fields = json.loads(data)
        body, cost = fields["body"], fields["cost_microdollars"]
        answer = StoredAnswer(name, digest(content(body)), fields["tier"], "", cost)
        return Entry(answer, body)

    monkeypatch.setattr("festplan.cache.levels.unpack", believed)
    with pytest.raises((AssertionError, RuntimeError, KeyError)):
        answers_alike(fresh, redis, "its_values_are_each_others", edits=9)


def in_redis(redis: RedisServer, fresh: Copy, ladder: Moody, *, private: bool = False) -> list[str]:
    """The tiers of what is in Redis after two parties of other hosts said the same."""

    async def live() -> None:
        async with service(fresh(), redis_url=redis.url) as opened:
            festplan = climbing(opened, ladder)
            for _ in range(2):
                await create(festplan, FIRST, today=TODAY, private=private)
                await idle(festplan)

    asyncio.run(live())
    return [json.loads(value)["tier"] for value in redis.everything().values()]


AGENTS = ("theme_agent", "venue_agent", "cake_agent", "catering_agent", "budget_agent")


@pytest.mark.usefixtures("patient")
def test_what_may_be_shared_is_in_redis_and_what_may_not_is_not(
    fresh: Copy, redis: RedisServer
) -> None:
    tiers = in_redis(redis, fresh, Moody(paid=("theme_agent", "budget_agent", "planner_final")))
    assert tiers.count("small") == 1
    assert len(tiers) > 1


def test_a_stopgap_is_in_no_redis(fresh: Copy, redis: RedisServer) -> None:
    assert in_redis(redis, fresh, Moody(provisional=(*AGENTS, "planner_final"))) == []


def test_a_party_that_shares_nothing_has_nothing_in_redis(fresh: Copy, redis: RedisServer) -> None:
    assert in_redis(redis, fresh, Moody(paid=AGENTS), private=True) == []


@pytest.mark.usefixtures("patient")
def test_an_entry_in_redis_lasts_seven_days(fresh: Copy, redis: RedisServer) -> None:
    in_redis(redis, fresh, Moody(paid=AGENTS))
    seconds = [redis.ask("TTL", key) for key in redis.everything()]
    assert seconds
    assert all(7 * 24 * 3600 - 600 < left <= 7 * 24 * 3600 for left in seconds)


def test_a_redis_that_was_never_there_changes_nothing(fresh: Copy) -> None:
    async def live(redis_url: str) -> Told:
        async with dear_service(fresh(), redis_url) as festplan:
            return await edited(festplan, 5)

    assert asyncio.run(live("redis://127.0.0.1:1/0")) == asyncio.run(live(""))
