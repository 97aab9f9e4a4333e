"""What can be booked: one listing of the catalogue, and the question asked of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["venue", "caterer", "bakery", "vendor"]
ROLES: tuple[Role, ...] = ("venue", "caterer", "bakery", "vendor")
Unit = Literal["event", "hour", "head", "serving", "item"]
Basis = Literal["listed", "estimate"]
Grade = Literal["A", "B", "C", "own"]


@dataclass(frozen=True, slots=True)
class Listing:
    """A place, a business or a person that can be booked.

    The price is `fee_minor` once, plus `price_minor` for each `unit`, at least `minimum_minor` in
    all and `minimum_units` units; whole minor units of `currency`. `price_minor` is None where
    nobody published one. `capacity` is the most guests that fit (venues) or can be served.
    `kind` says what it is ("park", "bbq caterer", "balloon artist"); for a vendor it is
    the service, in the words of the services vocabulary.
    """

    listing_id: str
    name: str
    role: Role
    kind: str
    city: str
    country: str
    currency: str
    price_minor: int | None
    unit: Unit
    basis: Basis
    source: str
    licence: str = ""
    fee_minor: int = 0
    minimum_minor: int = 0
    minimum_units: int = 0
    capacity: int | None = None
    setting: Literal["indoors", "outdoors", "both"] | None = None
    area: str = ""
    diets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. Everything but `words`, `like` and `near` is a filter; those only rank.

    `words` rank what mentions them, `like` what means something like this text; `near` (degrees
    north, degrees east) what is close. `kinds` keeps listings of any of these kinds; `capacity`
    keeps what holds at least so many; `max_price_minor` keeps what has a price for one unit at or
    below it; `diets` keeps what serves all of them; `within_km` keeps what is no further from
    `near`; `limit` None returns every listing that passes.
    """

    role: Role | None = None
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    city: str | None = None
    country: str | None = None
    capacity: int | None = None
    max_price_minor: int | None = None
    setting: str | None = None
    diets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    limit: int | None = 5
    like: str = ""
    near: tuple[float, float] | None = None
    within_km: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A listing found, with its place in the ranking: 0 is the best; ties are broken by id.

    `mentions` says how far it mentions the words that were asked for, 0 to 1; `likeness` is the
    cosine of its meaning and what was asked, None where meaning was not compared; `km` is how far
    it is from where it should be near, None where nobody knows.
    """

    listing: Listing
    rank: int
    score: float
    mentions: float = 0.0
    likeness: float | None = None
    km: float | None = None


@dataclass(frozen=True, slots=True)
class TypicalPrice:
    """An estimate for one `unit` of `kind`, in whole minor units of `currency`.

    `kind` is the kind that the price is of: the role's usual one where the kind asked for has no
    price of its own. At least `minimum_units` are sold. `source` says where the range is from.
    """

    role: Role
    kind: str
    currency: str
    low_minor: int
    typical_minor: int
    high_minor: int
    unit: Unit
    minimum_units: int
    grade: Grade
    source: str
    basis: Literal["estimate"] = "estimate"
