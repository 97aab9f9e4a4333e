"""Answering the commands: an edit with its document, a party or a snapshot that was made."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from starlette.responses import Response

from festplan.api.answer import Answer, of_party
from festplan.api.asking import Asked
from festplan.api.door import Door
from festplan.api.idempotency import Begun, answered
from festplan.api.problems import Problem
from festplan.bootstrap import today
from festplan.ports.parties import Reply
from festplan.service import showing
from festplan.service.command import Performed, Replies
from festplan.service.showing import Document


class Acting(Protocol):
    """A use case with everything but the maker of its reply."""

    def __call__(self, *, replies: Replies | None) -> Awaitable[Performed]: ...


class Editing(Protocol):
    """A use case that changes a party, with everything but what the headers say."""

    def __call__(
        self, *, base: int | None, only_preview: bool, replies: Replies | None
    ) -> Awaitable[Performed]: ...


async def edited(
    door: Door,
    asked: Asked,
    party_id: str,
    command: Editing,
    *,
    preview: bool = False,
    at_once: int = 200,
) -> Response:
    """The edit document of `command`.

    202 while a run is due, 200 when it is finished (`Prefer: wait`) or for a preview; `at_once` is
    the status where nothing is left to run.
    """
    await _check_base(door, party_id, asked)
    if preview:
        performed = await command(base=asked.base, only_preview=True, replies=None)
        return of_party(200, showing.edited(performed), asked.root).response()
    acting = partial(command, base=asked.base, only_preview=False)
    return await changed(door, asked, acting, at_once=at_once)


async def changed(door: Door, asked: Asked, command: Acting, *, at_once: int = 200) -> Response:
    """The edit document of a command that looks at no version and has no preview."""

    async def begin(replies: Replies | None) -> Begun:
        performed = await command(replies=replies)
        now = known(performed)
        return Begun(now, _finish(door, asked, performed) if asked.wait else None, kept=True)

    def known(performed: Performed) -> Answer:
        if performed.run_id:
            return of_party(202, showing.edited(performed), asked.root)
        outcome = showing.brought_back(performed)
        return of_party(at_once, showing.edited(performed, outcome), asked.root)

    return await answered(door, asked, begin, partial(_edited_again, door, asked), known)


async def _check_base(door: Door, party_id: str, asked: Asked) -> None:
    """Refuses an `If-Match` that names a version which the party has not reached."""
    if asked.base is None:
        return
    head = (await door.festplan.store.party(party_id)).version
    if asked.base > head:
        sentence = f"This party is at version {head}; it has no version {asked.base} yet."
        raise Problem("changed-since", sentence, version=head)


async def _finish(door: Door, asked: Asked, performed: Performed) -> Answer:
    document = await showing.finished(door.festplan, performed)
    return _applied(asked, of_party(200, document, asked.root))


async def _edited_again(door: Door, asked: Asked, reply: Reply) -> Answer:
    """The final answer of an edit whose process died: what was known then, and its run since."""
    party = await door.festplan.store.party(reply.party_id)
    document: Document = json.loads(reply.body)
    if document["delta"]["execution_plan"] and not document["outcome"]:
        base: int = document["base_version"]
        outcome = await showing.outcome_of(door.festplan, reply.party_id, base)
        document |= {"outcome": outcome}
    document |= {"version": party.version, "status": party.status}
    return _applied(asked, of_party(200, document, asked.root))


async def begun_party(door: Door, asked: Asked, command: Acting) -> Response:
    """The party document of a new party; with `Prefer: wait` the plan is in it."""

    async def begin(replies: Replies | None) -> Begun:
        performed = await command(replies=replies)
        now = await _party(door, asked, performed.after.party_id)
        later = _planned(door, asked, performed) if asked.wait else None
        return Begun(now, later)

    async def again(reply: Reply) -> Answer:
        made = await _party(door, asked, reply.party_id)
        return _applied(asked, made) if asked.wait else made

    return await answered(door, asked, begin, again)


async def _planned(door: Door, asked: Asked, performed: Performed) -> Answer:
    if performed.run_id:
        await door.festplan.runner.wait(performed.run_id)
    return _applied(asked, await _party(door, asked, performed.after.party_id))


async def _party(door: Door, asked: Asked, party_id: str) -> Answer:
    document = await showing.show(door.festplan, party_id, today=today())
    return of_party(201, document, asked.root)


def _applied(asked: Asked, answer: Answer) -> Answer:
    headers = {**answer.headers, "Preference-Applied": f"wait={asked.wait}"}
    return Answer(answer.status, answer.body, headers)


async def recorded(
    door: Door,
    asked: Asked,
    command: Callable[[Replies | None], Awaitable[Document]],
    again: Callable[[Reply], Awaitable[Document]],
) -> Response:
    """The document of a save, a resume or a close: done at once, and nothing to wait for."""

    async def begin(replies: Replies | None) -> Begun:
        return Begun(of_party(200, await command(replies), asked.root))

    async def made_again(reply: Reply) -> Answer:
        return of_party(200, await again(reply), asked.root)

    return await answered(door, replace(asked, wait=0), begin, made_again)
