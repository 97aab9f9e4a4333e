"""Places of a city from OpenStreetMap, asked of an Overpass API: politely, and so that a fetch that
was cut goes on where it stopped.

One request at a time, one kind of place each, with a pause between; "too many" and "busy" are
waited out as the server says. What has been answered is kept in a folder until all of it is in the
catalogue.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from festplan.catalogue.cities import known
from festplan.catalogue.imports import cells
from festplan.catalogue.imports.listing_row import Origin, listing_of
from festplan.catalogue.imports.refused import Report, RowRefused, RowSkipped
from festplan.catalogue.overpass_client import Ask, Client, Fetched, FetchRefused
from festplan.domain.listing import Listing
from festplan.domain.text import MAX_NAME

__all__ = ["FetchRefused", "Places", "Source", "fetch"]

KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shop", ("bakery", "pastry", "confectionery", "caterer", "florist", "party")),
    ("craft", ("caterer", "photographer", "confectionery")),
    ("amenity", ("restaurant", "cafe", "bar", "pub", "biergarten", "nightclub")),
    ("amenity", ("community_centre", "events_venue", "conference_centre", "exhibition_centre")),
    ("amenity", ("theatre", "arts_centre", "cinema", "library", "townhall", "social_centre")),
    ("tourism", ("hotel", "museum", "gallery", "zoo", "theme_park", "aquarium", "picnic_site")),
    ("leisure", ("park", "playground", "garden", "bandstand")),
    ("leisure", ("bowling_alley", "amusement_arcade", "trampoline_park", "water_park", "dance")),
    ("leisure", ("miniature_golf", "escape_game", "ice_rink", "sports_centre", "indoor_play")),
)
"""What is asked for: keys of OpenStreetMap and values, a request each.

Shops come first: a bakery with tables is needed as a bakery, cafes there are enough.
"""
_SPELLED = {"townhall": "town_hall", "dance": "dance_hall", "amusement_arcade": "arcade"}
_SPELLED |= {"miniature_golf": "mini golf", "escape_game": "escape room"}
_SPELLED |= {"ice_rink": "ice rink", "sports_centre": "sports centre"}
_SPELLED |= {"indoor_play": "indoor playground"}

LICENCE, ATTRIBUTION = "ODbL-1.0", "© OpenStreetMap contributors"
MOST_AGE_SECONDS = 7 * 86400
"""How old a half-done fetch may be that is still gone on with."""
_KEPT = (
    *("wheelchair", "internet_access", "outdoor_seating", "air_conditioning", "changing_table"),
    *("highchair", "kids_area", "dog", "cuisine", "toilets:wheelchair", "live_music"),
)
_UNSAFE = re.compile(r"[;=|]")


@dataclass(frozen=True, slots=True)
class Source:
    """Where to ask, and the folder in which answers are kept meanwhile.

    `pause` seconds stand between two requests; an answer that says nothing for `patience` seconds
    has failed.
    """

    url: str
    folder: Path
    pause: float = 1.0
    patience: float = 90.0
    sleep: Callable[[float], None] = field(default=time.sleep)


@dataclass(frozen=True, slots=True)
class Places:
    """A city's places as listings, and what was left out; `forget` once they are stored."""

    listings: tuple[Listing, ...]
    report: Report
    folder: Path

    def forget(self) -> None:
        """Lets go of the answers: the next fetch asks anew."""
        for file in self.folder.glob("*.json"):
            file.unlink()
        self.folder.rmdir()


def fetch(
    source: Source, city: str, country: str = "", *, asked: Callable[[int, int], None]
) -> Places:
    """Every place of `city` that can host or serve a party; raises `FetchRefused`.

    The country may be left out for cities that are known by name. `asked` is called with how many
    requests of how many are answered.
    """
    name, code = _place(city, country)
    folder = _folder(source, name, code)
    client = Client(source.url, pause=source.pause, patience=source.patience, sleep=source.sleep)
    area = _kept(folder, "area", _area_query(name, code), client.ask)
    area_id = _area_id(area, name, code)
    pages = []
    for done, (key, values) in enumerate(KINDS):
        asked(done, len(KINDS))
        query = _kind_query(area_id, key, values)
        pages.append((key, _kept(folder, f"{key}-{values[0]}", query, client.ask)))
    asked(len(KINDS), len(KINDS))
    report = Report(read_as="Overpass API")
    return Places(tuple(_listings(pages, name, code, report)), report, folder)


# --- questions -----------------------------------------------------------------------------------


def _place(city: str, country: str) -> tuple[str, str]:
    try:
        name = cells.text(city, "The city", MAX_NAME)
        if country:
            return name, cells.country(country)
    except RowRefused as error:
        raise FetchRefused(str(error)) from error
    found = known(name)
    if found is None:
        raise FetchRefused(f"In which country is {name}? Say it: --country AT (two letters).")
    return name, found.country


