"""Simulated parties whose models fail: each call that was served in vain is one unknown row."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from festplan.models.metered_server import Writing
from festplan.ports.models import Usage
from festplan.proof.simulation.books import books, disagreements
from festplan.proof.simulation.hosts import hosts
from festplan.proof.simulation.playing import Clock, Playing, opened, settings
from festplan.proof.simulation.pricing import prices
from festplan.proof.simulation.provider import Models, Served, routed
from festplan.proof.simulation.recording import Recording
from festplan.proof.simulation.shares import LADDERS
from tests.faults.provider_faults import Body, FaultyServer

PARTIES = 4
IN_VAIN = (
    *("500", "hang", "slow drip", "reset", "half a reply", "5 MB", "no JSON at all"),
    *("no usage", "negative usage", "more cached than asked"),
)
"""Faults after which nobody can tell what was billed."""


@dataclass(slots=True)
class Noting(FaultyServer):
    """A server that fails, and notes which answers came through."""

    came_through: list[Served] = field(default_factory=list[Served])

    async def deliver(self, body: Body, writer: Writing, answer: Body) -> None:
        usage = answer["usage"]
        counted = Usage(usage["prompt_tokens"], usage["completion_tokens"])
        self.came_through.append(Served(body["model"], counted))
        await FaultyServer.deliver(self, body, writer, answer)

    @property
    def in_vain(self) -> int:
        return sum(self.faults[name] for name in IN_VAIN)


def test_each_call_that_was_served_in_vain_is_one_unknown_row(
    template: Path, tmp_path: Path
) -> None:
    shutil.copy(template, tmp_path / "festplan.db")
    wanted = settings(tmp_path, LADDERS["rules_off"]).model_copy(
        update={"model_call_seconds": 2, "model_backoff_seconds": 0.01}
    )
    server = Noting(Random(5), share=0.4)

    async def play() -> None:
        recording, clock = Recording(Models()), Clock(1)
        async with (
            routed(Models(), server.instead) as provider,
            opened(wanted, provider, recording, clock) as festplan,
        ):
            await Playing(festplan, clock, recording, range(PARTIES)).play(
                hosts(range(PARTIES), 1, 0.8)
            )

    asyncio.run(play())
    kept = books(wanted.url)
    assert server.in_vain > 0
    assert list(disagreements(kept, server.came_through, server.in_vain, prices())) == []
    assert list(disagreements(kept, server.came_through, server.in_vain + 1, prices())) != []
