"""Two worlds on the seven agents: what is one host's alone reaches no other, and no shared answer.

The host of the second party sees the same in both worlds, though the first host said other private
words, another name, an exact count, an age, a date and a budget that no shared view may show.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from festplan.cache.levels import Levels
from festplan.domain.brief import Brief
from festplan.engine.agent import Facts, Upstream, View, look
from festplan.engine.delta import World as Asking
from festplan.engine.graph import Graph
from festplan.ports.answers import Kept, Recalled
from festplan.store.sql_store import SqlStore
from festplan.understanding import read
from tests.properties.outside import FEWEST, HIDDEN, Secrets, hosts, pairs, two_worlds
from tests.properties.real_world import as_it_is, replaced
from tests.properties.sentences import sentences
from tests.redis_server import RedisServer
from tests.unit.understanding.reading_today import CITIES, TODAY

MODELS = "rules=none,small=openai:gpt-4o-mini,large=openai:gpt-4o"
"""Asked about everything, and the large one where the small one leaves a wish unmet."""


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_one_host_keeps_private_shows_nowhere_else(
    template: Path, secrets: tuple[Secrets, Secrets], first: list[str], second: list[str]
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second))


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_one_host_keeps_private_shows_in_no_redis(
    template: Path,
    redis: RedisServer,
    secrets: tuple[Secrets, Secrets],
    first: list[str],
    second: list[str],
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second, redis=redis))


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_models_are_told_of_one_host_shows_nowhere_else(
    template: Path,
    redis: RedisServer,
    secrets: tuple[Secrets, Secrets],
    first: list[str],
    second: list[str],
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second, redis=redis, models=MODELS))


@pytest.mark.long
@pytest.mark.timeout(7200)
@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_models_are_told_of_many_hosts_shows_nowhere_else(
    template: Path,
    redis: RedisServer,
    secrets: tuple[Secrets, Secrets],
    first: list[str],
    second: list[str],
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second, redis=redis, models=MODELS))


@pytest.mark.long
@pytest.mark.timeout(7200)
@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_many_hosts_keep_private_shows_nowhere_else(
    template: Path,
    redis: RedisServer,
    secrets: tuple[Secrets, Secrets],
    first: list[str],
    second: list[str],
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second, redis=redis))


def _shares_everything(
    asking: Asking, who: Any, brief: object, settled: Any, _private: object
) -> View:
    view = look(who, brief, settled, (), asking.published)
    return View(view.facts, view.digest, private=False)


def _seeing(agent: str, what: Callable[[Brief], object]) -> Callable[[Graph], Graph]:
    """A bug: the agent's view holds one thing more."""

    def planted(graph: Graph) -> Graph:
        held = graph[agent]

        def view(brief: Brief, upstream: Upstream) -> Facts:
            return {**held.view(brief, upstream), "more": what(brief)}

        return replaced(graph, replace(held, view=view))

    return planted


def _answering(agent: str, what: Callable[[Brief], object]) -> Callable[[Graph], Graph]:
    """A bug: the agent remembers what it last saw of a party, and says it in its answer."""

    def planted(graph: Graph) -> Graph:
        held, last = graph[agent], [None]

        def view(brief: Brief, upstream: Upstream) -> Facts:
            last[0] = what(brief)  # type: ignore[call-overload]
            return held.view(brief, upstream)

        def answer(view: Facts, evidence: Facts) -> Facts:
            return {**held.answer(view, evidence), "more": last[0]}

        return replaced(graph, replace(held, view=view, answer=answer))

    return planted


def _prompting(agent: str, what: Callable[[Brief], object]) -> Callable[[Graph], Graph]:
    """A bug: a model is told what the agent first saw of any party, whoever it is asked for."""

    def planted(graph: Graph) -> Graph:
        held, first = graph[agent], list[object]()
        prompt = held.prompt
        assert prompt is not None

        def view(brief: Brief, upstream: Upstream) -> Facts:
            first.append(what(brief))
            return held.view(brief, upstream)

        def data(view: Facts, evidence: Facts) -> Facts:
            return {**prompt.data(view, evidence), "more": next(filter(None, first), None)}

        return replaced(graph, replace(held, view=view, prompt=replace(prompt, data=data)))

    return planted


