"""Whatever stands behind the door to answers remembers them alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from festplan.cache.levels import Levels
from festplan.cache.redis import RedisLevel
from festplan.engine.fingerprint import content, digest, fingerprint
from festplan.ports.answers import (
    Answers,
    Kept,
    MissingBody,
    Question,
    Recalled,
    Remembered,
    StoredAnswer,
)
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore
from tests.redis_server import RedisServer

NOW = "2026-11-28T10:00:00.000000+00:00"
SHARED = Question("theme_agent", 1, "", digest(b"jungle"), 0)
PRIVATE = replace(SHARED, scope="5ec4e7")
LOOKED_UP = replace(SHARED, agent="venue_agent", catalogue=7)
FOUND = digest(b"three halls")
BODY = {"theme": "jungle", "é": [1, 2.5, None, True]}

Opened = Callable[[Path], Any]


@asynccontextmanager
async def alone(file: Path) -> AsyncIterator[Answers]:
    database = Database(f"sqlite:///{file}")
    database.open()
    try:
        yield SqlStore(database, lambda: NOW)
    finally:
        database.close()


def under(url: str) -> Opened:
    @asynccontextmanager
    async def levels(file: Path) -> AsyncIterator[Answers]:
        async with alone(file) as store:
            opened = Levels(store, RedisLevel(url))
            try:
                yield opened
            finally:
                await opened.close()

    return levels


@pytest.fixture(params=["the database alone", "memory and Redis above it", "Redis is not there"])
def opened(request: pytest.FixtureRequest) -> Opened:
    if request.param == "the database alone":
        return alone
    if request.param == "Redis is not there":
        return under("redis://127.0.0.1:1/0")
    redis: RedisServer = request.getfixturevalue("redis")
    redis.ask("FLUSHALL")
    return under(redis.url)


def kept(question: Question, evidence: str = "", body: Any = None, cost: int = 1000) -> Kept:
    q = question
    name = fingerprint(q.agent, q.agent_version, q.scope, q.view, evidence)
    address = digest(content(BODY if body is None else body))
    return Kept(question, evidence, StoredAnswer(name, address, "small", "maker", cost))


def bodies(*results: Any) -> dict[str, bytes]:
    return {digest(content(result)): content(result) for result in (BODY, *results)}


def living(opened: Opened, file: Path, deed: Callable[[Answers], Awaitable[None]]) -> None:
    async def live() -> None:
        async with opened(file / "festplan.db") as answers:
            await deed(answers)

    asyncio.run(live())


@pytest.mark.parametrize("question", [SHARED, PRIVATE], ids=["shared", "private"])
def test_what_was_kept_is_recalled_as_it_was(
    opened: Opened, tmp_path: Path, question: Question
) -> None:
    async def deed(answers: Answers) -> None:
        assert await answers.recall(question, "") == Recalled("", None)
        await answers.keep((kept(question),), bodies())
        for _ in range(3):
            assert await answers.recall(question, "") == Recalled("", kept(question).answer)
            assert await answers.body(kept(question).answer.result) == BODY

    living(opened, tmp_path, deed)
    living(opened, tmp_path, deed_of_another_process(question))


def deed_of_another_process(question: Question) -> Callable[[Answers], Awaitable[None]]:
    async def deed(answers: Answers) -> None:
        assert await answers.recall(question, "") == Recalled("", kept(question).answer)

    return deed


def test_what_a_view_found_is_remembered_by_the_version_of_the_catalogue(
    opened: Opened, tmp_path: Path
) -> None:
    async def deed(answers: Answers) -> None:
        assert await answers.recall(LOOKED_UP, None) == Recalled(None, None)
        await answers.keep((), {}, (Remembered(LOOKED_UP, FOUND),))
        assert await answers.recall(LOOKED_UP, None) == Recalled(FOUND, None)
        await answers.keep((kept(LOOKED_UP, FOUND),), bodies())
        for _ in range(2):
            recalled = await answers.recall(LOOKED_UP, None)
            assert recalled == Recalled(FOUND, kept(LOOKED_UP, FOUND).answer)
        assert await answers.recall(replace(LOOKED_UP, catalogue=8), None) == Recalled(None, None)

    living(opened, tmp_path, deed)


@pytest.mark.parametrize(
    "other",
    [
        PRIVATE,
        replace(SHARED, agent="cake_agent"),
        replace(SHARED, agent_version=2),
        replace(SHARED, view=digest(b"space")),
    ],
    ids=["of another scope", "of another agent", "of another version", "of another view"],
)
def test_another_question_has_another_answer(
    opened: Opened, tmp_path: Path, other: Question
) -> None:
    async def deed(answers: Answers) -> None:
        await answers.keep((kept(SHARED),), bodies())
        await answers.recall(SHARED, "")
        assert await answers.recall(other, "") == Recalled("", None)

    living(opened, tmp_path, deed)


def test_of_two_answers_to_one_question_the_first_stands(opened: Opened, tmp_path: Path) -> None:
    async def deed(answers: Answers) -> None:
        await answers.keep((kept(SHARED),), bodies())
        await answers.keep((kept(SHARED, body={"theme": "late"}),), bodies({"theme": "late"}))
        assert (await answers.recall(SHARED, "")).answer == kept(SHARED).answer

    living(opened, tmp_path, deed)


def of_tier(tier: str, instead_of: str = "") -> tuple[Kept, dict[str, bytes]]:
    """An answer of that tier, and its body."""
    body = {"theme": f"by {tier}"}
    one = kept(SHARED, body=body)
    return replace(one, answer=replace(one.answer, tier=tier), instead_of=instead_of), bodies(body)


def test_an_answer_that_is_refused_today_gives_way_to_a_models_and_only_that_one(
    opened: Opened, tmp_path: Path
) -> None:
    async def deed(answers: Answers) -> None:
        for tier, instead_of, stands in (
            *(("small", "", "small"), ("large", "", "small"), ("large", "small", "large")),
            *(("small", "small", "large"), ("rules", "large", "large")),
        ):
            one, data = of_tier(tier, instead_of)
            await answers.keep((one,), data)
            found = (await answers.recall(SHARED, "")).answer
            assert found is not None
            assert found.tier == stands
            assert await answers.body(found.result) == {"theme": f"by {stands}"}

    living(opened, tmp_path, deed)


def test_a_body_that_was_never_kept_is_missing(opened: Opened, tmp_path: Path) -> None:
    async def deed(answers: Answers) -> None:
        with pytest.raises(MissingBody):
            await answers.body(digest(b"never"))

    living(opened, tmp_path, deed)


def test_a_hundred_at_once_are_answered_alike(opened: Opened, tmp_path: Path) -> None:
    async def deed(answers: Answers) -> None:
        questions = [replace(SHARED, view=digest(f"{n}".encode())) for n in range(100)]
        for n, question in enumerate(questions):
            await answers.keep((kept(question, body={"n": n}),), bodies({"n": n}))
        found = await asyncio.gather(*(answers.recall(question, "") for question in questions))
        for n, recalled in enumerate(found):
            assert recalled.answer is not None
            assert await answers.body(recalled.answer.result) == {"n": n}

    living(opened, tmp_path, deed)
