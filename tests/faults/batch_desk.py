"""A desk at which many parties are planned in batches, over HTTP on this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from festplan.bootstrap import open_batches, open_service
from festplan.config import Settings
from festplan.models.batch_server import BatchServer
from festplan.models.batching import LiveBatches
from festplan.models.metered import MeteredProvider
from festplan.ports.models import ModelReply, ModelRequest
from festplan.proof.verify import verify
from festplan.service import Festplan, batch_report, batching
from festplan.service.batching import Wanted
from tests.faults.hosts import TODAY, url

MODELS = "rules=none,small=openai:gpt-4o-mini,understanding.small=none"


@dataclass
class Reader:
    """Answers as the metered provider does, and reads what nobody here can read."""

    unmet: bool = False
    asked: list[ModelRequest] = field(default_factory=list[ModelRequest])

    async def ask(self, request: ModelRequest) -> ModelReply:
        self.asked.append(request)
        reply = await MeteredProvider().ask(request)
        output = dict(reply.output)
        if "facts" in request.schema["properties"]:
            facts = [{"fact": "services", "value": "clown"}]
            output = {"categories": ["vendor"], "facts": facts, "rest": "giggle"}
        if self.unmet and request.model.endswith("4o-mini") and "unmet" in output:
            output["unmet"] = "a wish"
        return ModelReply(output, reply.usage, reply.model)


@dataclass
class Desk:
    """A database file, its settings, and the server that batches go to."""

    file: Path
    server: BatchServer = field(default_factory=lambda: BatchServer(Reader(), looks=1))
    models: str = MODELS
    more: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def settings(self) -> Settings:
        """Without the encoder, which guesses at what the grammar leaves unread."""
        folder = self.file.parent
        return Settings(
            data_dir=folder,
            database_url=url(self.file),
            encoder_dir=folder / "no-model",
            models=self.models,
            **self.more,
        )

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[LiveBatches]:
        """Who asks the server."""
        live = LiveBatches({}, f"http://127.0.0.1:{self.server.port}/v1")
        try:
            yield live
        finally:
            await live.close()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Festplan, batching.Batching]]:
        """Festplan with the doors of batches, while the server is there."""
        async with (
            self.server.serving(),
            self.asking() as live,
            open_batches(self.settings, provider=live) as doors,
        ):
            yield doors

    async def submit(self, wanted: Sequence[Wanted], *, again: bool = False) -> dict[str, Any]:
        """What `festplan batch submit` does."""
        async with self.open() as (festplan, doors):
            job = await batching.submit(
                festplan, doors, wanted, name="parties.csv", today=TODAY, again=again
            )
            return await _on(festplan, doors, job)

    async def collect(self, job: str, *, retry: bool = False) -> dict[str, Any]:
        """What `festplan batch collect` does."""
        async with self.open() as (festplan, doors):
            if retry:
                await doors.store.again(job)
            return await _on(festplan, doors, job)

    async def planned(self, wanted: Sequence[Wanted], *, again: bool = False) -> dict[str, Any]:
        """What there is at the end."""
        async with self.open() as (festplan, doors):
            job = await batching.submit(
                festplan, doors, wanted, name="parties.csv", today=TODAY, again=again
            )
            return await finished(festplan, doors, job)

    async def plans(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        """The settled results of each party of a job."""
        async with open_service(self.settings) as festplan:
            return [await plan(festplan, row["party_id"]) for row in document["rows"]]

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(statement, values).fetchall()

    def silent(self) -> None:
        """The database breaks no invariant, and no call is open."""
        assert [str(found) for found in verify(url(self.file))] == []
        assert self.rows("SELECT call_id FROM calls WHERE state = 'reserved'") == []


async def finished(festplan: Festplan, doors: batching.Batching, job: str) -> dict[str, Any]:
    """How the job is once nobody waits any more."""
    document: dict[str, Any] = {}
    for _ in range(20):
        document = await _on(festplan, doors, job)
        if document["state"] == "done":
            return document
    raise AssertionError(document)


async def _on(festplan: Festplan, doors: batching.Batching, job: str) -> dict[str, Any]:
    jobs = await batch_report.found(doors, job)
    await batching.go_on(festplan, doors, jobs)
    return await batch_report.document(doors, jobs[0])


async def plan(festplan: Festplan, party_id: str) -> dict[str, Any]:
    """What a party's agents say, settled, and by which tier."""
    refs = (await festplan.store.party(party_id)).content.results
    bodies = await festplan.store.bodies([ref.settled for ref in refs.values()])
    return {name: (ref.tier, bodies[ref.settled]) for name, ref in sorted(refs.items())}
