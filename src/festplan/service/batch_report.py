"""How far batches are: their parties, their asks, and what they are charged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from festplan.ports.batches import OPEN, BatchAsk, BatchJob, BatchParty, Sending, UnknownBatch
from festplan.service.batching import Batching

ASKS = ("parked", "sending", "answered", "failed", "unknown")


async def found(batching: Batching, wanted: str) -> list[BatchJob]:
    """The job of that id, or every job; raises `UnknownBatch`."""
    jobs = list(await batching.store.jobs())
    if not wanted:
        return jobs
    chosen = [job for job in jobs if job.job_id == wanted]
    if not chosen:
        raise UnknownBatch(wanted)
    return chosen


async def document(batching: Batching, job: BatchJob) -> dict[str, Any]:
    """How far a job is: its parties, its asks, its batches, and what they are charged."""
    parties = await batching.store.parties(job.job_id)
    met = await batching.store.asks(list(dict.fromkeys(k for p in parties for k in p.waits)))
    states = Counter(party.state for party in parties)
    counted = await batching.store.counts(job.job_id)
    asks = Counter[str]()
    for _, state, count in counted:
        asks[state] += count
    ours = {*(sending_id for sending_id, _, _ in counted), *(a.sending_id for a in met.values())}
    return {
        "job_id": job.job_id,
        "name": job.name,
        "today": job.today,
        "created_at": job.created_at,
        "state": "open" if states["due"] or states["waiting"] else "done",
        "parties": {state: states[state] for state in ("due", "waiting", "planned", "failed")},
        "asks": {state: asks[state] for state in ASKS},
        "batches": [_sending(s) for s in await batching.store.sendings() if s.sending_id in ours],
        "spent_microdollars": await batching.store.charged(job.job_id),
        "rows": [_told(party, met) for party in parties],
    }


def _sending(sending: Sending) -> dict[str, Any]:
    return {
        "sending_id": sending.sending_id,
        "model": sending.model,
        "state": sending.state,
        "asks": sending.asks,
        "began_at": sending.began_at,
    }


def _told(party: BatchParty, met: Mapping[str, BatchAsk]) -> dict[str, Any]:
    asks = [met[key] for key in party.waits if key in met]
    return {
        "place": party.place,
        "name": party.name,
        "party_id": party.party_id,
        "state": party.state,
        "waits": [f"{ask.agent}: {ask.tier}" for ask in asks if ask.state in OPEN],
        "troubles": [
            f"{ask.agent}: {ask.tier}: {ask.trouble}" for ask in asks if ask.state not in OPEN
        ],
        "reason": party.reason,
    }
