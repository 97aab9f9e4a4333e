"""The sample catalogue: invented listings for real cities, so that Festplan plans at once.

Nobody in it exists; every row says so by its source, `sample`. The rows are the same on every
machine and Python: all chance comes from an integer generator seeded by what is being made, so a
new city or kind changes no other row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

from festplan.catalogue.cities import CITIES, City
from festplan.catalogue.prices import PRICES, Price
from festplan.catalogue.sample_names import AREAS, BRANDS, LANGUAGES, PEOPLE, PLACES
from festplan.catalogue.sample_shapes import Odds, Shape, shapes
from festplan.catalogue.typical import converted
from festplan.domain.listing import Listing

SOURCE = "sample"
T = TypeVar("T")


def make_sample() -> Iterator[Listing]:
    """Every sample listing, city by city: venues, caterers, bakeries, vendors."""
    kinds = tuple(shapes())
    taken: set[str] = set()
    for city in CITIES:
        for shape in kinds:
            yield from _listings(city, shape, taken)


class Draw:
    """A stream of small whole numbers that its seed decides (SplitMix64)."""

    def __init__(self, seed: str) -> None:
        self._state = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "big")

    def below(self, limit: int) -> int:
        """The next number, from 0 to `limit` - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self._state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        return (mixed ^ (mixed >> 31)) % limit

    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def some(self, odds: Odds) -> tuple[str, ...]:
        """The words whose odds came up, in their order."""
        return tuple(word for word, percent in odds if self.below(100) < percent)


def _listings(city: City, shape: Shape, taken: set[str]) -> Iterator[Listing]:
    seed = f"{city.name}/{city.country}/{shape.role}/{shape.kind}/{shape.names[0]}"
    if Draw(seed).below(100) >= shape.in_cities:
        return
    for nth in range(shape.count):
        yield _listing(city, shape, nth, f"{seed}/{nth}", taken)


def _listing(city: City, shape: Shape, nth: int, seed: str, taken: set[str]) -> Listing:
    draw = Draw(seed)
    price = PRICES[shape.role][shape.kind]
    return Listing(
        listing_id=_listing_id(city, seed),
        name=_name(city, shape, draw, taken),
        role=shape.role,
        kind=shape.kind,
        city=city.name,
        country=city.country,
        currency=city.currency,
        price_minor=_local(_dollars(price, shape, nth, draw), city),
        unit=price.unit,
        basis="listed",
        source=SOURCE,
        fee_minor=_local(shape.fee, city),
        minimum_minor=_local(shape.minimum, city),
        minimum_units=price.minimum_units,
        capacity=_capacity(shape, nth, draw),
        setting=shape.setting,
        area=draw.one(AREAS),
        diets=_diets(shape, draw),
        tags=_tags(shape, draw),
        description=shape.about,
        lat=_near(city.lat, draw),
        lon=_near(city.lon, draw),
    )


def _listing_id(city: City, seed: str) -> str:
    slug = city.name.lower().replace(" ", "-")
    return f"smp-{slug}-{blake2b(seed.encode(), digest_size=4).hexdigest()}"


def _name(city: City, shape: Shape, draw: Draw, taken: set[str]) -> str:
    """A name that no other listing has."""
    first, last = PLACES[LANGUAGES.get(city.country, "en")]
    while True:
        name = draw.one(shape.names).format(
            place=draw.one(first) + draw.one(last),
            brand=f"{draw.one(BRANDS[0])} {draw.one(BRANDS[1])}",
            person=f"{draw.one(PEOPLE[0])} {draw.one(PEOPLE[1])}",
        )
        if name not in taken:
            taken.add(name)
            return name


def _dollars(price: Price, shape: Shape, nth: int, draw: Draw) -> float:
    """US dollars a unit: the listings of a kind lie along its range, the larger the dearer."""
    place = (nth * 100 + 20 + draw.below(61)) / (shape.count * 100)
    if place < 0.5:
        return price.low + (price.typical - price.low) * 2 * place
    return price.typical + (price.high - price.typical) * (2 * place - 1)


def _local(dollars: float, city: City) -> int:
    """Minor units in the city: its level, its currency, and steps as price lists have them."""
    amount = converted(dollars * city.level / 100, city.currency)
    for least, step in ((100_000, 5_000), (20_000, 500), (3_000, 100), (200, 25)):
        if amount >= least:
            return (amount + step // 2) // step * step
    return (amount + 2) // 5 * 5


def _capacity(shape: Shape, nth: int, draw: Draw) -> int | None:
    if not shape.capacities:
        return None
    size = shape.capacities[nth]
    return size + draw.below(size // 8 + 1)


def _diets(shape: Shape, draw: Draw) -> tuple[str, ...]:
    diets = draw.some(shape.diets)
    return ("vegetarian", *diets) if "vegan" in diets and "vegetarian" not in diets else diets


def _tags(shape: Shape, draw: Draw) -> tuple[str, ...]:
    often = draw.some(shape.often)
    themes = (draw.one(shape.themes) for _ in range(shape.themes_each)) if shape.themes else ()
    return tuple(dict.fromkeys((*shape.tags, *often, *themes)))


def _near(degrees: float, draw: Draw) -> float:
    """Up to 0.06 degrees from the centre; nothing of the sample stands at a real address."""
    return round(degrees + (draw.below(1201) - 600) / 10_000, 4)
