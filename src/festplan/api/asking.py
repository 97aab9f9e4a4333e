"""What a request says in its headers: what it has seen, how long it waits, and its key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Header, Request

from festplan.api.problems import Problem
from festplan.engine.fingerprint import digest, identity

PREFIX = "/api/v1"
MAX_WAIT_SECONDS = 120.0
MAX_KEY = 200

_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
_ETAGS = re.compile(r'\s*(?:W/)?"[^"]*"(?:\s*,\s*(?:W/)?"[^"]*")*\s*')
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?(\d{1,6})\"?\s*(?=$|[,;])", re.IGNORECASE)
_KEY = re.compile(rf"[\x20-\x7e]{{1,{MAX_KEY}}}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request that changes something says beside its body.

    `wait` is how many seconds it waits for the run, 0 for not at all; `base` the version that it
    looked at, None where it takes part in whatever is current; `root` the prefix of its address.
    """

    key: str
    request_hash: str
    wait: int
    base: int | None
    root: str


async def asked(
    request: Request,
    prefer: Annotated[str | None, Header(examples=["wait=30"])] = None,
    if_match: Annotated[str | None, Header(examples=['"14"'])] = None,
    idempotency_key: Annotated[str | None, Header(examples=["3f0c8e52"])] = None,
) -> Asked:
    """Reads the headers; `Problem` for one that is malformed."""
    return Asked(
        key=_key(idempotency_key),
        request_hash=_hash(request, await request.body()),
        wait=wait_seconds(prefer),
        base=base_version(if_match),
        root=root(request),
    )


def _hash(request: Request, body: bytes) -> str:
    return identity((request.method, request.url.path, request.url.query, digest(body)))


def root(request: Request) -> str:
    """The prefix under which the request came: empty, or that of the versioned mount."""
    return PREFIX if request.url.path.startswith(f"{PREFIX}/") else ""


def _key(key: str | None) -> str:
    if key is not None and not _KEY.fullmatch(key):
        raise Problem(
            "bad-header", f"Idempotency-Key takes 1 to {MAX_KEY} printable ASCII characters."
        )
    return key or ""


def wait_seconds(prefer: str | None) -> int:
    """The seconds in `Prefer: wait=N`; 0 where there is no such preference (RFC 7240)."""
    found = _WAIT.search(prefer or "")
    return min(int(found[1]), int(MAX_WAIT_SECONDS)) if found else 0


def base_version(if_match: str | None) -> int | None:
    """The newest version that `If-Match` names; None without one, or for `*`."""
    if if_match is None or if_match.strip() == "*":
        return None
    tags = _ETAG.findall(if_match) if _ETAGS.fullmatch(if_match) else []
    versions = [int(tag) for tag in tags if re.fullmatch(r"[0-9]{1,15}", tag)]
    if not versions or len(versions) < len(tags):
        raise Problem("bad-header", 'If-Match takes a version in quotes, like "14", or *.')
    return max(versions)


def etag(version: int) -> str:
    """The entity tag of a party at that version."""
    return f'"{version}"'


def is_known(if_none_match: str | None, version: int) -> bool:
    """Whether the asker holds that version already, by `If-None-Match` (compared weakly)."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or str(version) in _ETAG.findall(if_none_match)
