"""What is read: parties, their history and cost, exports, listings, and events as they happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response

from festplan import exports, service
from festplan.api import bodies, shapes
from festplan.api.answer import answer, of_party
from festplan.api.asking import etag, is_known, root
from festplan.api.door import TheDoor, Today
from festplan.api.problems import Problem
from festplan.api.stream import event_stream
from festplan.costs import report
from festplan.documents import listing_document
from festplan.domain import listing
from festplan.service import showing
from festplan.service.showing import Document

router = APIRouter(tags=["reading"])

MAX_PAGE = 200
Number = Annotated[int | None, Query(ge=1, le=bodies.MAX_VERSION)]
Version = Annotated[int, Query(ge=1, le=bodies.MAX_VERSION)]
ETagKnown = Annotated[str | None, Header()]
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events, each with its version as id and its kind as name.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


def shaped(shape: object) -> dict[int | str, dict[str, Any]]:
    """The declaration of a 200 with that document."""
    return {200: {"model": shape}}


@router.get("/party", responses=shaped(shapes.PartyListShape), response_class=Response)
async def parties(
    door: TheDoor,
    cursor: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = showing.PAGE,
) -> Response:
    """Parties by last change, newest first."""
    found = await showing.party_list(door.festplan, cursor=cursor, limit=limit)
    return answer(200, found).response()


@router.get(
    "/party/{party_id}",
    responses=shaped(shapes.PartyShape)
    | {304: {"description": "The version of If-None-Match is still the party's."}},
    response_class=Response,
)
async def party(
    request: Request,
    door: TheDoor,
    day: Today,
    party_id: str,
    version: Number = None,
    if_none_match: ETagKnown = None,
) -> Response:
    """The party with its plan, at its head or as it was at `version`."""
    head = (await door.festplan.store.party(party_id)).version
    shown = version or head
    if shown <= head and is_known(if_none_match, shown):
        return Response(status_code=304, headers={"ETag": etag(shown)})
    document = await showing.show(door.festplan, party_id, today=day, version=version)
    return of_party(200, document, root(request)).response()


@router.get(
    "/party/{party_id}/history", responses=shaped(shapes.OfPartyShape), response_class=Response
)
async def history(door: TheDoor, party_id: str) -> Response:
    """Every version with what happened, and every input that there ever was."""
    return answer(200, await showing.history(door.festplan, party_id)).response()


@router.get(
    "/party/{party_id}/snapshots", responses=shaped(shapes.OfPartyShape), response_class=Response
)
async def snapshots(door: TheDoor, party_id: str) -> Response:
    """The snapshots of the party, oldest first."""
    return answer(200, await showing.snapshot_list(door.festplan, party_id)).response()


@router.get("/party/{party_id}/diff", responses=shaped(shapes.DiffShape), response_class=Response)
async def diff(
    door: TheDoor,
    party_id: str,
    a: Version,
    b: Version,
    other: Annotated[str | None, Query(max_length=bodies.MAX_NAME)] = None,
) -> Response:
    """Version `a` of the party beside version `b` of it, or of the `other` party."""
    compared = await service.diff(door.festplan, party_id, a, b, other=other)
    return answer(200, await showing.diff_document(door.festplan, compared)).response()


@router.get(
    "/party/{party_id}/cost", responses=shaped(shapes.PartyCostShape), response_class=Response
)
async def cost(door: TheDoor, party_id: str) -> Response:
    """What planning the party has cost and what reuse has saved, in microdollars."""
    return answer(200, await report.of_party(door.festplan.store, party_id)).response()


@router.get(
    "/party/{party_id}/export.{form}",
    responses={
        200: {
            "description": "The plan as Markdown, CSV or iCalendar, or the whole party as JSON.",
            "content": {
                "application/json": {},
                "text/markdown": {"schema": {"type": "string"}},
                "text/csv": {"schema": {"type": "string"}},
                "text/calendar": {"schema": {"type": "string"}},
            },
        }
    },
    response_class=Response,
)
async def export(
    door: TheDoor, day: Today, party_id: str, form: Annotated[str, Path(examples=["md"])]
) -> Response:
    """The party out: `md` and `csv` to read, `ics` for a calendar, `json` to import again."""
    if form not in exports.FORMATS:
        known = ", ".join(exports.FORMATS)
        raise Problem("unknown-format", f"A party is exported as {known}, and not as that.")
    if form == "json":
        return answer(200, await service.export(door.festplan, party_id)).response()
    document = await showing.show(door.festplan, party_id, today=day)
    as_text, media_type = TEXTS[form]
    name = f'attachment; filename="{document["party_id"]}.{form}"'
    return Response(
        as_text(document, day), media_type=media_type, headers={"Content-Disposition": name}
    )


TEXTS: dict[str, tuple[Callable[[Document, date], str], str]] = {
    "md": (lambda document, _: exports.as_markdown(document), "text/markdown"),
    "csv": (lambda document, _: exports.as_csv(document), "text/csv"),
    "ics": (lambda document, day: exports.as_ics(document, today=day), "text/calendar"),
}


@router.get("/party/{party_id}/events", responses=EVENTS, response_class=Response)
async def events(
    door: TheDoor,
    party_id: str,
    after: str | None = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Every event as it happens; `Last-Event-ID` (or `after`) goes on where a stream broke off."""
    seen = after if last_event_id is None else last_event_id
    return await event_stream(door.streams, door.festplan.store, party_id, seen=seen)


@router.get("/catalogue/search", responses=shaped(shapes.FoundShape), response_class=Response)
async def search(
    door: TheDoor,
    text: Annotated[str, Query(max_length=bodies.MAX_NAME, examples=["garden"])] = "",
    kind: Annotated[str, Query(max_length=bodies.MAX_NAME, examples=["venue"])] = "",
    city: Annotated[str, Query(max_length=bodies.MAX_NAME, examples=["Austin"])] = "",
    capacity: Number = None,
    max_price_minor: Annotated[int | None, Query(ge=0, le=bodies.MAX_VERSION)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 10,
) -> Response:
    """Listings, best first; `kind` is venue, caterer, bakery, vendor, or like "balloon artist"."""
    known = (await door.festplan.catalogue.cities()).get(" ".join(city.lower().split()))
    role = next((role for role in listing.ROLES if role == kind), None)
    query = listing.Query(
        role=role,
        words=tuple(text.split()),
        kinds=(kind,) if kind and role is None else (),
        city=known[0] if known else city or None,
        country=known[1] if known else None,
        capacity=capacity,
        max_price_minor=max_price_minor,
        limit=limit,
        like=text,
    )
    found = await door.festplan.catalogue.search(query)
    data: list[Document] = [listing_document(match, query) for match in found]
    return answer(200, {"data": data}).response()
