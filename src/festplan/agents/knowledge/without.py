"""What a host does without, in ideas put into words: food, drink, decorations and activities alike.

"No nuts" leaves out the macarons, "vegan" the sliders, "no alcohol" the wine tasting. An idea is
left out by its words alone, so what stays is an idea and never a promise: who cooks is asked all
the same. The words are our own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from festplan.agents.knowledge.diet import PLANT_BASED
from festplan.domain.reading import Facts
from festplan.domain.vocabulary import ALLERGEN_DIETS

_BAKED = (
    "cake cupcake shortcake cookie biscuit pastr pie tart croissant waffle wafer pancake scone "
    "churro strudel gingerbread cracker pretzel meringue macaron brownie doughnut donut"
)
_BREAD = (
    "bread \\w*bread bun roll sandwich baguette bagel toast canape trencher breadstick "
    "pizza pasta noodle wrap burger slider hot.dog corn.dog dumpling samosa goujon subs "
    "ploughman cereal antipasti pretzel lasagne quiche couscous"
)
_MEAT = (
    "meat sausage burger slider hot.dog corn.dog meatball wings.or drumstick chicken turkey ham "
    "beef pork bacon steak lamb carvery ribs brisket stew charcuterie antipasti ploughman chili "
    "hog.roast pulled nugget bratwurst schnitzel kebab gyros prosciutto"
)
_FISH = "fish sushi oyster salmon prawn shrimp crab lobster goujon seafood ceviche tuna anchovy"
_MILK = (
    "cheese \\w*cheese cream milk \\w*milk yogh?urt lassi tiramisu sundae pizza butter(?!f) "
    "custard nacho mac fondue raclette lasagne quiche mozzarella milkshake paneer latte "
    "hot-chocolate"
)
_SWEET = (
    "sweet candy candies choc\\w* \\w*chocolate lollipop sundae ice.cream marshmallow jelly "
    "lemonade floss caramel snow.cone milkshake sorbet sugar mochi dessert cake \\w*cake cookie "
    "honey punch pops jam truffle crispies fizz soda(?!.bread)"
)
_NAMES: Mapping[str, str] = {
    "alcohol": "wine winery beer champagne prosecco cocktail spritz cider rum gin limoncello stein "
    "alcohol mulled whisky whiskey vodka tequila margarita sangria mimosa liquor coupe-glass "
    "paint.and.sip barrel.bar",
    "nuts": "nut peanut almond pecan walnut hazelnut pistachio cashew praline marzipan nougat "
    "macaron trail.mix baklava pesto honey.pastries brownie frangipane satay nutella",
    "eggs": f"egg omelet quiche mayonnaise tiramisu frittata {_BAKED}",
    "dairy": f"{_MILK} {_BAKED}",
    "gluten": f"{_BREAD} {_BAKED} beer",
    "fish": _FISH,
    "shellfish": "oyster prawn shrimp crab lobster shellfish seafood sushi scampi crawfish",
    "meat": f"{_MEAT} skewer grill\\w* barbecue bbq taco roast shawarma",
    "pork": "pork ham bacon sausage hot.dog carvery antipasti charcuterie ribs pulled "
    "prosciutto hog.roast chorizo gelatine jelly marshmallow",
    "beef": "beef burger slider steak meatball chili brisket hot.dog pulled stew taco",
    "sugar": f"{_SWEET} {_BAKED}",
    "honey": "honey baklava",
    "gelatine": "gelatine jelly marshmallow gummies mousse trifle",
    "soy": "soy tofu edamame miso sushi dumpling",
    "sesame": "sesame hummus tahini halva bagel sushi falafel",
    "fire": "fire bonfire campfire torch candle candelabra oil-lamp toasted lantern.walk",
    "candles": "candle candelabra taper",
    "music": "music karaoke danc\\w* disco dj band singalong song lip-sync jazz playlist "
    "choreograph air-band mic orchestra",
    "loud music": "karaoke disco dj drum air-band band noise-maker",
    "noise": "noise drum karaoke disco air-band balloon.pop",
    "games": "game contest race relay tournament bingo hunt olympics charades quiz toss trivia",
    "animals": "petting pony animal.show reptile zoo",
    "pets": "petting pony reptile zoo agility",
    "glitter": "glitter sparkle",
    "confetti": "confetti funfetti",
    "smoking": "cigar smok\\w* fog",
}
"""What an exclusion goes by, as beginnings of words; the word itself always counts."""

_PLANTS = re.compile(r"\bfruit|vegetable|veggie|veg\b|corn\b|pineapple|mushroom|cauliflower|vegan")
_MAY_BE_PLANTS = re.compile(r"\b(?:skewers?|kebabs?|grill\w*|roast|tacos?|barbecue|bbq)\b")
_BARE = re.compile(r"\b\S*-shaped\b|\bwithout \w+|\bnon-\w+|\b\w+-free\b")
"""Words that name a thing and have none of it: "fish-shaped crackers", "trail mix without nuts"."""

_KEPT_OUT_BY: Mapping[str, tuple[str, ...]] = {
    "vegan": ("meat", "fish", "dairy", "eggs", "honey", "gelatine"),
    "vegetarian": ("meat", "fish", "gelatine"),
    "jain": ("meat", "fish", "eggs", "honey", "gelatine"),
    "pescatarian": ("meat",),
    "halal": ("pork", "alcohol"),
    "kosher": ("pork", "shellfish"),
    "keto": ("sugar", "gluten"),
    "low-carb": ("sugar", "gluten"),
    "diabetic": ("sugar",),
    "sugar-free": ("sugar",),
    "low-sugar": ("sugar",),
    **{diet: (word,) for word, diet in ALLERGEN_DIETS.items()},
}
_SAME = {
    **dict.fromkeys(("peanuts", "tree nuts", "almonds", "walnuts", "cashews"), "nuts"),
    **dict.fromkeys(("pistachios", "hazelnuts"), "nuts"),
    **dict.fromkeys(("milk", "cheese", "lactose"), "dairy"),
    **dict.fromkeys(("shrimp", "prawns", "crab", "lobster"), "shellfish"),
    "wheat": "gluten",
    "bacon": "pork",
    "seafood": "fish",
    "red meat": "meat",
}


def for_everyone(facts: Facts, guests: int) -> tuple[str, ...]:
    """What ideas for all the guests do without: what the host excluded, and what a diet keeps out.

    A diet counts where everybody may keep it: it covers all `guests`, or it is one without meat
    whose count nobody gave (as when food is reckoned).
    """
    diets = facts.get("diet", {})
    shared = [diet for diet, count in diets.items() if _is_everybodys(diet, count, guests)]
    dry = ["alcohol"] * ("no alcohol" in facts.get("drinks", []))
    kept = [word for diet in shared for word in _KEPT_OUT_BY.get(diet, ())]
    return tuple(dict.fromkeys([*facts.get("exclude", []), *dry, *kept]))


def for_ideas(facts: Facts, guests: int) -> tuple[str, ...]:
    """The same for ideas that nobody asked for: a diet without a count may be everybody's."""
    uncounted = [diet for diet, count in facts.get("diet", {}).items() if count is None]
    kept = [word for diet in uncounted for word in _KEPT_OUT_BY.get(diet, ())]
    return tuple(dict.fromkeys([*for_everyone(facts, guests), *kept]))


