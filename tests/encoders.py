"""Small real encoders, so that searches by meaning can be tested without the model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import Connection

from festplan.catalogue.embed import embed
from festplan.ports.models import Encoder, EncoderUnusable

T = TypeVar("T")
WIDTH = 384


class BagOfWords:
    """A text is the sum of its words, each a direction of its own; counts what it encodes."""

    def __init__(self, name: str = "words") -> None:
        self.encoder_id = f"bag-of-{name}"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        """One row of length 1 a text; a text without words points in the first direction."""
        self.encoded += texts
        rows = np.array([self._row(text) for text in texts], np.float32).reshape(-1, WIDTH)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / lengths).astype(np.float32)

    def _row(self, text: str) -> Any:
        total = np.zeros(WIDTH)
        for word in text.lower().replace(":", " ").replace(",", " ").replace(".", " ").split():
            name = f"{self.encoder_id} {word}".encode("utf-8", "surrogatepass")
            seed = int.from_bytes(blake2b(name, digest_size=8).digest(), "big")
            total += np.random.default_rng(seed).standard_normal(WIDTH)
        return total if total.any() else np.eye(1, WIDTH)[0]


class Broken(BagOfWords):
    """An encoder whose model turns out to be unusable."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Never."""
        raise EncoderUnusable(f"no model for {len(texts)} texts")


def embedded(connection: Connection, encoder: Encoder) -> int:
    """Embeds what has no vector in this catalogue, and has the encoder rank it."""

    async def hop(work: Callable[[Connection], T], /) -> T:
        return work(connection)

    return asyncio.run(embed(hop, encoder))
