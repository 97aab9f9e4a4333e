"""Slips of the keyboard: a long word that no vocabulary knows becomes the one that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from festplan.understanding.cues import CUE_PATTERNS
from festplan.understanding.days import MONTHS, WEEKDAYS
from festplan.understanding.gazetteer import known_words, tokens
from festplan.understanding.homonyms import ORDINARY
from festplan.understanding.names import RELATIONS
from festplan.understanding.places import CITIES, DISTRICTS
from festplan.understanding.regions import COUNTRIES, STATES
from festplan.understanding.residue import FUNCTION_WORDS
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS
from festplan.understanding.wording import Wording

SHORTEST = 5
"""Letters below which a word is never mended: short words differ too easily."""
SURE, SURER = 88.0, 92.0
"""Similarity (0 to 100) from which a long, and a short, word counts as misspelt."""
MOST = 400
"""Different unknown words of one text that are looked at; keeps the time linear."""

_FIRST_NAMES = frozenset(
    """aaron abigail adrian agnes aidan aisha albert alejandro alexa alexis alicia alison amanda
    amber amelia amrita andre andrea andrew angela angelo anita anjali annabel annie anton antonio
    archie ariana arjun arthur ashley astrid audrey barbara beatrice becky belinda benji bernard
    bertie bethany betty bianca billy blake bobby bonnie bradley brenda brian bridget bruce bruno
    caitlin caleb callum calvin camila carla carlos carmen caroline cassie catalina catherine cathy
    cecilia celia chiara chloe chris christina christopher cindy claire clara clarence claudia
    clemmie colin connie connor corinne craig cristina curtis cynthia daisy damian daniel daniela
    danny daphne darren david debbie deborah declan deepak denise dennis derek devon diana diego
    dinesh dolores dominic donald donna doreen doris dorothy douglas duncan dylan eddie edgar edith
    edward eileen elaine elena eliana elias elise eliza ellen ellie elliot elsie emilia emily emma
    enrique erica esmeralda estelle esther ethan eugene evelyn farah fatima felicity felix fergus
    fiona florian frances francesca francis frank freddie frida gabriel gabriela gareth gavin gemma
    geoff george georgia gerald gerard gladys gloria gordon graham greta gretel gustavo gwen hamish
    hannah hannes harley harold harper harriet harrison harry harvey hazel heather hector heidi
    helen helena henrik henry herbert hilda holly howard hugo imogen ingrid irene isaac isabel
    isabella isaiah ismail ivana jacob jacqueline jamal james jamie janet janice jasmine jason
    javier jayden jeanette jeffrey jenna jennifer jenny jeremy jerome jesse jessica jimmy joanna
    joanne jocelyn johan johanna johnny jonas jonathan jordan jorge joseph josephine joshua joyce
    judith julia julian juliana julie juliet julio justin karen karim karin karina karthik kate
    katherine kathleen kathryn katie kavita keith kelly kenneth kerry kevin kieran kirsten kumar
    laila laura lauren leila lenny leonard leonie leroy leslie lewis liam lilian lillian lilly
    linda lindsay lionel lizzie logan lorenzo lottie louis louisa louise lucas lucia luciana lucie
    lucinda luisa luiza luther lydia lynne mabel madeleine maggie manoj marcel marcia marco marcus
    margaret margery maria marian mariana marie marina mario marion marisol marjorie marlene marta
    martha martin martina marvin matilda matteo matthew maureen maurice maxine maxwell megan mehmet
    melanie melissa mercedes meredith michael michelle miguel mildred millie minnie miranda miriam
    mitchell mohammed moira molly monica morgan muriel myrtle nadia naomi natalia natalie natasha
    nathan nathaniel neelam nellie nicholas nicola nicole nigel nikhil noelle nolan norah noreen
    norma oliver olivia oscar oswald owen pablo pamela patrice patricia patrick patsy paula pauline
    pearl pedro penelope penny percy perry peter petra philip philippa phoebe phyllis pietro polly
    poppy prakash pranav preston priya quentin rachel rahul rajesh ralph ramesh ramona randall
    raquel raymond rebecca regina renata reuben rhona ricardo richard riley robert roberta roberto
    robin robyn rodney rodrigo roger roland ronald ronan ronnie rosalind rosie rowan roxanne rupert
    russell sabrina sadie salma samantha samir samuel sandra sanjay santiago sarah sarita sasha
    scarlett sebastian selina serena sergio shane shannon sharon shaun sheila shelley shirley sidney
    sienna silvia simon simone sofia sonia sophia sophie stacey stanley stella stephanie stephen
    steve steven stuart sunita surya susan susanna suzanne swati sybil tamara tanya teresa terence
    terry thelma theodore theresa thomas tiffany tilly timothy tobias tommy tracey trevor tristan
    ursula valentina valerie vanessa vaughan vera veronica victor vikram vincent viola violet
    virginia vivian walter wanda warren wendy wesley wilfred willa william willow winifred winston
    wolfgang xavier yasmin yolanda yusuf yvette yvonne zachary zainab zoe managers
    manages""".split()
)
"""Names of people that are no slips of anything: "Margaret" means no margarita."""
_CUE_WORDS = frozenset(
    "birthday guests people children adults budget theme themed wedding party parties catering "
    "caterer decorations decoration vegetarian venue anniversary graduation celebration dollars "
    "pounds euros maximum thousand hundred tomorrow evening afternoon morning cancel instead "
    "without allergic allergy vegetarians vegans person everyone friends kids dozen alcohol "
    "between under around outdoors indoors wheelchair birthdays".split()
)
_ENGLISH = frozenset(
    """spots plants plates houses water waters quiet quite angel angle trial beard beards costume
    customs father feather through thorough thought though where there their these those which
    while would could should about above after again almost along already always among another
    around because before being below better bring brought build built carry catch cause
    change check class clean clear close color count cover cream daily dance dream drive early
    earth enough enter equal event every exact extra faith field final first floor focus force
    found fresh front funny given glass going grand grant grass great group guard guess happy
    heart heavy hello horse hours house human hurry image issue large later laugh learn least
    leave level light limit little local loose lucky lunch maybe mayor meant metal might money
    month mouth movie music never night noise north nurse offer often order other outer owner
    paint panel paper peace phase phone photo piece pilot place plain plane plant plate point
    pound power press price pride prime print prize proof proud quick quote radio raise range
    rapid ready reach refer right round route rural scale scene scope score sense serve seven
    shape share sharp sheet shelf shell shift shirt shoot short shown sight since sixth skill
    sleep slide small smart smile smoke solid solve sound south speak speed spend split spoke
    staff stand start state steam steel stick still stock stone stood store storm story strip
    study stuff sugar suite table taken taste teach teeth thank thick thing think third three
    throw tight times tired title today topic total touch tough tower track trade treat trend
    truth twice union until upper upset urban usage usual value video virus visit vital voice
    waste watch wheel white whole whose woman women world worry worth write wrong wrote youth
    partner planner planning places placed planned waited waiting painted painter printer
    father's mother's winner winters listen please pleased players player prayer parents
    patient nature natural casual cassette magical musical classical typical desert deserts
    dessert hosting hosted counter cleaner cleared finger figure figured fishing finish
    finished lighter lights sister sisters brother brothers mother together weather whether
    leather letter letters butter bottle bottles battle cattle castle candle candles handle
    middle single simple sample samples example during doing doubt trains trained training
    traded parted started charter chapter charity restful babies baby boots twins workspace
    workspaces showers flower cards chairman trip trips tripped shred careful colourful
    beautiful wonderful grateful""".split()
)


def mended(wording: Wording) -> Wording:
    """The wording with misspelt vocabulary words put right."""
    return wording.rewrite(_slips(wording.text))


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    seen: dict[str, str] = {}
    for token in tokens(text):
        word = token.word
        if len(word) < SHORTEST - 1 or not word.isalpha() or word in _right():
            continue
        if word not in seen and len(seen) < MOST:
            seen[word] = _meant(word)
        meant = seen.get(word, word)
        if meant == word and _PLACE_LED.search(text[max(0, token.start - 10) : token.start]):
            meant = _town_meant(word)
        if meant != word:
            yield token.start, token.end, meant


_PLACE_LED = re.compile(r"\b(?:in|near|around|outside) $")
TOWN_SURE = 90.0
"""Similarity from which a word behind "in" or "near" is a misspelt city."""


@lru_cache(maxsize=2048)
def _town_meant(word: str) -> str:
    """The city that a long word behind "in" or "near" misspells: "in manchestr"."""
    from rapidfuzz import fuzz, process

    if len(word) <= SHORTEST:
        return word
    near = process.extractOne(
        word, _towns().get(word[0], ()), scorer=fuzz.ratio, score_cutoff=TOWN_SURE
    )
    return word if near is None or _inflected(word, near[0]) else str(near[0])


@cache
def _towns() -> dict[str, tuple[str, ...]]:
    names = sorted(n for n in CITIES if len(n) > SHORTEST and n.isalpha() and n not in ORDINARY)
    first = sorted({name[0] for name in names})
    return {letter: tuple(n for n in names if n[0] == letter) for letter in first}


@lru_cache(maxsize=8192)
def _meant(word: str) -> str:
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    spoken = _respelt(word)
    if spoken or len(word) < SHORTEST:
        return spoken or word
    bucket = _buckets().get(word[0], ())
    near = process.extract(word, bucket, scorer=fuzz.ratio, score_cutoff=80.0, limit=4)
    for meant, score, _ in near:
        swapped = sorted(meant) == sorted(word) and OSA.distance(meant, word) == 1
        sure = SURE if len(word) > 6 else SURER
        if (score >= sure or swapped or _sounds(word, meant)) and not _inflected(word, meant):
            return meant
    return word


def _sounds(word: str, meant: str) -> bool:
    """Whether only a doubled letter or one vowel is amiss: "vannila", "artst"."""
    if _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", meant):
        return True
    left_out = len(meant) - len(word) == 1 and len(word) >= SHORTEST
    return left_out and _VOWELS.sub("", word) == _VOWELS.sub("", meant)


_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]")


def _respelt(word: str) -> str | None:
    """The word that is written as it sounds: "fotographer", "nutz", "evenin", "themd"."""
    changes = (("f", "ph"), ("z$", "s"), ("in$", "ing"), ("(?<=m)d$", "ed"), ("(?<=[tnk])r$", "er"))
    tries = (re.sub(heard, written, word) for heard, written in changes)
    return next((t for t in tries if t != word and t in known_words() | _CUE_WORDS), None)


def _inflected(word: str, meant: str) -> bool:
    """Whether one is a mere form of the other: "plate" is no slip of "plated"."""
    short, long = sorted((word, meant), key=len)
    return long.startswith(short) or long.endswith(short)


@cache
def _right() -> frozenset[str]:
    rules = " ".join((KIDS, ADULTS, GUESTS, RELATIONS, *CUE_PATTERNS))
    spoken = set(re.findall(r"[a-z]{4,}", rules.replace("?", "")))
    names = {word for city in (*CITIES, *DISTRICTS, *COUNTRIES, *STATES) for word in city.split()}
    return (
        known_words()
        | spoken
        | {word + "s" for word in spoken}
        | _CUE_WORDS
        | _ENGLISH
        | _FIRST_NAMES
        | FUNCTION_WORDS
        | set(MONTHS)
        | names
        | set(WEEKDAYS)
    )


@cache
def _buckets() -> dict[str, tuple[str, ...]]:
    buckets: dict[str, list[str]] = {}
    months = {word for word in (*MONTHS, *WEEKDAYS) if len(word) > SHORTEST}
    for word in sorted({*known_words(), *_CUE_WORDS, *months}):
        if len(word) >= SHORTEST and word.isalpha():
            buckets.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in buckets.items()}
