"""Food for a party: how much of what, by adults, children, hours and diets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from festplan.agents.knowledge.diet import diet_quantities, plant_eaters
from festplan.agents.knowledge.drink import drink_quantities
from festplan.agents.knowledge.quantity import OWN, Pack, Quantity, Rule, quantity
from festplan.domain.money import ceil_div

BUFFET_PERCENT, GUEST_BUFFER_PERCENT = 115, 105  # +15-20 and +5-10: ntro.it.com C


@dataclass(frozen=True, slots=True)
class Dish:
    """What one adult and one child eat of an item, in hundredths of its unit.

    `meat` says that guests who eat no meat are counted out.
    """

    item: str
    unit: str
    adult: int
    child: int
    rule: Rule
    pack: Pack | None = None
    meat: bool = False


_SLICES = Rule("partygeniusai.com methodology", "B")
_NETWORK = Rule("foodnetwork.com", "B")
_MEMPHIS = Rule("ediblememphis", "B")
_DUMMIES = Rule("dummies.com", "B")

# 6-8 oz a main (170-225 g); a quarter pound of each where many dishes stand on a buffet.
MAIN = Dish(
    "meat or fish for the main", "g", 20_000, 10_000, _NETWORK, Pack("kilogram", 1000), meat=True
)
PLANT_MAIN = Dish("main dish", "g", 20_000, 10_000, _NETWORK, Pack("kilogram", 1000))
SIDES = Dish("side dishes, two kinds", "g", 22_600, 11_300, _MEMPHIS, Pack("kilogram", 1000))
ROLLS = Dish("bread rolls", "pieces", 150, 100, _MEMPHIS, Pack("pack of 12", 12))
PIZZA = Dish("pizza slices", "slices", 300, 200, _SLICES, Pack("pizza of 8 slices", 8))
PATTIES = Dish(
    "burger patties and buns", "pieces", 150, 100, _MEMPHIS, Pack("pack of 8", 8), meat=True
)
HOT_DOGS = Dish("hot dogs and buns", "pieces", 200, 150, _SLICES, Pack("pack of 8", 8), meat=True)
SANDWICHES = Dish("sandwiches", "pieces", 150, 100, _SLICES)
NUGGETS = Dish("chicken nuggets", "pieces", 800, 600, _SLICES, Pack("box of 40", 40), meat=True)
PASTA = Dish("dry pasta", "g", 12_800, 6_400, _DUMMIES, Pack("500 g pack", 500))
TACOS = Dish("tacos", "pieces", 300, 200, OWN, Pack("pack of 12 shells", 12))

_DISHES: Mapping[str, Dish] = {
    "pizza": PIZZA,
    "burgers": PATTIES,
    "cheeseburgers": PATTIES,
    "sliders": PATTIES,
    "hot dogs": HOT_DOGS,
    "corn dogs": HOT_DOGS,
    "sandwiches": SANDWICHES,
    "subs": SANDWICHES,
    "wraps": SANDWICHES,
    "finger sandwiches": SANDWICHES,
    "kids menu": NUGGETS,
    "kid-friendly food": NUGGETS,
    "chicken nuggets": NUGGETS,
    "pasta": PASTA,
    "spaghetti": PASTA,
    "lasagne": PASTA,
    "italian": PASTA,
    "tacos": TACOS,
    "mexican": TACOS,
    "tex-mex": TACOS,
    "afternoon tea": SANDWICHES,
    "bagels": SANDWICHES,
    "picnic food": SANDWICHES,
}
_PLANT_CUISINES = {
    *("salads", "tofu", "falafel", "veggie platter", "vegetables", "jackfruit", "raclette"),
    *("fondue", "cheese board", "mac and cheese", "grilled cheese", "hummus", "chaat", "dosa"),
    *("samosas", "baked potatoes", "jacket potatoes", "risotto", "soup", "fries", "rice"),
}
_BESIDE_A_MEAL = {
    *("ice cream", "ice lollies", "popcorn", "pretzels", "donuts bar", "waffles", "crepes"),
    *("pancakes", "scones", "croissants", "pastries", "smoothie bowls", "crisps", "fruit platter"),
}
"""One portion each for everyone, which takes nothing from what the meal itself is."""
_WITH_SIDES = {MAIN, PLANT_MAIN, PATTIES, HOT_DOGS}
_BITES = {"finger food", "appetizers", "hors d'oeuvres", "party food", "tapas", "snacks"}
_SERVED_BY_THE_HEAD = {"plated", "food truck", "boxed"}
_FROM_DISHES = {"buffet", "food stations", "family style", "potluck"}


@dataclass(frozen=True, slots=True)
class Eaters:
    """Who eats: adults and children, and how many of the adults and children eat no meat."""

    adults: int
    kids: int
    plant: int = 0

    def of_meat(self) -> Eaters:
        """Those who eat meat; who does not is taken from the adults first."""
        adults = max(0, self.adults - self.plant)
        rest = max(0, self.plant - self.adults)
        return Eaters(adults, max(0, self.kids - rest))


def quantities(
    service_style: str | None = None,
    cuisine: Sequence[str] = (),
    *,
    adults: int,
    kids: int = 0,
    hours: float = 3,
    diets: Mapping[str, int | None] | None = None,
    drinks: Collection[str] = (),
) -> list[Quantity]:
    """What to order or cook, each item rounded up once for the whole party.

    By the head where a vendor serves plates or boxes, by bites at a cocktail party, by dishes
    otherwise (+15 % on a buffet, +5 % elsewhere). Diets come as counts of their own.
    """
    asked = diets or {}
    eaters = Eaters(adults, kids, plant_eaters(asked))
    food = _food(service_style, cuisine, eaters, hours) if adults + kids else []
    poured = drink_quantities(drinks, adults=adults, kids=kids, hours=hours)
    return [*food, *diet_quantities(asked), *poured]


def _food(
    style: str | None, cuisine: Sequence[str], eaters: Eaters, hours: float
) -> list[Quantity]:
    if style in _SERVED_BY_THE_HEAD:
        return _meals(eaters)
    if style == "cocktail" or set(cuisine) & _BITES:
        return [_bites(eaters, hours)]
    percent = BUFFET_PERCENT if style in _FROM_DISHES or style is None else GUEST_BUFFER_PERCENT
    return [_of_dish(dish, eaters, percent) for dish in dishes(cuisine)]


def dishes(cuisine: Sequence[str]) -> list[Dish]:
    """What is cooked for a cuisine: its own dish, or a main; with sides and bread where it needs.

    Of several cuisines the first three share the table: a guest eats the same in all. What is
    eaten beside a meal comes on top, a portion each.
    """
    beside = [_portion(word) for word in cuisine if word in _BESIDE_A_MEAL]
    words = [word for word in cuisine if word not in _BESIDE_A_MEAL]
    mains = list(dict.fromkeys(_dish(word) for word in words))[:3] or [MAIN] * (not beside)
    shared = [_part(dish, len(mains)) for dish in mains]
    around = [SIDES, ROLLS] if _WITH_SIDES & set(mains) else []
    return [*shared, *around, *beside[:3]]


def _portion(word: str) -> Dish:
    return Dish(word, "portions", 100, 100, OWN)


def _dish(cuisine: str) -> Dish:
    return _DISHES.get(cuisine, PLANT_MAIN if cuisine in _PLANT_CUISINES else MAIN)


def _part(dish: Dish, of: int) -> Dish:
    return Dish(
        dish.item,
        dish.unit,
        ceil_div(dish.adult, of),
        ceil_div(dish.child, of),
        dish.rule,
        dish.pack,
        dish.meat,
    )


def _of_dish(dish: Dish, eaters: Eaters, percent: int) -> Quantity:
    who = eaters.of_meat() if dish.meat else eaters
    hundredths = ceil_div((who.adults * dish.adult + who.kids * dish.child) * percent, 100)
    return quantity(
        dish.item,
        hundredths,
        dish.unit,
        reason=f"{_people(who)}, {dish.adult / 100:g} {dish.unit} an adult,"
        f" {dish.child / 100:g} a child, {percent - 100} % spare",
        rule=dish.rule,
        pack=dish.pack,
    )


def _meals(eaters: Eaters) -> list[Quantity]:
    """Plates by the head; the caterer rounds, so that only 5 % for late replies comes on top."""
    named = (("adult meals", eaters.adults), ("children's meals", eaters.kids))
    rule = Rule("ntro.it.com", "C")
    return [
        quantity(
            item,
            count * GUEST_BUFFER_PERCENT,
            "meals",
            reason=f"{count} people, 5 % spare",
            rule=rule,
        )
        for item, count in named
        if count
    ]


def _bites(eaters: Eaters, hours: float) -> Quantity:
    """5 bites an hour and no more than 15 in all; children half."""
    each_hundredths = min(1500, round(hours * 500))
    hundredths = eaters.adults * each_hundredths + ceil_div(eaters.kids * each_hundredths, 2)
    return quantity(
        "canapes and small bites",
        ceil_div(hundredths * GUEST_BUFFER_PERCENT, 100),
        "pieces",
        reason=f"{_people(eaters)}, {each_hundredths / 100:g} an adult, half for children",
        rule=_NETWORK,
        pack=Pack("tray of 24", 24),
    )


def _people(eaters: Eaters) -> str:
    named = ((eaters.adults, "adult", "adults"), (eaters.kids, "child", "children"))
    return " and ".join(f"{n} {one if n == 1 else many}" for n, one, many in named if n) or "nobody"
