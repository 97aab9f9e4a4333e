"""What a world came to: who answered, how often nobody had to, and how good its plans are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from festplan.domain.plan import StepOutcome
from festplan.proof.simulation.checks import Checked, Plan, check
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


class Quality:
    """Constraints of many plans: how many were checked and met, and those that were not."""

    def __init__(self) -> None:
        self.checked: Counter[tuple[str, str, str]] = Counter()
        self.met: Counter[tuple[str, str, str]] = Counter()
        self.unmet: list[dict[str, Any]] = []

    def add(self, host: Host, plan: Plan) -> None:
        """Checks the plan of a host."""
        for one in check(host.wants, plan):
            key = (one.constraint, one.agent, plan.tiers.get(one.agent, "nobody"))
            self.checked[key] += 1
            self.met[key] += one.met
            if not one.met:
                self.unmet.append(_named(host, one, key[2]))

    def share(self) -> float:
        """The part of all checked constraints that is met, 0 to 1; 1 of none."""
        checked = self.checked.total()
        return round(self.met.total() / checked, 4) if checked else 1.0

    def document(self) -> dict[str, Any]:
        """Counts by constraint, and by agent and tier; and those that are unmet."""
        return {
            "checked": self.checked.total(),
            "met": self.met.total(),
            "share": self.share(),
            "by_constraint": dict(self._by(0)),
            "by_agent_and_tier": self._by_agent_and_tier(),
            "unmet": self.unmet[:MOST_NAMED],
        }

    def _by_agent_and_tier(self) -> list[dict[str, Any]]:
        """Counts by agent and by the tier that answered."""
        keys = sorted({key[1:] for key in self.checked})
        return [
            {
                "agent": agent,
                "tier": tier,
                "checked": sum(n for k, n in self.checked.items() if k[1:] == (agent, tier)),
                "met": sum(n for k, n in self.met.items() if k[1:] == (agent, tier)),
            }
            for agent, tier in keys
        ]

    def _by(self, part: int) -> Iterator[tuple[str, Mapping[str, int]]]:
        for name in sorted({key[part] for key in self.checked}):
            checked, met = (
                sum(count for key, count in counted.items() if key[part] == name)
                for counted in (self.checked, self.met)
            )
            yield name, {"checked": checked, "met": met}


def _named(host: Host, one: Checked, tier: str) -> dict[str, Any]:
    return {
        "party": host.number,
        "constraint": one.constraint,
        "agent": one.agent,
        "tier": tier,
        "instead": one.instead,
    }


def percent(part: int, whole: int) -> float:
    """`part` of `whole` in percent with one digit; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0
