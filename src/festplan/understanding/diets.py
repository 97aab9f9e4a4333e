"""How many guests have a diet or an allergy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from festplan.domain.vocabulary import ALLERGEN_DIETS
from festplan.understanding.finds import Find
from festplan.understanding.numbers import NUMBER, whole
from festplan.understanding.people import ADULTS, GUESTS, KIDS

_ROLES = rf"(?:{KIDS}|{ADULTS}|{GUESTS})"
_COUNT = re.compile(
    rf"(?P<count>{NUMBER})(?: ?x)?(?: (?:of (?:the|my|our|them|us|those|whom|which|his|her)|more))?"
    rf"(?: ?(?:the )?(?:little |young |other )?{_ROLES}\b)?"
    r"(?:,? (?:that |who |which |whom )?(?:is|are|will be|being|with|have|has|having|"
    r"keeps?|follows?|prefers?|need|"
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
    rf"(?:s|es)?(?: (?:meals?|guests?|people|options?))? ?[:=x(-] ?(?P<count>{NUMBER})\)?"
)
_THING = re.compile(r" (?:[a-z]+ )?(?:cakes?|cupcakes|pizzas?|desserts?|dishes|trays|platters)\b")
_OFFERED = re.compile(r"option|meal|portion|plate|ones|people|guests|kids")


def counted(text: str, finds: Iterable[Find]) -> Iterator[Find]:
    """Diet and allergen finds, wider by the count that belongs to them, with it as their value.

    A diet's value becomes (diet, count or None, words to exclude).
    """
    for find in finds:
        if find.fact in {"diet", "allergen"}:
            yield _counted(text, find)
        else:
            yield find


def _counted(text: str, find: Find) -> Find:
    after = _AFTER.match(text, find.end)
    end = after.end() if after else find.end
    count, start = _before(text, find.start)
    if find.end < len(text) and _THING.match(text, find.end):
        count, start = None, find.start
    if count is None:
        label = _LABEL.match(text, find.end)
        if label:
            count, end = whole(label["count"]), label.end()
    name = find.value if find.fact == "diet" else ALLERGEN_DIETS[find.value]
    offered = after is not None and _OFFERED.search(after.group())
    exclude = find.value if find.fact == "allergen" else _kept_out(find.value, count)
    exclude = None if offered and find.fact == "diet" else exclude
    return replace(
        find,
        fact="diet",
        value=(name, count, exclude),
        start=start,
        end=end,
        categories=("catering",),
    )


def _before(text: str, at: int) -> tuple[int | None, int]:
    first = max(0, at - 70)
    match = _COUNT.search(text[first:at])
    if match is None:
        return None, at
    return whole(match["count"]), first + match.start()


_FREE = {diet: allergen for allergen, diet in ALLERGEN_DIETS.items()}


def _kept_out(diet: str, count: int | None) -> str | None:
    """An X-free said of everything keeps X out; said of so many guests it is their diet."""
    return _FREE.get(diet) if count is None else None
