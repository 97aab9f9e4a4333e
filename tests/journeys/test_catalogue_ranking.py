"""When Festplan opens: who ranks the catalogue, and by which version that is seen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import cast

import pytest

from festplan import bootstrap
from festplan.bootstrap import open_service
from festplan.catalogue.load import load
from festplan.catalogue.sample import make_sample
from festplan.config import Settings
from festplan.domain.listing import Query
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore
from tests.encoders import BagOfWords, Broken

LAWN = Query(role="venue", like="picnic on a lawn", limit=1)


def opened(folder: Path, *, listings: int = 0) -> tuple[int, float | None]:
    """The version that a process sees, and how like the best place is; loads some before."""

    async def look() -> tuple[int, float | None]:
        async with open_service(Settings(data_dir=folder)) as festplan:
            if listings:
                database = cast(SqlStore, festplan.store)._database
                await _load(database, listings)
            found = await festplan.catalogue.search(LAWN)
            return await festplan.catalogue.version(), found[0].likeness

    return asyncio.run(look())


async def _load(database: Database, count: int) -> None:
    new = [
        replace(listing, listing_id=f"new-{number}", description=f"Number {number}.")
        for number, listing in enumerate(islice(make_sample(), count))
    ]
    await database.hop(lambda connection: load(connection, new))


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> BagOfWords:
    found = BagOfWords()
    monkeypatch.setattr(bootstrap, "open_encoder", lambda _: found)
    return found


def test_a_first_start_embeds_the_sample_and_a_second_one_nothing(
    tmp_path: Path, encoder: BagOfWords
) -> None:
    version, likeness = opened(tmp_path)
    assert version == 2
    assert likeness
    texts = len(encoder.encoded)
    assert texts < bootstrap.EMBEDDED_AT_ONCE
    assert opened(tmp_path)[0] == 2
    assert len(encoder.encoded) == texts + 1, "more than the question was encoded"


def test_without_a_model_words_rank_and_the_version_is_another(
    tmp_path: Path, encoder: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path)
    for other in (None, Broken(), Broken("words")):
        monkeypatch.setattr(bootstrap, "open_encoder", lambda _, other=other: other)
        version, likeness = opened(tmp_path)
        assert likeness is None
        assert version == 1
    monkeypatch.setattr(bootstrap, "open_encoder", lambda _: encoder)
    assert opened(tmp_path)[0] == 2


def test_few_new_texts_are_embedded_at_the_next_start_and_many_are_left_to_the_command(
    tmp_path: Path, encoder: BagOfWords
) -> None:
    opened(tmp_path)
    assert opened(tmp_path, listings=20) == (3, None)
    assert opened(tmp_path)[0] == 4
    many = bootstrap.EMBEDDED_AT_ONCE + 20
    assert opened(tmp_path, listings=many + 1) == (5, None)
    before = len(encoder.encoded)
    assert opened(tmp_path) == (5, None)
    assert len(encoder.encoded) == before
