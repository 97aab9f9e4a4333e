"""A world, from the parts that were played of it to what it came to, as JSON."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any

from festplan.agents import with_prompts
from festplan.ports.models import Usage
from festplan.proof.simulation import tallies
from festplan.proof.simulation.books import Books, books, disagreements
from festplan.proof.simulation.playing import Played, Tell, settings
from festplan.proof.simulation.pricing import Cost, Prices, Records, baseline, prices
from festplan.proof.simulation.provider import Models, Served
from festplan.proof.simulation.shares import DOCUMENT, Part, Share, Spec, play, quiet
from festplan.proof.simulation.strategies import STRATEGIES


async def come_to(spec: Spec, tell: Tell = quiet, models: Models | None = None) -> dict[str, Any]:
    """What the world came to in this process; `models` answer in place of the usual ones."""
    began = perf_counter()
    make(spec)
    return added_up(spec, [await play(Share(spec), tell, models)], began)


def make(spec: Spec) -> None:
    """Gives the world its folder and its database."""
    folder = Path(spec.folder)
    folder.mkdir(parents=True)
    shutil.copy(spec.template, folder / "festplan.db")


def added_up(spec: Spec, parts: Sequence[Part], began: float) -> dict[str, Any]:
    """What all parts of the world came to, with how long it took since `began`."""
    served = list(chain.from_iterable(part.served for part in parts))
    seen = list(chain.from_iterable(part.judged for part in parts))
    found = {"quality": tallies.quality(seen)}
    if spec.kind == DOCUMENT:
        found["last_runs"] = _tokens([one.usage for one in served])
    else:
        kept, away = books(settings(Path(spec.folder), "").url), sum(p.over_http for p in parts)
        found |= _found(_records(parts), kept, served, away)
    cpu = sum(part.cpu_seconds for part in parts)
    times = {"wall_seconds": perf_counter() - began, "cpu_seconds": cpu}
    return {**found, "times": {name: round(value, 2) for name, value in times.items()}}


def _records(parts: Sequence[Part]) -> Records:
    """The records of all parts: hosts in order, and what any of them asked, searched and said."""
    whole = Records([])
    for part in parts:
        whole.played.extend(part.played)
        whole.asks.update(part.asks)
        whole.searches.update(((one.agent, one.view), one.searched) for one in part.searches)
        whole.reading.update(part.reading)
    return whole


def _found(records: Records, kept: Books, delivered: Sequence[Served], away: int) -> dict[str, Any]:
    steps = tallies.outcomes(records.played)
    return {
        "cost": spent(kept, records.book)._asdict(),
        "batched_models": batched(kept, records.book),
        "today": todays(delivered),
        "baseline": baseline(records)._asdict(),
        "baseline_today": _baseline_today(records),
        "strategies": {name: priced(records)._asdict() for name, (_, priced) in STRATEGIES.items()},
        "answered_by": tallies.answered_by(steps),
        "levels": tallies.levels(steps),
        "escalation": tallies.escalation(steps, with_prompts()),
        "executions": tallies.executions(steps),
        "books": _books(records, kept, delivered, away),
        "workload": _workload(records.played),
        "last_runs": _last_runs(records),
    }


def spent(kept: Books, book: Prices) -> Cost:
    """What the world's ledger says, by component: calls as charged, work at its unit price."""
    work, rates = kept.work, book.rates
    return Cost(
        models=sum(call.charged_microdollars for call in kept.calls),
        vectors=work.vectors * rates.vector,
        cache=work.cache * rates.cache,
        database=work.database * rates.database,
    )


def batched(kept: Books, book: Prices) -> int:
    """Microdollars of the settled calls, had each gone through a batch API."""
    return sum(
        book.call(Usage(call.input_tokens, call.output_tokens), call.model, batch=True)
        for call in kept.calls
        if call.state == "settled"
    )


def todays(served: Iterable[Served]) -> int:
    """Microdollars of these calls at today's list prices."""
    book = prices("today")
    return sum(book.call(one.usage, f"openai:{one.model}") for one in served)


def _baseline_today(records: Records) -> int:
    """The document's calls at today's list prices: every card in every run, every text."""
    book = prices("today")
    asked = [
        ask.usage
        for party in records.played
        for run in party.runs
        for turn in run.turns
        if (ask := records.ask(turn))
    ]
    read = [records.reading[t] for p in records.played for run in p.runs for t in run.texts]
    return sum(book.call(usage) for usage in [*asked, *read])


def _books(records: Records, kept: Books, delivered: Sequence[Served], away: int) -> dict[str, Any]:
    states = dict.fromkeys(("settled", "released", "unknown", "reserved"), 0)
    for call in kept.calls:
        states[call.state] += 1
    return {
        "served": len(delivered),
        "over_http": away,
        **states,
        "charged_microdollars": kept.charged,
        "disagreements": list(disagreements(kept, delivered, 0, records.book)),
    }


def _workload(played: Sequence[Played]) -> dict[str, Any]:
    runs = [run for party in played for run in party.runs]
    prompted = with_prompts()
    cards = [turn for run in runs for turn in run.turns if turn.agent in prompted]
    return {
        "runs": len(runs),
        "texts": sum(len(run.texts) for run in runs),
        "edits": len(runs) - len(played),
        "cards": len(cards),
        "private_cards": sum(turn.private for turn in cards),
        "wishes": sum(party.wishes for party in played),
    }


def _last_runs(records: Records) -> dict[str, int]:
    """Asks and tokens of every card of every last run, as recorded."""
    turns = [turn for party in records.played for turn in party.runs[-1].turns]
    usages = [ask.usage for turn in turns if (ask := records.ask(turn))]
    return _tokens(usages)


def _tokens(usages: Sequence[Usage]) -> dict[str, int]:
    return {
        "asks": len(usages),
        "input_tokens": sum(usage.input_tokens for usage in usages),
        "output_tokens": sum(usage.output_tokens for usage in usages),
    }
