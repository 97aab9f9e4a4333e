"""Which column of a file is which part of a listing: by its name, or as the host maps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from festplan.catalogue.imports.refused import FileRefused
from festplan.catalogue.terms import plain

_NAMES = {
    "id": "source id, id, listing id, ref, reference, uid, identifier, place id, osm id",
    "name": "name, title, venue name, business name, trading name, place name, venue, business, "
    "company, place",
    "role": "role, listing role",
    "kind": "kind, type, category, venue type, business type, venue kind, amenity, service",
    "city": "city, town, municipality, locality, city name, address city, location city",
    "country": "country, country code, address country, location country",
    "area": "area, neighbourhood, neighborhood, district, suburb, quarter, borough",
    "lat": "lat, latitude, location lat, location latitude, geo lat, y",
    "lon": "lon, lng, long, longitude, location lon, location lng, location longitude, geo lon, x",
    "capacity": "capacity, max capacity, maximum capacity, max guests, guests, seats, "
    "seating capacity, holds, persons",
    "capacity_basis": "capacity basis, capacity note",
    "price": "price, price amount, rate, cost, price per unit, amount, hire price",
    "price_info": "price info, price note, prices, fees, charge",
    "currency": "currency, price currency, currency code",
    "unit": "unit, price unit, per, priced per, charged per, charged by",
    "fee": "fee, booking fee, delivery fee, set up fee, setup fee, price fee",
    "minimum": "minimum, minimum spend, min spend, minimum charge, minimum price",
    "minimum_units": "minimum units, minimum hours, min hours, minimum heads, minimum guests",
    "setting": "setting, indoor outdoor, indoors outdoors",
    "diets": "diets, diet, dietary, dietary options",
    "tags": "tags, features, amenities, keywords, facilities",
    "description": "description, about, details, summary, notes",
    "source": "source, data source, provider",
    "licence": "licence, license, data licence, data license",
    "attribution": "attribution, credit, copyright",
    "source_date": "source date, date, updated, last updated, as of, retrieved",
}
_SPELLED = {ours: tuple(names.split(", ")) for ours, names in _NAMES.items()}
OURS = tuple(_SPELLED)
"""The parts of a listing that a file may have."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each part of a listing is: in a column of the file, or the same in every row."""

    theirs: Mapping[str, str]
    constants: Mapping[str, str]
    unused: tuple[str, ...]

    def cells(self, row: Mapping[str, str]) -> dict[str, str]:
        """The parts of a listing in a row, by our names; without those that are blank."""
        found = {ours: row.get(theirs, "").strip() for ours, theirs in self.theirs.items()}
        return {**{ours: cell for ours, cell in found.items() if cell}, **self.constants}


def asked(said: Iterable[str]) -> dict[str, str]:
    """The mappings of a host, `ours=theirs` each; `ours==text` is a text for every row."""
    mapped = {}
    for text in said:
        ours, equals, theirs = text.partition("=")
        ours = ours.strip().lower().replace(" ", "_").replace("-", "_")
        if not equals or not theirs.strip() or theirs.strip() == "=":
            raise FileRefused(f"“{text}” maps nothing: write OURS=THEIRS, like name=venue_title.")
        if ours not in _SPELLED:
            raise FileRefused(f"No listing has “{ours}”; it may have {', '.join(OURS)}.")
        mapped[ours] = theirs.strip()
    return mapped


def columns(names: Iterable[str], mapped: Mapping[str, str]) -> Columns:
    """What the columns of these names hold; `mapped` goes before what their names say."""
    given = [name for name in names if name]
    theirs = {ours: name for ours, name in mapped.items() if not name.startswith("=")}
    if missing := [name for name in theirs.values() if name not in given]:
        raise FileRefused(f"There is no column “{missing[0]}”; there are {_listed(given)}.")
    constants = {ours: name[1:] for ours, name in mapped.items() if name.startswith("=")}
    free = {plain(name): name for name in reversed(given) if name not in theirs.values()}
    for ours, spelled in _SPELLED.items():
        name = next((free[way] for way in spelled if way in free), None)
        if name is not None and ours not in mapped and name not in theirs.values():
            theirs[ours] = name
    _complete(given, {*theirs, *constants})
    used = set(theirs.values())
    return Columns(theirs, constants, tuple(name for name in given if name not in used))


def _complete(given: list[str], found: set[str]) -> None:
    """Refuses a file without what every listing needs."""
    for needed, what in (("name", "name"), ("city", "city")):
        if needed not in found:
            _refuse(given, needed, what)
    if not {"kind", "role"} & found:
        _refuse(given, "kind", "kind (restaurant, park, bakery, balloon artist)")


def _refuse(given: list[str], ours: str, what: str) -> None:
    raise FileRefused(
        f"No column holds the {what}; there are {_listed(given)}. "
        f"Say which it is: --map {ours}=COLUMN, or the same for all: --map {ours}==TEXT."
    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:30])
    return f"{shown}, …" if len(names) > 30 else shown or "none"
