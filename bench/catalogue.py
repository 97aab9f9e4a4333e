"""Measures searches of 100,000 listings: time, recall against exhaustive search, memory.

Run it by `python -m bench.catalogue`; it takes some minutes and half a gigabyte in `.bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from bench import listings
from bench.process import ROOT
from festplan.catalogue import index as index_module
from festplan.catalogue.embed import embed
from festplan.catalogue.load import load
from festplan.catalogue.search import search
from festplan.catalogue.tables import listings as table
from festplan.catalogue.vectors import keep
from festplan.config import Settings
from festplan.domain.listing import Query
from festplan.encoder import open_encoder
from festplan.ports.models import Encoder
from festplan.store.database import Database

LISTINGS = 100_000


@dataclass(frozen=True)
class Lane:
    """Queries of one kind."""

    title: str
    queries: Sequence[Query]


class Took(NamedTuple):
    """Milliseconds on the clock, and of this thread's work."""

    wall_ms: float
    worked_ms: float


class Known:
    """The encoder, with texts that it encoded before: so that a search is timed without it."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self.encoder_id = encoder.encoder_id
        self._vectors = dict(zip(texts, encoder.encode(texts), strict=True))

    def encode(self, texts: Sequence[str]) -> Any:
        """Their vectors, looked up."""
        return np.stack([self._vectors[text] for text in texts])


def main() -> int:
    """Prints the figures; 1 when the encoder is missing or a bar is missed under --strict."""
    options = _options()
    encoder = open_encoder(Settings())
    if encoder is None:
        print("The encoder's model is not installed: nothing to measure.", file=sys.stderr)
        return 1
    (ROOT / ".bench").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="catalogue-", dir=ROOT / ".bench") as folder:
        return asyncio.run(_measured(encoder, Path(folder), options))


async def _measured(encoder: Encoder, folder: Path, options: argparse.Namespace) -> int:
    database = Database(f"sqlite:///{folder / 'festplan.db'}")
    database.open()
    try:
        vectors = await _filled(database, encoder, options.listings)
        count = options.queries
        lanes = [
            Lane("one city", listings.city_queries(count)),
            Lane("wide", listings.wide_queries(count)),
        ]
        met = [await database.read(partial(_lane, encoder=encoder, lane=lane)) for lane in lanes]
        recall = await database.read(lambda c: _recall(c, encoder, vectors, options.queries))
        await database.read(lambda c: _memory(c, encoder))
        return int(options.strict and not (all(met) and recall == 1))
    finally:
        database.close()


# --- the catalogue -------------------------------------------------------------------------------


async def _filled(
    database: Database, encoder: Encoder, count: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Loads the listings with their vectors; returns the vectors by the key of their text."""
    started = time.perf_counter()
    made = list(listings.made(count))
    loading = time.perf_counter()
    await database.hop(lambda connection: load(connection, made))
    loaded = time.perf_counter()
    keys, vectors = listings.vectors_of(encoder, made)
    await database.hop(lambda c: keep(c, encoder.encoder_id, keys.tolist(), vectors))
    await embed(database.hop, encoder)
    print(f"{len(made):,} listings made in {loading - started:.1f} s, ", end="")
    print(f"loaded in {loaded - loading:.1f} s")
    return keys, vectors


# --- the figures ---------------------------------------------------------------------------------


