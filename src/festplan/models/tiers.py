"""Which models an agent may ask, cheapest first, as FESTPLAN_MODELS says.

>>> configured = tiers("small=openai:gpt-4o-mini,large=openai:gpt-4o,cake_agent.large=none")
>>> [(rung.tier, rung.model) for rung in configured.rungs("cake_agent")]
[('small', 'openai:gpt-4o-mini')]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

ORDER = ("local", "small", "large")
"""The tiers that are models, cheapest first; `rules` come before all of them."""
PROVIDERS = ("openai", "gemini", "anthropic")
"""Whose models may be named; `openai` is also every server that speaks its protocol."""
NONE = "none"
READING = "understanding"
"""The name under which models are chosen for inputs that the local reading leaves unread."""


class ModelsRefused(ValueError):
    """FESTPLAN_MODELS says nothing that can be followed; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A tier and its model, like "small" and "openai:gpt-4o-mini"."""

    tier: str
    model: str


@dataclass(frozen=True, slots=True)
class Tiers:
    """The models of every tier, and what single agents have instead of them."""

    common: Mapping[str, str] = field(default_factory=dict[str, str])
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def rungs(self, agent: str) -> tuple[Rung, ...]:
        """The models that `agent` may ask, in order."""
        named = {**self.common, **self.own.get(agent, {})}
        chosen = ((tier, named.get(tier, NONE)) for tier in ORDER)
        return tuple(Rung(tier, model) for tier, model in chosen if model != NONE)

    def by_rules(self, agent: str) -> bool:
        """Whether the agent's rules may answer before any model is asked."""
        return {**self.common, **self.own.get(agent, {})}.get("rules") != NONE

    def models(self) -> tuple[str, ...]:
        """Every model that is named, each once."""
        named = [*self.common.values(), *(m for own in self.own.values() for m in own.values())]
        return tuple(dict.fromkeys(model for model in named if ":" in model))


def tiers(text: str, agents: Collection[str] = ()) -> Tiers:
    """The tiers that `text` names: "small=openai:gpt-4o-mini,cake_agent.small=none,…".

    `rules=none` asks a model about everything. With `agents` an unknown agent is refused. Raises
    `ModelsRefused`.
    """
    common: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, model = (piece.strip() for piece in part.partition("="))
        agent, dot, tier = name.rpartition(".")
        if not equals or (dot and agents and agent not in agents):
            raise ModelsRefused(f"FESTPLAN_MODELS: {part!r} is not like small=openai:gpt-4o-mini.")
        _checked(part, tier, model)
        (own.setdefault(agent, {}) if dot else common)[tier] = model
    return Tiers(common, own)


def _checked(part: str, tier: str, model: str) -> None:
    if tier == "rules":
        if model != NONE:
            raise ModelsRefused(f"FESTPLAN_MODELS: {part!r}: rules can only be none.")
        return
    if tier not in ORDER:
        raise ModelsRefused(f"FESTPLAN_MODELS: {part!r}: a tier is {', '.join(ORDER)} or rules.")
    provider, _, named = model.partition(":")
    if model != NONE and (provider not in PROVIDERS or not named):
        known = ", ".join(PROVIDERS)
        raise ModelsRefused(f"FESTPLAN_MODELS: {part!r}: a model is PROVIDER:NAME, of {known}.")
