"""Which listings mention a word, and how much it counts there, from the index of words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from festplan.catalogue.filters import fetched
from festplan.catalogue.scoring import FIELD_WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Posting = NDArray[np.uint8]

MOST_BYTES = 32_000_000
"""A word takes a byte for each listing up to the last that mentions it."""

_MENTIONS = text("SELECT rowid FROM listings_fts WHERE listings_fts MATCH :term")


class Postings:
    """For each word the weight it has in each listing, by the listing's key, in one version."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
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
            found += self._posting(connection, version, word).take(keys, mode="clip")
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
        while sum(posting.nbytes for posting in self._held.values()) > self._most_bytes:
            self._held.popitem(last=False)


def _read(connection: Connection, word: str) -> Posting:
    """Weights by key, and a 0 at the end, which stands for every key beyond."""
    import numpy as np

    # Terms hold letters and digits only, so quotes suffice.
    terms = [f'"{field}{word}"' for field in range(len(FIELD_WEIGHTS))]
    found = (fetched(connection, _MENTIONS, {"term": term}) for term in terms)
    holders = [np.fromiter(chain.from_iterable(rows), np.int64, len(rows)) for rows in found]
    posting = np.zeros(max((int(keys.max()) for keys in holders if len(keys)), default=0) + 2, "u1")
    for weight, keys in sorted(zip(FIELD_WEIGHTS, holders, strict=True), key=lambda pair: pair[0]):
        posting[keys] = weight
    return posting
