"""One row of a file as a listing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, cast

from festplan.catalogue.cities import city_key, known
from festplan.catalogue.imports import besides, cells
from festplan.catalogue.imports.kinds import Kind, kind_of
from festplan.catalogue.imports.priced import price_of
from festplan.catalogue.imports.refused import RowRefused, RowSkipped
from festplan.domain.countries import CURRENCIES
from festplan.domain.listing import Listing
from festplan.domain.text import MAX_NAME

MOST_TOLD = 1000
"""Characters of a description, a source or a licence."""
RESERVED = "sample"
"""The source of the invented listings: no file may claim it."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,59}")
_REMARK = re.compile(r"\(([^()]*)\)")
_SETTINGS = {
    **dict.fromkeys(("indoors", "indoor", "inside"), "indoors"),
    **dict.fromkeys(("outdoors", "outdoor", "outside"), "outdoors"),
    **dict.fromkeys(("both", "indoors and outdoors", "mixed"), "both"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose rows these are: the file's name, and what its ids are kept apart by, if anything."""

    name: str
    scope: str


def listing_of(row: Mapping[str, str], origin: Origin) -> Listing:
    """The listing in a row of our names; `RowRefused` or `RowSkipped` where there is none."""
    said = besides.besides(row.get("tags", ""))
    besides.still_there(said.tags)
    kind = kind_of(row.get("kind", ""), row.get("role", ""), said.tags)
    city, country, area = _place(row, said.tags)
    name = cells.text(row.get("name", ""), "The name", MAX_NAME)
    price = price_of(row, kind, CURRENCIES[country])
    lat, lon = cells.coordinates(row.get("lat", ""), row.get("lon", ""))
    source = _source(row, origin)
    return Listing(
        listing_id=_listing_id(row, origin, (name, kind.kind, city_key(city), lat, lon)),
        name=name,
        role=kind.role,
        kind=kind.kind,
        city=city,
        country=country,
        currency=price.currency,
        price_minor=price.price_minor,
        unit=price.unit,
        basis=price.basis,
        source=source,
        licence=_licence(row, source),
        fee_minor=price.fee_minor,
        minimum_minor=price.minimum_minor,
        minimum_units=price.minimum_units,
        capacity=_capacity(row),
        setting=_setting(row, kind, said.tags),
        area=area,
        diets=besides.diets_of(said, row.get("diets", "")),
        tags=besides.tags_of(said),
        description=_description(row, said.tags),
        lat=lat,
        lon=lon,
    )


def attribution(licence: str, source: str) -> str:
    """What a licence wants to be said with the data, where the file does not say it itself."""
    source = source.partition(" via ")[0]
    said = licence.lower()
    if "odbl" in said or "open database" in said:
        return (
            "© OpenStreetMap contributors" if "openstreetmap" in source.lower() else f"© {source}"
        )
    if said.startswith("ogl"):
        place = licence[3:].strip(" -")
        named = f" - {place}" if place else ""
        return f"Contains information licensed under the Open Government Licence{named}"
    return f"© {source}" if said.startswith(("cc-by", "cc by")) else ""


# --- where ---------------------------------------------------------------------------------------


def _place(row: Mapping[str, str], tags: Mapping[str, str]) -> tuple[str, str, str]:
    """City, country and area; "Boston (Dorchester)" is Boston, and Dorchester its area."""
    said = row.get("city", "")
    remarks = [remark.strip(" /") for remark in _REMARK.findall(said)]
    named = _REMARK.sub("", said).strip()
    if said and not named:
        raise RowSkipped("city not named")
    city = cells.text(named, "The city", MAX_NAME)
    country = _country(row.get("country", ""), city)
    place = known(city)
    if place is not None and place.country == country:
        city = place.name
    elif city.islower():
        city = city.title()
    area = row.get("area", "") or tags.get("area", "") or next(filter(None, remarks), "")
    return city, country, cells.text(area, "The area", MAX_NAME) if area else ""


def _country(said: str, city: str) -> str:
    if said:
        return cells.country(said)
    place = known(city)
    if place is None:
        raise RowRefused(
            f"The country of {city} is not said: add a column, or --map country==US for all rows."
        )
    return place.country


# --- the rest ------------------------------------------------------------------------------------


def _listing_id(row: Mapping[str, str], origin: Origin, what: tuple[object, ...]) -> str:
    """The file's own id, or one made of what the listing is; kept apart by `origin.scope`."""
    said = row.get("id", "")
    if said:
        said = cells.text(said, "The id", MAX_NAME)
    if said and not origin.scope and _PLAIN_ID.fullmatch(said):
        return said
    if said and _PLAIN_ID.fullmatch(f"{origin.scope}:{said}"):
        return f"{origin.scope}:{said}"
    prefix = origin.scope or _PLAIN_ID.match(said.partition(":")[0].replace(" ", "-"))
    digest = blake2b(repr(said or what).encode(), digest_size=6).hexdigest()
    return f"{prefix if isinstance(prefix, str) else prefix[0] if prefix else 'place'}:{digest}"


def _source(row: Mapping[str, str], origin: Origin) -> str:
    """Where the listing is from and of when, with what its capacity counts."""
    source = row.get("source", "") or origin.name
    if source.strip().lower() == RESERVED:
        raise RowRefused(f"The source “{RESERVED}” is kept for invented listings: name another.")
    date, basis = row.get("source_date", ""), row.get("capacity_basis", "")
    parts = [source, *([date] if date else []), *([f"capacity: {basis}"] if basis else [])]
    return cells.text(", ".join(parts), "The source", MOST_TOLD)


def _licence(row: Mapping[str, str], source: str) -> str:
    """The licence, with the attribution that it asks for."""
    licence = row.get("licence", "")
    wanted = row.get("attribution", "") or attribution(licence, row.get("source", "") or source)
    said = "; ".join(part for part in (licence, wanted) if part)
    return cells.text(said, "The licence", MOST_TOLD) if said else ""


def _capacity(row: Mapping[str, str]) -> int | None:
    said = row.get("capacity", "")
    return (cells.whole(said, "The capacity") or None) if said else None


def _setting(
    row: Mapping[str, str], kind: Kind, tags: Mapping[str, str]
) -> Literal["indoors", "outdoors", "both"] | None:
    said = row.get("setting", "").lower()
    if said:
        if said not in _SETTINGS:
            raise RowRefused(f"The setting is indoors, outdoors or both; this is “{said[:30]}”.")
        return cast("Literal['indoors', 'outdoors', 'both']", _SETTINGS[said])
    if kind.setting == "indoors" and besides.has_outdoor_seats(tags):
        return "both"
    return kind.setting


def _description(row: Mapping[str, str], tags: Mapping[str, str]) -> str:
    """The file's own description, else what its tags tell; prices in words stand with it."""
    parts = [row.get("description", "") or besides.told(tags)]
    if row.get("price_info"):
        parts.append(f"Fees: {row['price_info']}")
    said = ". ".join(part for part in parts if part)
    return cells.text(said, "The description", MOST_TOLD) if said else ""
