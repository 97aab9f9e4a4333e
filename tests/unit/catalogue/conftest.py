"""A catalogue in memory: empty, or with the whole sample (read only, made once)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from festplan.catalogue import load, schema
from festplan.catalogue.sample import make_sample
from festplan.domain.listing import Listing
from tests.encoders import BagOfWords, embedded


@pytest.fixture(scope="session")
def sample() -> tuple[Listing, ...]:
    return tuple(make_sample())


@pytest.fixture(scope="session")
def sampled(sample: tuple[Listing, ...]) -> Iterator[Connection]:
    with _memory() as connection:
        load.load(connection, sample)
        connection.commit()
        yield connection


@pytest.fixture
def empty() -> Iterator[Connection]:
    with _memory() as connection:
        yield connection


@contextmanager
def _memory() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        schema.create(connection)
        connection.commit()
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def encoder() -> BagOfWords:
    return BagOfWords()


@pytest.fixture(scope="session")
def ranked(sample: tuple[Listing, ...], encoder: BagOfWords) -> Iterator[Connection]:
    """The sample, ranked by a bag of words (read only)."""
    with _memory() as connection:
        load.load(connection, sample)
        embedded(connection, encoder)
        connection.commit()
        yield connection
