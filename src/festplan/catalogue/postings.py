"""Which listings mention a word, and how much it counts there, from the index of words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from festplan.catalogue.scoring import FIELD_WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Posting = tuple[NDArray[np.int64], NDArray[np.int64]]

MOST = 2_000_000
"""Entries that are kept, 16 bytes each."""

_MENTIONS = text("SELECT rowid FROM listings_fts WHERE listings_fts MATCH :term ORDER BY rowid")


class Postings:
    """Keys of listings by word, each with the word's weight, for one version of the listings."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._version = -1
        self._held: OrderedDict[str, Posting] = OrderedDict()

    def mentions(
        self, connection: Connection, version: int, words: Sequence[str], keys: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """How far each listing mentions the words, 0 to 1: what `scoring.mentions` says of it."""
        import numpy as np

        found = np.zeros(len(keys), np.int64)
        for word in words:
            holders, weights = self._posting(connection, version, word)
            if len(holders):
                place = np.searchsorted(holders, keys).clip(max=len(holders) - 1)
                found += np.where(holders[place] == keys, weights[place], 0)
        return found / (FIELD_WEIGHTS[0] * max(1, len(words)))

    def _posting(self, connection: Connection, version: int, word: str) -> Posting:
        with self._lock:
            if self._version != version:
                self._held.clear()
                self._version = version
            if word in self._held:
                self._held.move_to_end(word)
                return self._held[word]
        posting = _read(connection, word)
        with self._lock:
            if self._version == version:
                self._held[word] = posting
                self._shrink()
        return posting

    def _shrink(self) -> None:
        while sum(len(keys) for keys, _ in self._held.values()) > self._most:
            self._held.popitem(last=False)


def _read(connection: Connection, word: str) -> Posting:
    """Every listing that holds the word, by key, with its weight in the best field."""
    import numpy as np

    keys, weights = np.empty(0, np.int64), np.empty(0, np.int64)
    for field, counts in enumerate(FIELD_WEIGHTS):
        # Terms hold letters and digits only, so quotes suffice.
        rows = connection.execute(_MENTIONS, {"term": f'"{field}{word}"'}).scalars()
        new = np.setdiff1d(np.fromiter(rows, np.int64), keys, assume_unique=True)
        keys = np.concatenate([keys, new])
        weights = np.concatenate([weights, np.full(len(new), counts)])
    order = np.argsort(keys)
    return keys[order], weights[order]