def _lane(connection: Connection, encoder: Encoder, lane: Lane) -> bool:
    """Times the queries of a lane, and holds each against scoring every row that passes."""
    known = Known(encoder, sorted({query.like for query in lane.queries}))
    index = index_module.Index(known)
    for query in lane.queries[: len(lane.queries) // 3]:
        search(connection, query, index)
    timed = lane.queries[len(lane.queries) // 3 :]
    apart = [_timed(connection, query, index) for query in timed]
    whole = [_timed(connection, query, _fresh(index, encoder)) for query in timed]
    kept = [len(search(connection, replace(query, limit=None), index)) for query in timed[:20]]
    same = sum(
        search(connection, query, index)
        == search(connection, replace(query, limit=None), index)[: query.limit]
        for query in timed[:20]
    )
    print(
        f"\n{lane.title}: {statistics.mean(kept):,.0f} rows pass on average, {len(timed)} queries"
    )
    print(f"  search apart from the question's vector   {_spread(apart)}")
    print(f"  with the question embedded                {_spread(whole)}")
    print(f"  top 5 as when every row is scored         {same} of 20")
    wall = [took.wall_ms for took in apart]
    return statistics.median(wall) <= 25 and _p95(wall) <= 60 and same == 20


def _fresh(index: index_module.Index, encoder: Encoder) -> index_module.Index:
    """The same index, with an encoder that has to encode the question."""
    index._questions.clear()
    index._encoder = encoder
    return index


def _timed(connection: Connection, query: Query, index: index_module.Index) -> Took:
    """One search; its processor time says what it takes where nothing else runs."""
    wall, worked = time.perf_counter(), time.thread_time()
    search(connection, query, index)
    return Took((time.perf_counter() - wall) * 1000, (time.thread_time() - worked) * 1000)


def _recall(
    connection: Connection,
    encoder: Encoder,
    vectors: tuple[NDArray[np.int64], NDArray[np.float32]],
    count: int,
) -> float:
    """Of the five nearest by exhaustive search in single precision, how many the search finds."""
    keys, matrix = vectors
    row_of = {key: row for row, key in enumerate(keys.tolist())}
    queries = [
        replace(q, words=(), capacity=None)
        for q in (*listings.wide_queries(count), *listings.city_queries(count))
    ]
    index = index_module.Index(Known(encoder, sorted({query.like for query in queries})))
    shares = []
    for query in queries:
        rows = _passing(connection, query)
        question = index.question(connection, query).vector
        assert question is not None
        cosines = matrix[[row_of[text_key] for _, text_key in rows]] @ question
        best = {rows[place][0] for place in np.argsort(-cosines)[:5]}
        found = {match.listing.listing_id for match in search(connection, query, index)}
        shares.append(len(best & found) / max(1, len(best)))
    recall = statistics.mean(shares)
    print(
        f"\nRecall@5 by meaning, {len(queries)} queries, against exhaustive float32: {recall:.4f}"
    )
    return recall


def _passing(connection: Connection, query: Query) -> list[tuple[str, int]]:
    from festplan.catalogue.filters import filters

    columns = (table.c.listing_id, table.c.text_key)
    rows = connection.execute(select(*columns).where(*filters(query)))
    return [(listing_id, text_key) for listing_id, text_key in rows]


def _memory(connection: Connection, encoder: Encoder) -> None:
    known = Known(encoder, [listings.TEXTS[0]])
    whole = Query(like=listings.TEXTS[0], limit=5)
    city = replace(whole, role="venue", city="Austin")
    cold = _timed(connection, city, index_module.Index(known)).wall_ms
    index = index_module.Index(known)
    first = _timed(connection, whole, index).wall_ms
    again = statistics.median(_timed(connection, whole, index).wall_ms for _ in range(9))
    print(f"\nFirst search of a process in one city: {cold:.1f} ms")
    print(f"All vectors read: {first:.0f} ms; a search of all {len(index.halves):,} then ", end="")
    print(f"{again:.0f} ms")
    held = index.halves.held_bytes / 1e6
    print(f"Vectors in half precision hold {held:.0f} MB")


def _spread(took: Sequence[Took]) -> str:
    wall, worked = [each.wall_ms for each in took], [each.worked_ms for each in took]
    return (
        f"median {statistics.median(wall):5.1f} ms, p95 {_p95(wall):5.1f} ms "
        f"(processor {statistics.median(worked):5.1f} and {_p95(worked):5.1f})"
    )


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.catalogue", description=__doc__)
    parser.add_argument("--listings", type=int, default=LISTINGS)
    parser.add_argument("--queries", type=int, default=150, help="of each kind")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bar is missed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
