"""Whom the party is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from festplan.understanding.ages import NEVER_AGE
from festplan.understanding.days import MONTHS, WEEKDAYS
from festplan.understanding.finds import Find
from festplan.understanding.gazetteer import whole_words
from festplan.understanding.residue import FUNCTION_WORDS
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS
from festplan.understanding.sought import Sought
from festplan.understanding.wording import Wording

RELATIONS = (
    r"daughter|son|kid|child|wife|husband|partner|mum|mom|mother|dad|father|sister|brother|nephew|"
    r"niece|grandma|grandpa|grandmother|grandfather|granny|nan|nana|gran|grandad|granddad|grandson|"
    r"granddaughter|friend|best friend|bestie|boss|fiancee?|girlfriend|boyfriend|little girl|"
    r"little boy|little one|baby|boy|girl|twins|uncle|aunt|auntie|cousin|colleague|coworker|"
    r"godson|goddaughter|stepson|stepdaughter|parents|girls|boys|team|neighbou?r|teacher|kids|"
    r"toddler|in-laws|grandparents|eldest|youngest|oldest|middle child|firstborn|sister[- "
    r"]in[- ]law|brother[- ]in[- ]law|mother[- ]in[- ]law|father[- ]in[- ]law"
)
_NAME = r"(?P<name>[a-z][a-z'-]{1,20}?(?: (?:and|&) [a-z][a-z-]{1,20})?)"
_OCCASION = (
    r"birthday|bday|b-day|party|wedding|shower|anniversary|graduation|christening|baptism|big day|"
    r"retirement|quince|bar mitzvah|bat mitzvah|celebration|engagement|farewell|send-?off|bash|"
    r"leaving|first|turning|hen|stag|special day|sweet|communion|bachelorette|birthday's|cake"
)
_OWNED = re.compile(
    rf"\b{_NAME}'s? (?:(?:surprise|upcoming|big|joint|own|super|\d+(?:st|nd|rd|th)) ){{0,2}}"
    rf"(?:(?:baby|bridal|graduation|retirement|farewell|kitchen) )?"
    rf"(?:\d+(?:st|nd|rd|th)\b|(?:{_OCCASION})\b)"
)
_FOR = re.compile(
    rf"\bfor (?:(?:our|my|his|her|their) (?:\w+ )?(?:{RELATIONS}),? )?{_NAME}"
    r"(?=$|[,.!?;)]| (?:who|on|at|in|is|turning|turns|with|this|next|jungle|\d|-|&|who's|he|she|"
    r"and his|and her|please|under|from|around|s)\b)"
)
_TITLED = Sought(
    r"\b(?:for|of|honou?ring|celebrating) (?P<name>(?:prof|professor|dr|mr|mrs|ms|miss|sir|rev|"
    r"coach|"
    r"shri|smt|principal|pastor|father|sister|nurse|captain)\b\.? "
    r"[a-z][a-z-]+(?: (?P<last>[a-z][a-z-]+))?)",
    "prof",
    "dr",
    "mr",
    "ms",
    "miss",
    "sir",
    "rev",
    "coach",
    "shri",
    "smt",
    "principal",
    "pastor",
    "father",
    "sister",
    "nurse",
    "captain",
)
_TURNS = Sought(
    rf"\b{_NAME} (?P<said>is turning|turns|will be|will turn|is going to be|is) \d{{1,3}}"
    rf"(?! ?(?:{KIDS}|{ADULTS}|{GUESTS})\b)",
    "turn",
    "will be",
    "is ",
)
"""Who has an age; "Adult is 34 people" says a number of them."""
_NAMED = re.compile(
    rf"\b(?:(?:my|our|his|her|their) (?:\w+ )?(?:{RELATIONS}),? |(?:birthday (?:girl|boy)|guest of "
    rf"honou?r|bride|groom|mom-to-be|mum-to-be|name|honou?ree)(?: is|'s)?:? |(?:happy "
    rf"(?:birthday|bday)|hono(?:u)?ring|"
    rf"celebrating|named|called) ){_NAME}(?=$|[^a-z'-]|'s)"
)
_KIN = re.compile(
    rf"\b(?:my|our|his|her|their|the|your) (?:(?:little|dear|best|older|younger|big|baby|lovely) )?"
    rf"(?:{RELATIONS})s?(?:'s?)?(?![a-z-])|\b(?:mum|mom|mommy|dad|daddy|grandma|grandpa|"
    rf"granny|gran|"
    r"nan|nana|grandad|granddad|hubby|mummy)(?:'s?)?(?![a-z-])"
)
_NOBODY = (
    FUNCTION_WORDS
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(RELATIONS.replace("?", "").split("|"))
    | frozenset(
        "himself herself themselves myself it he she let that there what who where when everyone "
        "everybody year today tomorrow "
        "men women children kids girl boy people valentine mother father new st patrick here how "
        "tonight christmas guest guests host friend friends bride groom couple family team office "
        "company one dad mom mum grandma grandpa granny nan her his their our the a an dinner "
        "lunch cake food drinks music everything sure about around under over total budget "
        "work school church class home house fun now sale rent free example instance later "
        "decorations venue after before real starters dessert entertainment parents adults nobody "
        "someone somebody anyone anything nothing this catering teenagers toddlers grown-ups "
        "kiddo kiddos babies teens prof professor dr mr mrs ms miss sir rev".split()
    )
)


_NAMES_TOO = frozenset({"april", "may", "june", "august", "will", "hope", "mark", "pat", "art"})


def names(wording: Wording) -> Iterator[Find]:
    """The honouree, in the host's own spelling; words of kinship are explained but name nobody."""
    shouted = wording.source.upper() == wording.source
    for pattern, loose in ((_OWNED, True), (_TURNS, True), (_NAMED, False), (_FOR, False)):
        for match in pattern.finditer(wording.text):
            if _is_name(wording, match, loose=loose, shouted=shouted):
                value = _shown(wording, match)
                end = match.end("name")
                end += 2 if wording.text.startswith("'s", end) else 0
                yield Find("name", "honoree", value, match.start("name"), end, 0.9, ("planner",))
    for match in _TITLED.finditer(wording.text):
        if wording.capital(match.start("name")) and not shouted:
            yield _titled(wording, match)
    for match in _KIN.finditer(wording.text):
        yield Find("name", "", None, *match.span(), 0.6)


def _titled(wording: Wording, match: re.Match[str]) -> Find:
    """ "Prof. Grace Hall": title and first name, and a second one where it is written large."""
    start, end = match.span("name")
    if match["last"] and not wording.capital(match.start("last")):
        end = match.start("last") - 1
    value = wording.original(start, end)
    return Find("name", "honoree", value, start, end, 0.9, ("planner",))


def _is_name(wording: Wording, match: re.Match[str], *, loose: bool, shouted: bool) -> bool:
    words = re.split(r" (?:and|&) ", match["name"])
    capital = wording.capital(match.start("name")) and not shouted
    firm = capital and match.re is not _FOR
    if any(word in _NOBODY and not (firm and word in _NAMES_TOO) for word in words):
        return False
    if match.re is _TURNS.pattern and NEVER_AGE.search(
        match.string, max(0, match.start() - 1), match.end("said") + 1
    ):
        return False
    known = any(word in whole_words() or word.rstrip("s") in whole_words() for word in words)
    if not capital and (known or not loose):
        return False
    at_start = match.start("name") <= 1
    return not (known and at_start and not loose)


def _shown(wording: Wording, match: re.Match[str]) -> str:
    said = wording.original(*match.span("name"))
    return said if any(letter.isupper() for letter in said) else said.title()
