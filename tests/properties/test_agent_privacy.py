"""Two worlds on the seven agents: what is one host's alone reaches no other, and no shared answer.

The host of the second party sees the same in both worlds, though the first host said other private
words, another name, an exact count, an age, a date and a budget that no shared view may show.
"""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from festplan.api.counters import Counters
from festplan.cache.levels import Levels
from festplan.cache.redis import PREFIX
from festplan.domain.brief import Brief
from festplan.domain.people import bracket
from festplan.engine.agent import Facts, Upstream, View, look
from festplan.engine.delta import World as Asking
from festplan.engine.graph import Graph
from festplan.ports.answers import Kept, Recalled
from festplan.store import tables as t
from festplan.store.sql_store import SqlStore
from tests.properties.real_world import as_it_is, open_world, replaced
from tests.properties.sentences import sentences
from tests.properties.small_world import Clock
from tests.properties.two_worlds import Trace, planned
from tests.redis_server import RedisServer

LETTERS = "bcdfghjklmnpqrstvwxz"
HIDDEN = (
    *(
        "jungle theme",
        "{guests} guests, {kids} of them kids",
        "a birthday, turning {age}",
        "buffet",
    ),
    *("jungle theme for {who}'s {age}th birthday", "in Austin", "on {date}", "under ${budget}"),
    *("chocolate cake", "need a DJ", "in London", "a face painter", "5 vegans", "indoors"),
    *("${budget} for the cake", "a space theme for {who}", "taco truck", "{vegans} vegans"),
)
"""What is told without a word that would keep it from being shared."""
OWN = (
    *(
        "jungle theme like {words}",
        "theme: {words}",
        "a {words} party",
        "{name}'s {age}th birthday",
    ),
    *(
        "for {name}, who turns {age}",
        "near {words}",
        "a hall by {words}",
        "in {city}",
        "in {words}",
    ),
    *("chocolate cake like {words}", "a cake in the shape of {words}", "no {words}", "{words}"),
    *("food as {name} cooks it, {words}", "somebody who can {words}", "a DJ who knows {words}"),
    *("ask {name} about {words}", "taco truck and {words}", "call {name} at 555-{phone}"),
    *("my mail is {name}@{city}.org", "vegan, 3 without {words}", "{words} for {guests} guests"),
)
"""What holds words of this host alone."""
AGES = ((3, 5), (6, 9), (10, 12), (13, 17), (18, 99))


@dataclass(frozen=True)
class Secrets:
    """What a host has that is nobody else's business."""

    values: Mapping[str, str]

    def told(self, said: str) -> str:
        return said.format(**self.values)

    def canaries(self) -> list[str]:
        """The long words of it, of 128 bits and more, as they would be found in lower case."""
        return [self.values[name].lower() for name in ("words", "name", "city")]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Secrets, Secrets]:
    """Two hosts whom no shared view may tell apart: one bracket, one age band."""
    low, high = bracket(draw(st.integers(1, 420)))
    ages = st.integers(*draw(st.sampled_from(AGES)))

    def one() -> Secrets:
        guests = draw(st.integers(low, high))
        values = {
            "words": _word(draw),
            "name": _word(draw).capitalize(),
            "city": _word(draw).capitalize(),
            "guests": str(guests),
            "kids": str(draw(st.integers(0, guests))),
            "vegans": str(draw(st.integers(1, 20))),
            "who": draw(st.sampled_from(["Mia", "Theo", "Priya", "Jasmine"])),
            "age": str(draw(ages)),
            "date": f"2027-0{draw(st.integers(1, 9))}-1{draw(st.integers(0, 9))}",
            "budget": str(draw(st.integers(100, 9000))),
            "phone": str(draw(st.integers(1000, 9999))),
        }
        return Secrets(values)

    return one(), one()


def _word(draw: st.DrawFn) -> str:
    """A word of 30 letters, which is 129 bits."""
    return "".join(draw(st.lists(st.sampled_from(LETTERS), min_size=30, max_size=30)))


