"""Which sense of a word is meant: "space" may be a theme, a place or neither."""

from __future__ import annotations

import re
from collections.abc import Callable

from festplan.understanding.ordinary import (
    KEPT_OUT,
    MEALS,
    NATIONS,
    ORDINARY_SERVICES,
    ORDINARY_THEMES,
    ORDINARY_VENUES,
    SOFT_THEMES,
    STRONG_CAKES,
    STRONG_FLAVOURS,
    STRONG_VENUES,
)
from festplan.understanding.surroundings import Surroundings
from festplan.understanding.theme_marks import THEME_AFTER, theme_marked

_PARTY_AFTER = re.compile(r"[ -](?:party|bash|birthday|bday|b-day|celebration|shower|fun)\b")
_ALLERGY_AFTER = re.compile(
    r"(?:,? (?:and|or|&) [a-z]+)?[ -](?:allerg|away\b|intoleran|free\b|sensitiv|anaphyla)"
)
_ALLERGY_BEFORE = re.compile(
    r"(?:\b(?:no|not|without|avoid|avoiding|exclude|zero|minus|skip|hold the|free of|free from|"
    r"anything with|contains?|traces? of|allerg[a-z]*(?: is)?(?: to| of|:| =)|intolerant (?:to|of)|"
    r"(?:can't|cannot|can not|don't|doesn't|do not|does not|won't|mustn't|couldn't|not) "
    r"(?:have|eat|eats|take|drink|want|use|touch|do|like|tolerate|be near)|never eats?|(?:nobody|"
    r"no "
    r"one|none of them) (?:eats?|has|likes|can have)|hates?|dislikes?)"
    r"(?: any| the| to| their)?|(?:no|without|avoid|allerg[a-z]* to|have|eat|not|or|nor) "
    r"[a-z ]{2,20}(?:,| or| nor| and|, or|/| &)) ?$"
)
_CAKE = re.compile(
    r"\b(?:cakes?|cupcakes?|frosting|icing|fillings?|flavou?rs?|flavou?red|sponge|tiers?|tiered|"
    r"gateau|torte|bakery|baker|buttercream|fondant|desserts?|bake|baked|layers?|layered|ganache)\b"
)
_FOOD = re.compile(
    r"[ -](?:[a-z]+ )?(?:food|cuisine|catering|menu|buffet|dishes|caterers?|dinner|lunch|"
    r"brunch|meal|meals|"
    r"takeaway|takeout|feast|restaurant|platters?|bites|appetizers|station|spread|bbq|chef|"
    r"truck|grill|snacks|desserts?)\b|[ -](?:and|or|&|/) [a-z]+ (?:food|cuisine|menu|"
    r"buffet|dishes)\b"
)
_FOOD_BEFORE = re.compile(
    r"\b(?:eat|eating|serve|serving|cuisine:?|food:?|food is|menu:?|catering:?|cater|caterer:?|"
    r"order|ordering|feed everyone|feed them)(?: some| with| of| from)? $"
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|on|near|inside|by|venue:?|venue is|place:?|where:?|location:?|location is|"
    r"rent|renting|book|booking|hire|hiring|find|finding|need|needs|want|like|local|public|"
    r"historic|waterfront|or|to|into|use|using|from|outside|reserve|through|held in|thinking|with) "
    r"(?:(?:an?|the|our|my|her|his|their|some|that|this|any) )?(?:(?!theme|vibe)[a-z'-]+ ){0,2})$"
)
_PLACE_AFTER = re.compile(r" (?:venue|rental|hire|location|space|setting|wedding|room|hall)\b")
_HIRE_BEFORE = re.compile(
    r"\b(?:an?|some|need|needs|want|wants|hire|hiring|rent|renting|book|booking|get|getting|find|"
    r"finding|add|adding|order|with|and|&|\+|plus|live|(?<!on )(?<!at )(?<!of )(?<!in )(?<!to "
    r")(?<!kes )(?<!tch )(?<!der )the|no|our|or|also|for|have|having|\d+|"
    r"without|skip|cancel|drop|professional|good|local|great|not|of) $"
)
_COLOUR_NEAR = re.compile(
    r"\b(?:decor|decorations?|decorate|colou?rs?|balloons?|theme[ds]?|palette|scheme|accents?|"
    r"tablecloths?|vibes?|style|styled|flowers?|streamers|banners?|tones|hues|shades|linens?|"
    r"napkins|everything|lights?|backdrop|dress code|touches|pastels?|centerpieces|"
    r"details|ribbons?|florals?|roses|tulips|peonies)\b"
)
_NOT_COLOUR = re.compile(
    r"[ -](?:cake|cupcakes?|frosting|icing|wine|beans|chocolate|bread|pepper|card|tie\b|rice|tea|"
    r"velvet|house|salad|friday|people|kids|onion|fish|jacket|dress\b|icing|roses cake|sponge)|"
    r"(?:,| and| or| &) (?:red|white|rose|sparkling) wines?\b"
)


