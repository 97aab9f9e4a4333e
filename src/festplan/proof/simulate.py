"""`festplan simulate`: what the strategies of the case study save, on simulated parties."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from festplan.proof.simulation import farm
from festplan.proof.simulation.pricing import Cost
from festplan.proof.simulation.shares import DOCUMENT, Spec
from festplan.proof.simulation.strategies import STRATEGIES
from festplan.proof.simulation.tastes import EXPONENTS

SEED = 1
MOST_NAMED = 20
"""Unmet constraints that are named one by one."""
PER_MONTH = 100_000
"""For how many parties the case study prints its tables."""
COMBINED, RULES_OFF = "combined", "rules_off"

Found = Mapping[str, Any]
Tell = Callable[[int, int], None]
"""Called with how many parties of how many have been played, all worlds together."""


async def simulate(
    parties: int,
    seed: int = SEED,
    *,
    exponents: Sequence[float] = EXPONENTS,
    tell: Tell = lambda _done, _of: None,
) -> dict[str, Any]:
    """The simulation of so many parties at each exponent, as the document that is printed.

    Everything it makes is in a temporary folder. But for `times`, the same parties and seed give
    the same document, where nothing was asked by two processes in the same moment.
    """
    began = perf_counter()
    with tempfile.TemporaryDirectory(prefix="festplan-simulation-") as folder:
        worlds = await _worlds(Path(folder), parties, seed, exponents, tell)
    document = _document(worlds, parties, seed, exponents)
    times = {name: found["times"] for name, found in worlds.items()}
    return {**document, "times": {"wall_seconds": round(perf_counter() - began, 2), **times}}


async def _worlds(
    folder: Path, parties: int, seed: int, exponents: Sequence[float], tell: Tell
) -> dict[str, Any]:
    """Every exponent's combined world; at the worst one rules off and the document's plans too."""
    count = Counted(tell, parties * (len(exponents) + 2))

    def specs(*wanted: tuple[str, float]) -> dict[str, Spec]:
        return {
            (name := _name(kind, exponent)): Spec(
                kind, parties, seed, exponent, str(made), str(folder / name)
            )
            for kind, exponent in wanted
        }

    async with farm.opened(parties, count.tell) as processes:
        made = await template(folder)
        worlds = await processes.play(specs(*((COMBINED, one) for one in exponents)))
        worst = _worst(worlds, exponents)
        return worlds | await processes.play(specs((RULES_OFF, worst), (DOCUMENT, worst)))


async def template(folder: Path) -> Path:
    """A database with the sample catalogue and no party."""
    from festplan.bootstrap import open_service
    from festplan.proof.simulation.playing import settings

    made = folder / "template"
    async with open_service(settings(made, "")):
        pass
    return made / "festplan.db"


class Counted:
    """Adds up what the worlds tell."""

    def __init__(self, tell: Tell, whole: int) -> None:
        self._tell = tell
        self._whole = whole
        self._done: dict[str, int] = {}

    def tell(self, name: str, done: int) -> None:
        """Passes on how far all worlds are together."""
        self._done[name] = done
        self._tell(min(sum(self._done.values()), self._whole), self._whole)


def _name(kind: str, exponent: float) -> str:
    return f"{kind}-{exponent}"


def _worst(worlds: Mapping[str, Found], exponents: Sequence[float]) -> float:
    """The exponent at which the combined world saves least."""

    def saved(exponent: float) -> float:
        found = worlds[_name(COMBINED, exponent)]
        return savings(_cost(found["cost"]).total, _cost(found["baseline"]).total)

    return min(exponents, key=saved)


# --- the document --------------------------------------------------------------------------------


def _document(
    worlds: Mapping[str, Found], parties: int, seed: int, exponents: Sequence[float]
) -> dict[str, Any]:
    worst = _worst(worlds, exponents)
    on, off = worlds[_name(COMBINED, worst)], worlds[_name(RULES_OFF, worst)]
    plans = worlds[_name(DOCUMENT, worst)]
    before = _cost(on["baseline"])
    case_1 = _cost(on["strategies"]["case_1_delta"])
    return {
        "parties": parties,
        "seed": seed,
        "workload": _workload(on, parties, worst, exponents),
        "baseline": _priced(before, parties, before) | _today(on["baseline_today"], parties),
        "baseline_with_case_1": _priced(case_1, parties, before),
        "strategies": [
            {
                "name": name,
                "title": title,
                **_priced(_cost(on["strategies"][name]), parties, before),
            }
            for name, (title, _) in STRATEGIES.items()
        ],
        "total": _world(on, parties, before, case_1),
        "rules_off": _world(off, parties, before, case_1),
        "quality": _quality(plans, on, off),
        "answered_by": on["answered_by"],
        "levels": on["levels"],
        "escalation": on["escalation"],
        "executions": on["executions"],
        "exponents": [_exponent(worlds, exponent, parties) for exponent in exponents],
        "books": _books(worlds, plans, on),
    }


def _workload(on: Found, parties: int, worst: float, exponents: Sequence[float]) -> dict[str, Any]:
    work = on["workload"]
    return {
        "exponents": list(exponents),
        "worst_exponent": worst,
        **work,
        "edits_per_party": round(work["edits"] / parties, 2),
        "texts_per_party": round(work["texts"] / parties, 2),
        "cards_per_run": round(work["cards"] / work["runs"], 2),
        "over_http": on["books"]["over_http"],
    }


def _cost(parts: Mapping[str, int]) -> Cost:
    return Cost(**parts)


def _priced(cost: Cost, parties: int, before: Cost) -> dict[str, Any]:
    return {
        "microdollars_per_party": _each(cost.total, parties),
        "savings_percent": savings(cost.total, before.total),
        "per_100k_parties": dollars(cost.total, parties),
        "components": {name: _each(part, parties) for name, part in cost._asdict().items()},
    }


def _today(total: int, parties: int) -> dict[str, Any]:
    """The same calls at today's list prices, where work on one's own machine costs nothing."""
    return {"today_microdollars_per_party": _each(total, parties)}


def _world(found: Found, parties: int, before: Cost, case_1: Cost) -> dict[str, Any]:
    cost = _cost(found["cost"])
    return {
        **_priced(cost, parties, before),
        **_today(found["today"], parties),
        "in_batches": _priced(cost._replace(models=found["batched_models"]), parties, before),
        "savings_percent_of_case_1": savings(cost.total, case_1.total),
        "answered_by": found["answered_by"],
        "levels": found["levels"],
        "escalation": found["escalation"],
        "executions": found["executions"],
    }


def _quality(plans: Found, on: Found, off: Found) -> dict[str, Any]:
    """The share of constraints that are met, 0 to 1, and what they are."""
    worlds = {"baseline": plans, "total": on, "rules_off": off}
    shares = {name: found["quality"]["share"] for name, found in worlds.items()}
    constraints = {name: _named(found["quality"]) for name, found in worlds.items()}
    least = min(shares["total"], shares["rules_off"])
    return {**shares, "not_lower": least >= shares["baseline"], "constraints": constraints}


def _named(quality: Found) -> dict[str, Any]:
    """The counts, and the first constraints that are unmet."""
    return {**quality, "unmet": quality["unmet"][:MOST_NAMED]}


def _exponent(worlds: Mapping[str, Found], exponent: float, parties: int) -> dict[str, Any]:
    found = worlds[_name(COMBINED, exponent)]
    cost, before = _cost(found["cost"]), _cost(found["baseline"])
    return {
        "exponent": exponent,
        "baseline_microdollars_per_party": _each(before.total, parties),
        "microdollars_per_party": _each(cost.total, parties),
        "savings_percent": savings(cost.total, before.total),
        "shared_percent": found["levels"]["others"],
        "quality": found["quality"]["share"],
    }


def _books(worlds: Mapping[str, Found], plans: Found, on: Found) -> dict[str, Any]:
    """Whether ledgers say what was served, and recorded asks what the document's world asked."""
    kept = {name: found["books"] for name, found in worlds.items() if "books" in found}
    wrong = [f"{name}: {said}" for name, one in kept.items() for said in one["disagreements"]]
    if plans["last_runs"] != on["last_runs"]:
        wrong.append(f"recorded {on['last_runs']}, but the document asks {plans['last_runs']}")
    return {"agree": not wrong, "disagreements": wrong, "worlds": kept}


def savings(cost: int, before: int) -> float:
    """What part of `before` is saved, in percent with one digit, rounded down."""
    return (before - cost) * 1000 // before / 10 if before else 0.0


def _each(total: int, parties: int) -> int:
    """Microdollars for one party, to the nearest."""
    return (2 * total + parties) // (2 * parties)


def dollars(total: int, parties: int) -> str:
    """Dollars for 100,000 parties, like "$271.45"."""
    from festplan.domain.money import show_dollars

    return show_dollars(total * PER_MONTH // parties, cents=True)
