"""What changes a party: every command, as an event in its history."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from festplan import service
from festplan.api import bodies, shapes
from festplan.api.asking import Asked, asked
from festplan.api.door import TheDoor, Today
from festplan.api.edits import begun_party, changed, edited, recorded
from festplan.ports.parties import Reply
from festplan.service import lifecycle, showing
from festplan.service.command import Replies
from festplan.service.editing import Edit
from festplan.service.showing import Document

SAVED = "Party saved successfully."
CLOSED = "Party closed; any edit opens it again."

router = APIRouter(tags=["changing"])

Headers = Annotated[Asked, Depends(asked)]
MADE: dict[int | str, dict[str, Any]] = {
    201: {"model": shapes.PartyShape, "description": "The new party; Location says where it is."}
}
EDITED: dict[int | str, dict[str, Any]] = {
    200: {"model": shapes.EditShape, "description": "Finished, or only a preview."},
    202: {"model": shapes.EditShape, "description": "Durable; its run is under way."},
}


@router.post("/party", status_code=201, responses=MADE, response_class=Response)
async def create(
    door: TheDoor, headers: Headers, day: Today, body: bodies.NewParty | None = None
) -> Response:
    """A new party from inputs; its run has been started (`Prefer: wait=30` waits for it)."""
    new = body or bodies.NewParty()
    command = partial(service.create, door.festplan, new.inputs, today=day, private=new.private)
    return await begun_party(door, headers, command)


@router.post("/party/import", status_code=201, responses=MADE, response_class=Response)
async def import_party(door: TheDoor, headers: Headers, body: dict[str, Any]) -> Response:
    """A new party from what `/export.json` gave."""
    command = partial(service.import_party, door.festplan, body)
    return await begun_party(door, headers, command)


@router.post("/party/{party_id}/fork", status_code=201, responses=MADE, response_class=Response)
async def fork(
    door: TheDoor, headers: Headers, party_id: str, body: bodies.Fork | None = None
) -> Response:
    """A new party that starts at a version of this one, and pays nothing for what is known."""
    version = body.version if body else None
    command = partial(service.fork, door.festplan, party_id, version=version)
    return await begun_party(door, headers, command)


@router.post("/party/{party_id}/edit", responses=EDITED, response_class=Response)
async def edit(
    door: TheDoor,
    headers: Headers,
    day: Today,
    party_id: str,
    body: bodies.Edit,
    preview: bool = False,
) -> Response:
    """One atomic edit: 202 once it is durable; `Prefer: wait=30` answers when its run is done."""
    wanted = Edit(
        added=[new.content for new in body.new_inputs],
        changed=[(changed.input_id, changed.content) for changed in body.changed_inputs],
        removed=body.removed_input_ids,
    )
    command = partial(
        service.edit,
        door.festplan,
        party_id,
        wanted,
        today=day,
    )
    return await edited(door, headers, party_id, command, preview=preview, at_once=202)


@router.post("/party/{party_id}/choose", responses=EDITED, response_class=Response)
async def choose(
    door: TheDoor, headers: Headers, party_id: str, body: bodies.Choice, preview: bool = False
) -> Response:
    """Pins an option of an agent's shortlist; pinning it again lets it go."""
    command = partial(
        service.choose,
        door.festplan,
        party_id,
        body.agent,
        body.listing_id,
    )
    return await edited(door, headers, party_id, command, preview=preview)


@router.post("/party/{party_id}/correct", responses=EDITED, response_class=Response)
async def correct(
    door: TheDoor,
    headers: Headers,
    day: Today,
    party_id: str,
    body: bodies.Correction,
    preview: bool = False,
) -> Response:
    """Sets a fact by hand; it loses only to what is said later about it."""
    command = partial(
        service.correct,
        door.festplan,
        party_id,
        body.fact,
        body.value,
        today=day,
    )
    return await edited(door, headers, party_id, command, preview=preview)


