"""Two worlds on the seven agents: what is one host's alone reaches no other, and no shared answer.

The host of the second party sees the same in both worlds, though the first host said other private
words, another name, an exact count, an age, a date and a budget that no shared view may show.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from festplan.domain.brief import Brief
from festplan.domain.people import bracket
from festplan.engine.agent import Facts, Upstream, View, look
from festplan.engine.delta import World as Asking
from festplan.engine.graph import Graph
from festplan.store import tables as t
from tests.properties.real_world import as_it_is, open_world, replaced
from tests.properties.sentences import sentences
from tests.properties.small_world import Clock
from tests.properties.two_worlds import Trace, planned

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


async def lived(
    template: Path, first: list[str], second: list[str], planted: Callable[[Graph], Graph]
) -> tuple[list[Row], Trace]:
    """What may be shared after the first host planned, and what the second host then sees."""
    async with open_world(template, planted) as world:
        await planned(world.festplan, first)
        shared = await world.database.read(_shared)
        return shared, await planned(replace(world.festplan, clock=Clock("b")), second)


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
) -> None:
    """Both worlds of the first host look the same from outside, and hold no canary of it."""
    worlds = [
        await lived(template, [one.told(said) for said in first], second, planted)
        for one in secrets
    ]
    (shared, seen), (shared_too, seen_too) = worlds
    assert shared == shared_too, "a shared answer depends on what is private"
    assert seen == seen_too, "another host sees a difference"
    text = json.dumps([row for row, _ in worlds], ensure_ascii=False).lower()
    for canary in (word for one in secrets for word in one.canaries()):
        assert canary not in text, "private words in a shared answer"


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_one_host_keeps_private_shows_nowhere_else(
    template: Path, secrets: tuple[Secrets, Secrets], first: list[str], second: list[str]
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second))


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), hosts(), st.lists(sentences(), min_size=2, max_size=5))
def test_what_many_hosts_keep_private_shows_nowhere_else(
    template: Path, secrets: tuple[Secrets, Secrets], first: list[str], second: list[str]
) -> None:
    asyncio.run(two_worlds(template, secrets, first, second))


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


def _busy_worlds(template: Path, planted: Callable[[Graph], Graph]) -> None:
    asyncio.run(two_worlds(template, (Secrets(ONE), Secrets(OTHER)), TOLD, HEARD, planted))


def test_a_host_with_much_to_hide_is_not_seen(template: Path) -> None:
    _busy_worlds(template, as_it_is)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_leak_is_seen(bug: str, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if bug == "private views are shared":
        monkeypatch.setattr(Asking, "look", _shares_everything)
    with pytest.raises(AssertionError):
        _busy_worlds(template, BUGS[bug])
