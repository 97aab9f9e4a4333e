"""Asking an Overpass API one question at a time: patient with a busy server, never insistent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from festplan import __version__

USER_AGENT = f"Festplan/{__version__} (festplan catalogue fetch)"
MOST_TRIES = 5
"""How often one question is asked before the fetch stops; the next one goes on there."""
MOST_WAIT_SECONDS = 120.0
"""The longest that is waited between two tries, whatever the server asks for."""
FIRST_WAIT_SECONDS = 2.0
"""Doubled at every further try, where the server does not say how long."""
MOST_BYTES = 100_000_000
_BUSY = frozenset({429, 502, 503, 504})
_PIECE = 1 << 16


class FetchRefused(RuntimeError):
    """Places cannot be fetched; the message says why, and what to do."""


class _Failed(Exception):
    """A try failed that another may mend; `wait` is what the server asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its question, the elements, and the day of which the data are."""

    query: str
    elements: list[dict[str, Any]]
    dated: str

    def document(self) -> dict[str, Any]:
        """The answer as JSON, to keep."""
        return {"query": self.query, "elements": self.elements, "dated": self.dated}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Fetched:
        """The answer of a `document`."""
        return cls(document["query"], document["elements"], document["dated"])


Ask = Callable[[str], Fetched]


class Client:
    """An Overpass API: `ask` gives the answer to a question in its query language."""

    def __init__(
        self,
        url: str,
        *,
        pause: float,
        patience: float,
        sleep: Callable[[float], None],
    ) -> None:
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise FetchRefused("FESTPLAN_OVERPASS_URL is no web address (https://…/interpreter).")
        self._url = url
        self._pause = pause
        self._patience = patience
        self._sleep = sleep
        self._asked = False

    def ask(self, query: str) -> Fetched:
        """The answer; `FetchRefused` once `MOST_TRIES` tries have failed."""
        why = ""
        for number in range(MOST_TRIES):
            if self._asked and self._pause:
                self._sleep(self._pause)
            self._asked = True
            try:
                return _answer(query, self._body(query))
            except _Failed as failed:
                why = str(failed)
                if number + 1 < MOST_TRIES:
                    self._sleep(_wait(number, failed.wait))
        raise FetchRefused(
            f"OpenStreetMap does not answer ({why}); what is there is kept: try again later."
        )

    def _body(self, query: str) -> bytes:
        """The body of a good answer, all of it."""
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.parse import urlencode
        from urllib.request import Request, urlopen

        request = Request(  # noqa: S310  the scheme was checked
            self._url, urlencode({"data": query}).encode(), {"User-Agent": USER_AGENT}
        )
        try:
            with urlopen(request, timeout=self._patience) as answer:  # noqa: S310
                return _whole(answer)
        except HTTPError as error:
            with error:
                raise _refusal(error.code, error.headers["Retry-After"]) from error
        except (OSError, HTTPException) as error:
            raise _Failed(f"the connection broke: {type(error).__name__}") from error


def _refusal(status: int, retry_after: str | None) -> Exception:
    """What a bad status means: a busy server is asked again, any other answer is final."""
    if status in _BUSY:
        return _Failed(f"it is busy, {status}", _retry_after(retry_after or ""))
    return FetchRefused(f"OpenStreetMap refused the question with {status}.")


def _whole(answer: Any) -> bytes:
    """The body up to its announced end, within `MOST_BYTES`."""
    pieces, length = [], 0
    while piece := answer.read(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_BYTES:
            raise FetchRefused(f"The answer holds more than {MOST_BYTES:,} bytes.")
    announced = answer.headers.get("Content-Length", "")
    if announced.isdigit() and length < int(announced):
        raise _Failed("the answer was cut off")
    return b"".join(pieces)


def _answer(query: str, body: bytes) -> Fetched:
    """The elements of a body; half an answer, or one with a remark of an error, is none."""
    try:
        document = json.loads(body)
        elements = document["elements"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise _Failed("the answer is no whole JSON document") from error
    if "error" in str(document.get("remark", "")):
        raise _Failed("it ran out of time")
    if not isinstance(elements, list):
        raise _Failed("the answer holds no list of elements")
    dated = str((document.get("osm3s") or {}).get("timestamp_osm_base", ""))[:10]
    return Fetched(query, [e for e in elements if isinstance(e, dict)], dated)


def _wait(number: int, asked: float | None) -> float:
    """Seconds until the next try: as the server says, else doubled each time; bounded."""
    usual = FIRST_WAIT_SECONDS * 2**number
    return min(MOST_WAIT_SECONDS, usual if asked is None else max(0.0, asked))


def _retry_after(said: str) -> float | None:
    """Seconds of a Retry-After, which is a number of them or a date; None where it is neither."""
    if said.strip().isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return until.timestamp() - datetime.now(UTC).timestamp()
