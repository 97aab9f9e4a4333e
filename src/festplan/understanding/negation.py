"""What a "no", a "skip" or an "instead of" denies, and how far it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from festplan.understanding.finds import Find
from festplan.understanding.residue import FUNCTION_WORDS

_FORWARD = re.compile(
    r"\b(?:(?P<swap>instead of|rather than|in place of|swap(?:ping)? (?:out )?(?:the )?|replac(?:e|ing) "
    r"(?:the )?|in lieu of|switch(?:ing)? (?:from|out) (?:the )?|chang(?:e|ing) (?:it |the theme |"
    r"the date )?from (?:the )?|not (?=[a-z0-9 ]{2,30} but )|no longer|moved from|changed from)|"
    r"(?P<no>don't (?:really )?(?:want|need|like|do|care for|have|eat|book|bother with|get|include|"
    r"drink|require|use|go for|add)(?: to (?:have|see|book|hire|get|do|use|invite|include|serve))?|"
    r"do not (?:want|need|like|have|eat|book|get|include|drink|require|serve)(?: to have)?|"
    r"doesn't (?:want|need|like|have|eat|drink|include|do)|does not (?:want|need|like|eat|have)|"
    r"didn't (?:want|like)|won't (?:need|be needing|have|want|be having|do)|wouldn't (?:want|like)|"
    r"can't (?:have|eat|stand|do|be|use|drink)|cannot (?:have|eat|stand|be|do)|can not (?:have|eat)|"
    r"(?:aren't|isn't|not) (?:a fan of|fans of|keen on|into|interested in|having|doing|going with|"
    r"allowed|too|going for|serving)|no need (?:for|of|to (?:hire|book|get|have))|not (?:need|want)(?:ing)?|"
    r"no more(?! than)|not|no|without|w/o|skip(?:ping)?|avoid(?:ing)?|hates?|dislikes?|"
    r"never|none of|nothing|neither|nor|minus|except(?: for)?|anything but|steer clear of|"
    r"(?:drop|remove|cancel|scrap|ditch|lose|delete|exclude|forget|cut|leave out|take out|"
    r"get rid of|nix|axe|bin)(?: about)? (?:the|our|my|that|those|any|all|out the)?|"
    r"allergic to|(?:is|are|be) scared of|scared of|terrified of|afraid of|fed up (?:of|with)|"
    r"sick of|ain't|zero|stay away from|free of|free from|refuse[sd]?|against))\b"
    r"(?: (?:any|a|an|the|more|to have|have|any of the|want|that|too many|too much|our|my))*",
)
_BACKWARD = re.compile(
    r"(?: (?:is|are|was|were|will be|been|has been|have been))?(?: (?:n't|not|no longer|already)|"
    r"n't)? (?P<said>(?:(?:not|isn't|aren't|no longer) (?:needed|necessary|required|wanted|allowed|"
    r"an option|happening|a thing|our thing|invited|wanted)|unnecessary|cancell?ed|off the table|"
    r"(?P<have>sorted|booked|taken care of|covered|arranged|handled|done already|all set))|are out|"
    r"is out)\b"
)
_HAVE = re.compile(
    r"\b(?:(?:we|i|they|she|he)(?:'ve| have)?,? (?:already |just )?(?:got|have|booked|sorted|found|hired|"
    r"arranged|ordered|reserved|own|bought)|already (?:have|got|booked|sorted|hired|found|arranged|"
    r"ordered|reserved|chosen))(?: (?:a|an|the|our|my|some))? (?:own )?"
)
_ALREADY = re.compile(r"already|sorted|booked|arranged|hired|ordered|reserved")
_STOP = re.compile(
    r"[.;!?]| but | however | just | only | please| we want | i want | we'd | we'll | instead| though"
    r"| let's | because | since | so | - | would | for (?=the kids|our)| we need | i need | because|"
    r" she | he | they | we | i | with | who | if | when "
)
_WEAK_STOP = re.compile(r",| and | plus | & |\+")
_LINK = re.compile(r"(?:,? ?(?:or|nor|and|&|/) (?:no |any |even )?|, ?)")
_TO = re.compile(r" (?:for|with|to|by) (?:an? |the |some )?")


@dataclass(frozen=True, slots=True)
class Denial:
    """One negation: its own words `start` to `end`, the kind, and the places of what it denies."""

    start: int
    end: int
    kind: str
    denied: tuple[int, ...]
    object: tuple[int, int] | None = None


def denials(text: str, finds: list[Find]) -> Iterator[Denial]:
    """Every negation with the finds (by place in the list) or the bare words that it denies."""
    covered = bytearray(len(text))
    for find in finds:
        if find.fact or find.rank == "idiom":
            covered[find.start : find.end] = b"\x01" * (find.end - find.start)
    for match in _FORWARD.finditer(text):
        if not any(covered[match.start() : match.start() + 2]):
            yield _forward(text, match, finds)
    for place, find in enumerate(finds):
        match = _BACKWARD.match(text, find.end)
        if match and find.rank in {"cue", "list"}:
            kind = "have" if match["have"] else "not"
            yield Denial(match.start(), match.end(), kind, (place,))
    yield from _owned(text, finds)


def _owned(text: str, finds: list[Find]) -> Iterator[Denial]:
    at = {find.start: place for place, find in enumerate(finds)}
    for match in _HAVE.finditer(text):
        place = at.get(match.end())
        if place is not None and _ALREADY.search(match.group()):
            yield Denial(match.start(), match.end(), "have", (place,))


def _forward(text: str, match: re.Match[str], finds: list[Find]) -> Denial:
    kind = "replaced" if match["swap"] else "not"
    stop = _STOP.search(text, match.end())
    limit = stop.start() if stop else len(text)
    inside = [p for p, f in enumerate(finds) if match.end() <= f.start < limit]
    denied = _reach(text, match.end(), finds, inside)
    if kind == "replaced":
        denied = denied[:1] if len(denied) > 1 and _TO.search(text, match.end()) else denied
    if denied:
        return Denial(match.start(), match.end(), kind, tuple(denied))
    return Denial(match.start(), match.end(), kind, (), _object(text, match.end(), limit))


def _reach(text: str, start: int, finds: list[Find], inside: list[int]) -> list[int]:
    """The first find after the negation, and those of its own kind that are listed with it."""
    denied: list[int] = []
    at = start
    for place in inside:
        find, between = finds[place], text[at : finds[place].start]
        if not denied:
            if _WEAK_STOP.search(between) or len(between.split()) > 4:
                break
        elif not _goes_on(text, finds, denied[-1], place, between):
            break
        denied.append(place)
        at = find.end
    return denied


def _goes_on(text: str, finds: list[Find], last: int, place: int, between: str) -> bool:
    before, find = finds[last], finds[place]
    if between.strip(" -") == "":
        return not (before.fact and find.fact and before.fact != find.fact) or find.rank == "cue"
    if not _LINK.fullmatch(between):
        return False
    if " or " in between or " nor " in between or "/" in between or "no " in between:
        return True
    same = before.fact == find.fact and find.fact != ""
    if "," in between and "and" not in between:
        later = text[find.end : find.end + 24]
        listed = bool(re.match(r",? (?:or|nor) |, [a-z ]{2,14},? (?:or|nor) ", later))
        return same and (find.fact == "diet" or listed)
    return same


_WORD = re.compile(r" ?(?P<word>[a-z][a-z'-]+)")
_DULL = frozenset("sure idea clue problem worries rush matter need longer wait yet much many".split())


def _object(text: str, start: int, limit: int) -> tuple[int, int] | None:
    """The bare words that follow a negation: at most three, up to the first function word."""
    first = last = start
    count = 0
    while count < 3:
        match = _WORD.match(text, last)
        if not match or match.end() > limit:
            break
        word = match["word"]
        if word in FUNCTION_WORDS or word in _DULL:
            if count or word not in {"too", "many", "much", "any", "big", "very", "of"}:
                break
            first = last = match.end()
            continue
        first = match.start("word") if not count else first
        last = match.end()
        count += 1
    return (first, last) if count else None
