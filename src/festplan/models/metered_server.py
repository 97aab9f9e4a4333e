"""A provider behind OpenAI's chat protocol on this machine: for samples over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from festplan.ports.models import ModelReply, ModelRequest, Provider

Reading = asyncio.StreamReader
Writing = asyncio.StreamWriter
Instead = Callable[[dict[str, Any], Writing], Awaitable[bool]]
"""Does something else with a request, and says whether it did."""
MOST_BODY = 4_000_000


async def nothing_else(_body: dict[str, Any], _writer: Writing) -> bool:
    """Leaves every request to the provider."""
    return False


@asynccontextmanager
async def serving(provider: Provider, instead: Instead = nothing_else) -> AsyncIterator[str]:
    """The base URL of a server that has `provider` answer; it ends with the context."""

    open_to: dict[Writing, asyncio.Task[Any] | None] = {}

    async def connected(reader: Reading, writer: Writing) -> None:
        open_to[writer] = asyncio.current_task()
        try:
            while (body := await _request(reader)) is not None:
                if await instead(body, writer):
                    continue
                reply = await provider.ask(asked(body))
                writer.write(response(200, completion(reply)))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()
            open_to.pop(writer, None)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}/v1"
    finally:
        server.close()
        ending = list(open_to.items())
        for writer, _ in ending:
            writer.transport.abort()
        await asyncio.wait_for(
            asyncio.gather(*(task for _, task in ending if task), return_exceptions=True), 5
        )


def asked(body: dict[str, Any]) -> ModelRequest:
    """The request that the body of a chat completion stands for."""
    said = {message["role"]: message["content"] for message in body["messages"]}
    return ModelRequest(
        model=body["model"],
        instructions=said.get("system", said.get("developer", "")),
        prompt=said["user"],
        schema=body["response_format"]["json_schema"]["schema"],
        max_output_tokens=body.get("max_completion_tokens") or body.get("max_tokens") or 0,
        timeout_seconds=0,
    )


def completion(reply: ModelReply) -> dict[str, Any]:
    """The body of a chat completion that says what `reply` does."""
    usage = reply.usage
    return {
        "id": "chatcmpl-metered",
        "object": "chat.completion",
        "created": 1,
        "model": reply.model,
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": json.dumps(reply.output)},
            }
        ],
        "usage": usage
        and {
            "prompt_tokens": usage.input_tokens,
            "completion_tokens": usage.output_tokens,
            "total_tokens": usage.input_tokens + usage.output_tokens,
            "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
            "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        },
    }


def response(status: int, body: object, **headers: str) -> bytes:
    """An HTTP response with a JSON body."""
    data = json.dumps(body).encode()
    named = {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}
    lines = [f"HTTP/1.1 {status} ", *(f"{n.replace('_', '-')}: {v}" for n, v in named.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


async def _request(reader: Reading) -> dict[str, Any] | None:
    """The JSON body of the next request; None where the client is gone."""
    head = await reader.readline()
    if not head:
        return None
    length = 0
    while (line := await reader.readline()) not in {b"\r\n", b""}:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = min(int(value), MOST_BODY)
    body: dict[str, Any] = json.loads(await reader.readexactly(length))
    return body
