"""Who gets what, and in which order: said of two, it stays in the residue beside the facts.

"A clown for the kids, wine for the adults" states the same facts as "wine for the kids, a clown
for the adults"; only the words in their order tell the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from festplan.understanding.finds import Find
from festplan.understanding.somebody import ADULTS, GUESTS, KIDS
from festplan.understanding.sought import Sought

_FOR_WHOM = Sought(
    rf"\bfor (?:the |our |my |his |her )?(?P<who>{KIDS}|{ADULTS}|{GUESTS}|bride|groom|host|boss|"
    r"ceremony|reception|evening|afternoon|morning)\b",
    "for ",
)
_ORDERED = re.compile(r"\bfirst\b[^.;!?]{1,60}\bthen\b|\b(?:followed by|before|after)\b")
_WISHES = frozenset({"list", "hired", "named", "theme", "diet", "form"})
_ONE_SEX = re.compile(r"\b(?:boys?|girls?|men|women|ladies|gents|lads|moms|dads|mums)\b")


def apart(text: str, finds: Iterable[Find]) -> list[Find]:
    """The finds, those that share a fact with another but belong to another role kept in words."""
    listed = list(finds)
    roles = {match["who"] for match in _FOR_WHOM.finditer(text)}
    if len(roles) > 1 or _ORDERED.search(text):
        listed = [_spoken(text, find, roles) for find in listed]
    sexes = [f for f in listed if f.rank == "count" and _ONE_SEX.search(text[f.start : f.end])]
    if len({find.fact for find in sexes}) < len(sexes):
        listed = [find._replace(kept=True) if find in sexes else find for find in listed]
    return listed


def _spoken(text: str, find: Find, roles: set[str]) -> Find:
    wish = find.fact != "" and find.rank in _WISHES
    kin = find.rank == "name" and any(role in text[find.start : find.end] for role in roles)
    return find._replace(kept=True) if wish or kin else find
