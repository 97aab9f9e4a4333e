"""Which kinds of place are least what a party of its manner is held in.

Our own judgement: such places are offered last, and none is ruled out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from festplan.agents.knowledge.kinds import for_children
from festplan.agents.offers.hours import party_kind
from festplan.domain.reading import Facts as BriefFacts
from festplan.engine.agent import Facts

_FOR_PLAY = frozenset({"play centre", "playground", "school", "trampoline park"})
_SPORTS = frozenset(
    {
        *("arcade hall", "bowling alley", "climbing gym", "gym", "mini golf", "skating rink"),
        *("sports club", "sports field", "stadium", "swimming pool"),
    }
)
UNSUITED: Mapping[str, frozenset[str]] = {
    "children": frozenset(
        {"bar", "brewery", "conference centre", "nightclub", "pub", "spa venue", "winery"}
    ),
    "formal": _FOR_PLAY
    | _SPORTS
    | {"amusement park", "cafe", "campsite", "cinema", "community centre", "nightclub", "park"}
    | {"brewery", "pub"},
    "grown": _FOR_PLAY,
}


def manner(facts: BriefFacts) -> dict[str, bool]:
    """A children's party, a formal one (a wedding, or a plated dinner), or any other."""
    kind = party_kind(facts)
    children = for_children(kind)
    formal = kind == "wedding" or facts.get("service_style") == "plated"
    return {"children": children, "formal": formal and not children}


def unsuited(view: Facts) -> Collection[str]:
    """The kinds to offer last in this view; none where the host named what they want."""
    if view["venue_kind"]:
        return ()
    return UNSUITED["children" if view["children"] else "formal" if view["formal"] else "grown"]
