"""A provider behind OpenAI's batch protocol on this machine: for samples over real HTTP.

It takes files, begins, lists and cancels batches, lets them lie for some looks, and writes output
and error files. What goes wrong with a request is up to `faults`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from festplan.models.metered_server import response
from festplan.ports.models import ModelReply, ModelRequest, Provider

Reading = asyncio.StreamReader
Writing = asyncio.StreamWriter
MOST_BODY = 64_000_000
NOT_FOUND = {"error": {"message": "There is no such thing.", "type": "invalid_request_error"}}
STATES = ("validating", "in_progress", "finalizing")
"""What a batch is before its end, a state for each look."""
FAULTS: Mapping[str, tuple[int, str]] = {
    "busy": (429, "rate_limit_exceeded"),
    "broken": (500, "server_error"),
    "wrong": (400, "invalid_request_error"),
}
"""Faults of one request that come with a status and a code."""
_NAMED = re.compile(rb'name="(\w+)"(?:; filename="([^"]*)")?')


@dataclass(slots=True)
class BatchServer:
    """Batches, files and what was served; `looks` is how often a batch is asked for in vain.

    `faults` says what goes wrong with a request, by its key: a name of `FAULTS`, `expired`,
    `missing`, `garbled`, `refused`, `wordy` (no JSON), or nothing. `ends` is the state in which
    batches end; what is `late` in one that ends early has no line. With `mute` it takes a batch and
    breaks the connection off; with `hidden` it lists none.
    """

    provider: Provider
    looks: int = 1
    ends: str = "completed"
    faults: Callable[[str], str] = lambda _key: ""
    instead: Callable[[str, str], int] = lambda _method, _path: 0
    mute: bool = False
    hidden: bool = False
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    batches: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    served: list[str] = field(default_factory=list[str])
    requests: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    port: int = 0
    kept: int = 0
    open_to: dict[Writing, asyncio.Task[Any] | None] = field(default_factory=dict)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The base URL of the server, the same every time; it ends with the context."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        try:
            self.port = server.sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{self.port}/v1"
        finally:
            server.close()
            ending = list(self.open_to.items())
            for writer, _ in ending:
                writer.transport.abort()
            await asyncio.gather(*(task for _, task in ending if task), return_exceptions=True)

    async def _connected(self, reader: Reading, writer: Writing) -> None:
        self.open_to[writer] = asyncio.current_task()
        try:
            while (asked := await _request(reader)) is not None:
                writer.write(await self._answer(*asked))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()
            self.open_to.pop(writer, None)

    async def _answer(self, method: str, target: str, body: bytes) -> bytes:
        path, _, query = target.removeprefix("/v1").partition("?")
        self.requests.append((method, path))
        if status := self.instead(method, path):
            return response(status, {"error": {"message": "Not today.", "type": "x"}})
        parts = path.strip("/").split("/")
        if parts[0] == "files":
            return self._file(method, parts[1:], body)
        if parts == ["batches"]:
            made = self._begin(json.loads(body)) if method == "POST" else self._list(query)
            if self.mute and method == "POST":
                raise ConnectionResetError
            return response(200, made)
        if parts[0] == "batches" and parts[1] in self.batches:
            if parts[2:] == ["cancel"]:
                self.batches[parts[1]]["ends"] = "cancelled"
            return response(200, await self._looked(self.batches[parts[1]]))
        return response(404, NOT_FOUND)

    # --- files -----------------------------------------------------------------------------------

    def _file(self, method: str, parts: list[str], body: bytes) -> bytes:
        if method == "POST":
            return response(200, _about(self._keep(_uploaded(body)), len(body)))
        if parts[0] not in self.files:
            return response(404, NOT_FOUND)
        if method == "DELETE":
            del self.files[parts[0]]
            return response(200, {"id": parts[0], "object": "file", "deleted": True})
        return _plain(self.files[parts[0]])

    def _keep(self, data: bytes) -> str:
        self.kept += 1
        name = f"file-{self.kept}"
        self.files[name] = data
        return name

    # --- batches ---------------------------------------------------------------------------------

    def _begin(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        name = f"batch_{len(self.batches) + 1}"
        lines = self.files[asked["input_file_id"]].splitlines()
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "endpoint": asked["endpoint"],
            "input_file_id": asked["input_file_id"],
            "completion_window": asked["completion_window"],
            "metadata": asked.get("metadata"),
            "created_at": 1_795_000_000 + len(self.batches),
            "status": STATES[0],
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
            "looks": self.looks,
            "ends": self.ends,
        }
        return self.batches[name]

    def _list(self, query: str) -> dict[str, Any]:
        """The newest first, some at a time."""
        asked = dict(part.split("=") for part in query.split("&") if part)
        newest = [] if self.hidden else list(reversed(self.batches.values()))
        names = [batch["id"] for batch in newest]
        start = names.index(asked["after"]) + 1 if "after" in asked else 0
        page = newest[start : start + 2]
        return {"object": "list", "data": page, "has_more": start + 2 < len(newest)}

    async def _looked(self, batch: dict[str, Any]) -> dict[str, Any]:
        if batch["status"] not in STATES:
            return batch
        if batch["looks"] and batch["ends"] != "cancelled":
            batch["status"] = STATES[min(self.looks - batch["looks"] + 1, len(STATES)) - 1]
            batch["looks"] -= 1
            return batch
        await self._end(batch)
        return batch

    async def _end(self, batch: dict[str, Any]) -> None:
        batch["status"] = batch["ends"]
        if batch["ends"] == "failed":
            batch["errors"] = {"data": [{"code": "invalid", "message": "A line is no request."}]}
            return
        output, errors = list[bytes](), list[bytes]()
        for line in self.files[batch["input_file_id"]].splitlines():
            asked = json.loads(line)
            came = await self._came(asked["custom_id"], asked["body"], early=batch["ends"])
            if came is not None:
                is_error, written = came
                (errors if is_error else output).append(written)
        for name, lines in (("output_file_id", output), ("error_file_id", errors)):
            if lines:
                batch[name] = self._keep(b"\n".join(lines) + b"\n")

    async def _came(
        self, key: str, body: Mapping[str, Any], *, early: str
    ) -> tuple[bool, bytes] | None:
        """The line of a request, and whether it goes to the file of errors."""
        fault = self.faults(key)
        if fault in FAULTS:
            status, code = FAULTS[fault]
            said = {"error": {"message": "no", "type": code, "code": code}}
            return True, _result(key, status, said)
        if fault == "expired":
            error = {"code": "batch_expired", "message": "It took too long."}
            return True, json.dumps({"id": "x", "custom_id": key, "error": error}).encode()
        if fault == "missing" or (early != "completed" and fault == "late"):
            return None
        self.served.append(key)
        if fault == "garbled":
            return False, b'{"custom_id": "' + key.encode() + b'", "response": {'
        reply = await self.provider.ask(asked_of(body))
        return False, _result(key, 200, answer(reply, fault), ascii_only=fault != "odd")


def asked_of(body: Mapping[str, Any]) -> ModelRequest:
    """The request that the body of a response's creation stands for."""
    said = [message for message in body["input"] if message.get("role") == "user"]
    content = said[0]["content"]
    text = content if isinstance(content, str) else content[0]["text"]
    return ModelRequest(
        model=body["model"],
        instructions=body.get("instructions") or "",
        prompt=text,
        schema=body["text"]["format"]["schema"],
        max_output_tokens=body.get("max_output_tokens") or 0,
        timeout_seconds=0,
    )


