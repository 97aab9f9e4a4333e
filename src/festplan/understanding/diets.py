"""How many guests have a diet or an allergy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from festplan.domain.vocabulary import ALLERGEN_DIETS
from festplan.understanding.finds import Find
from festplan.understanding.numbers import NUMBER, whole
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS

_RELATIVES = (
    r"guys?|lads?|lass|lady|man|woman|nieces?|nephews?|cousins?|aunts?|aunties?|uncles?|blokes?|"
    r"gals?|sisters?|brothers?|daughters?|sons?|grand(?:daughters?|sons?|mothers?|fathers?)|"
    r"(?:sister|brother|mother|father|daughter|son)s?-in-law|in-laws|others|bridesmaids?|"
    r"groomsm[ae]n|colleagues?|teammates?|classmates?|attendees?|child"
)
_ROLES = rf"(?:{KIDS}|{ADULTS}|{GUESTS}|{_RELATIVES})"
_COUNT = re.compile(
    rf"(?P<count>(?<!\bx )(?<!\bx){NUMBER}|\bone|\banother(?= (?:is|has|needs|must|can't|cannot|"
    rf"who)\b))"
    rf"(?: ?x)?(?: (?:of (?:(?:the|my|our|his|her)(?: "
    rf"(?:party|group|family|friends|table|lot|company|class|"
    rf"crew|team))?|them|us|those|whom|which)|more))?"
    rf"(?P<all> {NUMBER}(?= ))?"
    rf"(?: ?(?:the )?(?:little |young |other |lone |single )?(?:{_ROLES}|lone|single)\b)?"
    r"(?: (?:on|in|at|from) (?:my|our|the) [a-z]+)?"
    r"(?:,? (?:that |who |which |whom )?(?:is|who's|that's|are|will be|being|with|have|has|having|"
    r"keeps?|follows?|prefers?|need|observes?|says? (?:he|she|they)(?:'s|'re| is| are)|must have|"
    r"can't touch|cannot touch|can't take|cannot take|can't do|cannot do|takes? no|eats? no|coming|"
    r"touch no|"
    r"needs|eat|eats|"
    r"want|wants|require|requires|can't have|cannot have|can't eat|cannot eat|don't eat|"
    r"doesn't eat|"
    r"with an?|has an?|have an?|a|an|of them|allergic to|allergy to|strictly|strict|severe|"
    r"severely|serious|bad|mild|who|also|for|intolerant to|must have|must be|avoid|avoids|:|-|"
    r"=|any|meals?|options?|portions?|plates?|-|=|food){1}){0,5} ?$"
)
_AFTER = re.compile(
    rf"(?: (?:{_ROLES}|meals?|options?|portions?|plates?|eaters?|diets?|allergy|allergies|"
    rf"allergic|sufferers?|intolerances?|intolerant|food|only|friendly|options|disease|"
    rf"ones)\b){{1,2}}"
)
_LABEL = re.compile(
    rf"(?:s|es)?(?: (?:meals?|guests?|people|options?))?(?: ?[:=x(-] ?(?P<count>{NUMBER})"
    rf"(?: (?:[a-z]+ )?(?:allerg[a-z]+|intoleran[a-z]+|people|guests|kids|of (?:us|them)))?\)?|"
    rf" (?P<bare>{NUMBER})(?: ?nos?\b\.?| ?pax\b)?(?= ?(?:$|[,.;)&+/]| and\b))|"
    rf",? (?P<them>{NUMBER}) of (?:them|those)\b)"
)
_PART = re.compile(
    rf"(?P<what> (?:meals?|options?|food|plates?|menus?))? for (?P<count>{NUMBER})"
    rf"(?P<rest> of (?:the|them|us|our|my|those)\b(?: {_ROLES}\b)?)?(?P<who> {_ROLES}\b)?"
    rf"(?P<more> ?[a-z])?"
)
_A_PERSON = re.compile(
    r"\b(?:an?|lone|single) (?:coeliac|celiac|vegan|vegetarian|pescatarian|veggie|diabetic)$"
)
_ALONE = re.compile(r" ?(?:$|[,.;!?)]| (?:and|in|who|so|but|among|at|coming)\b)")
FEW, SOME = 6, 12
"""Up to so many people named, or numbers alone, a diet "for N" is theirs and not the party's."""
_THING = re.compile(r" (?:[a-z]+ )?(?:cakes?|cupcakes|pizzas?|desserts?|dishes|trays|platters)\b")
_OFFERED = re.compile(r"option|meal|portion|plate|ones|people|guests|kids")


