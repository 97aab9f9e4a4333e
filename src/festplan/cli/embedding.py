"""`festplan catalogue embed`: what listings mean, as vectors, so that searches rank by it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from festplan.cli.options import Json
from festplan.cli.session import Document, emit, refuse, run, settings, write

if TYPE_CHECKING:
    from festplan.catalogue.embed import Progress
    from festplan.service import Festplan
    from festplan.store.database import Database


def embed(as_json: Json = False) -> None:
    """Have every listing ranked by meaning too; what was broken off goes on where it stopped."""

    async def work(festplan: Festplan) -> Document:
        from festplan.store.database import Database

        database = Database(settings().url)
        database.open()
        try:
            count = await embedded(database)
        finally:
            database.close()
        if count is None:
            refuse("The encoder's model cannot be used here; `festplan doctor` says why.")
        return {"embedded": count, "version": await festplan.catalogue.version()}

    document = run(work)
    if as_json:
        emit(document, lambda _: iter(()), as_json=True)
        return
    write(f"{document['embedded']:,} texts embedded; listings are ranked by meaning and words.")


async def embedded(database: Database) -> int | None:
    """Embeds what has no vector, with a bar; None where there is no model that can be used."""
    from festplan.catalogue.embed import embed
    from festplan.encoder import open_encoder
    from festplan.ports.models import EncoderUnusable

    encoder = open_encoder(settings())
    if encoder is None:
        return None
    try:
        with _bar() as progress:
            return await embed(database.hop, encoder, progress=progress)
    except EncoderUnusable:
        return None


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A bar on stderr, where somebody watches."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    if not sys.stderr.isatty():
        yield None
        return
    with Bar(console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task("Embedding listings", total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)
