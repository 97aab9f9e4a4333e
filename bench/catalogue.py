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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from bench.process import ROOT
from festplan.catalogue import index as index_module
from festplan.catalogue.embed import embed
from festplan.catalogue.load import load
from festplan.catalogue.meaning import described
from festplan.catalogue.rows import derived
from festplan.catalogue.sample import Draw, make_sample
from festplan.catalogue.search import search
from festplan.catalogue.tables import listings
from festplan.catalogue.vectors import keep
from festplan.config import Settings
from festplan.domain.listing import Listing, Query
from festplan.encoder import open_encoder
from festplan.ports import Encoder
from festplan.store.database import Database

LISTINGS = 100_000
NOISE = 0.035
"""Standard deviation of the noise on each of 384 numbers: near-ties, harder than real texts."""
TEXTS = (
    "something like the woods behind grandma's old house",
    "a place to dance until the last bus",
    "somewhere small children can climb and run",
    "animals the children may pet",
    "old books, armchairs and a fireplace",
    "by the water with a view of the boats",
    "candle light, white flowers and a long table",
    "a barn with fairy lights and hay bales",
    "a roof terrace to watch the sunset",
    "an industrial loft with brick walls",
    "someone who twists animals out of balloons",
    "funny portraits of our guests",
    "loud guitars and dancing",
    "soap bubbles and a clown for toddlers",
    "a bonfire and songs in the evening",
    "warm bread and pizza out of a real oven",
    "grilled meat, smoke and picnic benches",
    "tiny elegant bites on silver trays",
    "spicy street food from a truck",
    "a cake that looks like a castle",
    "cupcakes with sugar flowers",
    "a quiet room for a speech and a toast",
    "a garden full of roses",
    "sport for teenagers indoors",
    "a museum with dinosaurs",
    "wine from the region and cheese",
    "everything plant based and colourful",
    "a stage with lights for a school band",
    "games that adults play as well",
    "a boat that takes us along the river",
)
WORDS = ("garden", "party", "room", "children", "music", "family", "chocolate", "buffet", "lights")


@dataclass(frozen=True)
class Lane:
    """Queries of one kind."""

    title: str
    queries: Sequence[Query]


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
        lanes = [Lane("one city", _city_queries(count)), Lane("wide", _wide(count))]
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
    made = list(_listings(count))
    loading = time.perf_counter()
    await database.hop(lambda connection: load(connection, made))
    loaded = time.perf_counter()
    keys, vectors = _vectors(encoder, made)
    await database.hop(lambda c: keep(c, encoder.encoder_id, keys.tolist(), vectors))
    await embed(database.hop, encoder)
    print(f"{len(made):,} listings made in {loading - started:.1f} s, ", end="")
    print(f"loaded in {loaded - loading:.1f} s")
    return keys, vectors


def _listings(count: int) -> Iterator[Listing]:
    """The sample again and again, each listing with a text and a place of its own."""
    sample = list(make_sample())
    for number in range(count):
        base, draw = sample[number % len(sample)], Draw(f"bench/{number}")
        yield replace(
            base,
            listing_id=f"bench-{number:06}",
            name=f"{base.name} {number // len(sample)}",
            description=f"{base.description} {', '.join(base.tags)} {number}",
            capacity=None if base.capacity is None else base.capacity + draw.below(40),
            price_minor=None if base.price_minor is None else base.price_minor + draw.below(900),
        )


def _vectors(
    encoder: Encoder, made: Sequence[Listing]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Real vectors of some thousand texts, each with noise of its own for every listing."""
    texts = sorted({_without_number(listing) for listing in made})
    place = {text: row for row, text in enumerate(texts)}
    real = encoder.encode(texts)[[place[_without_number(listing)] for listing in made]]
    noise = np.random.default_rng(1).standard_normal(real.shape, np.float32)
    vectors = real + NOISE * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    print(f"{len(texts):,} texts embedded, with noise for {len(made):,} vectors")
    keys = np.array([derived(listing)["text_key"] for listing in made], np.int64)
    return keys, vectors


def _without_number(listing: Listing) -> str:
    return described(listing).rsplit(" ", 1)[0]


# --- the queries ---------------------------------------------------------------------------------


def _city_queries(count: int) -> list[Query]:
    """A role in a city, with room for a party: what an agent or a host asks."""
    cities = sorted({listing.city for listing in make_sample()})
    return [
        replace(query, city=Draw(f"city/{number}").one(cities), capacity=None if number % 2 else 40)
        for number, query in enumerate(_queries(count))
    ]


def _wide(count: int) -> list[Query]:
    """A role in every city, of some size and price: some thousand rows pass."""
    return [
        replace(query, role="venue", capacity=60 + number % 60, max_price_minor=60_000)
        for number, query in enumerate(_queries(count))
    ]


def _queries(count: int) -> Iterator[Query]:
    for number in range(count):
        draw = Draw(f"query/{number}")
        like = f"{TEXTS[number % len(TEXTS)]} {draw.one(WORDS)}"
        role = draw.one(("venue", "caterer", "bakery", "vendor"))
        yield Query(role=role, words=tuple(like.split()), like=like, limit=5)  # type: ignore[arg-type]


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
    return statistics.median(apart) <= 25 and _p95(apart) <= 60 and same == 20


def _fresh(index: index_module.Index, encoder: Encoder) -> index_module.Index:
    """The same index, with an encoder that has to encode the question."""
    index._questions.clear()
    index._encoder = encoder
    return index


def _timed(connection: Connection, query: Query, index: index_module.Index) -> float:
    started = time.perf_counter()
    search(connection, query, index)
    return (time.perf_counter() - started) * 1000


def _recall(
    connection: Connection,
    encoder: Encoder,
    vectors: tuple[NDArray[np.int64], NDArray[np.float32]],
    count: int,
) -> float:
    """Of the five nearest by exhaustive search in single precision, how many the search finds."""
    keys, matrix = vectors
    row_of = {key: row for row, key in enumerate(keys.tolist())}
    queries = [replace(q, words=(), capacity=None) for q in (*_wide(count), *_city_queries(count))]
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

    columns = (listings.c.listing_id, listings.c.text_key)
    rows = connection.execute(select(*columns).where(*filters(query)))
    return [(listing_id, text_key) for listing_id, text_key in rows]


def _memory(connection: Connection, encoder: Encoder) -> None:
    known = Known(encoder, [TEXTS[0]])
    whole = Query(like=TEXTS[0], limit=5)
    city = replace(whole, role="venue", city="Austin")
    cold = _timed(connection, city, index_module.Index(known))
    index = index_module.Index(known)
    first = _timed(connection, whole, index)
    again = statistics.median(_timed(connection, whole, index) for _ in range(9))
    print(f"\nFirst search of a process in one city: {cold:.1f} ms")
    print(f"All vectors read: {first:.0f} ms; a search of all {len(index.halves):,} then ", end="")
    print(f"{again:.0f} ms")
    held = index.halves.held_bytes / 1e6
    print(f"Vectors in half precision hold {held:.0f} MB")


def _spread(times: Sequence[float]) -> str:
    return f"median {statistics.median(times):5.1f} ms, p95 {_p95(times):5.1f} ms"


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