ONE = {
    "guests": "52",
    "kids": "20",
    "vegans": "3",
    "age": "6",
    "who": "Mia",
    "budget": "900",
    "date": "2027-06-12",
    "phone": "1234",
    "name": "Bcdfghjklmnpqrstvwxzbcdfghjklm",
    "words": "zxwvtsrqpnmlkjhgfdcbzxwvtsrqpn",
    "city": "Qqwwrrttppssddffgghhjjkkllzzxx",
}
OTHER = {
    "guests": "74",
    "kids": "31",
    "vegans": "7",
    "age": "9",
    "who": "Theo",
    "budget": "2100",
    "date": "2027-07-13",
    "phone": "4321",
    "name": "Mlkjhgfdcbzxwvtsrqpnmlkjhgfdcb",
    "words": "ttrrwwqqssppffddhhggkkjjzzllcc",
    "city": "Zzxxccvvbbnnmmqqwwrrttppssddff",
}
TOLD = [
    *("jungle theme for {who}'s {age}th birthday", "{guests} guests, {kids} of them kids"),
    *("in Austin", "a face painter", "chocolate cake", "{vegans} vegans", "buffet", "a hall"),
    *("under ${budget}", "on {date}", "ask {name}", "a magician who knows {words}"),
]
HEARD = ["jungle theme", "in Austin", "70 guests", "chocolate cake", "need a magician"]
"""A host with much to hide, and one who asks for much the same."""

BUGS: dict[str, Callable[[Graph], Graph]] = {
    "the cake sees the exact head count": _seeing("cake_agent", lambda b: b.facts.get("guests")),
    "the vendors see the exact age": _seeing("vendor_agent", lambda b: b.facts.get("age")),
    "the theme tells the name": _answering("theme_agent", lambda b: b.facts.get("honoree")),
    "the caterers tell the diets": _answering("catering_agent", lambda b: b.facts.get("diet")),
    "private views are shared": as_it_is,
}


def _busy_worlds(
    template: Path,
    planted: Callable[[Graph], Graph],
    redis: RedisServer | None = None,
    models: str = "",
) -> None:
    both = (Secrets(ONE), Secrets(OTHER))
    asyncio.run(two_worlds(template, both, TOLD, HEARD, planted, redis, models))


FEW = Secrets({**ONE, "guests": str(FEWEST), "kids": "0", "vegans": "1"})


@settings(max_examples=20)
@example((FEW, Secrets(OTHER)))
@given(pairs())
def test_what_may_be_shared_of_two_hosts_is_read_alike(pair: tuple[Secrets, Secrets]) -> None:
    """Without this the worlds differ in what is left over, and the laws ask for too much."""
    for said in HIDDEN:
        one, other = (read(host.told(said), today=TODAY, cities=CITIES) for host in pair)
        assert (one.residue, one.wishes) == (other.residue, other.wishes), said


def test_a_host_with_much_to_hide_is_not_seen(template: Path) -> None:
    _busy_worlds(template, as_it_is)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_leak_is_seen(bug: str, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if bug == "private views are shared":
        monkeypatch.setattr(Asking, "look", _shares_everything)
    with pytest.raises(AssertionError):
        _busy_worlds(template, BUGS[bug])


@pytest.mark.usefixtures("patient")
def test_a_host_with_much_to_hide_is_not_seen_in_redis(template: Path, redis: RedisServer) -> None:
    _busy_worlds(template, as_it_is, redis)
    assert len(redis.everything()) >= 4


@pytest.mark.usefixtures("patient")
def test_private_answers_in_redis_are_seen(
    template: Path, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Levels.keep

    async def keeps_all(levels: Levels, kept: Sequence[Kept], *rest: Any) -> None:
        await keep(levels, kept, *rest)
        for one in kept:
            levels._fill(one.answer)

    monkeypatch.setattr(Levels, "keep", keeps_all)
    with pytest.raises(AssertionError, match="in Redis"):
        _busy_worlds(template, as_it_is, redis)


def test_a_log_that_tells_what_was_said_is_seen(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recall = SqlStore.recall

    async def chatty(store: SqlStore, *asked: Any) -> Recalled:
        logging.getLogger("festplan").debug("asked for %s", TOLD[-1].format(**ONE))
        return await recall(store, *asked)

    monkeypatch.setattr(SqlStore, "recall", chatty)
    with pytest.raises(AssertionError, match="private words"):
        _busy_worlds(template, as_it_is)


@pytest.mark.usefixtures("patient")
def test_a_host_with_much_to_hide_is_not_seen_where_models_are_told_of_it(
    template: Path, redis: RedisServer
) -> None:
    _busy_worlds(template, as_it_is, redis, MODELS)


PROMPT_BUGS: dict[str, Callable[[Graph], Graph]] = {
    "the prompt tells another's name": _prompting("cake_agent", lambda b: b.facts.get("honoree")),
    "the prompt tells another's money": _prompting("vendor_agent", lambda b: b.facts.get("budget")),
    "private views are shared": as_it_is,
}


@pytest.mark.parametrize("bug", PROMPT_BUGS)
def test_a_leak_that_is_planted_where_models_are_asked_is_seen(
    bug: str, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if bug == "private views are shared":
        monkeypatch.setattr(Asking, "look", _shares_everything)
    with pytest.raises(AssertionError):
        _busy_worlds(template, PROMPT_BUGS[bug], models=MODELS)