def _area_query(city: str, country: str) -> str:
    """The boundary of the city, by any of its names, inside its country."""
    named = json.dumps(city, ensure_ascii=False)
    names = "".join(
        f'rel(area.c)["boundary"="administrative"]["{key}"={named}];'
        for key in ("name", "name:en", "int_name")
    )
    return (
        f'[out:json][timeout:60];area["ISO3166-1"="{country}"]["admin_level"="2"]->.c;'
        f"({names});out tags;"
    )


def _kind_query(area_id: int, key: str, values: tuple[str, ...]) -> str:
    """Named places of a few kinds in an area, each with its tags and one point."""
    pattern = "|".join(values)
    return (
        f"[out:json][timeout:90];area({area_id})->.a;"
        f'nwr(area.a)["name"]["{key}"~"^({pattern})$"];out tags center;'
    )


def _area_id(found: Fetched, city: str, country: str) -> int:
    """The area of the boundary: of several the one that is most of a city."""
    relations = [e for e in found.elements if e.get("type") == "relation" and "id" in e]
    if not relations:
        raise FetchRefused(
            f"OpenStreetMap knows no city {city} in {country}: spell it as it is spelled there."
        )
    return 3_600_000_000 + int(min(relations, key=_rank)["id"])


def _rank(relation: Mapping[str, Any]) -> tuple[int, int, int]:
    """Cities before counties of the same name: level 8 is a city, others the nearer the better."""
    tags = relation.get("tags", {})
    level = tags.get("admin_level", "")
    off = abs(int(level) - 8) if level.isdigit() else 99
    people = tags.get("population", "")
    return off, -int(people) if people.isdigit() else 0, int(relation["id"])


# --- what is kept meanwhile ----------------------------------------------------------------------


def _folder(source: Source, city: str, country: str) -> Path:
    """The folder of this fetch, without answers that are too old to go on with."""
    digest = blake2b(f"{source.url}\n{city}\n{country}".encode(), digest_size=6).hexdigest()
    folder = source.folder / f"{country.lower()}-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - MOST_AGE_SECONDS
    for file in folder.glob("*"):
        if file.suffix != ".json" or file.stat().st_mtime < oldest:
            file.unlink()
    return folder


def _kept(folder: Path, name: str, query: str, ask: Ask) -> Fetched:
    """The answer to `query`: as it was kept, else asked for and kept, whole or not at all."""
    file = folder / f"{name}.json"
    if file.exists():
        held = _read(file)
        if held is not None and held.query == query:
            return held
    answer = ask(query)
    half = file.with_suffix(".half")
    half.write_text(json.dumps(answer.document(), ensure_ascii=False), encoding="utf-8")
    half.replace(file)
    return answer


def _read(file: Path) -> Fetched | None:
    try:
        return Fetched.of(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        return None


# --- places as listings --------------------------------------------------------------------------


def _listings(
    pages: list[tuple[str, Fetched]], city: str, country: str, report: Report
) -> Iterator[Listing]:
    """The listings of all answers; a place that is two kinds counts once, as the first."""
    seen: set[str] = set()
    for key, page in pages:
        for element in page.elements:
            row = _row(element, key, city, country, page.dated)
            if row is None or row["id"] in seen:
                continue
            seen.add(row["id"])
            report.rows += 1
            try:
                yield listing_of(row, Origin("OpenStreetMap", ""))
            except RowSkipped as skipped:
                report.skipped[str(skipped)] += 1
            except RowRefused:
                report.skipped["not readable"] += 1


def _row(
    element: Mapping[str, Any], key: str, city: str, country: str, dated: str
) -> dict[str, str] | None:
    """An element as a row of our names; None where it is no place with a name."""
    tags = element.get("tags")
    if not isinstance(tags, dict) or not tags.get("name") or key not in tags:
        return None
    point = element if "lat" in element else element.get("center", {})
    capacity = str(tags.get("capacity", ""))
    return {
        "id": f"osm:{element.get('type')}/{element.get('id')}",
        "name": str(tags["name"]),
        "kind": _SPELLED.get(str(tags[key]), str(tags[key])),
        "city": city,
        "country": country,
        "lat": str(point.get("lat", "")),
        "lon": str(point.get("lon", "")),
        "capacity": capacity if capacity.isdigit() and len(capacity) < 7 else "",
        "capacity_basis": "OpenStreetMap capacity" if capacity.isdigit() else "",
        "area": str(tags.get("addr:suburb", "")),
        "tags": ";".join(_tags(tags)),
        "source": "OpenStreetMap",
        "source_date": dated,
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
    }


def _tags(tags: Mapping[str, Any]) -> Iterator[str]:
    for key, value in tags.items():
        if key in _KEPT or key.startswith("diet:"):
            yield f"{key}={'|'.join(_UNSAFE.split(str(value)))}"
