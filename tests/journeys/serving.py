"""Festplan behind its HTTP door, in this process or on a port, for tests to be a client of."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from starlette.testclient import TestClient

from festplan.api import create_app
from festplan.api.server import Server
from festplan.config import Settings

Document = dict[str, Any]
WAIT = {"Prefer": "wait=30"}


@contextmanager
def client(folder: Path, **more: Any) -> Iterator[TestClient]:
    """A client of an application over the data in `folder`; `more` are other settings."""
    with TestClient(create_app(Settings(data_dir=folder, **more))) as opened:
        yield opened


@contextmanager
def served(folder: Path, *, heartbeat_seconds: float = 15) -> Iterator[str]:
    """The address of a server on a free port over the data in `folder`; stopped at the end."""
    settings = Settings(data_dir=folder, port=0, heartbeat_seconds=heartbeat_seconds)
    app = create_app(settings)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none")
    server = Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server, thread)}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the server does not stop"


def _port(server: Server, thread: threading.Thread) -> int:
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    assert isinstance(port, int)
    return port


def created(api: httpx2.Client, *inputs: str) -> Document:
    """A new party, planned to the end."""
    made = api.post("/party", json={"inputs": list(inputs)}, headers=WAIT)
    assert made.status_code == 201, made.text
    document: Document = made.json()
    return document


def edited(
    api: httpx2.Client, party_id: str, *added: str, removed: tuple[str, ...] = ()
) -> Document:
    """The document of an edit whose run is finished."""
    body = {"new_inputs": [{"content": text} for text in added], "removed_input_ids": removed}
    answer = api.post(f"/party/{party_id}/edit", json=body, headers=WAIT)
    assert answer.status_code == 200, answer.text
    document: Document = answer.json()
    return document


def settled(api: httpx2.Client, party_id: str) -> Document:
    """The party when no run of it is under way any more."""
    while True:
        document: Document = api.get(f"/party/{party_id}").json()
        if document["status"] != "planning":
            return document
        time.sleep(0.01)


def planned(edit: Document) -> dict[str, list[str]]:
    """The execution plan of an edit document: action -> agents, in the order of the plan."""
    found: dict[str, list[str]] = {}
    for step in edit["delta"]["execution_plan"]:
        found.setdefault(step["action"], []).append(step["agent"])
    return found


def percent(edit: Document) -> int:
    """What the edit document says that is saved."""
    saved: int = edit["delta"]["estimated_cost_savings"]["savings_percent"]
    return saved


def outcomes(edit: Document) -> dict[str, str]:
    """Agent -> what happened to it."""
    return {step["agent"]: step["outcome"] for step in edit["outcome"]}
