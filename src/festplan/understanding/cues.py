"""Words that only tell what a text is about, and words around a wish that add nothing to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from festplan.understanding.finds import Find
from festplan.understanding.sought import Sought

_CUES: tuple[tuple[tuple[str, ...], bool, str], ...] = (
    (
        ("theme",),
        False,
        (
            r"themes?|themed|theming|decor|decorations?|decorating|decorate|decorated|"
            r"colou?r schemes?|"
            r"colou?r palette|palette|colou?rs?|styling|styled|vibes?|aesthetics?|ambian?ce|"
            r"ambience|look and feel|motif|party supplies"
        ),
    ),
    (
        ("theme",),
        True,
        (
            r"balloons?|streamers|banners?|backdrop|garlands?|signage|table settings?|"
            r"centerpieces?|"
            r"centrepieces?|confetti|bunting|candles|dress code|fairy lights|costumes?"
        ),
    ),
    (
        ("venue",),
        False,
        (
            r"venue (?:hire|rental)|venues?|where|locations?|place to|a place|places?|"
            r"somewhere(?! (?:between|"
            r"around|about) \d)|hold it|"
            r"sites?|spaces?|premises"
        ),
    ),
    (
        ("venue",),
        True,
        r"(?:a|the|private|big|nice) room|room for|rooms|address|neighbou?rhood|view|views|stay",
    ),
    (("cake",), False, r"cakes?|bakery|bakeries|bakers?|gateau|torte"),
    (
        ("cake",),
        True,
        r"desserts?|frosting|icing|candles on|sweet treats|pastry chef|ganache|fillings?",
    ),
    (
        ("catering",),
        False,
        r"food|catering|caterers?|cater|catered|menus?|cuisine|refreshments|grub|eats",
    ),
    (
        ("catering",),
        True,
        (
            r"meals?|eat|eating|drinks?|beverages?|feed|dishes|dinner|lunch|breakfast|supper|bar|"
            r"allerg(?:y|ies|ic|ens?)|dietary|diets?|intoleran(?:t|ce|ces)|hungry|cook|"
            r"cooking|appetite|"
            r"courses?|treats|sweets|sides|main course|mains|vegetables|leftovers"
        ),
    ),
    (
        ("vendor",),
        False,
        (
            r"vendors?|suppliers?|(?<!venue )(?<!hall )(?<!room )hire|hiring|rentals?|"
            r"rent|renting"
        ),
    ),
    (
        ("vendor",),
        True,
        (
            r"activity|activities|games?|performers?|acts?|musicians?|music|playlist|workshops?|"
            r"animators?|equipment|gear|crafts"
        ),
    ),
    (
        ("budget",),
        True,
        (
            r"costs?|price[sd]?|pricing|spend|spending|afford|affordable|cheap|cheaper|cheapest|"
            r"expensive|money|pay|paying|paid|deposit|deposits|tips?|how much|pricey|"
            r"splurge|frugal|"
            r"quotes?|savings?|the total|total so far|save money|cut costs|economical|"
            r"refunds?|over budget|"
            r"invoice|fees?|tax|"
            r"low-cost|budget-friendly|on a budget|no limit|skint|broke|financ[a-z]+"
        ),
    ),
    (("budget",), False, r"budgets?|budgeted"),
    (
        ("planner",),
        True,
        (
            r"schedules?|timelines?|checklists?|to-?dos?|to do list|to-do list|remind|reminders?|"
            r"invites?|invitations?|e-?vites?|rsvps?|agenda|itinerary|deadlines?|tasks?|"
            r"thank[- ]you (?:notes?|cards?)|save the dates?|when|how (?:far|long|soon|early)|"
            r"set-?up|setting up|clean-?up|book by|day of|run of show|first step|steps|organi[sz]e|"
            r"organi[sz]ing|prepare|prep|rehearsal|speech|speeches|postpone|postponed|reschedule|"
            r"rescheduled|delay|ages?|aged|year[- ]olds?|morning of|toasts?|seating plan|weather|"
            r"rain plan|gifts?|registry|parking plan|guest ?list|dates?|time|"
            r"surprise|plus[- ]ones?|teenagers|adults only|adults-only|grown-ups only|"
            r"midnight|early|late|"
            r"timing|to-dos|planning|plan|planner"
        ),
    ),
)
CUE_PATTERNS = tuple(words for _, _, words in _CUES)
"""The words of every cue, as regular expressions."""
_PATTERNS = tuple(
    (categories, kept, re.compile(rf"(?<![\w'])(?:{words})(?!\w|'(?!s\b)|-free)"))
    for categories, kept, words in _CUES
)
GATHERING = re.compile(
    r"\b(?:part(?:y|ies)|birthdays?|bdays?|wedding|celebrat[a-z]+|event|gathering|guests?|"
    r"reception|"
    r"shower|bash|festivit[a-z]+|get[- ]together|ceremony|kids|toast|soiree|do for|hosting|"
    r"reunion|anniversary|graduation|entertain(?:er|ment)?|invited|attend(?:ing|ees)?|"
    r"family|friends|head ?counts?)\b"
)
"""Words that speak of a gathering of people."""
ELSEWHERE = re.compile(
    r"\b(?:weather|forecast|rain(?:ing)?|stocks?|shares|python|javascript|code|coding|program|"
    r"function that|homework|essay|translate|translation|president|prime minister|capital of|"
    r"population|password|flights?|airline|mortgage|insurance|printer|laptop|computer|wifi "
    r"password|email (?:me|my|him|her)|poem|jokes?|news|score|won the|election|bitcoin|crypto|"
    r"recipe for|who (?:is|was|won|wrote|invented)|what(?:'s| is) the (?:capital|meaning|time|"
    r"weather|population|distance)|define|solve|equation|math|calculus|passport renew|visa|"
    r"doctor's|dentist|symptoms?|headache|lawyer|lawsuit|resume|cover letter|job interview|"
    r"car (?:insurance|repair|payment)|my car|rent is due|landlord|ignore (?:all |the )?previous|"
    r"previous instructions|alarm|tax return|what time is it|who are you|turn (?:on|off)|"
    r"new phone|plumber|apartment for rent|"
    r"bank (?:account|"
    r"balance)|what movies|leaky|feeling (?:sad|tired|ill|sick)|is sick|vet|calories|"
    r"system prompt|server|database|sql|debug|install|reset|login|"
    r"phone number of|taxes|loan|credit card|refund|order number|package|shipping|hello world|"
    r"chatgpt|are you (?:a |an )?(?:human|robot|ai|bot)|how old are you|meaning of life|"
    r"lottery|horoscope|diagnose|medicine|medication|train to|bus to|traffic|directions to)\b"
)
"""Words of other matters: weather, work, travel, code."""


@lru_cache(maxsize=8)
def gathers(text: str) -> bool:
    """Whether `text` speaks of a gathering of people."""
    return bool(GATHERING.search(text))


@lru_cache(maxsize=8)
def digresses(text: str) -> bool:
    """Whether `text` holds words of other matters."""
    return bool(ELSEWHERE.search(text))


_IDIOMS = re.compile(
    r"\b(?:no,? wait,?(?: scratch that)?|wait,? no|scratch that|strike that|no end(?= if| of)|"
    r"no worries|no problem|not a problem|no rush|no idea|no clue|not sure(?: yet)?|"
    r"not certain|"
    r"don't know(?: yet)?|do not know|dunno|can't wait|cannot wait|can't decide|haven't decided|"
    r"not decided|undecided|don't mind|doesn't matter|no preference|not fussed|why not|not only|"
    r"no doubt|if not|or not|whether or not|don't forget(?: to)?|do not forget(?: to)?|"
    r"not to mention|"
    r"couldn't care less|don't hesitate|can't stress|no matter what|no pressure|not bad|"
    r"no budget worries|budget is no object|money is no object|money no object|no budget "
    r"limit|no limit on budget|"
    r"nothing else|no thanks|no thank you|needn't say|not yet|why don't we|"
    r"isn't it|aren't they|right\?|last but not least|no big deal|not a big deal|"
    r"not necessarily|no strings|no kidding|no longer sure)\b"
)
_TEETOTAL = Sought(
    r"\b(?:don't|doesn't|do not|nobody|no one) drinks?(?: alcohol)?(?=$|[,.;!])", "drink"
)
_IF_AFFORDABLE = Sought(
    r"\bif (?:there(?:'s| is)|we have|i have)(?: any| some| enough)? (?:money|budget) "
    r"(?:left(?: over)?|for (?:it|that))\b|"
    r"\bif (?:the |our |my )?(?:budget|money) (?:allows|permits)(?: it)?\b|"
    r"\b(?:budget|money) permitting\b|\bif (?:we|i) can afford (?:it|one|that|them)\b",
    "if ",
    "permitting",
)
_TO_VENUE = {"no budget worries", "budget is no object", "money is no object", "no budget limit"}


def idioms(text: str) -> Iterator[Find]:
    """Phrases that deny nothing for all their "no", or want nothing for all their "money"."""
    for match in _IF_AFFORDABLE.finditer(text):
        yield Find("idiom", "", None, *match.span(), 0.8, ("budget",))
    for match in _TEETOTAL.finditer(text):
        yield Find("idiom", "drinks", "no alcohol", *match.span(), 0.8, ("catering",))
    for match in _IDIOMS.finditer(text):
        money = match.group() in _TO_VENUE or "budget" in match.group()
        about = ("budget",) if money else ()
        yield Find("idiom", "", None, *match.span(), 0.8, about, kept=money)


def cues(text: str) -> Iterator[Find]:
    """Words that tell a category without stating a fact; the telling ones stay in the residue."""
    for categories, kept, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Find("cue", "", match.group(), *match.span(), 0.8, categories, kept=kept)
