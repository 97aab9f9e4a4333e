"""What the benchmark of the catalogue searches: listings, their vectors, and queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from festplan.catalogue.meaning import described
from festplan.catalogue.rows import derived
from festplan.catalogue.sample import Draw, make_sample
from festplan.domain.listing import Listing, Query
from festplan.ports.models import Encoder

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


def made(count: int) -> Iterator[Listing]:
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


def vectors_of(
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


def city_queries(count: int) -> list[Query]:
    """A role in a city, with room for a party: what an agent or a host asks."""
    cities = sorted({listing.city for listing in make_sample()})
    return [
        replace(query, city=Draw(f"city/{number}").one(cities), capacity=None if number % 2 else 40)
        for number, query in enumerate(_queries(count))
    ]


def wide_queries(count: int) -> list[Query]:
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
