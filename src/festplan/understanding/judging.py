"""Grammar and head together: what a text is about, and whether it is about a gathering at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from festplan.domain.reading import CATEGORIES
from festplan.understanding.categories import About, categories_of
from festplan.understanding.clauses import states_plainly
from festplan.understanding.finds import Find
from festplan.understanding.residue import Left
from festplan.understanding.wording import Wording

Opinion = Mapping[str, float]
"""Label -> probability, as the head gives it."""

REFUSED = 0.45
"""A text is about another matter where the head gives that more than this: where about 4 % of
requests were refused in voices that it had not learned from then (`training/voices.tsv`)."""
OVERRULED = 0.9
"""Up to this the head gives way to a clause that states a fact and not a word more."""
ADDED = 0.6
"""A category is added to the grammar's where the head gives it more than this."""
DROPPED = 0.3
"""One that no fact backs is dropped where the head gives it less."""
ELSEWHERE_BY_RULE = 0.9
"""What is shown as the score where the grammar alone decided."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The topics of a text, or None where it is about another matter, and who decided that."""

    topics: About | None
    elsewhere_score: float
    decided_by: str


def is_sure(finds: Sequence[Find], left: str) -> bool:
    """Whether the grammar explains every word and knows a fact: then nobody else is asked."""
    return not left and any(find.fact and not find.denied for find in finds)


def judged(
    wording: Wording,
    finds: Sequence[Find],
    topics: About,
    opinion: Opinion | None,
    *,
    left: Left,
    elsewhere: bool,
) -> Verdict:
    """What stands: the grammar's word, changed where the head is clearly of another opinion."""
    if opinion is None:
        return Verdict(None if elsewhere else topics, ELSEWHERE_BY_RULE, "rules")
    if _refuses(wording, finds, left, opinion):
        score = round(opinion["out_of_domain"], 2)
        return Verdict(None, score, "rules" if elsewhere else "local")
    changed = _changed(wording.text, finds, topics, opinion)
    same = not elsewhere and set(changed.scores) == set(topics.scores)
    return Verdict(changed, 0.0, "rules" if same else "local")


def _refuses(wording: Wording, finds: Sequence[Find], left: Left, opinion: Opinion) -> bool:
    """Whether the head is sure enough of another matter, against what is stated plainly."""
    likely = opinion["out_of_domain"]
    return likely > OVERRULED or (likely > REFUSED and not states_plainly(wording, finds, left))


def _changed(text: str, finds: Sequence[Find], topics: About, opinion: Opinion) -> About:
    """`topics` with what the head adds, and without what no fact backs and the head doubts."""
    firm = {name for find in finds if find.fact for name in categories_of(find)} | topics.declined
    scores = {
        name: score
        for name, score in topics.scores.items()
        if name in firm or opinion[name] >= DROPPED
    }
    added = {name for name in CATEGORIES if name not in scores and opinion[name] > ADDED}
    if not scores and not added:
        added = {max(CATEGORIES, key=lambda name: opinion[name])}
    wishes = topics.wishes & scores.keys()
    if not _DENIAL.search(text):
        wishes |= added
    scores |= {name: round(opinion[name], 2) for name in added}
    return About(scores, wishes, topics.declined)


_DENIAL = re.compile(
    r"\b(?:no|not|none|nope|nah|nil|n/a|never|nothing|nobody|neither|nor|without|cannot|hates?|avoid|"
    r"skip|drop|"
    r"cancel|scrap|ditch|"
    r"forget|remove|[a-z]+n't)\b"
)
"""Words that may turn a wish into its contrary; what is added beside one activates nobody."""
