"""People hired and things rented that no list knows: told by the noun they end with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from festplan.domain.vocabulary import CAKE_KINDS, CUISINES, DRINKS, SERVICES, VENUE_KINDS
from festplan.domain.vocabulary.forms import singular
from festplan.understanding.finds import Find
from festplan.understanding.gazetteer import Token
from festplan.understanding.residue import FUNCTION_WORDS

_PEOPLE = frozenset(
    """artist artiste performer player instructor pilot operator technician attendant ambassador
    sommelier impersonator lookalike entertainer dancer singer drummer swallower breather juggler
    sculptor carver blower roller shucker whisperer handler braider stylist musician actor actress
    puppeteer painter illusionist acrobat soloist vocalist pianist guitarist organist percussionist
    trumpeter violinist busker storyteller comedian magician photographer videographer
    choreographer calligrapher bartender barista interpreter troupe orchestra choir ensemble trio
    quartet quintet duo band tribute chauffeur hostess stylist masseuse""".split()
)
"""Heads that name somebody hired wherever they stand behind another noun."""
_THINGS = frozenset(
    """machine cart stand booth cannon sauna tub simulator rental hire ride backdrop kiosk
    uplight projector heater generator microphone mic disco carousel trampoline slide
    marquee gazebo jukebox lantern truck van trailer wall driver teacher host reader
    maker guide band act game show display tech workshop walker chair bar""".split()
)
"""Heads that name something hired where the text asks for it."""
_ALONE = re.compile(
    r"\b(?:hire|hiring|book|booking|engage|rent|renting|need|find|get|want|add|bring in|looking "
    r"for|"
    r"order|like|have|love) (?:us |me |in )?(?:an?|some|the|one|two|\d+|that|another) "
    r"(?:(?:good|professional|local|nice|young|live|great|decent|proper|real|second|roving) ){0,2}"
    r"(?P<who>[a-z]{4,}(?:ers?|ors?|ists?|ians?|eers?))\b(?! ?(?:theme|party|cake|table|room|menu|"
    r"list|plan|food|course|for (?:my|the) (?:budget|price)))"
    r"(?= ?(?:$|[,.;:!?)&+/]| (?:for|to|at|in|on|and|or|who|with|from|please|pls|plus|this|"
    r"next)\b))"
)
_NOBODY = frozenset(
    """dinner corner number summer winter weather flower flowers paper offer order beer water butter
    december september october november banner banners streamer streamers poster posters letter
    letters colour color colours colors theater theatre center centre supper buffer cover chamber
    starter starters burger burgers cooler cooler's floor door doors mirror mirrors tracker layer
    layers tier daughter sister brother mother father partner member members guest visitor visitors
    leader power shower laser other another either quarter hour hours per after never ever better
    cheaper bigger smaller larger earlier later higher lower longer shorter closer nicer winner
    sweater jumper ladder lasers folder trailer trailers container computer calendar reminder
    planner reminders timer timer's counter quieter tender barrier barriers powder easter super
    register dancefloor answer favor favour favors favours humor humour interior exterior error
    flavor flavour flavors flavours odor sponsor neighbor neighbour neighbors neighbours indoor
    outdoor manager owner host caterer caterers baker bakers professor doctor minor major monitor
    teenager teenagers toddler toddlers preschooler beginner beginners newcomer""".split()
)
_PLAIN = FUNCTION_WORDS | frozenset(
    """good great nice lovely best professional local live cheap close-up closeup roving strolling
    talented amazing decent proper real young old little small big kids kids' children's childrens
    children birthday wedding party hire hiring book booking rent renting engage order skip cancel
    second third first 1 2 3 4 5 6 7 8 9 10 no not without that's playing bring brings fun funny
    same new another extra additional single adult family outdoor indoor close up mobile cool
    friendly entertaining last first proper simple quality affordable experienced one two hosted
    enough seen many more most only also our their plain dead wooden private dedicated somebody
    someone secure see watch""".split()
)
_ASKED = re.compile(
    r"(?:^|[,;:&+(/-] ?|\b(?:an?|some|and|plus|with|or|no|hire|rent|book|need|want|get|add|two|"
    r"order|skip|without|\d+) )$"
)
_LISTED = {**SERVICES, **CAKE_KINDS, **CUISINES, **DRINKS, **VENUE_KINDS}


def hired(text: str, words: Sequence[Token]) -> Iterator[Find]:
    """Services that end with a known head ("theremin player") or that a verb of hiring names."""
    for place, token in enumerate(words):
        head = _single(token.word)
        if head in _PEOPLE or head in _THINGS:
            run = _run(text, words, place)
            if len(run) > 1 and not _known(text, run):
                start = run[0].start
                if head in _PEOPLE or _ASKED.search(text[max(0, start - 8) : start]):
                    yield _service(text, start, token.end)
    for match in _ALONE.finditer(text):
        word = match["who"]
        if f"live {word}" in _LISTED:
            continue
        if word not in _NOBODY and singular(word) not in _LISTED and word not in _LISTED:
            yield _service(text, *match.span("who"))


_single = lru_cache(maxsize=8192)(singular)


def _service(text: str, start: int, end: int) -> Find:
    return Find("hired", "services", singular(text[start:end]), start, end, 0.7, ("vendor",))


def _run(text: str, words: Sequence[Token], last: int) -> list[Token]:
    """The head at `last` with up to two nouns before it."""
    run = [words[last]]
    for token in reversed(words[max(0, last - 2) : last]):
        apart = text[token.end : run[0].start] not in {" ", "-"}
        if apart or token.word in _PLAIN or token.word.isdigit() or token.word.endswith("ly"):
            break
        run.insert(0, token)
    return run


def _known(text: str, run: list[Token]) -> bool:
    """Whether a list holds the words already, or all but an adjective of them."""
    if singular(run[-1].word) in {"rental", "hire"}:
        run = run[:-1]
    ends = [text[token.start : run[-1].end] for token in run[: max(1, len(run) - 1)]]
    forms = [form for said in ends for form in (said, said.replace("-", " "))]
    return any(form in _LISTED or singular(form) in _LISTED for form in forms)