def answer(reply: ModelReply, fault: str = "") -> dict[str, Any]:
    """The body of a response that says what `reply` does."""
    text = "Here you are." if fault == "wordy" else json.dumps(reply.output)
    if fault == "odd":
        text = json.dumps({**reply.output, "unmet": "a \u2028 b"}, ensure_ascii=False)
    part: dict[str, Any] = {"type": "output_text", "text": text, "annotations": []}
    if fault == "refused":
        part = {"type": "refusal", "refusal": "I would rather not."}
    usage = reply.usage
    return {
        "id": "resp_metered",
        "object": "response",
        "created_at": 1,
        "model": reply.model,
        "status": "completed",
        "output": [
            {
                "type": "message",
                "id": "msg_metered",
                "role": "assistant",
                "status": "completed",
                "content": [part],
            }
        ],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage
        and {
            "input_tokens": usage.input_tokens,
            "input_tokens_details": {"cached_tokens": usage.cached_tokens},
            "output_tokens": usage.output_tokens,
            "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
            "total_tokens": usage.input_tokens + usage.output_tokens,
        },
    }


def _result(key: str, status: int, body: object, *, ascii_only: bool = True) -> bytes:
    said = {"status_code": status, "request_id": "r", "body": body}
    line = {"id": "x", "custom_id": key, "response": said, "error": None}
    return json.dumps(line, ensure_ascii=ascii_only).encode()


def _about(name: str, size: int) -> dict[str, Any]:
    about = {"id": name, "object": "file", "bytes": size, "created_at": 1}
    return about | {"filename": "batch.jsonl", "purpose": "batch", "status": "processed"}


def _plain(data: bytes) -> bytes:
    head = f"HTTP/1.1 200 \r\nContent-Type: text/plain\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def _uploaded(body: bytes) -> bytes:
    """The part of a form that is the file."""
    mark = body.split(b"\r\n", 1)[0]
    for part in body.split(mark)[1:]:
        head, _, data = part.partition(b"\r\n\r\n")
        if (named := _NAMED.search(head)) and named[1] == b"file":
            return data.removesuffix(b"\r\n")
    return b""


async def _request(reader: Reading) -> tuple[str, str, bytes] | None:
    """Method, target and body of the next request; None where the client is gone."""
    head = await reader.readline()
    if not head:
        return None
    method, target, _ = head.decode().split(" ", 2)
    length = 0
    while (line := await reader.readline()) not in {b"\r\n", b""}:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = min(int(value), MOST_BODY)
    return method, target, await reader.readexactly(length)
