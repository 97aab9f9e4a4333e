"""What would make an agent cheaper, read from its own rows of a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from festplan.domain.money import ceil_div, share
from festplan.domain.spending import CallSum, StepSum

ENOUGH = 10
"""Turns or calls below which a rate says nothing."""
LOW_HITS = 50
"""Percent of paid-for turns answered by reuse below which sharing is worth a look; the case study
expects 60."""
LONG_PROMPT = 2000
"""Tokens of input a call above which a prompt is long: the case study's longest turn has 800."""
CACHEABLE, LOW_CACHED = 1024, 50
"""Providers keep prefixes from 1,024 tokens on (OpenAI's prompt caching guide); percent of input
that then should come from there."""
MANY_LOST = 2
"""Percent of calls that are unknown, or are retries, above which a provider is worth a look."""


@dataclass(frozen=True, slots=True)
class Turns:
    """An agent's calls and steps of a month or a party."""

    agent: str
    calls: Sequence[CallSum]
    steps: Sequence[StepSum]

    @property
    def reused(self) -> int:
        """Turns that cost nothing because the answer had been paid for."""
        return sum(s.steps for s in self.steps if s.saved_microdollars)

    @property
    def paid(self) -> int:
        """Turns that were paid for."""
        return sum(s.steps for s in self.steps if s.spent_microdollars)

    @property
    def made(self) -> int:
        """Calls that a provider was asked, whatever came of them."""
        return sum(call.calls for call in self.calls)


def advice(turns: Turns) -> list[dict[str, str]]:
    """What stands out in the rows, each with its figures; empty when nothing does."""
    rules = {
        "low_hit_rate": _hits,
        "escalations": _reasons,
        "long_prompts": _long,
        "uncached_prompts": _uncached,
        "unknown_calls": _unknown,
        "retries": _retries,
    }
    told = ((kind, rule(turns)) for kind, rule in rules.items())
    return [{"kind": kind, "message": message} for kind, message in told if message]


def _hits(turns: Turns) -> str:
    every = turns.reused + turns.paid
    rate = share(turns.reused, every)
    if every < ENOUGH or rate >= LOW_HITS:
        return ""
    return (
        f"Reuse answered {turns.reused} of {every} turns ({rate}%): see whether its view holds "
        "words that no vocabulary has, which keep answers private."
    )


def _reasons(turns: Turns) -> str:
    """The reason that most paid turns were escalated for."""
    counts: Counter[str] = Counter()
    for step in turns.steps:
        if step.reason and step.spent_microdollars:
            counts[step.reason] += step.steps
    if not counts:
        return ""
    reason = min(counts, key=lambda name: (-counts[name], name))
    return (
        f"{counts[reason]} of {turns.paid} paid turns were escalated because: {reason}; "
        "a rule that handles it would spare their calls."
    )


def _long(turns: Turns) -> str:
    mean, _ = _prompts(turns)
    if mean <= LONG_PROMPT:
        return ""
    return f"A call sends {mean:,} tokens on average: fewer listings in its evidence would do."


def _uncached(turns: Turns) -> str:
    mean, cached = _prompts(turns)
    if mean < CACHEABLE or cached >= LOW_CACHED:
        return ""
    return (
        f"{cached}% of what it sends comes from the provider's cache: "
        "what is the same in every prompt has to stand first."
    )


def _prompts(turns: Turns) -> tuple[int, int]:
    """Tokens of input a settled call, and percent of them from the provider's cache."""
    settled = [call for call in turns.calls if call.state == "settled"]
    calls = sum(call.calls for call in settled)
    sent = sum(call.input_tokens for call in settled)
    cached = share(sum(call.cached_tokens for call in settled), sent)
    return ceil_div(sent, calls) if calls else 0, cached


def _unknown(turns: Turns) -> str:
    unknown = sum(call.calls for call in turns.calls if call.state == "unknown")
    if unknown * 100 <= turns.made * MANY_LOST:
        return ""
    return (
        f"{unknown} of {turns.made} calls may have been billed without an answer: "
        "compare them with the provider's bill."
    )


def _retries(turns: Turns) -> str:
    retries = sum(call.retries for call in turns.calls)
    if retries * 100 <= turns.made * MANY_LOST:
        return ""
    return f"{retries} of {turns.made} calls were retries: the provider is slow or at its limit."