_OF_AGE = re.compile(
    r"\b(?:their|his|her|my|our|late|early|mid|mid-|since the|in the|from the|"
    r"till the) ?$"
)


def _theme(around: Surroundings, word: str) -> bool:
    if around.follows(_CAKEISH) and not around.follows(THEME_AFTER):
        return True
    if word not in ORDINARY_THEMES or around.alone() or " " in around.said:
        return True
    if word in SOFT_THEMES and not around.near(_CAKE) and not around.precedes(_OF_AGE):
        return True
    return around.follows(_PARTY_AFTER)


_CAKEISH = re.compile(r"[ -](?:cake|cupcakes?|birthday cake)\b")


def _allergen(around: Surroundings, word: str) -> bool:
    del word
    return around.follows(_ALLERGY_AFTER) or around.precedes(_ALLERGY_BEFORE)


_ALLERGIES = re.compile(
    r"\b(?:food |known )?allerg(?:y|ies|ens?)(?: [a-z]+)?(?:[:,-]| are| include| incl\.?) "
    r"(?:(?:\d+|one|a) )?(?:[a-z ]{2,14},? (?:(?:and|&) )?(?:(?:\d+|one|a) )?){0,3}$"
)
_ALLERGIC_TO = re.compile(r"\ballerg[a-z]*(?: is)? ?(?:to|of|:)(?: [a-z]+ (?:and|or|&))? $")


def _allergic(around: Surroundings, word: str) -> bool:
    del word
    listed = around.after("allerg") and (
        around.precedes(_ALLERGIES) or around.precedes(_ALLERGIC_TO)
    )
    return listed or around.follows(_ALLERGY_AFTER)


def _style(around: Surroundings, word: str) -> bool:
    return not (word == "cocktail" and around.said == "cocktails")


def _flavour(around: Surroundings, word: str) -> bool:
    counted = "allergen" in around.match.senses and around.said.endswith("s")
    if around.follows(_NOT_FLAVOUR) or (counted and not around.near(_CAKE)):
        return False
    return word in STRONG_FLAVOURS or around.near(_CAKE)


_NOT_FLAVOUR = re.compile(r" (?:juice|lemonade|tea\b|salad|platter|tray|fountain|milk\b|punch)")


def _cake(around: Surroundings, word: str) -> bool:
    if word in STRONG_CAKES or _CAKE.search(around.said):
        return True
    return word != "ice cream" and around.near(_CAKE)


def _service(around: Surroundings, word: str) -> bool:
    if around.follows(_IS_SOMEBODY) and word in ORDINARY_SERVICES:
        return False
    loose = word in ORDINARY_SERVICES or around.said in _LOOSE
    if not loose or " " in around.said or around.said in _HOSTS:
        return True
    if around.precedes(_ITEM_BEFORE) and around.follows(_ITEM_AFTER):
        return True
    return around.precedes(_HIRE_BEFORE) or around.alone()