def counted(text: str, finds: Iterable[Find]) -> Iterator[Find]:
    """Diet and allergen finds, wider by the count that belongs to them, with it as their value.

    A diet's value becomes (diet, count or None, words to exclude).
    """
    listed = list(finds)
    several = len({find.value for find in listed if find.fact in {"diet", "allergen"}}) > 1
    for find in listed:
        if find.fact in {"diet", "allergen"}:
            yield from _counted(text, find, several=several)
        else:
            yield find


def _counted(text: str, find: Find, *, several: bool) -> Iterator[Find]:
    after = _AFTER.match(text, find.end)
    end = after.end() if after else find.end
    count, start = None, find.start
    if not _THING.match(text, find.end):
        before = _before(text, find.start)
        if before and before["all"]:
            count = _counts(before)
            yield Find("diet", "", None, *_place(before, "count", find.start))
        elif before:
            count, start = _counts(before), _place(before, "count", find.start)[0]
    if count == 1 and (part := _PART.match(text, find.end)) and part["what"] and part["who"]:
        count, end = whole(part["count"]), part.end("who")
    if count is None and _A_PERSON.search(text[max(0, find.start - 8) : find.end]):
        count = 1 if _ALONE.match(text, find.end) else None
    if count is None:
        count, end = _labelled(text, find.end, end, several=several)
    name = find.value if find.fact == "diet" else ALLERGEN_DIETS[find.value]
    offered = after is not None and _OFFERED.search(after.group())
    exclude = find.value if find.fact == "allergen" else _kept_out(find.value, count)
    exclude = None if offered and find.fact == "diet" else exclude
    value = (name, count, exclude)
    about = ("catering",)
    yield find._replace(fact="diet", value=value, start=start, end=end, categories=about)


def _counts(match: re.Match[str]) -> int:
    return whole(match["count"]) if match["count"].isdigit() or "," in match["count"] else 1


REACH = 70
"""Characters before a diet in which its count may stand."""


def _before(text: str, at: int) -> re.Match[str] | None:
    return _counting(text[max(0, at - REACH) : at])


@lru_cache(maxsize=256)
def _counting(near: str) -> re.Match[str] | None:
    """The count at the end of these words; places in the match are places in them."""
    starts = [number.start() for number in _NUMBERS.finditer(near)][-MOST_TRIED:]
    return next((found for start in starts if (found := _COUNT.match(near, start))), None)


MOST_TRIED = 3
"""Numbers before a diet that may count it, the nearest ones."""
_NUMBERS = re.compile(r"(?<!\d)\d|\bone\b|\banother\b")


def _place(match: re.Match[str], name: str, at: int) -> tuple[int, int]:
    first = max(0, at - REACH)
    return first + match.start(name), first + match.end(name)


def _labelled(text: str, near: int, end: int, *, several: bool) -> tuple[int | None, int]:
    """The count behind a diet: "vegan: 5", "nut allergy x1"; and "halal for 5" beside others."""
    label = _LABEL.match(text, end) or _LABEL.match(text, near)
    if label:
        return whole(label["count"] or label["bare"] or label["them"]), label.end()
    part = _PART.match(text, near)
    if part and _theirs(part, several=several):
        return whole(part["count"]), part.start("more") if part["more"] else part.end()
    return None, end


def _theirs(part: re.Match[str], *, several: bool) -> bool:
    """Whether "for N" behind a diet counts those who have it, not everyone at the party."""
    if part["rest"] or (several and (part["who"] or not part["more"])):
        return True
    count = whole(part["count"])
    if part["who"]:
        return count <= FEW
    return count <= SOME and not part["more"] and not part["what"]


_FREE = {diet: allergen for allergen, diet in ALLERGEN_DIETS.items()}


def _kept_out(diet: str, count: int | None) -> str | None:
    """An X-free said of everything keeps X out; said of so many guests it is their diet."""
    return _FREE.get(diet) if count is None else None
