"""Two worlds that differ in what one host keeps private, and all that is seen of it from outside.

The first host says other private words, another name, an exact count, an age, a date and a budget
that no shared view may show. The second host says the same in both worlds.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st

from festplan.api.counters import Counters
from festplan.cache.redis import PREFIX
from festplan.domain.people import bracket
from festplan.engine.graph import Graph
from festplan.models.metered import MeteredProvider
from festplan.ports.models import ModelReply, ModelRequest
from festplan.store import tables as t
from tests.properties.real_world import as_it_is, open_world
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
FEWEST = 2
"""Fewer guests are not read as a count ("one guest is allergic"), so the number is left over, which
keeps what sees it from being shared."""


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
    low, high = bracket(draw(st.integers(FEWEST, 420)))
    ages = st.integers(*draw(st.sampled_from(AGES)))

    def one() -> Secrets:
        guests = draw(st.integers(max(low, FEWEST), high))
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

    `shared` is what may be shared after it was planned, `seen` what the second host then sees, and
    `prompts` what models are told for that host; Redis, logs and metrics are what an operator sees
    at the end.
    """

    shared: list[Row]
    seen: Trace
    redis: Mapping[str, str]
    logged: str
    metrics: str
    prompts: list[str]

    def text(self) -> str:
        seen = [self.seen, self.prompts]
        told = [self.shared, seen, dict(self.redis), self.logged, self.metrics]
        return json.dumps(told, ensure_ascii=False).lower()


@dataclass(slots=True)
class Listening:
    """A provider that keeps what it is told."""

    told: list[str] = field(default_factory=list)

    async def ask(self, request: ModelRequest) -> ModelReply:
        said = [request.model, request.instructions, request.prompt, dict(request.schema)]
        self.told.append(json.dumps(said, ensure_ascii=False))
        return await MeteredProvider().ask(request)


async def lived(
    template: Path,
    first: list[str],
    second: list[str],
    planted: Callable[[Graph], Graph],
    redis: RedisServer | None,
    models: str = "",
) -> Outside:
    """What is outside after the first host planned and the second did, on databases of their own.

    Only what may be shared is in Redis, and nobody else's answers. With `models` they are asked,
    else rules answer at a price.
    """
    provider = Listening()
    if redis is not None:
        redis.ask("FLUSHALL")
    counters = Counters()
    with logged() as lines:
        url = redis.url if redis else ""
        async with open_world(template, planted, url, models, provider) as world:
            festplan = replace(world.festplan, ran=counters.ran)
            await planned(festplan, first)
            shared = await world.database.read(_shared)
            asked = len(provider.told)
            seen = await planned(replace(festplan, clock=Clock("b")), second)
            sharable = {row[0] for row in await world.database.read(_shared)}
            calls = (await festplan.store.accounts()).calls
    held = (
        {key.decode(): value.decode() for key, value in redis.everything().items()} if redis else {}
    )
    assert {key.removeprefix(PREFIX) for key in held} <= sharable, "a private answer in Redis"
    metrics = counters.text(parties=2, streams=0, calls=calls)
    prompts = sorted(provider.told[asked:])
    return Outside(shared, seen, held, "\n".join(lines), metrics, prompts)


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
    models: str = "",
) -> None:
    """Both worlds of the first host look the same from outside, and hold no canary of it."""
    one, other = [
        await lived(template, [host.told(said) for said in first], second, planted, redis, models)
        for host in secrets
    ]
    assert one.shared == other.shared, "a shared answer depends on what is private"
    assert one.seen == other.seen, "another host sees a difference"
    assert one.prompts == other.prompts, "a model is told a difference for another host"
    # A write that Redis was too slow for is left out; what is there is the same.
    for key in one.redis.keys() & other.redis.keys():
        assert one.redis[key] == other.redis[key], "a value in Redis depends on what is private"
    text = one.text() + other.text()
    for canary in (word for host in secrets for word in host.canaries()):
        assert canary not in text, "private words in a shared answer"
