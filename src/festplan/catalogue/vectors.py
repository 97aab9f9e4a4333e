"""Vectors of texts: all of them in half precision to look through, the exact ones to rank by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from festplan.catalogue.filters import AT_ONCE
from festplan.catalogue.tables import embeddings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]
    Keys = NDArray[np.int64]

WIDTH = 384
MARGIN = 5e-4
"""More than a cosine can change by halving precision: a unit vector moves by 2^-11 at most."""
MOST = 200_000
"""Vectors kept in half precision, 768 bytes each."""
_TOGETHER = 128

_OF = select(embeddings.c.text_key, embeddings.c.vector).where(
    embeddings.c.encoder_id == bindparam("encoder_id"),
    embeddings.c.text_key.in_(bindparam("keys", expanding=True)),
)


def exact(
    connection: Connection, encoder_id: str, keys: Iterable[int], asked: Vector
) -> dict[int, float]:
    """The cosine of each text and what was asked, from single precision, to six digits.

    More digits would differ between processors. A text without a vector is left out.
    """
    import numpy as np

    found: dict[int, float] = {}
    for some, rows in _read(connection, encoder_id, sorted(set(keys))):
        cosines = np.einsum("ij,j->i", rows.astype(np.float64), asked.astype(np.float64))
        found.update(zip(some, cosines.round(6).tolist(), strict=True))
    return found


def keep(connection: Connection, encoder_id: str, keys: Sequence[int], vectors: Vector) -> None:
    """Stores the vectors of texts; those that are there already stay as they are."""
    rows = [
        {"encoder_id": encoder_id, "text_key": key, "vector": vector.astype("<f4").tobytes()}
        for key, vector in zip(keys, vectors, strict=True)
    ]
    connection.execute(insert(embeddings).on_conflict_do_nothing(), rows)


class Halves:
    """Vectors in half precision by the key of their text, read when they are first asked for.

    A key stands for the same text forever, so nothing here is ever outdated; a text without a
    vector is a row of zeros, like nothing. When there are too many, the shelf is emptied.
    """

    def __init__(self, encoder_id: str, most: int = MOST) -> None:
        import numpy as np

        self._encoder_id = encoder_id
        self._most = most
        self._lock = Lock()
        self._keys: Keys = np.empty(0, np.int64)
        self._rows: NDArray[np.intp] = np.empty(0, np.intp)
        self._vectors: NDArray[np.float16] = np.empty((0, WIDTH), np.float16)

    def cosines(self, connection: Connection, keys: Keys, asked: Vector) -> Vector:
        """For each key the cosine of its text and what was asked, `MARGIN` off at most."""
        import numpy as np

        distinct, back = np.unique(keys, return_inverse=True)
        found = np.empty(len(distinct), np.float32)
        with self._lock:
            for start in range(0, len(distinct), self._most):
                some = distinct[start : start + self._most]
                found[start : start + self._most] = self._products(connection, some, asked)
        return found[back]

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def held_bytes(self) -> int:
        """Memory that the vectors take, with the room they may grow into."""
        return self._vectors.nbytes + self._keys.nbytes + self._rows.nbytes

    def _products(self, connection: Connection, keys: Keys, asked: Vector) -> Vector:
        """Some rows at a time, so that they are widened where the processor's cache holds them."""
        import numpy as np

        rows = self._places(connection, keys)
        found = np.empty(len(rows), np.float32)
        wide = np.empty((min(_TOGETHER, len(rows)), WIDTH), np.float32)
        for start in range(0, len(rows), _TOGETHER):
            part = rows[start : start + _TOGETHER]
            wide[: len(part)] = self._vectors[part]
            # Not BLAS: its threads wait for each other longer than this takes.
            np.einsum("ij,j->i", wide[: len(part)], asked, out=found[start : start + len(part)])
        return found

    def _places(self, connection: Connection, keys: Keys) -> NDArray[np.intp]:
        """The rows of the keys, which are sorted and distinct; what is missing is read."""
        import numpy as np

        missing = np.setdiff1d(keys, self._keys, assume_unique=True)
        if len(missing):
            if len(self._keys) + len(missing) > self._most:
                self._keys, self._rows = self._keys[:0], self._rows[:0]
                missing = keys
            self._add(connection, missing)
        return self._rows[np.searchsorted(self._keys, keys)]

    def _add(self, connection: Connection, keys: Keys) -> None:
        import numpy as np

        held = len(self._keys)
        self._grow(held + len(keys))
        self._vectors[held : held + len(keys)] = 0
        for some, vectors in _read(connection, self._encoder_id, keys.tolist()):
            self._vectors[held + np.searchsorted(keys, some)] = vectors
        every = np.concatenate([self._keys, keys])
        order = np.argsort(every, kind="stable")
        rows = np.concatenate([self._rows, np.arange(held, held + len(keys))])
        self._keys, self._rows = every[order], rows[order]

    def _grow(self, count: int) -> None:
        import numpy as np

        if count > len(self._vectors):
            room = np.empty(
                (min(self._most, max(count, 2 * len(self._vectors))), WIDTH), np.float16
            )
            room[: len(self._vectors)] = self._vectors
            self._vectors = room


def _read(
    connection: Connection, encoder_id: str, keys: Sequence[int]
) -> Iterator[tuple[list[int], Vector]]:
    """Those of the keys that have a vector, in batches, with the vectors (n, 384)."""
    import numpy as np

    for start in range(0, len(keys), AT_ONCE):
        asked = {"encoder_id": encoder_id, "keys": keys[start : start + AT_ONCE]}
        rows = connection.execute(_OF, asked).all()
        raw = b"".join(vector for _, vector in rows)
        if rows:
            yield [key for key, _ in rows], np.frombuffer(raw, "<f4").reshape(-1, WIDTH)