@router.post("/party/{party_id}/undo", responses=EDITED, response_class=Response)
async def undo(door: TheDoor, headers: Headers, party_id: str, preview: bool = False) -> Response:
    """Takes back the last command about inputs, facts or choices; no agent runs for it."""
    command = partial(
        service.undo,
        door.festplan,
        party_id,
    )
    return await edited(door, headers, party_id, command, preview=preview)


@router.post("/party/{party_id}/redo", responses=EDITED, response_class=Response)
async def redo(door: TheDoor, headers: Headers, party_id: str, preview: bool = False) -> Response:
    """Does again what undo took back, until a new command is given."""
    command = partial(
        service.redo,
        door.festplan,
        party_id,
    )
    return await edited(door, headers, party_id, command, preview=preview)


@router.post("/party/{party_id}/restore", responses=EDITED, response_class=Response)
async def restore(
    door: TheDoor, headers: Headers, party_id: str, body: bodies.Place, preview: bool = False
) -> Response:
    """Makes the brief and the answers of an older version, or of a snapshot, current again."""
    command = partial(
        service.restore,
        door.festplan,
        party_id,
        version=body.version,
        snapshot_version=body.snapshot_version,
    )
    return await edited(door, headers, party_id, command, preview=preview)


@router.post("/party/{party_id}/tick", responses=EDITED, response_class=Response)
async def tick(door: TheDoor, headers: Headers, party_id: str, body: bodies.Tick) -> Response:
    """Ticks a task of the checklist, or takes the tick back; no agent runs for it."""
    command = partial(service.mark_task, door.festplan, party_id, body.task, done=body.done)
    return await changed(door, headers, command)


@router.post("/party/{party_id}/pay", responses=EDITED, response_class=Response)
async def pay(door: TheDoor, headers: Headers, party_id: str, body: bodies.Payment) -> Response:
    """Says how far a line of the budget is; no agent runs for it."""
    command = partial(service.mark_line, door.festplan, party_id, body.line, body.state)
    return await changed(door, headers, command)


@router.post(
    "/party/{party_id}/save",
    responses={200: {"model": shapes.SaveShape}},
    response_class=Response,
)
async def save(door: TheDoor, headers: Headers, party_id: str) -> Response:
    """Takes a draft snapshot of the party as it is."""

    async def command(replies: Replies | None) -> Document:
        taken = await service.save(door.festplan, party_id, replies=replies)
        return showing.save_document(taken, SAVED)

    async def again(reply: Reply) -> Document:
        party = await door.festplan.store.party_at(party_id, reply.version)
        return showing.save_document(await lifecycle.saved(door.festplan, party, "draft"), SAVED)

    return await recorded(door, headers, command, again)


@router.post(
    "/party/{party_id}/close",
    responses={200: {"model": shapes.SaveShape}},
    response_class=Response,
)
async def close(door: TheDoor, headers: Headers, party_id: str) -> Response:
    """Takes a final snapshot and closes the party; any edit opens it again."""

    async def command(replies: Replies | None) -> Document:
        taken = await service.close(door.festplan, party_id, replies=replies)
        return showing.save_document(taken, CLOSED)

    async def again(reply: Reply) -> Document:
        party = await door.festplan.store.party_at(party_id, reply.version)
        return showing.save_document(await lifecycle.saved(door.festplan, party, "final"), CLOSED)

    return await recorded(door, headers, command, again)


@router.post(
    "/party/{party_id}/resume",
    responses={200: {"model": shapes.ResumeShape}},
    response_class=Response,
)
async def resume(door: TheDoor, headers: Headers, day: Today, party_id: str) -> Response:
    """Goes on with the party at its head; a run that was left unfinished is done first."""

    async def command(replies: Replies | None) -> Document:
        resumed = await service.resume(door.festplan, party_id, replies=replies)
        return await showing.resume_document(door.festplan, resumed, day)

    async def again(reply: Reply) -> Document:
        party = await door.festplan.store.party_at(party_id, reply.version)
        resumed = await lifecycle.resumed(door.festplan, party)
        return await showing.resume_document(door.festplan, resumed, day)

    return await recorded(door, headers, command, again)
