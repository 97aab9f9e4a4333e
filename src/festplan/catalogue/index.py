"""What one process keeps at hand to search quickly; all of it can be made again."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from festplan.catalogue.kept import Kept
from festplan.catalogue.meaning import key
from festplan.catalogue.postings import Postings
from festplan.catalogue.summary import state
from festplan.catalogue.tables import embeddings
from festplan.catalogue.terms import asked
from festplan.catalogue.vectors import Halves
from festplan.domain.listing import Query
from festplan.ports.models import EncoderUnusable

if TYPE_CHECKING:
    from festplan.catalogue.vectors import Vector
    from festplan.ports.models import Encoder

MOST_QUESTIONS = 1024
"""Vectors of questions that are kept, 1.5 KB each."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query made ready: its terms, the vector of what it is like, the version of the listings."""

    words: tuple[str, ...]
    vector: Vector | None
    version: int


class Index:
    """Postings of words, vectors of listings in half precision and of questions, rows once read.

    Questions are kept in memory alone: they may hold a host's private words, which belong into no
    table that other hosts' searches read.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.postings = Postings()
        self.kept = Kept()
        self._encoder = encoder
        self._halves: Halves | None = None
        self._questions: OrderedDict[int, Vector] = OrderedDict()

    def own(self) -> Index:
        """The same with questions and rows of its own: no other's show in how long its own take."""
        other = copy(self)
        other._halves = self.halves if self._encoder else None  # noqa: SLF001  # of its own kind
        other._questions = OrderedDict()  # noqa: SLF001
        other.kept = Kept()
        return other

    @property
    def encoder_id(self) -> str:
        """The encoder in use; "" for none."""
        return "" if self._encoder is None else self._encoder.encoder_id

    @property
    def halves(self) -> Halves:
        """The vectors in half precision; numpy is loaded when they are first asked for."""
        if self._halves is None:
            self._halves = Halves(self.encoder_id)
        return self._halves

    def question(self, connection: Connection, query: Query) -> Question:
        """The query made ready, with a vector where this process's encoder ranks the catalogue."""
        held = state(connection)
        ranked = query.like and held.ranks_by(self.encoder_id)
        vector = self._vector(connection, query.like) if ranked else None
        return Question(asked(query.words), vector, held.version)

    def version(self, connection: Connection) -> int:
        """The version of the catalogue as this process ranks it."""
        return state(connection).seen_by(self.encoder_id)

    def _vector(self, connection: Connection, text: str) -> Vector | None:
        text = " ".join(text.split())
        if not text:
            return None
        name = key(text)
        found = self._questions.get(name)
        if found is None:
            found = _stored(connection, self.encoder_id, name)
        if found is None:
            found = self._encoded(text)
        if found is not None:
            self._keep(name, found)
        return found

    def _encoded(self, text: str) -> Vector | None:
        """None, from now on, where the model turns out to be unusable: words rank alone."""
        try:
            vector: Vector | None = self._encoder.encode([text])[0] if self._encoder else None
        except EncoderUnusable:
            self._encoder = None
            return None
        return vector

    def _keep(self, name: int, vector: Vector) -> None:
        self._questions[name] = vector
        self._questions.move_to_end(name)
        while len(self._questions) > MOST_QUESTIONS:
            self._questions.popitem(last=False)


def _stored(connection: Connection, encoder_id: str, text_key: int) -> Vector | None:
    """The vector of this text, where a listing says the same."""
    import numpy as np

    table = embeddings.c
    raw = connection.execute(
        select(table.vector).where(table.encoder_id == encoder_id, table.text_key == text_key)
    ).scalar()
    return None if raw is None else np.frombuffer(raw, "<f4")
