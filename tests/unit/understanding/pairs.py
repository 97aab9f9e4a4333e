"""Minimal pairs: two texts that differ in one number, negation, comparator, role, currency or in
the order of roles, and so are two wishes. Generated, so that there are more than one would write.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

Pair = tuple[str, str]
Words = tuple[str, ...]

NUMBERS = ("3", "11", "21", "45", "54", "120", "one hundred", "a dozen", "thirty", "forty-eight")
COUNTED = (
    "{} guests", "{} kids", "we are {} adults", "party for {} people", "{} vegans", "{} cupcakes",
    "we need {} waiters", "{} hours of music", "budget {} dollars", "{} couples are coming",
    "table for {}", "{} of the guests are coeliac", "at least {} people", "no more than {} guests",
    "{} boxes of crackers", "rent {} chairs", "${} a head", "in {} days", "my aunt turns {}",
    "{} bottles of cider", "parking for {} cars", "between {} and 200 guests",
)  # fmt: skip
WISHES = (
    "chocolate cake", "a clown", "balloons", "alcohol", "a dj", "nuts", "fireworks", "a buffet",
    "karaoke", "a bouncy castle", "pink", "a rooftop", "strawberries", "a jungle theme", "pork",
    "candles", "a theremin player", "speeches", "kids", "a photo booth", "live music", "a hotel",
    "vegan food", "a piñata", "garlic", "glitter", "a magician", "cupcakes", "wine", "a barn",
)  # fmt: skip
REFUSALS = ("no {}", "we don't want {}", "please skip {}", "without {}", "not {}")
COMPARED: tuple[tuple[Words, Words], ...] = (
    ("{} 50 guests", "{} 30 people", "{} 40 kids", "{} 65 of us", "party for {} 80 people"),
    ("at most", "at least", "exactly"),
), (
    ("{} $800", "{} 1,200 euros for the venue", "{} £25 per head", "budget is {} 2k",
     "the cake costs {} $90", "spend {} $300 on flowers", "{} 40 quid each"),
    ("under", "at least", "around"),
)  # fmt: skip
ROLES = ("guests", "kids", "adults", "vegans", "vegetarians", "waiters", "cupcakes", "hours",
         "chairs", "tiers")  # fmt: skip
ROLE_FRAMES = ("14 {}", "we need 9 {}", "25 {}, please", "it is 6 {} now")
CURRENCIES = ("$", "£", "€", "₹", "A$", "¥")
SUMS = ("{}900", "under {}1,500", "{}20 per person", "about {}3k", "{}400 for the dj",
        "between {}500 and {}700")  # fmt: skip
ORDERED: tuple[tuple[str, Words], ...] = (
    ("{} adults and {} kids", ("10", "24", "40")), ("{} instead of {}", ("space", "jungle", "sea")),
    ("{} not {}", ("vanilla", "strawberry", "lemon")), ("a {} but no {}", ("clown", "dj", "choir")),
    ("swap the {} for a {}", ("dj", "band", "pianist")),
    ("{} vegans, {} vegetarians", ("2", "5", "9")),
    ("from {} to {}", ("1pm", "3pm", "5pm")), ("${} for the cake, ${} for the dj", ("90", "300")),
    ("chocolate for the {} and lemon for the {}", ("kids", "adults", "staff")),
    ("{} guests, {} of them kids", ("20", "30", "40")), ("move it from {} to {}", ("june", "july")),
    ("{} rather than {}", ("buffet", "plated")), ("{} boys and {} girls", ("4", "9", "15")),
    ("a {} theme with a {} cake", ("pirate", "princess", "robot")),
)  # fmt: skip
ROLES_OF_WISHES = (
    "{} for the kids, {} for the adults", "{} but not {}", "{}, no {}", "first {}, then {}",
    "skip {} but keep {}", "cancel {}, book {}", "{} before {}", "replace {} with {}",
)  # fmt: skip
OTHERS: tuple[tuple[Words, Words], ...] = (
    (("{}",), ("in Austin", "in Dallas", "in Leeds", "in Portland, Maine", "in Portland, Oregon")),
    (("{}",), ("12 June", "21 June", "12 July", "next Friday", "next Saturday", "in 2 weeks")),
    (("{}",), ("at 3pm", "at 3am", "at 4pm", "until 3pm", "in the evening")),
    (("{}",), ("nut-free", "peanut-free", "gluten-free", "dairy-free", "egg-free", "vegan")),
)  # fmt: skip
UNITS: tuple[tuple[Words, Words], ...] = (
    (("3 {}", "we have 6 {}", "about 8 {}"),
     ("hours", "guests", "kids", "tiers", "weeks", "vegans")),
    (("budget {}", "{} for the cake", "under {}", "max {} please"),
     ("$40", "$40 per head", "$40 a kid", "$40k", "$400", "$40 for the dj")),
    (("{}",), ("turning 30", "30 guests", "30 kids", "$30", "at most 30", "30 minutes", "the 30th",
               "30 per person", "30% off")),
    (("open bar {} 2pm", "the hall is ours {} 2pm", "dj {} 2pm", "music {} 9pm"),
     ("from", "until", "before", "after")),
    (("party {} 3 March", "the venue is free {} 3 March"),
     ("by", "on", "before", "after")),
    (("{} Friday", "dinner {} Saturday", "lunch {} Sunday"),
     ("next", "last", "every", "not on", "a week on")),
    (("{} 20 guests", "{} 35 people", "{} 12 kids", "{} 9 vegans"),
     ("exactly", "at least", "at most", "no")),
    (("{}",), ("Paris theme", "party in Paris", "not in Paris", "no Paris theme", "near Paris",
               "outside Paris")),
    (("{}",), ("ice cream cake", "ice cream and cake", "ice cream, no cake", "cake, no ice cream",
               "ice cream cart", "no ice cream cake")),
    (("{} for the kids", "{} for the adults", "{} for everyone"),
     ("a magician", "wine", "pizza", "a clown", "no clown", "no wine")),
    (("no {} or balloons", "{} but no balloons", "balloons but no {}", "not {} and balloons",
      "neither {} nor balloons", "{} and balloons"), ("a clown", "pink", "karaoke", "cake")),
    (("it is in {}", "venue in {}, 40 guests", "{}"),
     ("Portland, Maine", "Portland, Oregon", "Austin", "North Austin",
      "London", "London, Ontario")),
    (("{} 40 guests", "{} $500"), ("last year", "this year", "")),
    (("move it {}", "start {}", "bring it {}"),
     ("an hour later", "an hour earlier", "two hours later", "a day later", "a week earlier")),
    (("{} guests", "{} kids", "{} euros"), ("65 not 56", "56 not 65", "65 or 56", "65 to 75")),
    (("{}",), ("beer and wine only", "beer, no wine", "wine, no beer", "no open bar", "open bar",
               "cash bar", "no alcohol", "byob")),
)  # fmt: skip


def pairs() -> Iterator[tuple[str, Pair]]:
    """Every pair with what its texts differ in."""
    yield from _filled("number", COUNTED, NUMBERS)
    for frames, comparators in COMPARED:
        yield from _filled("comparator", frames, comparators)
    yield from _filled("role", ROLE_FRAMES, ROLES)
    yield from _filled("currency", SUMS, CURRENCIES)
    for frames, words in OTHERS:
        yield from _filled("place, time or diet", frames, words)
    for frames, words in UNITS:
        yield from _filled("unit, scope or time", frames, words)
    for frame, words in ORDERED:
        yield from _turned(frame, words)
    for frame in ROLES_OF_WISHES:
        yield from _turned(frame, WISHES)
    for wish, refusal in product(WISHES, REFUSALS):
        bare = wish.removeprefix("a ")
        yield "negation", (wish, refusal.format(bare if refusal == "no {}" else wish))


def _filled(kind: str, frames: Words, words: Words) -> Iterator[tuple[str, Pair]]:
    for frame, (one, other) in product(frames, combinations(words, 2)):
        yield kind, (frame.replace("{}", one), frame.replace("{}", other))


def _turned(frame: str, words: Words) -> Iterator[tuple[str, Pair]]:
    for one, other in combinations(words, 2):
        yield "order", (frame.format(one, other), frame.format(other, one))
