"""What hosts say, and how often: the themes, cities, foods and wishes of the simulated parties.

The lists are in order of popularity, most popular first; our own guess of it, from what party
shops and peers show first. How steep popularity falls is the exponent of Zipf's law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

EXPONENTS = (0.0, 0.8, 1.2)
"""How skewed the themes are: 0 is uniform, 1.2 steeper than the words of English (about 1)."""
ELSEWHERE = 1.0
"""The exponent of every other taste, the same in every world."""

THEMES = (
    *("princess", "superhero", "unicorn", "dinosaur", "mermaid", "jungle", "space", "pirate"),
    *("frozen", "safari", "rainbow", "under the sea", "minecraft", "barbie", "paw patrol"),
    *("harry potter", "construction", "farm", "fairy", "butterfly", "star wars", "pokemon"),
    *("soccer", "circus", "garden", "tea party", "tropical", "luau", "casino", "disco", "western"),
    *(
        "masquerade",
        "gatsby",
        "hollywood",
        "beach",
        "camping",
        "cars",
        "trains",
        "robots",
        "dragon",
    ),
    *(
        "dragon",
        "knights",
        "ninja",
        "lego",
        "bluey",
        "panda",
        "cat",
        "dog",
        "bee",
        "carnival",
        "candy",
    ),
    *("fiesta", "halloween", "winter", "sunflower", "rustic", "boho", "picnic", "movie night"),
    *("murder mystery", "video games"),
)
CITIES = (
    *("New York", "Los Angeles", "Chicago", "Houston", "Austin", "San Francisco", "Seattle"),
    *("Denver", "Boston", "Atlanta", "Miami", "Portland"),
)
FLAVOURS = (
    *("chocolate", "vanilla", "red velvet", "strawberry", "lemon", "carrot", "funfetti"),
    *("cookies and cream", "coconut", "salted caramel"),
)
FOODS = (
    *("pizza", "tacos", "bbq", "burgers", "italian food", "mexican food", "sushi", "indian food"),
    *("sandwiches", "mediterranean food"),
)
SERVICES = (
    *("dj", "face painter", "balloon artist", "magician", "photographer", "bounce house"),
    *("photo booth", "clown", "caricature artist", "bartender", "juggler", "storyteller"),
)
UNWANTED = ("balloons", "candles", "confetti", "glitter")
DIETS = ("vegan", "vegetarian", "gluten-free", "halal")

SAID = {
    "theme": ("{} theme", "{} themed party", "We want a {} theme", "theme: {}"),
    "city": ("in {}", "somewhere in {}", "It will be in {}"),
    "cake": ("{} cake", "a {} cake", "We'd love a {} cake"),
    "food": ("{} for everyone", "{}", "We'd like {}"),
    "service": ("Need a {}", "a {} please", "We need a {}"),
    "budget": ("under ${:,}", "at most ${:,}", "max ${:,}"),
}
"""One wish in other words; the first way is said most often."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that answer to nothing that is listed, and what of a listing meets them.

    `meets` are kinds, settings and tags; for the theme, words that its decorations have to take up.
    Nothing meets a wish without them: it costs what asking costs.
    """

    agent: str
    text: str
    meets: tuple[str, ...]


WISHES = (
    Wish("venue_agent", "somewhere with a breeze", ("rooftop", "beach", "outdoors")),
    Wish("theme_agent", "a zeppelin theme", ("zeppelin",)),
    Wish("venue_agent", "somewhere quiet", ("library", "garden", "museum", "quiet room")),
    Wish("catering_agent", "food that gets messy", ("bbq", "tacos", "burgers")),
    Wish("venue_agent", "a cosy place", ("restaurant", "cafe", "cottage", "intimate")),
    Wish("venue_agent", "somewhere we can see the stars", ("rooftop", "outdoors", "terrace")),
    Wish("cake_agent", "a cake with sparkle", ()),
)
"""Most frequent first. A small model does not know what the stars mean (`provider.MISSED`)."""


def popular(random: Random, options: Sequence[T], exponent: float = ELSEWHERE) -> T:
    """One of the options: the n-th is chosen as often as 1 / n ** exponent says."""
    weights = list(accumulate((place + 1) ** -exponent for place in range(len(options))))
    return random.choices(options, cum_weights=weights)[0]


def chance(random: Random, percent: int) -> bool:
    """Whether something that happens to so many of a hundred happens."""
    return random.randrange(100) < percent
