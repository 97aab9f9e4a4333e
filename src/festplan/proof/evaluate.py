"""`festplan eval`: what plans keep to, checked by code, by agent and by the tier that answered."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from festplan.proof.simulate import SEED, Counted, Tell, template
from festplan.proof.simulation import farm
from festplan.proof.simulation.shares import LADDERS, Spec

PARTIES = 150
EXPONENT = 0.8
"""How skewed the themes of these hosts are."""
TITLES = {
    "rules": "Rules alone",
    "combined": "Rules first, then models",
    "rules_off": "Models for every card",
}


async def evaluate(
    parties: int = PARTIES,
    seed: int = SEED,
    *,
    made: Path | None = None,
    tell: Tell = lambda _done, _of: None,
) -> dict[str, Any]:
    """So many simulated parties planned from their words by each ladder, and every check of them.

    `made` is a database with a catalogue and no party, where there is one already.
    But for `times`, the same parties and seed always give the same document.
    """
    began = perf_counter()
    count = Counted(tell, parties * len(LADDERS))
    with tempfile.TemporaryDirectory(prefix="festplan-eval-") as folder:
        async with farm.opened(parties, count.tell) as processes:
            base = str(made or await template(Path(folder)))
            specs = {
                kind: Spec(kind, parties, seed, EXPONENT, base, str(Path(folder) / kind))
                for kind in LADDERS
            }
            worlds = await processes.play(specs)
    ladders = [_ladder(kind, worlds[kind]["quality"]) for kind in LADDERS]
    times = {kind: found["times"] for kind, found in worlds.items()}
    return {
        "parties": parties,
        "seed": seed,
        "ladders": ladders,
        "times": {"wall_seconds": round(perf_counter() - began, 2), **times},
    }


def _ladder(kind: str, quality: Mapping[str, Any]) -> dict[str, Any]:
    return {"ladder": kind, "title": TITLES[kind], **quality}
