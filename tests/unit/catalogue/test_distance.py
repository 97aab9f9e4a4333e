from __future__ import annotations

from dataclasses import replace
from math import asin, atan2, cos, degrees, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from festplan.catalogue import load, search
from festplan.catalogue.distance import EARTH_KM, Box, box, km_between
from festplan.catalogue.nearest import nearest
from festplan.domain.listing import Listing, Query

PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((51.5074, -0.1278), (48.8566, 2.3522), 343.6),  # London, Paris
        ((40.7128, -74.0060), (34.0522, -118.2437), 3935.7),  # New York, Los Angeles
        ((0, 179.9), (0, -179.9), 22.24),
        ((90, 0), (-90, 0), 20015.1),
        ((12.5, 30.0), (12.5, 30.0), 0.0),
    ],
)
def test_distances_are_those_of_the_globe(
    here: tuple[float, float], there: tuple[float, float], km: float
) -> None:
    assert km_between(here, there) == pytest.approx(km, rel=1e-3, abs=1e-9)
    assert km_between(there, here) == pytest.approx(km, rel=1e-3, abs=1e-9)


def _walked(centre: tuple[float, float], km: float, bearing: float) -> tuple[float, float]:
    """Where one arrives after `km` on a great circle."""
    north, way, turn = radians(centre[0]), km / EARTH_KM, radians(bearing)
    arrived = asin(max(-1.0, min(1.0, sin(north) * cos(way) + cos(north) * sin(way) * cos(turn))))
    east = atan2(sin(turn) * sin(way) * cos(north), cos(way) - sin(north) * sin(arrived))
    return degrees(arrived), (centre[1] + degrees(east) + 180) % 360 - 180


def _holds(held: Box, place: tuple[float, float]) -> bool:
    lat, lon = place
    if held.west <= held.east:
        return held.south <= lat <= held.north and held.west <= lon <= held.east
    return held.south <= lat <= held.north and (lon >= held.west or lon <= held.east)


@given(centre=PLACES, km=st.floats(0, 10_000), share=st.floats(0, 1), bearing=st.floats(0, 360))
def test_a_box_holds_whatever_is_within_its_circle(
    centre: tuple[float, float], km: float, share: float, bearing: float
) -> None:
    assert _holds(box(centre, km), _walked(centre, km * share * 0.999999, bearing))


@pytest.fixture
def islands(empty: Connection, sample: tuple[Listing, ...]) -> Connection:
    """Four places along the equator around the 180th meridian, and one that nobody has placed."""
    base = replace(sample[0], capacity=50)
    load.load(
        empty,
        [
            replace(base, listing_id="a-west", lat=0.0, lon=179.9),
            replace(base, listing_id="b-here", lat=0.0, lon=-179.99),
            replace(base, listing_id="c-east", lat=0.0, lon=-179.5),
            replace(base, listing_id="d-far", lat=0.0, lon=0.0),
            replace(base, listing_id="e-nowhere", lat=None, lon=None),
        ],
    )
    return empty


def ids(connection: Connection, query: Query) -> list[str]:
    return [match.listing.listing_id for match in search.search(connection, query)]


@pytest.mark.parametrize("limit", [None, 5, 2])
def test_what_is_near_comes_first_across_the_date_line(
    islands: Connection, limit: int | None
) -> None:
    query = Query(near=(0.0, 179.99), limit=limit)
    every = ["b-here", "a-west", "c-east", "d-far", "e-nowhere"]
    assert ids(islands, query) == every[:limit]
    assert ids(islands, replace(query, within_km=20)) == every[:2]
    assert ids(islands, replace(query, within_km=1)) == []
    assert ids(islands, replace(query, within_km=1e9)) == every[:4][:limit]


def test_distances_are_said_and_only_where_they_are_known(islands: Connection) -> None:
    found = search.search(islands, Query(near=(0.0, 180.0), limit=None))
    assert found[0].km == pytest.approx(1.11, abs=0.01)
    assert found[-1].km is None
    assert search.search(islands, Query())[0].km is None


def test_when_all_is_too_far_the_nearest_is_named(islands: Connection) -> None:
    (concession,) = nearest(islands, Query(near=(0.0, 178.0), within_km=5)).concessions
    assert concession.given_up == (("within_km", 5),)
    assert concession.misses[0].listing.listing_id == "a-west"
    assert concession.offered == pytest.approx(211.3, abs=0.2)
