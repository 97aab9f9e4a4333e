"""`festplan catalogue`: what can be booked."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, cast

import typer

from festplan.cli import importing
from festplan.cli.options import Json
from festplan.cli.session import Document, emit, run, settings, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from festplan.catalogue.load import Loaded
    from festplan.catalogue.sqlite import SqliteCatalogue
    from festplan.catalogue.summary import Stats
    from festplan.domain.listing import Listing, Query
    from festplan.service import Festplan

DEAREST = 1_000_000_000
"""Whole money: no listing asks for more."""

app = typer.Typer(no_args_is_help=True, help="What can be booked: search it, count it, add to it.")
app.command("import")(importing.import_)
app.command()(importing.fetch)


@app.command()
def search(
    words: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="In words.")] = None,
    kind: Annotated[
        str, typer.Option(help="venue, caterer, bakery, vendor, or a kind: balloon artist.")
    ] = "",
    city: Annotated[str, typer.Option(help='"Austin", or "London, CA".')] = "",
    capacity: Annotated[int | None, typer.Option(min=1, help="Holds or serves so many.")] = None,
    max_price: Annotated[
        float | None,
        typer.Option(min=0, max=DEAREST, help="At most so much for one unit, in whole money."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="So many of them.")] = 10,
    as_json: Json = False,
) -> None:
    """Find listings, best first."""
    from festplan.cli import lists

    async def work(festplan: Festplan) -> Document:
        from festplan.domain.listing import Query
        from festplan.domain.text import clean

        said = " ".join(words or [])
        asked = Query(words=tuple(clean(said).split()) if said.strip() else (), limit=limit)
        asked = _of_kind(asked, kind)
        asked = _in_city(asked, city, await festplan.catalogue.cities())
        found = await _affordable(festplan, asked, capacity, max_price)
        return {"data": found}

    emit(run(work), lists.listings, as_json=as_json)


def _of_kind(asked: Query, kind: str) -> Query:
    from dataclasses import replace

    from festplan.domain.listing import ROLES

    if kind in ROLES:
        return replace(asked, role=kind)
    return replace(asked, kinds=(kind,)) if kind else asked


def _in_city(asked: Query, city: str, cities: Mapping[str, tuple[str, str]]) -> Query:
    """A city by any of its spellings; one without listings is asked for as it stands."""
    from dataclasses import replace

    if not city:
        return asked
    known = cities.get(" ".join(city.lower().split()))
    return replace(asked, city=known[0] if known else city, country=known[1] if known else None)


async def _affordable(
    festplan: Festplan, asked: Query, capacity: int | None, max_price: float | None
) -> list[Document]:
    """What passes; a price in whole money is compared in each listing's own currency.

    Where no price was published, the usual one of the kind is compared, as an estimate.
    """
    from dataclasses import replace

    from festplan.domain.money import minor

    limit, every = asked.limit, replace(asked, capacity=capacity, limit=None)
    found = [
        await _shown(festplan, match.listing) for match in await festplan.catalogue.search(every)
    ]
    if max_price is not None:
        found = [x for x in found if _costs(x) <= minor(max_price, x["currency"])]
    return found[:limit]


async def _shown(festplan: Festplan, listing: Listing) -> Document:
    """The listing, and where nobody published its price what such listings usually cost."""
    document = asdict(listing)
    if listing.price_minor is None:
        with suppress(LookupError):
            usual = await festplan.catalogue.typical(listing.role, listing.kind, listing.currency)
            document["typical"] = asdict(usual)
    return document


def _costs(listing: Document) -> float:
    """Minor units of one unit, as listed or as usual; what nobody knows is dearer than any."""
    if listing["price_minor"] is not None:
        return int(listing["price_minor"])
    return int(listing["typical"]["typical_minor"]) if "typical" in listing else math.inf


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
        return await database.hop(lambda connection: load(connection, make_sample()))
    finally:
        database.close()
