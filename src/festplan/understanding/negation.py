"""What a "no", a "skip" or an "instead of" denies, and how far it reaches."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from festplan.understanding.finds import Find
from festplan.understanding.reach import reached

_FORWARD = re.compile(
    r"\b(?:(?P<swap>instead of|rather than|in place of|swap(?:ping|ped)? (?:out )?(?:the )?|"
    r"trad(?:e|ed|ing) (?:in )?(?:the )?|"
    r"replac(?:e|ed|ing) "
    r"(?:the )?|in lieu of|switch(?:ing)? (?:from|out) (?:the )?|chang(?:e|ing) (?:it |the theme |"
    r"the date )?from (?:the )?|not (?=[a-z0-9 ]{2,30} but )|moved from|changed from)|"
    r"(?P<no>don't (?:really )?(?:want|need|like|do|care for|have|eat|book|bother with|get|include|"
    r"drink|require|use|go for|add|put|let|bring|serve|invite|plan|allow|order|touch)(?: to "
    r"(?:have|see|book|hire|get|do|use|invite|include|serve))?|"
    r"do not (?:want|need|like|have|eat|book|get|include|drink|require|serve|add|put|bring|allow|"
    r"use)(?: to have)?|"
    r"doesn't (?:want|need|like|have|eat|drink|include|do|allow|touch)|does not (?:want|need|like|"
    r"eat|have)|"
    r"didn't (?:want|like)|won't (?:need|be needing|have|want|be having|do|allow|touch|eat)|"
    r"wouldn't (?:want|like)|"
    r"(?:shouldn't|should not|mustn't|must not|may not|can't|cannot) (?:be|have|include|contain|"
    r"serve|allow|touch|tolerate)|(?:isn't|aren't|is not|are not)(?= (?:an?|the|any) )|"
    r"on no account|under no circumstances(?: should| must| do we want)?|"
    r"stop (?:suggesting|proposing|adding|showing)(?: me)?|enough (?:of|with)|"
    r"not (?:to )?(?:have|include|use|serve|book|add|get|contain)(?:ing)?|"
    r"neither of (?:us|them|you) (?:wants?|likes?|eats?|needs?)|nothing (?:with|containing)|"
    r"never (?:want|have|book)(?: to (?:see|have|hear|book))?|"
    r"can't (?:have|eat|stand|do|be|use|drink)|cannot (?:have|eat|stand|be|do)|can not "
    r"(?:have|eat)|"
    r"(?:aren't|isn't|not) (?:a fan of|fans of|keen on|into|interested in|having|doing|going with|"
    r"allowed|too|going for|serving)|no need (?:for|of|to (?:hire|book|get|have|find|rent|"
    r"do|decorate(?= )|bring))|not "
    r"(?:need|want)(?:ing)?|"
    r"no more(?! than)|no longer (?:need|want|have|having|doing|going with|require)(?:ing|"
    r"ed)?|(?:nobody|no one|no-one) (?:eats?|drinks?|has|likes?|wants?|needs?)|"
    r"not(?! (?:later|earlier|more|less|fewer|before|after|until)\b)|"
    r"no(?! (?:later|earlier|more|less|fewer) than\b)|without|w/o|skip(?:ping)?|"
    r"avoid(?:ing)?|hates?|dislikes?|"
    r"never(?! mind)|none of|nothing|neither|nor|minus|except(?! for \d| \d)(?: for)?|any(?:thing|"
    r"one|time| day| "
    r"time|where| theme)? but|steer clear of|"
    r"(?!(?:cut|drop)(?: [a-z]+){0,3} (?:to|by) [$£€₹]?\d)(?:drop|remove|cancel|scratch|"
    r"never mind|scrap|ditch|lose|delete|exclude|forget|cut|"
    r"leave out|take out|"
    r"get rid of|nix|axe|bin)(?: about)? (?:the|our|my|that|those|any|all|out the)?|"
    r"allergic to|(?:is|are|be) scared of|scared of|terrified of|afraid of|fed up (?:of|with)|"
    r"sick of|ain't|zero|stay away from|free of|free from|refuse[sd]?|decided against|against "
    r"having))\b"
    r"(?: (?:any|a|an|the|more|to have|have|any of the|want|that there is|that|too many|too much|"
    r"our|my|another|"
    r"such|anything(?= on)|anywhere with|anything with)\b)*",
)
_BACKWARD = re.compile(
    r"(?: (?:is|are|was|were|will be|been|has been|have been)| ?[:=])?(?: already)? (?P<said>"
    r"(?:not|isn't|aren't|no longer) (?:needed|necessary|required|wanted|allowed|an option|to be "
    r"(?:served|used|included|booked|hired|invited)|"
    r"happening|a thing|our thing|invited|possible)|unnecessary|no good|impossible|cancell?ed|"
    r"off the (?:table|list)|off(?= "
    r"?(?:$|[,.;!?]))|out(?! (?:by|to|on|in|next|this|before|of|there|loud|for)\b)|"
    r"(?:an? )?(?:absolute |hard |definite )?no(?:-go)?(?= ?(?:$|[,.;!]))|"
    r"(?P<have>sorted|booked|taken care of|covered|arranged|handled|done already|all set))\b|"
    r"-free\b|"
    r"(?: ?[:=|?-]+ ?)(?:no|none|nope|nah|nil|zero|n/a|never|skip(?: it)?|"
    r"not (?:needed|required|wanted|necessary|this time|for us))"
    r"(?:,? (?:please|thanks?|thank you|thx|ta|for us|this time|needed|required|wanted|at all))?"
    r"(?= ?(?:$|[,.;!)|]| - ))"
)
"""A refusal behind what it refuses, also behind a label: "dj: no", "cake - no thanks"."""
_THAT = re.compile(
    r"\b(?:skip|forget|cancel|drop|don't need|no need for|scrap) (?:that|it|this|one|those|them)"
    r"(?= ?(?:$|[,.;!]))"
)
_HAVE = re.compile(
    r"\b(?:(?:we|i|they|she|he)(?:'ve| have)?,? (?:already |just )?(?:got|have|booked|"
    r"sorted|found|hired|"
    r"arranged|ordered|reserved|own|bought)|already (?:have|got|booked|sorted|hired|found|arranged|"
    r"ordered|reserved|chosen))(?: (?:a|an|the|our|my|some))? (?:own )?"
)
_END = re.compile(r" ?(?:$|[,.;!])")
_ALREADY = re.compile(r"already|sorted|booked|arranged|hired|ordered|reserved")
_STOP = re.compile(
    r"(?=[.;!?]|, [a-z-]+(?: [a-z-]+)? only\b|"
    r" but | however | just | only | please| we want | i want | we'd | we'll | "
    r"instead| though"
    r"| let's | because | since | so | - | would | for (?=the kids|our)| we need | i need "
    r"| because|"
    r" she | he | they | we | i | with | who | if | when )"
)
_TO = re.compile(r" (?:for|with|to|by) (?:an? |the |some )?")


@dataclass(frozen=True, slots=True)
class Denial:
    """One negation: its own words `start` to `end`, the kind, and the places of what it denies."""

    start: int
    end: int
    kind: str
    denied: tuple[int, ...]
    objects: tuple[tuple[int, int], ...] = ()
    parts: tuple[int, ...] = ()


def denials(text: str, finds: list[Find]) -> Iterator[Denial]:
    """Every negation with the finds (by place in the list) or the bare words that it denies."""
    covered = bytearray(len(text))
    for find in finds:
        if find.fact or find.rank == "idiom":
            covered[find.start : find.end] = b"\x01" * (find.end - find.start)
    places = {find.start: place for place, find in enumerate(finds)}
    stops = [match.start() for match in _STOP.finditer(text)]
    behind = list(_behind(text, finds))
    for denial in behind:
        covered[denial.start : denial.end] = b"\x01" * (denial.end - denial.start)
    for match in _FORWARD.finditer(text):
        if covered.find(1, match.start(), match.start() + 2) < 0:
            yield _forward(text, match, finds, places, stops)
    yield from behind
    yield from _owned(text, finds)
    for match in _THAT.finditer(text):
        before = [p for p, f in enumerate(finds) if match.start() - 30 <= f.end <= match.start()]
        if before:
            yield Denial(match.start(), match.end(), "not", tuple(before[-1:]))


def _behind(text: str, finds: list[Find]) -> Iterator[Denial]:
    """What is refused or at hand by the words behind it: "the dj is off", "dj: no"."""
    for place, find in enumerate(finds):
        after = _BACKWARD.match(text, find.end)
        dated = find.rank == "date" and after and not after["have"]
        if after and (dated or find.rank in {"cue", "list", "hired"}):
            kind = "have" if after["have"] else "not"
            yield Denial(after.start(), after.end(), kind, (place,))


def _owned(text: str, finds: list[Find]) -> Iterator[Denial]:
    at = {find.start: place for place, find in enumerate(finds)}
    for match in _HAVE.finditer(text):
        place = at.get(match.end())
        if place is not None and finds[place].rank not in {"cue", "list", "hired"}:
            continue
        whole = _END.match(text, finds[place].end) if place is not None else None
        if place is not None and (whole or _ALREADY.search(match.group())):
            yield Denial(match.start(), match.end(), "have", (place,))


REACH = 90
"""Characters that a negation may reach at most."""


def _forward(
    text: str, match: re.Match[str], finds: list[Find], places: dict[int, int], stops: list[int]
) -> Denial:
    kind = "replaced" if match["swap"] else "not"
    after = bisect_left(stops, match.end())
    limit = min(len(text), match.end() + REACH, *stops[after : after + 1])
    start = _past_verb(text, match)
    denied, objects, parts = reached(text, start, limit, finds, places)
    objects = [] if _names_nothing(text, match) else objects
    if kind == "replaced":
        denied = denied[:1] if _TO.search(text, match.end()) else denied
    return Denial(match.start(), match.end(), kind, tuple(denied), tuple(objects), tuple(parts))


def _past_verb(text: str, match: re.Match[str]) -> int:
    """Where the denied things start: "not covered in fondant" is about the fondant."""
    said = match.group().split()
    if said[0] == "no" or said[-1] in _ARTICLES:
        return match.end()
    verb = _VERB.match(text, match.end())
    return verb.end() if verb else match.end()


_ARTICLES = frozenset({"a", "an", "the", "any", "our", "my"})
_VERB = re.compile(
    r" (?:to (?:be )?[a-z]+|(?!getting|going|being)[a-z]{2,}(?:ed|[a-z]ing))(?: (?:in|with|by|"
    r"about|on))?(?=[ ,.;!?]|$)"
)


def _names_nothing(text: str, match: re.Match[str]) -> bool:
    """Whether bare words behind a negation are no things: "nothing posh", "not a coronation"."""
    said = match.group().split()
    if said[0] == "nothing":
        return said[-1] == "nothing" and not text.startswith(" too ", match.end())
    contrast = said[-1] in {"a", "an", "the"} and said[0] in {"not", "isn't"}
    return contrast and bool(
        _CONTRAST.search(text[max(0, match.start() - 12) : match.start()]) or said[0] == "isn't"
    )


_CONTRAST = re.compile(r"(?:\b(?:it|this|that|we|i|they)(?:'s|'re|'m| is| are| am| was)|^not) $")
