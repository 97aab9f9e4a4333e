"""A small Overpass API on this machine: questions in, elements out, and every way to misbehave."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CITY = {
    "type": "relation",
    "id": 86538,
    "tags": {"name": "Salzburg", "boundary": "administrative", "admin_level": "6"},
}
STATE = {
    "type": "relation",
    "id": 86539,
    "tags": {"name": "Salzburg", "boundary": "administrative", "admin_level": "4"},
}


def node(number: int, **tags: str) -> dict[str, Any]:
    return {"type": "node", "id": number, "lat": 47.8, "lon": 13.04, "tags": tags}


def way(number: int, **tags: str) -> dict[str, Any]:
    centre = {"lat": 47.81, "lon": 13.05}
    return {"type": "way", "id": number, "center": centre, "tags": tags}


PLACES = [
    node(1, name="Gasthaus Eins", amenity="restaurant", capacity="80", cuisine="austrian;pizza"),
    node(2, name="Café Zwei", amenity="cafe", outdoor_seating="yes", wheelchair="yes"),
    way(3, name="Volksgarten", leisure="park"),
    node(4, name="Bäckerei Vier", shop="bakery", amenity="cafe"),
    node(5, name="=EVIL()", amenity="bar"),
    node(6, amenity="bar"),
    node(7, name="Halle Sieben", amenity="events_venue", capacity="viele"),
]


@dataclass
class Overpass:
    """What the server was asked, and what it is told to do wrong, one thing a question."""

    url: str = ""
    questions: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    after: int | None = None
    """Number of questions that are answered; from then on it only says 504."""

    def trouble(self) -> str:
        """What goes wrong with the question that came last."""
        if self.after is not None and len(self.questions) > self.after:
            return "504 after 0"
        return self.troubles.pop(0) if self.troubles else ""


@contextmanager
def overpass() -> Iterator[Overpass]:
    """A server that runs meanwhile."""
    state = Overpass()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/api/interpreter"
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(state: Overpass) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.at_once += 1
            state.most_at_once = max(state.most_at_once, state.at_once)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            (question,) = parse_qs(body)["data"]
            state.questions.append(question)
            state.agents.append(self.headers["User-Agent"])
            trouble = state.trouble()
            state.at_once -= 1
            self._say(*_sent(question, trouble), trouble)

        def _say(self, status: int, headers: dict[str, str], sent: bytes, trouble: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(sent)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if trouble == "slow":
                time.sleep(1.5)
            with suppress(OSError):  # whoever lost patience has gone
                self.wfile.write(sent[: len(sent) // 2] if trouble == "cut" else sent)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler


def _sent(question: str, trouble: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body: the answer, or what `trouble` makes of it."""
    if trouble[:3].isdigit():
        code, _, wait = trouble.partition(" after ")
        return int(code), {"Retry-After": wait} if wait else {}, b"<html>busy</html>"
    text = _BODIES.get(trouble) or json.dumps(_answer(question))
    return 200, {}, text.encode()


_BODIES = {
    "remark": '{"elements": [], "remark": "runtime error: Query timed out"}',
    "html": "<html>",
    "no list": '{"elements": 7}',
}


def _answer(question: str) -> dict[str, Any]:
    """What a real server answers to the two questions that Festplan asks."""
    found = re.search(r'nwr\(area\.a\)\["name"\]\["(\w+)"~"\^\(([\w|]+)\)\$"\]', question)
    if found:
        key, values = found[1], found[2].split("|")
        elements = [p for p in PLACES if p["tags"].get(key) in values and "name" in p["tags"]]
        assert "area(3600086538)" in question, question
    else:
        elements = [STATE, CITY] if '"name"="Salzburg"' in question else []
    return {
        "version": 0.6,
        "osm3s": {"timestamp_osm_base": "2026-11-27T10:00:00Z", "copyright": "ODbL"},
        "elements": elements,
    }