def _is_everybodys(diet: str, count: int | None, guests: int) -> bool:
    if count is None:
        return diet in PLANT_BASED or diet in {"halal", "kosher"}
    return count >= guests


def allowed(text: str, exclude: Collection[str]) -> bool:
    """Whether `text` names nothing of `exclude`: "green balloon garland" is out with "balloons"."""
    return not exclude or _is_free(text, *_patterns(tuple(exclude)))


def kept(ideas: Iterable[str], exclude: Collection[str]) -> list[str]:
    """Those of the ideas that name nothing of `exclude`."""
    if not exclude:
        return list(ideas)
    patterns = _patterns(tuple(exclude))
    return [idea for idea in ideas if _is_free(idea, *patterns)]


def _is_free(text: str, named: re.Pattern[str], meat: re.Pattern[str] | None) -> bool:
    said = text.lower()
    if "-" in said or "without" in said:
        said = _BARE.sub("", said)
    if meat and _PLANTS.search(said):
        return not (named.search(said) or meat.search(_MAY_BE_PLANTS.sub("", said)))
    return not (named.search(said) or (meat and meat.search(said)))


@lru_cache(maxsize=512)
def _patterns(exclude: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What is looked for in an idea, and apart from it meat, which plants may be called like."""
    meat = [word for word in exclude if _SAME.get(word, word) == "meat"]
    others = [word for word in exclude if word not in meat]
    return _pattern(others), _pattern(meat) if meat else None


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    names = dict.fromkeys(name for word in words for name in _of(word))
    return re.compile(rf"\b(?:{'|'.join(names)})" if names else "(?!)")


def _of(word: str) -> Iterator[str]:
    """The word's own last part as the beginning of a word, and what else it goes by."""
    if parts := word.lower().split():
        yield _begun(re.escape(parts[-1].removesuffix("s")), 4)
    known = _NAMES.get(word) or _NAMES.get(_SAME.get(word, ""), "")
    yield from (_begun(name, 5) for name in known.split())


def _begun(name: str, long: int) -> str:
    """Short words count whole, "nut" and "nuts" but no nutmeg; longer ones as beginnings."""
    return rf"{name}s?\b" if name.isalpha() and len(name) < long else name
