"""Embedding the listings: the vector of every text that has none yet, then the ranking by them.

The same text is never embedded twice. Vectors are stored some hundred at a time, so what is
broken off goes on where it stopped; searches use them only once every listing has its vector.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Select, and_, func, select

from festplan.catalogue.meaning import described
from festplan.catalogue.rows import COLUMNS, listing_of
from festplan.catalogue.summary import next_ranking, state
from festplan.catalogue.tables import embeddings, listings
from festplan.catalogue.vectors import keep

if TYPE_CHECKING:
    from festplan.catalogue.sqlite import Run
    from festplan.catalogue.vectors import Vector
    from festplan.ports.models import Encoder

Progress = Callable[[int, int], None]
"""Called with the number of texts embedded, and of all that had no vector."""

AT_ONCE = 256
"""Texts between two commits: about a second's work."""


async def embed(hop: Run, encoder: Encoder, *, progress: Progress | None = None) -> int:
    """Embeds what has no vector of this encoder, and returns how many texts that were.

    `hop` runs work that writes, one transaction each; texts are encoded on another thread, and no
    lock is held meanwhile. Raises `EncoderUnusable`.
    """
    done, encoder_id = 0, encoder.encoder_id
    while not await hop(lambda connection: _ranked(connection, encoder_id)):
        texts = await hop(lambda connection: missing(connection, encoder_id))
        for start in range(0, len(texts), AT_ONCE):
            some = texts[start : start + AT_ONCE]
            vectors = await asyncio.to_thread(encoder.encode, [text for _, text in some])
            await hop(_keeping(encoder_id, [key for key, _ in some], vectors))
            done += len(some)
            if progress is not None:
                progress(start + len(some), len(texts))
    return done


def missing(connection: Connection, encoder_id: str) -> list[tuple[int, str]]:
    """The texts that have no vector of this encoder, by their keys; short ones first."""
    first = _without(encoder_id).subquery()
    rows = connection.execute(
        select(listings.c.text_key, *COLUMNS).join(
            first, listings.c.listing_key == first.c.listing_key
        )
    )
    texts = [(row[0], described(listing_of(row[1:]))) for row in rows]
    return sorted(texts, key=lambda keyed: (len(keyed[1]), keyed[1]))


def count_missing(connection: Connection, encoder_id: str) -> int:
    """How many texts have no vector of this encoder."""
    found = _without(encoder_id).subquery()
    return int(connection.execute(select(func.count()).select_from(found)).scalar_one())


def _without(encoder_id: str) -> Select[tuple[int]]:
    """One listing of each text without a vector."""
    held = and_(embeddings.c.encoder_id == encoder_id, embeddings.c.text_key == listings.c.text_key)
    return (
        select(func.min(listings.c.listing_key).label("listing_key"))
        .select_from(listings.outerjoin(embeddings, held))
        .where(embeddings.c.text_key.is_(None))
        .group_by(listings.c.text_key)
    )


def _ranked(connection: Connection, encoder_id: str) -> bool:
    """Has this encoder rank the catalogue, if nothing is missing; says whether all is done."""
    held = state(connection)
    if not held.version or held.ranks_by(encoder_id):
        return True
    if count_missing(connection, encoder_id):
        return False
    next_ranking(connection, encoder_id)
    connection.execute(embeddings.delete().where(embeddings.c.encoder_id != encoder_id))
    return True


def _keeping(encoder_id: str, keys: Sequence[int], vectors: Vector) -> Callable[[Connection], None]:
    return lambda connection: keep(connection, encoder_id, keys, vectors)
