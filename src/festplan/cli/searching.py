"""`festplan catalogue search`: what can be booked, best first, or what stands in the way."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, cast

import typer

from festplan.cli.options import Json
from festplan.cli.session import Document, emit, refuse, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from festplan.catalogue.nearest import Concession
    from festplan.catalogue.sqlite import SqliteCatalogue
    from festplan.domain.listing import Match, Query, TypicalPrice
    from festplan.service import Festplan

DEAREST = 1_000_000_000
"""Whole money: no listing asks for more."""
FURTHEST = 20_100
"""Kilometres: the other side of the world."""


def search(  # noqa: PLR0913  # one argument an option
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="In words, or described.")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="venue, caterer, bakery, vendor, or a kind: balloon artist.")
    ] = "",
    city: Annotated[str, typer.Option(help='"Austin", or "London, CA".')] = "",
    capacity: Annotated[int | None, typer.Option(min=1, help="Holds or serves so many.")] = None,
    max_price: Annotated[
        float | None,
        typer.Option(min=0, max=DEAREST, help="At most so much for one unit, in whole money."),
    ] = None,
    diet: Annotated[list[str] | None, typer.Option(help="Serves it; may be repeated.")] = None,
    near: Annotated[
        str, typer.Option(help='A city, or "LATITUDE,LONGITUDE": the closer the better.')
    ] = "",
    within: Annotated[
        float | None, typer.Option(min=0, max=FURTHEST, help="Kilometres from --near at most.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="So many of them.")] = 5,
    as_json: Json = False,
) -> None:
    """Find listings, best first; where nothing passes, say what would have to give."""
    from festplan.cli import lists

    place = _place(near, within)

    async def work(festplan: Festplan) -> Document:
        from festplan.domain.listing import Query
        from festplan.domain.text import clean

        text = clean(" ".join(words or [])) if words and " ".join(words).strip() else ""
        asked = Query(words=tuple(text.split()), like=text, capacity=capacity, limit=limit)
        asked = _filtered(asked, kind, tuple(diet or ()), place, within)
        asked = _in_city(asked, city, await festplan.catalogue.cities())
        return await _document(festplan, asked, max_price)

    emit(run(work), lists.listings, as_json=as_json)


def _place(near: str, within: float | None) -> tuple[float, float] | None:
    """Degrees north and east of `--near`; exits with a sentence where they cannot be told."""
    from festplan.catalogue.cities import known

    if not near:
        return None if within is None else refuse("--within needs --near: from where?")
    city = known(near)
    if city is not None:
        return city.lat, city.lon
    try:
        lat, lon = (float(part) for part in near.split(","))
    except ValueError:
        refuse(f"--near takes a city or degrees like 30.27,-97.74, not {near}.")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        refuse(f"{near} is no place on Earth: latitude is 90 at most, longitude 180.")
    return lat, lon


def _filtered(
    asked: Query,
    kind: str,
    diets: tuple[str, ...],
    near: tuple[float, float] | None,
    within_km: float | None,
) -> Query:
    from dataclasses import replace

    from festplan.domain.listing import ROLES

    asked = replace(asked, diets=diets, near=near, within_km=within_km)
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


async def _document(festplan: Festplan, asked: Query, max_price: float | None) -> Document:
    """What was found or, where that is nothing, what to give up and what there would be then."""
    found = await _affordable(festplan, asked, max_price)
    if found:
        return {"data": [await _shown(festplan, match, asked) for match in found], "nearest": []}
    asked = await _priced(festplan, asked, max_price)
    nearest = await cast("SqliteCatalogue", festplan.catalogue).nearest(asked)
    return {
        "data": [],
        "nearest": [await _conceded(festplan, one, asked) for one in nearest.concessions],
    }


async def _shown(festplan: Festplan, match: Match, asked: Query) -> Document:
    """The listing, and where nobody published its price what such listings usually cost."""
    from festplan.documents import listing_document

    document, usual = listing_document(match, asked), await _usual(festplan, match)
    return document if usual is None else document | {"typical": asdict(usual)}


async def _usual(festplan: Festplan, match: Match) -> TypicalPrice | None:
    listing = match.listing
    if listing.price_minor is None:
        with suppress(LookupError):
            return await festplan.catalogue.typical(listing.role, listing.kind, listing.currency)
    return None


async def _affordable(festplan: Festplan, asked: Query, max_price: float | None) -> Sequence[Match]:
    """What passes; a price in whole money is compared in each listing's own currency.

    Where no price was published, the usual one of the kind is compared, as an estimate.
    """
    from dataclasses import replace

    from festplan.domain.money import minor

    if max_price is None:
        return await festplan.catalogue.search(asked)
    every = await festplan.catalogue.search(replace(asked, limit=None))
    found = [
        match
        for match in every
        if await _costs(festplan, match) <= minor(max_price, match.listing.currency)
    ]
    return found[: asked.limit]


async def _costs(festplan: Festplan, match: Match) -> float:
    """Minor units of one unit, as listed or as usual; what nobody knows is dearer than any."""
    if match.listing.price_minor is not None:
        return match.listing.price_minor
    usual = await _usual(festplan, match)
    return math.inf if usual is None else usual.typical_minor


async def _priced(festplan: Festplan, asked: Query, max_price: float | None) -> Query:
    """The question with the price as a filter, where one city and so one currency is asked for."""
    from dataclasses import replace

    from festplan.domain.money import minor

    found = await festplan.catalogue.search(replace(asked, limit=1)) if asked.city else ()
    if max_price is None or not found:
        return asked
    return replace(asked, max_price_minor=minor(max_price, found[0].listing.currency))


async def _conceded(festplan: Festplan, concession: Concession, asked: Query) -> Document:
    return {
        "give_up": [list(wish) for wish in concession.given_up],
        "offered": concession.offered,
        "data": [await _shown(festplan, match, asked) for match in concession.misses],
    }
