"""Clauses that the grammar explains to the last word: what they state, nobody need doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from festplan.understanding.categories import LOOSE
from festplan.understanding.finds import Find
from festplan.understanding.residue import Left, unexplained
from festplan.understanding.signals import QUESTION
from festplan.understanding.wording import Wording

_PARTED = re.compile(r"[,.;!?:()]| - | but | because | so | who | which | where | that | when ")


def states_plainly(wording: Wording, finds: Sequence[Find], left: Left) -> bool:
    """Whether a text that asks nothing says a fact of a party and not a word more in a clause.

    A city, a date or a sum alone may be of any matter: they count in the first clause that states
    anything, "Portland, Maine, not the other one", and not behind words about something else.
    """
    if "?" in wording.text or QUESTION.match(wording.text):
        return False
    first = True
    for stated, explained in _clauses(wording, finds, left):
        firm = any(find.fact not in LOOSE for find in stated)
        if explained and stated and (first or firm):
            return True
        first = first and explained
    return False


def _clauses(
    wording: Wording, finds: Sequence[Find], left_over: Left
) -> Iterator[tuple[list[Find], bool]]:
    """The facts that each clause states, and whether no word of it is left over."""
    left = [at for _, at in unexplained(left_over)]
    inside = bytearray(len(wording.text))
    for find in finds:
        inside[find.start : find.end] = b"\x01" * (find.end - find.start)
    ends = [m.end() for m in _PARTED.finditer(wording.text) if not inside[m.start()]]
    facts = [find for find in finds if find.fact and not find.denied]
    start = fact = word = 0
    for end in (*ends, len(wording.text) + 1):
        stated: list[Find] = []
        while fact < len(facts) and facts[fact].start < end:
            stated.append(facts[fact])
            fact += 1
        over = word
        while word < len(left) and left[word] < end:
            word += 1
        if end > start:
            yield stated, over == word
        start = end
