"""The gate before the routes: who may ask, how much, and that JSON means one thing only."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from festplan.api.problems import Problem

MAX_BODY_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_INTEGER = 2**53
"""Whole numbers up to this are the same in every JSON reader (RFC 8259, section 6)."""

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})

# A string that does not end runs to the end of the text: nothing is looked at twice.
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.?)*+"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Ingress:
    """Refuses with a problem what no route should see; hands on everything else unchanged."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self._names = allowed_names(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            check_host(headers, self._names)
            if scope["method"] not in SAFE_METHODS:
                check_origin(headers)
                receive = await _checked(headers, receive)
        except Problem as problem:
            await problem.response()(scope, receive, send)
            return
        await self.app(scope, receive, send)


def allowed_names(host: str) -> Collection[str] | None:
    """The host names that requests may be for; None (any) where all interfaces are listened on."""
    try:
        if ipaddress.ip_address(host).is_unspecified:
            return None
    except ValueError:
        pass
    return LOCAL_NAMES | {host.lower()}


def check_host(headers: Headers, names: Collection[str] | None) -> None:
    """Refuses a request for a foreign name: a page whose name was rebound to this machine."""
    if names is not None and _name(headers.get("host", "")) not in names:
        raise Problem("unknown-host", "This server does not answer for the host of the request.")


def _name(host: str) -> str:
    """The name in a Host header, without port and brackets; empty when it is not one."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def check_origin(headers: Headers) -> None:
    """Refuses a change that a page of another site asks for."""
    origin = headers.get("origin")
    if origin is None:
        return
    scheme, _, place = origin.partition("://")
    if scheme not in ("http", "https") or place.lower() != headers.get("host", "").lower():
        raise Problem("foreign-origin", "Only pages of this server may change parties.")


async def _checked(headers: Headers, receive: Receive) -> Receive:
    """Reads the whole body, checks it, and gives it back to be read again."""
    body = await _read(headers, receive)
    if body:
        check_media_type(headers)
        strict(body)
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _read(headers: Headers, receive: Receive) -> bytes:
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > MAX_BODY_BYTES:
        raise _too_large()
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem("malformed", "The request ended before its body did.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            raise _too_large()
        more = message.get("more_body", False)
    return b"".join(parts)


def _too_large() -> Problem:
    return Problem(
        "too-large",
        f"A request may hold at most {MAX_BODY_BYTES:,} bytes.",
        headers={"Connection": "close"},
    )


def check_media_type(headers: Headers) -> None:
    """Refuses a body that does not say that it is JSON, or that is compressed."""
    essence = headers.get("content-type", "").partition(";")[0].strip().lower()
    if essence != "application/json":
        raise Problem("media-type", "Send the body as Content-Type: application/json.")
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem("media-type", "Send the body as it is, without Content-Encoding.")


def strict(body: bytes) -> Any:
    """The JSON in `body`, if every reader and every store would understand the same by it.

    Raises `Problem` with one sentence: not UTF-8, not JSON, nested deeper than `MAX_DEPTH`, a name
    twice in one object, a number that is not finite or beyond `MAX_INTEGER`, a lone surrogate.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise _malformed("The body is not valid UTF-8.") from error
    _check_depth(body)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"The body is not valid JSON: {error.msg} at {place}.") from error
    if _SURROGATE.search(body):
        _check_surrogates(value)
    return value


def _malformed(sentence: str) -> Problem:
    return Problem("malformed", sentence)


def _check_depth(body: bytes) -> None:
    depth = 0
    for found in _STRUCTURE.finditer(body):
        first = found[0][:1]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise _malformed(f"The body is nested more than {MAX_DEPTH} levels deep.")
        elif first in b"]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _malformed("The body gives a name twice in one object.")
    return value


def _constant(name: str) -> Any:
    raise _malformed(f"The body holds {name}, which is not a JSON number.")


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise _malformed("The body holds a number that is too large.")
    return value


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER:
        raise _malformed("The body holds a whole number beyond 9,007,199,254,740,992.")
    return int(text)


def _check_surrogates(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _malformed("The body holds half of a surrogate pair.") from error
