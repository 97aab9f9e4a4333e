"""What operators ask: is it up, is it ready, what has it done, and what a problem means."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from festplan.api import shapes
from festplan.api.answer import answer
from festplan.api.counters import MEDIA_TYPE
from festplan.api.door import TheDoor
from festplan.api.problems import KINDS, Problem

router = APIRouter(tags=["operating"])

TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}}
}
STATUS: dict[int | str, dict[str, Any]] = {200: {"model": shapes.StatusShape}}


@router.get("/health", responses=STATUS, response_class=Response)
async def health() -> Response:
    """The process is up."""
    return answer(200, {"status": "ok"}).response()


@router.get("/ready", responses=STATUS, response_class=Response)
async def ready(door: TheDoor) -> Response:
    """The database answers; 503 while it does not."""
    await door.festplan.catalogue.version()
    return answer(200, {"status": "ready"}).response()


@router.get("/metrics", responses=TEXT, response_class=Response)
async def metrics(door: TheDoor) -> Response:
    """Counters of this process and the month's calls, in the text form of Prometheus."""
    store, month = door.festplan.store, door.festplan.clock.now()[:7]
    parties, accounts = await store.count(), await store.accounts(month=month)
    text = door.counters.text(parties=parties, streams=len(door.streams), calls=accounts.calls)
    return Response(text, media_type=MEDIA_TYPE)


@router.get("/problems/{kind}", responses=TEXT, response_class=Response)
async def problem(kind: str) -> Response:
    """What a type of problem means, and what to do about it."""
    found = KINDS.get(kind)
    if found is None:
        raise Problem("not-found", "There is no such type of problem.")
    text = f"{found.title} ({found.status}).\n{found.advice}\n"
    return Response(text, media_type="text/plain")
