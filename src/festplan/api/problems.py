"""Problems as RFC 9457 tells them: a stable type, one clear sentence, and where the fault is."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from festplan.costs.calculator import NoFigures
from festplan.domain.corrections import FactRefused
from festplan.domain.decide import CommandRefused, EditClash, UnknownInput
from festplan.domain.text import TextRefused
from festplan.models.price_book import PriceBookRefused
from festplan.ports.answers import MissingBody
from festplan.ports.models import NoPrice
from festplan.ports.parties import UnknownParty, UnknownVersion
from festplan.service.command import TooBusy
from festplan.service.editing import UnknownOption
from festplan.service.exchange import ImportRefused
from festplan.service.history import NothingToUndo
from festplan.store.database import DatabaseUnusable

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

log = logging.getLogger("festplan.api")


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: its status, its title, and what to do about it."""

    status: int
    title: str
    advice: str


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(400, "The request cannot be read", "Send UTF-8 JSON, each name once."),
    "bad-header": Kind(400, "A header cannot be read", "See the detail for the form it takes."),
    "foreign-origin": Kind(
        403, "The request comes from another site", "Pages of other sites may not change parties."
    ),
    "not-found": Kind(404, "There is nothing at this address", "See /docs for every route."),
    "unknown-party": Kind(404, "There is no such party", "GET /party lists the parties."),
    "unknown-version": Kind(
        404, "The party has no such version", "GET /party/{id}/history lists the versions."
    ),
    "unknown-format": Kind(
        404, "A party is not exported in this format", "Formats are md, csv, ics and json."
    ),
    "method-not-allowed": Kind(
        405, "This address does not take that method", "The Allow header names those it takes."
    ),
    "nothing-to-undo": Kind(
        409, "There is nothing to take back", "Undo reaches back to the party's first input."
    ),
    "under-way": Kind(
        409, "The first request with this key is still under way", "Ask again in a moment."
    ),
    "changed-since": Kind(
        412, "It was changed since you saw it", "GET the party, look again, and edit that version."
    ),
    "too-large": Kind(413, "The request is too large", "A request holds at most 1 MiB."),
    "media-type": Kind(415, "The request is not JSON", "Send Content-Type: application/json."),
    "unknown-host": Kind(
        421, "The request is for another host", "Use the address that the server was started with."
    ),
    "invalid": Kind(422, "The request does not fit", "See errors for each fault and its place."),
    "refused": Kind(422, "The party does not take this", "See the detail for the reason."),
    "no-price": Kind(
        422, "The price book does not know this", "Name agents and models that it has figures for."
    ),
    "key-reused": Kind(
        422, "The key was used for another request", "Make a new Idempotency-Key for each request."
    ),
    "internal": Kind(500, "Festplan failed", "Nothing half done is kept; the log says more."),
    "damaged": Kind(
        500, "What is stored is damaged", "`festplan verify` names what is missing or changed."
    ),
    "busy": Kind(503, "Festplan is busy", "Ask again after the seconds in Retry-After."),
}
"""Every kind of problem by the last part of its type."""


class Problem(Exception):
    """What is wrong with a request, in one sentence; answered as a problem document."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.errors = errors
        self.headers = headers
        self.more = more

    def response(self) -> Response:
        """The problem as an `application/problem+json` response."""
        kind = KINDS[self.kind]
        document: dict[str, Any] = {
            "type": f"/problems/{self.kind}",
            "title": kind.title,
            "status": kind.status,
            "detail": str(self),
            **self.more,
        }
        if self.errors:
            document["errors"] = list(self.errors)
        body = json.dumps(document, ensure_ascii=False)
        return Response(
            body, status_code=kind.status, media_type=MEDIA_TYPE, headers=dict(self.headers or {})
        )


KNOWN: Mapping[type[Exception], str] = {
    UnknownParty: "unknown-party",
    UnknownVersion: "unknown-version",
    UnknownInput: "refused",
    UnknownOption: "refused",
    NothingToUndo: "nothing-to-undo",
    CommandRefused: "refused",
    TextRefused: "refused",
    FactRefused: "refused",
    ImportRefused: "refused",
    NoFigures: "no-price",
    NoPrice: "no-price",
    PriceBookRefused: "no-price",
}
"""The kind of problem that a refusal of a use case is."""


def problem_of(error: Exception) -> Problem | None:
    """The problem that an error of a use case means; None when the host has no part in it."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, EditClash):
        return Problem("changed-since", str(error), what=error.what, version=error.version)
    if isinstance(error, TooBusy | DatabaseUnusable):
        return Problem("busy", str(error), headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    if isinstance(error, MissingBody):
        return Problem("damaged", "A stored result of this party is missing or damaged.")
    kind = next((KNOWN[cls] for cls in type(error).__mro__ if cls in KNOWN), None)
    return Problem(kind, str(error)) if kind else None


def answer_problems(app: FastAPI) -> None:
    """Has `app` answer every error as a problem."""
    for error in (Problem, EditClash, TooBusy, DatabaseUnusable, MissingBody, *KNOWN):
        app.add_exception_handler(error, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


async def _refused(_request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    assert problem is not None
    return problem.response()


async def _http(request: Request, error: Exception) -> Response:
    """What the framework refuses: an unknown address or method, a body that it cannot read."""
    assert isinstance(error, HTTPException)
    place = request.url.path[:200]
    if error.status_code == 404:
        return Problem("not-found", f"There is nothing at {place}.").response()
    if error.status_code == 405:
        sentence = f"{place} does not take {request.method}."
        return Problem("method-not-allowed", sentence, headers=error.headers).response()
    return Problem("malformed", "The request cannot be read.").response()


async def _failed(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return Problem("internal", "Something failed here; it is not your request.").response()


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [_fault(fault) for fault in error.errors()]
    others = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    first = faults[0]
    where = first.get("parameter") or first["pointer"]
    return Problem("invalid", f"{where}: {first['detail']}{others}.", errors=faults).response()


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    """One fault of a request: what, and where in the body (a JSON pointer) or which parameter."""
    source, *path = fault["loc"]
    message = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    if source == "body":
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
        return {"detail": message, "pointer": "/".join(("#", *steps))}
    return {"detail": message, "parameter": str(path[-1]) if path else str(source)}
