"""What every route works with: the open service, who listens, and what is counted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from festplan.api.answer import Answer
from festplan.api.counters import Counters
from festplan.api.stream import Streams
from festplan.bootstrap import today
from festplan.config import Settings
from festplan.service.context import Festplan


@dataclass(frozen=True, slots=True)
class Door:
    """The HTTP door of an open service.

    `turns` holds a lock for each idempotency key that is being looked at, `finishing` the answers
    that still wait for a run, by key.
    """

    festplan: Festplan
    streams: Streams
    counters: Counters
    settings: Settings = field(default_factory=Settings)
    turns: dict[str, asyncio.Lock] = field(default_factory=dict)
    finishing: set[asyncio.Task[Answer]] = field(default_factory=set)
    keys_finishing: set[str] = field(default_factory=set)

    async def close(self) -> None:
        """Ends every stream, and waits until every answer that was begun is kept."""
        self.streams.close()
        await asyncio.gather(*self.finishing, return_exceptions=True)


def _door(request: Request) -> Door:
    door = request.app.state.door
    assert isinstance(door, Door)
    return door


TheDoor = Annotated[Door, Depends(_door)]
Today = Annotated[date, Depends(today)]
