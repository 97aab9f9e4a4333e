"""One world, from a spec to what it came to: both are JSON, so that a world has its own process."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from festplan.agents import with_prompts
from festplan.bootstrap import open_service
from festplan.models.extraction import INSTRUCTIONS, MOST_OUTPUT_TOKENS, SCHEMA
from festplan.models.framing import asking
from festplan.ports.models import Usage
from festplan.proof.simulation import tallies
from festplan.proof.simulation.baseline import Document
from festplan.proof.simulation.books import Books, books, disagreements
from festplan.proof.simulation.hosts import TODAY, Host, hosts
from festplan.proof.simulation.playing import (
    Played,
    Playing,
    Remembering,
    Tell,
    folded,
    opened,
    settings,
)
from festplan.proof.simulation.pricing import Cost, Prices, Records, baseline, prices
from festplan.proof.simulation.provider import LADDER, SMALL, Models, Served, routed
from festplan.proof.simulation.recording import Recording
from festplan.proof.simulation.strategies import STRATEGIES
from festplan.service.context import Festplan

LADDERS = {"rules": "", "combined": LADDER, "rules_off": f"rules=none,{LADDER}"}
"""What each kind of world asks; beside them there is the document's."""
DOCUMENT = "document"
MOST_AWAY = 200
ONE_AWAY_OF = 10
"""Every tenth party asks over HTTP, up to 200 of them."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A world: its kind (one of `LADDERS`, or the document's), its parties, where it lives.

    `template` is a database with a catalogue and no party; it is copied into `folder`.
    """

    kind: str
    parties: int
    seed: int
    exponent: float
    template: str
    folder: str


def quiet(_done: int) -> None:
    """Tells nobody."""


async def come_to(spec: Spec, tell: Tell = quiet, models: Models | None = None) -> dict[str, Any]:
    """What the world came to, with how long it took; `models` answer in place of the usual ones."""
    wall, cpu = perf_counter(), process_time()
    play = _document if spec.kind == DOCUMENT else _played
    found = await play(spec, tell, models or Models())
    took = {"wall_seconds": perf_counter() - wall, "cpu_seconds": process_time() - cpu}
    return {**found, "times": {name: round(value, 2) for name, value in took.items()}}


def _away(parties: int) -> range:
    """The numbers of the parties that ask over HTTP."""
    return range(0, parties, max(ONE_AWAY_OF, -(-parties // MOST_AWAY)))


async def _played(spec: Spec, tell: Tell, models: Models) -> dict[str, Any]:
    recording, quality = Recording(Models()), tallies.Quality()
    wanted = settings(_copied(spec), LADDERS[spec.kind])
    async with (
        routed(models) as provider,
        opened(wanted, provider, recording, spec.seed) as festplan,
    ):
        everybody = list(hosts(spec.parties, spec.seed, spec.exponent))
        await _read_ahead(festplan, everybody)
        playing = Playing(festplan, recording, _away(spec.parties), tell, quality.add)
        played = await playing.play(everybody)
    records = Records(played, recording, await _reading(played))
    found = _found(records, books(wanted.url), models.served, provider.sent)
    return {**found, "quality": quality.document()}


async def _read_ahead(festplan: Festplan, everybody: Sequence[Host]) -> None:
    assert isinstance(festplan.read, Remembering)
    await festplan.read.ahead((text for host in everybody for text in host.first), TODAY)


def _copied(spec: Spec) -> Path:
    folder = Path(spec.folder)
    folder.mkdir(parents=True)
    shutil.copy(spec.template, folder / "festplan.db")
    return folder


async def _reading(played: Iterable[Played]) -> dict[str, Usage]:
    """The tokens with which the small model would read each text that was said."""
    model = Models()
    texts = dict.fromkeys(text for p in played for run in p.runs for text in run.texts)
    return {text: await _read(model, text) for text in texts}


async def _read(model: Models, text: str) -> Usage:
    asked = asking(
        SMALL,
        INSTRUCTIONS,
        {"text": text, "today": TODAY.isoformat()},
        SCHEMA,
        max_output_tokens=MOST_OUTPUT_TOKENS,
        timeout_seconds=0,
    )
    usage = (await model.ask(asked)).usage
    assert usage is not None
    return usage


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
        "wishes": sum("wish" in party.host.wants for party in played),
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


# --- the document's plans ------------------------------------------------------------------------


async def _document(spec: Spec, tell: Tell, models: Models) -> dict[str, Any]:
    quality = tallies.Quality()
    async with open_service(settings(_copied(spec), "")) as opened_:
        festplan = replace(opened_, read=Remembering(opened_.read))
        everybody = list(hosts(spec.parties, spec.seed, spec.exponent))
        await _read_ahead(festplan, everybody)
        document = Document(festplan, models)
        for host in everybody:
            party = await folded(festplan, host, f"scope-{host.number}")
            quality.add(host, await document.plan(party))
            tell(host.number + 1)
    return {"quality": quality.document(), "last_runs": _tokens(document.ledger.usage)}
