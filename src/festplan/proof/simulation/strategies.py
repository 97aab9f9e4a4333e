"""The strategies of the case study, one at a time: what all parties of a world then cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from festplan.ports.models import Usage
from festplan.proof.simulation.playing import Run
from festplan.proof.simulation.pricing import (
    Cost,
    Place,
    Records,
    reading_cost,
    turn_cost,
    turns_cost,
)
from festplan.proof.simulation.recording import Asked

CLASSIFIER = "openai:gpt-3.5-turbo"
"""What the case study would classify with (CASE 3, strategy 2)."""
CACHED_FROM, CACHED_BY = 1024, 128
"""OpenAI caches prompts of so many tokens and more, in steps
(https://platform.openai.com/docs/guides/prompt-caching)."""
LETTERS_PER_TOKEN = 4
CASCADE: Mapping[str, tuple[str, ...]] = {
    "theme_agent": ("cake_agent", "venue_agent", "vendor_agent"),
    "venue_agent": ("budget_agent",),
    "cake_agent": ("budget_agent",),
    "catering_agent": ("budget_agent",),
    "vendor_agent": ("budget_agent",),
    "budget_agent": ("planner_final",),
}
"""The dependency map of CASE 1, which looks one step deep."""


def document_delta(records: Records) -> Cost:
    """CASE 1 as its code has it: agents of the changed categories, and one step of its cascade."""
    known: set[tuple[int, str]] = set()

    def priced(records: Records, place: Place) -> Cost:
        held = (place.party.number, place.turn.agent)
        runs = place.turn.agent in _affected(place.run) or held not in known
        known.add(held)
        return turn_cost(records, place) if runs else _looked_up(records)

    return turns_cost(records, priced).plus(reading_cost(records))


def _affected(run: Run) -> set[str]:
    direct = {f"{name}_agent" for name in run.about}
    return direct | {name for agent in direct for name in CASCADE.get(agent, ())}


def incremental(records: Records) -> Cost:
    """An agent works when its question is new to its party, by content."""
    return _once(records, lambda place: (place.party.number, place.turn.fingerprint))


def shared(records: Records) -> Cost:
    """An agent works when its question is new to every host; what is private stays private."""
    return _once(records, lambda place: place.turn.fingerprint)


def _once(records: Records, key: Callable[[Place], object]) -> Cost:
    known: set[object] = set()

    def priced(records: Records, place: Place) -> Cost:
        named = key(place)
        if named in known:
            return _looked_up(records)
        known.add(named)
        return turn_cost(records, place).plus(_looked_up(records))

    return turns_cost(records, priced).plus(reading_cost(records))


def _looked_up(records: Records) -> Cost:
    """Looking for a known answer, or taking it."""
    return Cost(cache=records.book.rates.cache)


def cheapest_model(records: Records) -> Cost:
    """Rules answer where their answer passes its check; a model where it does not."""

    def priced(records: Records, place: Place) -> Cost:
        ask, cost = records.ask(place.turn), turn_cost(records, place)
        return cost._replace(models=0) if ask and ask.by_rules else cost

    return turns_cost(records, priced).plus(reading_cost(records))


def batched(records: Records) -> Cost:
    """Every ask goes through the provider's batch API; the host waits up to a day for it."""

    def priced(records: Records, place: Place) -> Cost:
        ask, cost = records.ask(place.turn), turn_cost(records, place)
        return cost._replace(models=records.book.call(ask.usage, batch=True)) if ask else cost

    return turns_cost(records, priced).plus(reading_cost(records))


def local_reading(records: Records) -> Cost:
    """Texts are read on this machine."""
    return turns_cost(records, turn_cost)


def cheaper_reading(records: Records) -> Cost:
    """Texts are read by GPT-3.5-turbo, at the price that the case study has for it."""
    return turns_cost(records, turn_cost).plus(reading_cost(records, CLASSIFIER))


def words_first(records: Records) -> Cost:
    """Filters and words find, vectors what is in no vocabulary; what was found is remembered."""
    known: set[tuple[str, str]] = set()

    def priced(records: Records, place: Place) -> Cost:
        turn, rates = place.turn, records.book.rates
        cost, found = turn_cost(records, place)._replace(vectors=0), records.searched(turn)
        if not found.made:
            return cost
        if (turn.agent, turn.view) in known:
            return cost.plus(_looked_up(records))
        known.add((turn.agent, turn.view))
        words = found.made - found.by_meaning
        return cost.plus(
            Cost(vectors=found.by_meaning * rates.vector, database=words * rates.database)
        )

    return turns_cost(records, priced).plus(reading_cost(records))


def cached_prompts(records: Records) -> Cost:
    """The part of each prompt that is the same for every host, where a provider would cache it."""

    def priced(records: Records, place: Place) -> Cost:
        ask, cost = records.ask(place.turn), turn_cost(records, place)
        if ask is None:
            return cost
        return cost._replace(models=records.book.call(_cached(ask)))

    return turns_cost(records, priced).plus(reading_cost(records))


def _cached(ask: Asked) -> Usage:
    same = ask.instructions // LETTERS_PER_TOKEN
    cached = same // CACHED_BY * CACHED_BY if same >= CACHED_FROM else 0
    return replace(ask.usage, cached_tokens=cached)


STRATEGIES: Mapping[str, tuple[str, Callable[[Records], Cost]]] = {
    "case_1_delta": ("CASE 1: delta by category", document_delta),
    "incremental": ("Only what an edit changes, by content", incremental),
    "shared_results": ("Results shared across hosts", shared),
    "cheapest_model": ("Cheapest model that works", cheapest_model),
    "batch_api": ("Batch API, half price", batched),
    "local_classification": ("Classification on this machine", local_reading),
    "cheaper_classifier": ("Classification by GPT-3.5-turbo", cheaper_reading),
    "vector_search": ("Filters and words before vectors", words_first),
    "prompt_caching": ("Prompt caching of the provider", cached_prompts),
}
"""Every strategy of the case study, alone: its title, and what all parties then cost."""