def hosts() -> st.SearchStrategy[list[str]]:
    """Sentences of a host with gaps for what is secret: most of it may be shared, some may not."""
    hidden = st.lists(st.sampled_from(HIDDEN), min_size=3, max_size=7, unique=True)
    own = st.lists(st.sampled_from(OWN), max_size=2)
    return st.builds(lambda a, b: [*a, *b], hidden, own).flatmap(st.permutations)


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Outside:
    """All that is seen of the first host's party from elsewhere.

    `shared` is what may be shared after it was planned, `seen` what the second host then sees;
    Redis, logs and metrics are what an operator sees at the end.
    """

    shared: list[Row]
    seen: Trace
    redis: Mapping[str, str]
    logged: str
    metrics: str

    def text(self) -> str:
        told = [self.shared, dict(self.redis), self.logged, self.metrics]
        return json.dumps(told, ensure_ascii=False).lower()


async def lived(
    template: Path,
    first: list[str],
    second: list[str],
    planted: Callable[[Graph], Graph],
    redis: RedisServer | None,
) -> Outside:
    """What is outside after the first host planned and the second did, on databases of their own.

    Only what may be shared is in Redis, and nobody else's answers.
    """
    if redis is not None:
        redis.ask("FLUSHALL")
    counters = Counters()
    with logged() as lines:
        async with open_world(template, planted, redis.url if redis else "") as world:
            festplan = replace(world.festplan, ran=counters.ran)
            await planned(festplan, first)
            shared = await world.database.read(_shared)
            seen = await planned(replace(festplan, clock=Clock("b")), second)
            sharable = {row[0] for row in await world.database.read(_shared)}
    held = (
        {key.decode(): value.decode() for key, value in redis.everything().items()} if redis else {}
    )
    assert {key.removeprefix(PREFIX) for key in held} <= sharable, "a private answer in Redis"
    metrics = counters.text(parties=2, streams=0)
    return Outside(shared, seen, held, "\n".join(lines), metrics)


@contextmanager
def logged() -> Iterator[list[str]]:
    """Every line that is logged meanwhile, by whomever."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def _shared(connection: sa.Connection) -> list[Row]:
    """Every shared answer with its body, and every shared evidence."""
    r, e = t.results.c, t.evidence.c
    named = (r.fingerprint, r.agent, r.agent_version, r.view, r.evidence, r.digest, r.tier)
    body = t.contents.c.body
    answers = sa.select(*named, body).join(t.contents, t.contents.c.digest == r.digest)
    found = connection.execute(answers.where(r.scope == "").order_by(r.fingerprint))
    remembered = sa.select(e.view, e.agent, e.digest).where(e.scope == "").order_by(e.view)
    return [
        *((*row[:-1], zlib.decompress(row[-1]).decode()) for row in found),
        *(tuple(row) for row in connection.execute(remembered)),
    ]


async def two_worlds(
    template: Path,
    secrets: tuple[Secrets, Secrets],
    first: list[str],
    second: list[str],
    planted: Callable[[Graph], Graph] = as_it_is,
    redis: RedisServer | None = None,
) -> None:
    """Both worlds of the first host look the same from outside, and hold no canary of it."""
    one, other = [
        await lived(template, [host.told(said) for said in first], second, planted, redis)
        for host in secrets
    ]
    assert one.shared == other.shared, "a shared answer depends on what is private"
    assert one.seen == other.seen, "another host sees a difference"
    # A write that Redis was too slow for is left out; what is there is the same.
    for key in one.redis.keys() & other.redis.keys():
        assert one.redis[key] == other.redis[key], "a value in Redis depends on what is private"
    text = one.text() + other.text()
    for canary in (word for host in secrets for word in host.canaries()):
        assert canary not in text, "private words in a shared answer"


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_one_host_keeps_private_shows_nowhere_else(
    template: Path, secrets: tuple[Secrets, Secrets], first: list[str], second: list[str]
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_one_host_keeps_private_shows_in_no_redis(
    template: Path,
    redis: RedisServer,
    secrets: tuple[Secrets, Secrets],
    first: list[str],
    second: list[str],
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second, redis=redis))


@pytest.mark.long
@pytest.mark.timeout(7200)
@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
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
    template: Path, planted: Callable[[Graph], Graph], redis: RedisServer | None = None
) -> None:
    both = (Secrets(ONE), Secrets(OTHER))
    asyncio.run(two_worlds(template, both, TOLD, HEARD, planted, redis))


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
