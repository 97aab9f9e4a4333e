"""What a world came to: who answered, how often nobody had to, and how good its plans are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from festplan.domain.plan import StepOutcome
from festplan.proof.simulation.checks import Plan, check
from festplan.proof.simulation.hosts import Host
from festplan.proof.simulation.playing import Played

TIERS = ("rules", "local", "small", "large")
FRESH = ("fresh", "cut_off")
MOST_NAMED = 1000
"""Unmet constraints that are named one by one; all are counted."""


def answered_by(outcomes: Sequence[StepOutcome]) -> dict[str, int]:
    """Turns by who answered: the tier that was asked then, another's answer, or nobody anew."""
    asked = Counter(o.tier for o in outcomes if o.outcome == "ran")
    came = _came(outcomes)
    found = {
        "shared": came["shared"] + came["stored"],
        "fresh": sum(came[name] for name in FRESH),
    }
    return {**{tier: asked[tier] for tier in TIERS}, **found}


def levels(outcomes: Sequence[StepOutcome]) -> dict[str, float]:
    """Percent of turns whose answer was found: in the plan, among the host's own, at others'."""
    came = _came(outcomes)
    turns = _turns(came)
    found = {
        "plan": sum(came[name] for name in FRESH),
        "own": came["stored"],
        "others": came["shared"],
        "asked": came["ran"],
    }
    return {name: percent(count, turns) for name, count in found.items()}


def escalation(outcomes: Sequence[StepOutcome], prompted: frozenset[str]) -> dict[str, Any]:
    """Of the asks that a model could be put: how many rules left to the small, and it to the large.

    A stopgap is the rules' answer where every model failed.
    """
    ran = [o for o in outcomes if o.outcome == "ran" and o.agent in prompted]
    by = Counter(o.tier for o in ran)
    models = by["small"] + by["large"]
    return {
        "asks": len(ran),
        "to_models_percent": percent(models, len(ran)),
        "to_large_percent": percent(by["large"], len(ran)),
        "large_of_models_percent": percent(by["large"], models),
    }


def executions(outcomes: Sequence[StepOutcome]) -> dict[str, Any]:
    """Turns of active agents, those that ran, and how many a run from scratch does that did not."""
    came = _came(outcomes)
    turns = _turns(came)
    return {
        "turns": turns,
        "ran": came["ran"],
        "avoided_percent": percent(turns - came["ran"], turns),
    }


def _came(outcomes: Iterable[StepOutcome]) -> Counter[str]:
    """Steps by what came of them."""
    return Counter(str(step.outcome) for step in outcomes)


def _turns(came: Counter[str]) -> int:
    """Turns of agents that were asked for."""
    return came.total() - came["deleted"]


def outcomes(played: Iterable[Played]) -> list[StepOutcome]:
    """What came of every step."""
    return [step for party in played for run in party.runs for step in run.outcomes]


# --- quality -------------------------------------------------------------------------------------


class Judged(NamedTuple):
    """One constraint of one plan: whose card keeps it, the tier that answered, and what is there
    instead where it is not kept."""

    party: int
    constraint: str
    agent: str
    tier: str
    instead: str


def judged(seen: list[Judged], host: Host, plan: Plan) -> None:
    """Adds every check of the plan of a host to `seen`."""
    for one in check(host.wants, plan):
        tier = plan.tiers.get(one.agent, "nobody")
        seen.append(Judged(host.number, one.constraint, one.agent, tier, one.instead))


def quality(seen: Sequence[Judged]) -> dict[str, Any]:
    """Counts by constraint, and by agent and tier; and those that are unmet."""
    checked, unmet = len(seen), [one for one in seen if one.instead]
    met = checked - len(unmet)
    return {
        "checked": checked,
        "met": met,
        "share": round(met / checked, 4) if checked else 1.0,
        "by_constraint": {name: counts for (name,), counts in _by(seen, "constraint")},
        "by_agent_and_tier": [
            {"agent": agent, "tier": tier, **counts}
            for (agent, tier), counts in _by(seen, "agent", "tier")
        ],
        "unmet": [one._asdict() for one in unmet[:MOST_NAMED]],
    }


def _by(seen: Iterable[Judged], *names: str) -> Iterator[tuple[tuple[str, ...], dict[str, int]]]:
    """How many are checked and met of those that are alike in these, in order."""
    counts: dict[tuple[str, ...], dict[str, int]] = {}
    for one in seen:
        key = tuple(getattr(one, name) for name in names)
        count = counts.setdefault(key, {"checked": 0, "met": 0})
        count["checked"] += 1
        count["met"] += not one.instead
    yield from sorted(counts.items())


def percent(part: int, whole: int) -> float:
    """`part` of `whole` in percent with one digit; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0
