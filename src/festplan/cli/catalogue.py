"""`festplan catalogue`: what can be booked."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

import typer

from festplan.cli.embedding import embed, embedded
from festplan.cli.importing import fetch, import_
from festplan.cli.options import Json
from festplan.cli.searching import search
from festplan.cli.session import Document, emit, run, settings, write

if TYPE_CHECKING:
    from festplan.catalogue.load import Loaded
    from festplan.catalogue.sqlite import SqliteCatalogue
    from festplan.catalogue.summary import Stats
    from festplan.service import Festplan

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="What can be booked: search it, count it, add to it.",
)
app.command()(search)
app.command("import")(import_)
app.command()(fetch)
app.command()(embed)


@app.command()
def stats(as_json: Json = False) -> None:
    """Say how many listings of what there are, and where."""
    from festplan.cli import lists

    async def work(festplan: Festplan) -> Document:
        return counted(await cast("SqliteCatalogue", festplan.catalogue).stats())

    emit(run(work), lists.stats, as_json=as_json)


def counted(stats: Stats) -> Document:
    """The numbers as JSON."""
    return {
        "version": stats.version,
        "changed_at": stats.changed_at,
        "listings": stats.listings,
        "roles": dict(stats.roles),
        "kinds": dict(stats.kinds),
        "cities": dict(stats.cities),
        "sources": dict(stats.sources),
    }


@app.command()
def sample(as_json: Json = False) -> None:
    """Put the sample listings in, where they are missing or were changed."""

    async def work(_festplan: Festplan) -> Loaded:
        return await _load_sample()

    loaded = run(work)
    if as_json:
        emit(asdict(loaded), lambda _: iter(()), as_json=True)
        return
    left = f", {loaded.gave_way:,} left out where real ones are" if loaded.gave_way else ""
    write(
        f"Sample listings: {loaded.added:,} added, {loaded.changed:,} put right, "
        f"{loaded.unchanged:,} were there{left}."
    )


async def _load_sample() -> Loaded:
    """Loads them over a connection of its own: the service reads the catalogue, it never writes."""
    from festplan.catalogue.load import load
    from festplan.catalogue.sample import make_sample
    from festplan.store.database import Database

    database = Database(settings().url)
    database.open()
    try:
        loaded = await database.hop(lambda connection: load(connection, make_sample()))
        await embedded(database)
        return loaded
    finally:
        database.close()
