"""What no fact explains: the words left over, and the questions they raise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from festplan.understanding.days import MONTHS
from festplan.understanding.finds import Find
from festplan.understanding.wording import Wording

FUNCTION_WORDS = frozenset(
    """a an the this that these those it its it's i i'm im i'd id i've ive i'll ill me my mine
    myself
    we we're we'd we've we'll us our ours ourselves you you're your yours he he's him his she
    she's her hers they they're them their theirs there there's there'll here who who's whom
    which what what's that's is are was were be been being am isn't aren't do does did doing
    done have has had having will would should could can may might must shall let let's lets
    get got gets getting gonna gotta wanna want wants wanted wanting need needs needed needing
    like likes love loves loved loving prefer hope hoping hopefully please pls plz thanks
    thank thx ta cheers hi hello hey dear ok okay yes yeah yep yup sure oh ah um hmm well so
    and or also too as of to for from with w in on at by into onto up out off than then but if
    because since while just really very quite pretty rather actually basically maybe perhaps
    probably possibly ideally simply some any something someone somebody anything thing things
    stuff bit lot lots plenty kind sort type about around approximately roughly looking look
    looks think thinking thought guess planning plan plans planned hosting host throwing throw
    making make makes made go going goes come coming comes put set add adding added include
    including included plus book booking find finding give giving use using take taking see
    help arrange organise organize organizing organising keep keeping know believe say said
    tell mean meant party parties event events celebration celebrate celebrating gathering
    get-together bash function expecting expected count rsvp rsvps headcount far happy
    occasion theme themes themed decor vibe vibes style food catering venue place cake budget
    vendor vendors everyone everybody all each both again still now today's soon super
    nice lovely great good awesome amazing cool fun beautiful perfect big special how when
    where why such same own more much many another other one's s t d ll re ve m u ur r n pl
    able way ways kindly would've change changed changes switch update updated instead
    absolutely definitely certainly totally obviously currently already though however etc
    total altogether overall entire whole full even only exactly right new option options idea
    ideas possible possibility available suitable ready start starting starts end ends turn
    turns turning call called name named yet anywhere
    forward excited please! asap et al per via oops
    sorry correction it'll they'd he'd she'd who'd there'd they've you've you'll that'll
    they'll he'll she'll who'll it'd that'd serve serves serving person people guests guest
    folks attend attending attendees invited gather let’s x e g eg ie feel feels wish wishes
    wishing request requesting require requires required remember note
    spend spending pay held lasts last lasting expect duration somewhere served playing""".split()
)
"""Words that carry no wish of their own in what hosts write."""
_TOKEN = re.compile(r"[^\W_]+(?:['./:-][^\W_]+)*|[$£€₹¥%<>~]|(?<! )\+|\+(?! )")
_NUMBER = re.compile(r"\d")
_ASKED = frozenset(
    "no not without except never none don't nothing nor neither cannot can't".split()
)
_MONTH_WORDS = frozenset(MONTHS) - {"may", "mar", "dec", "jan", "sep"} | {"january", "december"}
_MARKS = frozenset("$£€₹¥")
_COUNTS = frozenset(
    "hundred thousand dozen couple few several half twice double triple single pair".split()
)
_ASKED_COUNTS = _COUNTS - {"few", "several", "single", "couple"}


Left = Sequence[tuple[str, int]]
"""Words that no find holds, in order, each with its place in the wording."""


def left_over(wording: Wording, finds: Iterable[Find]) -> Left:
    """Every word that no find explains, those that say nothing too."""
    return tuple(_left(wording, finds))


def residue(left: Left, finds: Iterable[Find]) -> str:
    """The words of `left_over` that say something, in their order."""
    words = [(at, word) for word, at in unexplained(left)]
    words += [(find.start, said) for find in finds if (said := _refused(find))]
    return " ".join(word for _, word in sorted(words))


def unexplained(left: Left) -> Left:
    """Those of `left_over` that are no function words."""
    return [(word, at) for word, at in left if not _says_nothing(word)]


def _refused(find: Find) -> str:
    """ "No cake", "have cake": a whole part of the party that is not asked for states no fact."""
    whole = find.rank == "cue" and not find.fact and find.categories and find.value
    known = {"not": "no", "have": "have"}.get(find.denied)
    return f"{known} {find.value}" if whole and known and not find.kept else ""


def _says_nothing(word: str) -> bool:
    return word in FUNCTION_WORDS or word.removesuffix("'s") in FUNCTION_WORDS


MOST_QUOTED = 40
"""Letters of a word that a question quotes."""


def questions(wording: Wording, left: Left, finds: Iterable[Find]) -> Iterator[str]:
    """One question for each number, month, currency sign or negation that nothing explains."""
    listed = list(finds)
    starts = {find.start for find in listed if find.fact}
    spared = bytearray(len(wording.text))
    for find in listed:
        if find.kept and find.rank != "cue":
            spared[find.start : find.end] = b"\x01" * (find.end - find.start)
    for word, at in left:
        after = at + len(word) + 1
        if spared[at] or not _open(word) or (after in starts and word[0].isdigit()):
            continue
        yield f"What does “{_around(wording.text, at, word)}” refer to?"


def _open(word: str) -> bool:
    return bool(
        _NUMBER.search(word)
        or word in _ASKED
        or word in _MONTH_WORDS
        or word in _MARKS
        or word in _ASKED_COUNTS
    )


_SIGNED = re.compile(r"(?:^| )-$")


def _around(text: str, at: int, word: str) -> str:
    if word not in _ASKED:
        signed = "-" if word[0].isdigit() and _SIGNED.search(text, max(0, at - 2), at) else ""
        return signed + word if len(word) <= MOST_QUOTED else f"{word[:MOST_QUOTED]}…"
    after = text[at : at + 40]
    return " ".join(re.split(r"[,.;!?]", after)[0].split()[:4])


def _explained(find: Find) -> bool:
    if find.denied == "have":
        return not find.fact
    return not find.kept or bool(find.denied)


def _left(wording: Wording, finds: Iterable[Find]) -> Iterator[tuple[str, int]]:
    taken = bytearray(len(wording.text))
    for find in finds:
        if _explained(find):
            taken[find.start : find.end] = b"\x01" * (find.end - find.start)
    for match in _TOKEN.finditer(wording.text):
        if taken.find(1, *match.span()) < 0:
            yield match.group(), match.start()
