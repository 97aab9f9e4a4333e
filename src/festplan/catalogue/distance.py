"""Distances on the globe, and the box that holds a circle: what a database can filter by."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_KM = 6371.0088
"""The mean radius of the Earth (IUGG)."""
_SLACK = 1e-6  # degrees, a tenth of a metre: a box must not cut off what the circle holds

Place = tuple[float, float]
"""Degrees north, degrees east."""


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees that hold a circle; `west` above `east` crosses the 180th meridian."""

    south: float
    north: float
    west: float
    east: float


def km_between(here: Place, there: Place) -> float:
    """Great-circle kilometres (haversine)."""
    north, far_north = radians(here[0]), radians(there[0])
    rise, turn = far_north - north, radians(there[1] - here[1])
    chord = sin(rise / 2) ** 2 + cos(north) * cos(far_north) * sin(turn / 2) ** 2
    return 2 * EARTH_KM * atan2(sqrt(chord), sqrt(max(0.0, 1 - chord)))


def box(centre: Place, km: float) -> Box:
    """The box around everything within `km` of `centre`; near a pole it goes all round."""
    reach = degrees(km / EARTH_KM) + _SLACK
    south, north = centre[0] - reach, centre[0] + reach
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    turn = degrees(asin(sin(radians(reach)) / cos(radians(centre[0])))) + _SLACK
    return Box(south, north, _round(centre[1] - turn), _round(centre[1] + turn))


def _round(east: float) -> float:
    return (east + 180) % 360 - 180
