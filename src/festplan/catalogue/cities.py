"""Cities that Festplan knows by name: spellings, country, currency, and how dear they are.

`level` is the price of hiring and catering against the average US city, in percent; the project's
own estimate from general cost-of-living rankings, for the sample catalogue alone. Places are the
city centres, to two digits.
"""

from __future__ import annotations

from dataclasses import dataclass

from festplan.catalogue.terms import plain


@dataclass(frozen=True, slots=True)
class City:
    """A city: its name as listings write it, ISO 3166 country, and other spellings of it."""

    name: str
    country: str
    currency: str
    level: int
    lat: float
    lon: float
    aliases: tuple[str, ...]


CITIES: tuple[City, ...] = (
    City("Austin", "US", "USD", 100, 30.27, -97.74, ("Austin, TX", "Austin, Texas", "ATX")),
    City("Boston", "US", "USD", 125, 42.36, -71.06, ("Boston, MA", "Boston, Massachusetts")),
    City("Chicago", "US", "USD", 110, 41.88, -87.63, ("Chicago, IL", "Chicago, Illinois")),
    City(
        "New York",
        "US",
        "USD",
        150,
        40.71,
        -74.01,
        ("New York City", "NYC", "New York, NY"),
    ),
    City(
        "Los Angeles",
        "US",
        "USD",
        130,
        34.05,
        -118.24,
        ("LA", "L.A.", "Los Angeles, CA", "Los Angeles, California"),
    ),
    City(
        "San Francisco",
        "US",
        "USD",
        145,
        37.77,
        -122.42,
        ("SF", "San Fran", "San Francisco, CA", "San Francisco, California"),
    ),
    City("Seattle", "US", "USD", 125, 47.61, -122.33, ("Seattle, WA", "Seattle, Washington")),
    City("Denver", "US", "USD", 105, 39.74, -104.99, ("Denver, CO", "Denver, Colorado")),
    City("Miami", "US", "USD", 115, 25.76, -80.19, ("Miami, FL", "Miami, Florida")),
    City("Atlanta", "US", "USD", 95, 33.75, -84.39, ("Atlanta, GA", "Atlanta, Georgia", "ATL")),
    City(
        "Philadelphia",
        "US",
        "USD",
        105,
        39.95,
        -75.17,
        ("Philly", "Philadelphia, PA", "Philadelphia, Pennsylvania"),
    ),
    City("Portland", "US", "USD", 105, 45.52, -122.68, ("Portland, OR", "Portland, Oregon", "PDX")),
    City("Houston", "US", "USD", 95, 29.76, -95.37, ("Houston, TX", "Houston, Texas")),
    City("Dallas", "US", "USD", 100, 32.78, -96.80, ("Dallas, TX", "Dallas, Texas")),
    City("San Diego", "US", "USD", 125, 32.72, -117.16, ("San Diego, CA", "San Diego, California")),
    City("Phoenix", "US", "USD", 95, 33.45, -112.07, ("Phoenix, AZ", "Phoenix, Arizona")),
    City("Nashville", "US", "USD", 100, 36.16, -86.78, ("Nashville, TN", "Nashville, Tennessee")),
    City("Toronto", "CA", "CAD", 100, 43.65, -79.38, ("Toronto, ON", "Toronto, Ontario")),
    City(
        "Vancouver",
        "CA",
        "CAD",
        105,
        49.28,
        -123.12,
        ("Vancouver, BC", "Vancouver, British Columbia"),
    ),
    City("London", "GB", "GBP", 130, 51.51, -0.13, ("London, UK", "London, England")),
    City("Manchester", "GB", "GBP", 90, 53.48, -2.24, ("Manchester, UK", "Manchester, England")),
    City("Dublin", "IE", "EUR", 115, 53.35, -6.26, ("Dublin, Ireland", "Baile Átha Cliath")),
    City("Melbourne", "AU", "AUD", 105, -37.81, 144.96, ("Melbourne, VIC", "Melbourne, Victoria")),
    City("Sydney", "AU", "AUD", 115, -33.87, 151.21, ("Sydney, NSW", "Sydney, New South Wales")),
    City("Auckland", "NZ", "NZD", 95, -36.85, 174.76, ("Auckland, New Zealand", "Tāmaki Makaurau")),
    City("Berlin", "DE", "EUR", 85, 52.52, 13.40, ("Berlin, Germany", "Berlin, Deutschland")),
    City("Munich", "DE", "EUR", 105, 48.14, 11.58, ("München", "Muenchen", "Munich, Germany")),
    City("Vienna", "AT", "EUR", 90, 48.21, 16.37, ("Wien", "Vienna, Austria")),
    City("Paris", "FR", "EUR", 115, 48.86, 2.35, ("Paris, France",)),
    City("Milan", "IT", "EUR", 95, 45.46, 9.19, ("Milano", "Milan, Italy")),
)

_KNOWN = {plain(alias): city for city in CITIES for alias in (city.name, *city.aliases)}


def known(name: str) -> City | None:
    """The city that `name` is a spelling of ("nyc", "München", "Portland, Oregon")."""
    return _KNOWN.get(plain(name))


def city_key(name: str) -> str:
    """What two spellings of one city have in common; "Portland, Maine" is not "Portland"."""
    city = known(name)
    return plain(city.name) if city else plain(name)


def spellings(name: str, country: str) -> tuple[str, ...]:
    """Every way to write a city, in lower case, with and without accents and commas."""
    city = known(name)
    aliases = city.aliases if city and city.country == country else ()
    written = [name, f"{name}, {country}", *aliases]
    return tuple(dict.fromkeys(way for text in written for way in (text.casefold(), plain(text))))
