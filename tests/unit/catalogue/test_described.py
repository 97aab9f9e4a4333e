"""What the real model finds of what hosts describe; skipped where the model is not installed.

The descriptions were written before anything was tuned, and name no kind that they mean.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection

from festplan.catalogue import search
from festplan.catalogue.index import Index
from festplan.config import Settings
from festplan.domain.listing import Match, Query
from festplan.encoder import open_encoder
from festplan.ports.models import Encoder
from tests.encoders import embedded

CITIES = ("Austin", "London", "Berlin", "Sydney")
Ranking = Callable[[Query], list[Match]]


@dataclass(frozen=True)
class Described:
    """A query in a city, and the kinds that answer it, at least one of which is listed there."""

    query: Query
    kinds: frozenset[str]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = open_encoder(Settings())
    if found is None:
        pytest.skip("the model is not installed: nothing is ranked by meaning here")
    return found


@pytest.fixture(scope="module")
def meant(sampled: Connection, encoder: Encoder) -> Connection:
    """The sample, ranked by the real model; without it, others still rank by words."""
    embedded(sampled, encoder)
    return sampled


def described(connection: Connection) -> list[Described]:
    rows = csv.DictReader(
        Path(__file__).with_name("described.csv").read_text(encoding="utf-8").splitlines()
    )
    asked = [
        Described(_query(row["role"], row["text"], city), frozenset(row["kinds"].split("|")))
        for row in rows
        for city in CITIES
    ]
    return [one for one in asked if _is_listed(connection, one)]


def _query(role: str, text: str, city: str) -> Query:
    return Query(role, tuple(text.split()), city=city, like=text)  # type: ignore[arg-type]


def _is_listed(connection: Connection, asked: Described) -> bool:
    kinds = tuple(asked.kinds)
    query = Query(asked.query.role, kinds=kinds, city=asked.query.city, limit=1)
    return bool(search.search(connection, query))


def hits(asked: list[Described], ranking: Ranking) -> float:
    """The share of descriptions with one of their kinds among the five best."""
    found = sum(any(m.listing.kind in one.kinds for m in ranking(one.query)) for one in asked)
    return found / len(asked)


def test_what_is_described_is_found_by_meaning_and_seldom_by_words(
    meant: Connection, encoder: Encoder
) -> None:
    asked, index = described(meant), Index(encoder)
    by_words = hits(asked, lambda query: search.search(meant, query))
    fused = hits(asked, lambda query: search.search(meant, query, index))
    print(f"{len(asked)} descriptions, found in five: {fused:.3f}, by words alone {by_words:.3f}")
    assert fused >= 0.75
    assert fused > by_words + 0.2


def test_the_woods_behind_the_house_are_a_place_among_trees(
    meant: Connection, encoder: Encoder
) -> None:
    text = "something like the woods behind grandma's old house"
    query = Query("venue", tuple(text.split()), city="Austin", like=text)
    kinds = {match.listing.kind for match in search.search(meant, query, Index(encoder))}
    assert kinds & {"forest", "campsite", "garden", "barn"}
