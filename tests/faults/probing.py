"""A host who guesses another's private words, and looks whether the answer tells that it was right.

A hit: somebody else has planned just these words. A miss: somebody else has planned other ones. All
else is alike, and hits and misses come in random order.
"""

from __future__ import annotations

import asyncio
import math
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from unittest import mock

from festplan.engine.agent import View, look
from festplan.engine.delta import World
from festplan.engine.ladder import Answer
from festplan.service import create
from festplan.service.context import Festplan
from tests.faults.hosts import TODAY, idle
from tests.properties.real_world import Dear

CALL_SECONDS = 0.005
"""What an answer that is paid for takes here; a model takes a hundred times as long."""
WORDS = "a hall like the woods behind {}'s old house"
LETTERS = "bcdfghjklmnpqrstvwxz"


class Slow(Dear):
    """The rules, at a price and after a while."""

    async def answer(self, *asked: Any) -> Answer:
        await asyncio.sleep(CALL_SECONDS)
        return await super().answer(*asked)


@dataclass(frozen=True)
class Found:
    """Seconds and microdollars (spent, saved) of each probe."""

    hits: Sequence[float]
    misses: Sequence[float]
    costs: frozenset[tuple[int, int]]

    @property
    def p(self) -> float:
        """How likely times so different are if hits and misses are alike."""
        return same_distribution(self.hits, self.misses)

    def told(self) -> str:
        medians = [sorted(side)[len(side) // 2] * 1000 for side in (self.hits, self.misses)]
        return (
            f"median {medians[0]:.2f} and {medians[1]:.2f} ms, p = {self.p:.3f},"
            f" {len(self.costs)} different cost(s)"
        )


async def probe(festplan: Festplan, times: int, seed: int = 11) -> Found:
    """So many hits and so many misses, in random order."""
    festplan = replace(festplan, engine=replace(festplan.engine, ladder=Slow()))
    random = Random(seed)
    await _planned(festplan, _name(random))
    rounds = [True, False] * times
    random.shuffle(rounds)
    hits, misses, costs = list[float](), list[float](), set[tuple[int, int]]()
    for hit in rounds:
        guessed = _name(random)
        await _planned(festplan, guessed if hit else _name(random))
        begun = time.perf_counter()
        cost = await _planned(festplan, guessed)
        (hits if hit else misses).append(time.perf_counter() - begun)
        costs.add(cost)
    return Found(hits, misses, frozenset(costs))


async def _planned(festplan: Festplan, name: str) -> tuple[int, int]:
    """A party of a host of its own with that name in its words; what it spent and saved."""
    texts = ["jungle theme", WORDS.format(name), "in Austin"]
    performed = await create(festplan, texts, today=TODAY)
    outcomes = await festplan.runner.wait(performed.run_id)
    await idle(festplan)
    return (
        sum(step.cost_microdollars for step in outcomes),
        sum(step.saved_microdollars for step in outcomes),
    )


def _name(random: Random) -> str:
    return "".join(random.choices(LETTERS, k=30)).capitalize()


@contextmanager
def leaking() -> Iterator[None]:
    """A bug for as long as this is open: every view is shared."""

    def look_shared(world: World, who: Any, brief: object, settled: Any, _: object) -> View:
        view = look(who, brief, settled, (), world.published)
        return View(view.facts, view.digest, private=False)

    with mock.patch.object(World, "look", look_shared):
        yield


def same_distribution(one: Sequence[float], other: Sequence[float]) -> float:
    """The p-value of the two-sample Kolmogorov-Smirnov test, by its asymptotic distribution."""
    first, second = sorted(one), sorted(other)
    distance = max(
        abs(bisect_right(first, x) / len(first) - bisect_right(second, x) / len(second))
        for x in (*first, *second)
    )
    size = math.sqrt(len(first) * len(second) / (len(first) + len(second)))
    scaled = (size + 0.12 + 0.11 / size) * distance
    if scaled < 0.2:
        return 1.0
    terms = [(1 if k % 2 else -1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101)]
    return min(1.0, max(0.0, 2 * sum(terms)))
