"""The HTTP application: the routes, the gate before them, and the service behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from fastapi import APIRouter, FastAPI, Response

import festplan
from festplan.api.asking import PREFIX
from festplan.api.counters import Counters
from festplan.api.door import Door
from festplan.api.ingress import Ingress
from festplan.api.problems import answer_problems
from festplan.api.routes import changing, costing, operating, reading
from festplan.api.shapes import PROBLEMS
from festplan.api.stream import Streams
from festplan.bootstrap import open_service
from festplan.config import Settings
from festplan.service import recover

SUMMARY = "A host's plain words become a costed party plan that stays right while they change."
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Festplan</title>
<h1>Festplan</h1>
<p>Say what you want; Festplan plans it, and keeps the plan right while you change your mind.</p>
<pre>festplan plan "jungle theme" "75 guests, 20 of them kids" "chocolate cake"

curl -s -H 'Prefer: wait=30' -H 'Content-Type: application/json' \\
  -d '{"inputs": ["jungle theme", "75 guests"]}' http://127.0.0.1:8321/party</pre>
<p><a href="/docs">Every route</a> · <a href="/party">Your parties as JSON</a></p>
</html>
"""


def create_app(settings: Settings) -> FastAPI:
    """The application over the data that `settings` name; its lifespan opens and closes it.

    Requests are taken once the sample catalogue is there, a second or so at the first start.
    """
    app = FastAPI(
        title="Festplan",
        summary=SUMMARY,
        version=festplan.__version__,
        lifespan=_lifespan(settings),
        redoc_url=None,
        responses=PROBLEMS,
        servers=[{"url": "/"}, {"url": PREFIX, "description": "The same, versioned."}],
    )
    app.add_middleware(Ingress, host=settings.host)
    answer_problems(app)
    routes = APIRouter()
    for part in (changing, reading, costing, operating):
        routes.include_router(part.router)
    app.include_router(routes)
    app.include_router(routes, prefix=PREFIX, include_in_schema=False)
    app.get("/", include_in_schema=False)(_page)
    return app


async def _page() -> Response:
    return Response(PAGE, media_type="text/html")


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        streams, counters = Streams(settings.heartbeat_seconds), Counters()
        async with open_service(settings, told=streams.told, ran=counters.ran) as service:
            app.state.door = door = Door(service, streams, counters, settings)
            watching = asyncio.create_task(streams.watch(service.store))
            recovering = asyncio.create_task(recover(service))
            try:
                yield
            finally:
                await door.close()
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
                await asyncio.gather(recovering, return_exceptions=True)

    return lifespan