_IS_SOMEBODY = re.compile(r" (?:is|has|can't|cannot|wants|likes|eats|said|will|asked|married)\b")
_HOSTS = frozenset({"mc", "emcee", "toastmaster", "quizmaster"})
_LOOSE = frozenset(
    "photos photography lights bus coach server servers minister priest strings harp coordinator "
    "presenter comic crafts speakers sitter cleaner tables chairs seating "
    "bubbles flowers medic guards mascot ponies puppets reptiles".split()
)
"""Other names of services that are ordinary words: somebody must be asking for them."""
_ITEM_BEFORE = re.compile(r"(?:^|[,;:&+(/-] ?| and )$")
_ITEM_AFTER = re.compile(r" ?(?:$|[,.;:!?)&+/]| and\b| for\b| or\b| with\b)")


def _venue(around: Surroundings, word: str) -> bool:
    if around.follows(_NO_VENUE) or around.precedes(_ON_CAKE):
        return False
    if word not in ORDINARY_VENUES or word in STRONG_VENUES or " " in around.said:
        return True
    return around.precedes(_PLACE_BEFORE) or around.follows(_PLACE_AFTER) or around.alone()


_ON_CAKE = re.compile(r"\bcakes? (?:with|like|shaped like|of) (?:an? |the )?(?:[a-z]+ )?$")
_NO_VENUE = re.compile(
    r"[ -](?:party\b|parties|cooked|made|food|animals|games?\b|quality|staff|style|wine|supervisor|"
    r"tender|snacks|friends|colleagues|work\b|crew|bag|theme|themed|vibes?|made|music|band|tour)"
)


def _cuisine(around: Surroundings, word: str) -> bool:
    if word in MEALS:
        return False
    if word in NATIONS:
        return around.follows(_FOOD) or around.precedes(_FOOD_BEFORE) or around.alone()
    return word not in {"healthy", "fusion", "roast"} or around.follows(_FOOD)


_COLOUR_PARTY = re.compile(r"[ -]party\b")


def _colour(around: Surroundings, word: str) -> bool:
    del word
    if around.follows(_NOT_COLOUR):
        return False
    if around.follows(_COLOUR_PARTY):
        return True
    return around.near(_COLOUR_NEAR) or around.alone() or around.near(_OTHER_COLOUR)


_OTHER_COLOUR = re.compile(
    r"\b(?:gold|silver|white|pink|blue|green|purple|red|black|yellow|ivory|teal|navy|lilac|blush)\b"
)


def _always(around: Surroundings, word: str) -> bool:
    del around, word
    return True


def _access(around: Surroundings, word: str) -> bool:
    return word not in {"elevator", "heating"} or around.near(_PLACE_TALK)


_PLACE_TALK = re.compile(r"\b(?:venue|place|hall|with|need|has|have|building|access|space|room)\b")


def _drink(around: Surroundings, word: str) -> bool:
    if around.near(_CAKE) and word in {"tea", "coffee", "champagne", "hot chocolate"}:
        return False
    return not around.follows(_NO_DRINK)


_NO_DRINK = re.compile(
    r" (?:party\b|lights?\b|music|culture|art\b|party time|bag|slide|park|balloons|gun)"
)

_TESTS: tuple[tuple[str, Callable[[Surroundings, str], bool]], ...] = (
    ("occasion", _always),
    ("setting", _always),
    ("access", _access),
    ("diet", _always),
    ("allergen", _allergic),
    ("cake", _cake),
    ("flavour", _flavour),
    ("allergen", _allergen),
    ("service", _service),
    ("style", _style),
    ("drink", _drink),
    ("venue", _venue),
    ("cuisine", _cuisine),
    ("colour", _colour),
    ("theme", _theme),
)


def sense(around: Surroundings) -> str | None:
    """The vocabulary that the match belongs to here, or None where the word means none."""
    senses = around.match.senses
    hired = around.follows(_DECOR) and "service" in senses
    if theme_marked(around) and not hired and ("theme" in senses or "colour" in senses):
        return "theme" if "theme" in senses else "colour"
    for group, test in _TESTS:
        if group == "theme" and around.said in _LOOSE:
            return None
        if group in senses and test(around, senses[group]):
            disliked = group == "allergen" and senses[group] not in KEPT_OUT
            return "food" if disliked and not _allergic(around, "") else group
    return None


_DECOR = re.compile(r"[ -](?:balloons|decorations?|plates|backdrop|centerpieces)")
