"""Whether somebody else has planned the same private words shows in no cost and no header.

Times are compared by `python -m tests.faults.measure_caching`; here is that the comparison bites.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine
from starlette.testclient import TestClient

from festplan.catalogue import schema, search, summary
from festplan.catalogue.index import Index
from festplan.config import Settings
from festplan.domain.listing import Match, Query
from festplan.encoder import open_encoder
from festplan.ports.models import Encoder
from tests.faults.conftest import Copy
from tests.faults.hosts import service
from tests.faults.probing import Found, leaking, probe, same_distribution
from tests.journeys.serving import WAIT, client


def probed(fresh: Copy, times: int) -> Found:
    async def live() -> Found:
        async with service(fresh()) as festplan:
            return await probe(festplan, times)

    return asyncio.run(live())


def test_a_right_guess_costs_what_a_wrong_one_costs(fresh: Copy) -> None:
    found = probed(fresh, 6)
    assert len(found.hits) == len(found.misses) == 6
    assert len(found.costs) == 1


def test_where_private_views_are_shared_a_right_guess_is_cheaper(fresh: Copy) -> None:
    with leaking():
        assert len(probed(fresh, 6).costs) > 1


def answered(api: TestClient, name: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of a party with these words, without its id and the name."""
    inputs = ["jungle theme", f"a hall like the woods behind {name}'s old house", "in Austin"]
    made = api.post("/party", json={"inputs": inputs}, headers=WAIT)
    own = made.json()["party_id"]
    headers = {key: value.replace(own, "") for key, value in made.headers.items()}
    return (
        made.status_code,
        headers,
        made.text.replace(own, "").replace(name, "").replace(name.lower(), ""),
    )


def test_a_right_guess_has_the_headers_of_a_wrong_one(tmp_path: Path) -> None:
    with client(tmp_path, encoder_dir=tmp_path) as api:  # by meaning, other words rank otherwise
        first = answered(api, "Quentin")
        right, wrong = answered(api, "Quentin"), answered(api, "Rosalyn")
    assert first[0] == 201
    assert right == wrong == first


def test_a_right_guess_makes_the_searches_of_a_wrong_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str | None] = []
    found = search.search

    def searched(connection: Connection, query: Query, index: Index) -> Sequence[Match]:
        made.append(query.role)
        return found(connection, query, index)

    monkeypatch.setattr(search, "search", searched)
    with client(tmp_path) as api:
        answered(api, "Quentin")
        counts: list[list[str | None]] = []
        for name in ("Quentin", "Rosalyn"):
            made.clear()
            answered(api, name)
            counts.append(list(made))
    assert counts[0] == counts[1]
    assert "venue" in counts[0]


def test_times_that_are_alike_are_found_alike_and_others_are_not() -> None:
    random = Random(5)
    alike = [[random.gauss(10, 1) for _ in range(250)] for _ in range(2)]
    later = [x + 1 for x in alike[1]]
    assert same_distribution(*alike) > 0.01
    assert same_distribution(alike[0], later) < 0.001
    assert same_distribution([1.0, 2.0], [1.0, 2.0]) == 1.0


class Counting:
    """The encoder, and the texts that it was asked for."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner
        self.encoder_id = inner.encoder_id
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.texts += texts
        return self._inner.encode(texts)


def test_a_right_guess_is_embedded_like_a_wrong_one() -> None:
    encoder = open_encoder(Settings())
    assert encoder is not None
    counting = Counting(encoder)
    index = Index(counting)
    for _ in range(2):
        index.own().question(_ranked(counting.encoder_id), Query(like="behind the old mill"))
    assert counting.texts == ["behind the old mill"] * 2


def _ranked(encoder_id: str) -> Connection:
    """An empty catalogue that says of itself that this encoder ranks it."""
    connection = create_engine("sqlite://").connect()
    schema.create(connection)
    summary.next_ranking(connection, encoder_id)
    return connection
