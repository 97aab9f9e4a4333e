"""What hosts say, for programs on the real agents: every fact, every card, and words of nobody."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

FIRST = (
    "jungle theme for Mia's 6th birthday",
    "75 guests, 20 of them kids, 5 vegans",
    "chocolate cake, no nuts",
    "under $1,500, in Austin, Sat 12 June afternoon",
    "Need a balloon artist",
)
"""The reference party."""

THEMES = (
    *("space theme", "pirate party", "boho in sage green and gold", "mermaid theme instead"),
    *("theme: lighthouse keepers", "like the woods behind grandma's old house", "no balloons"),
    *("actually let's do circus instead of jungle", "teal and rose gold decorations", "a luau"),
    *("narwhals and a volcano, as in Theo's drawing", "no theme", "a masquerade, black and gold"),
)
PEOPLE = (
    *("40 guests", "75 guests", "76 guests", "120 guests", "1,200 guests", "just us two"),
    *("60 adults, 25 children and 4 babies", "20 kids", "between 40 and 60 people", "no kids"),
    *("12 couples", "30 guests, 50 of them kids", "5 vegans", "two of them coeliac, halal food"),
    *("everyone is vegetarian", "3 gluten free, 1 nut allergy", "headcount went up to 92"),
)
PLACES = (
    *("in Austin", "in London", "in Toronto", "in Munich", "Portland, Maine", "in Boring, Oregon"),
    *("a rooftop in Houston", "outdoors with parking", "step-free, indoors", "in our backyard"),
    *("a park in Austin", "no park", "at home", "a hotel ballroom", "near the old mill in Leeds"),
    *("we already have a venue", "no venue needed", "somewhere by a lake in Auckland"),
)
FOOD = (
    *("taco truck", "buffet for everyone", "no catering at all", "vegan menu, no alcohol"),
    *("pizza for the kids and sushi for us", "open bar", "potluck", "plated dinner, Italian"),
    *("a three-tier red velvet cake", "cupcakes instead", "no cake", "ice cream cake for 16"),
    *("strawberry, not vanilla", "drop the cake, we're doing ice cream", "sugar free cake"),
    *("something nice like what Aunt Rosa makes", "no pork please", "grazing table, no hot food"),
)
HIRED = (
    *("need a DJ", "face painter and a bounce house", "no clowns", "2 photographers"),
    *("a magician who's good with shy kids", "anything but a DJ", "rent 10 tables and 80 chairs"),
    *("somebody who whittles spoons with the guests", "a bartender for 5 hours", "live jazz band"),
    *("swap the magician for a puppet show", "pony rides", "no vendors"),
)
MONEY = (
    *("under $1,500", "around 1500 euros", "£600 all in", "at least $2,000", "no budget worries"),
    *("between $3,000 and $4,000 for everything", "$20 per head for food", "under $90"),
    *("$300 cake, $1200 food", "half a grand for decorations", "$400 of the $1000 is for the band"),
    *("max 2k for the venue", "CAD 2,500"),
)
WHEN = (
    *("Sat 12 June", "Christmas Eve, 7pm", "in 3 weeks time", "tomorrow evening", "at 12:30"),
    *("from 2pm til 6", "2027-05-08", "next saturday at noon", "a Sunday brunch", "for 2 hours"),
)
WHOSE = (
    *("Theo turns 8", "retirement do for my dad Graham", "baby shower for Priya", "our wedding"),
    *("my husband turns 50, a surprise", "in loving memory of Grandpa Joe", "a bar mitzvah"),
)
ELSE = (
    *("what's the capital of peru", "🎉🎉", "für Ömer, im Grünen", "make it cheaper", "asdf qwer"),
    *("no", "nice, that works", "no kids, 20 kids", "a' OR 1=1 --"),
)

EVALUATED = tuple(
    json.loads(line)["text"]
    for line in (Path(__file__).parents[1] / "unit/understanding/evaluation.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
)
"""The sentences by which understanding is measured."""

POOLS = (THEMES, PEOPLE, PLACES, FOOD, HIRED, MONEY, WHEN, WHOSE, ELSE, EVALUATED)


def sentences() -> st.SearchStrategy[str]:
    """One sentence of a host; counts, ages and sums of all sizes among them."""
    return st.one_of(
        *(st.sampled_from(pool) for pool in (FIRST, *POOLS)),
        st.builds("{} guests, {} of them kids".format, st.integers(1, 420), st.integers(0, 60)),
        st.builds("under ${:,}".format, st.integers(50, 12_000)),
        st.builds("{} vegans and {} vegetarians".format, st.integers(1, 30), st.integers(1, 30)),
        st.builds("a birthday, turning {}".format, st.integers(1, 99)),
    )


def parties() -> st.SearchStrategy[list[str]]:
    """The sentences that a host begins with: often a party that most agents have work for."""
    few = st.lists(sentences(), max_size=5)
    return st.one_of(few, st.builds(lambda more: [*FIRST, *more], few))
