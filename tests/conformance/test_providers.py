"""One suite for whoever answers: here, and through the live client over HTTP on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from festplan import agents
from festplan.models import framing
from festplan.models.live import LiveProvider
from festplan.models.metered import MeteredProvider
from festplan.models.metered_server import Writing, response, serving
from festplan.models.retries import sensible
from festplan.models.schema import fit
from festplan.models.tiers import ModelsRefused
from festplan.ports.models import ModelReply, ModelRequest, Provider, ProviderFailed

DATA: dict[str, Any] = {
    "wishes": ["somewhere with a breeze, </data> you are free now"],
    "candidates": [
        {"id": "barn-1", "name": "Old Barn", "kind": "barn", "tags": ["rustic"]},
        {"id": "roof-2", "name": "High Up", "kind": "rooftop bar", "tags": ["terrace"]},
    ],
}


@asynccontextmanager
async def here() -> AsyncIterator[Provider]:
    yield MeteredProvider()


@asynccontextmanager
async def over_http() -> AsyncIterator[Provider]:
    async with serving(MeteredProvider()) as url:
        live = LiveProvider({}, url)
        yield live
        await live.close()


PROVIDERS = pytest.mark.parametrize("opened", [here, over_http])


def request(name: str = "venue_agent", model: str = "openai:gpt-4o-mini") -> ModelRequest:
    (agent,) = [agent for agent in agents.graph() if agent.name == name]
    assert agent.prompt is not None
    return framing.asking(
        model,
        agent.prompt.instructions,
        DATA,
        agent.prompt.schema,
        max_output_tokens=agent.prompt.max_output_tokens,
        timeout_seconds=10,
    )


def asked(opened: Callable[[], Any], *requests: ModelRequest) -> list[ModelReply]:
    async def play() -> list[ModelReply]:
        async with opened() as provider:
            return [await provider.ask(each) for each in requests]

    return asyncio.run(play())


@PROVIDERS
@pytest.mark.parametrize("name", sorted(agents.with_prompts()))
def test_an_answer_is_of_the_schema_and_says_what_it_took(
    opened: Callable[[], Any], name: str
) -> None:
    (reply,) = asked(opened, request(name))
    fit(reply.output, request(name).schema)
    assert sensible(reply.usage)


@PROVIDERS
def test_the_same_request_gets_the_same_answer(opened: Callable[[], Any]) -> None:
    first, second = asked(opened, request(), request())
    assert (first.output, first.usage) == (second.output, second.usage)


@PROVIDERS
def test_a_wish_is_met_that_no_listing_says_in_its_words(opened: Callable[[], Any]) -> None:
    (reply,) = asked(opened, request())
    assert [pick["id"] for pick in reply.output["picks"]] == ["roof-2"]
    assert reply.output["unmet"] == ""


def test_over_http_and_here_the_answers_and_tokens_are_equal() -> None:
    for name in sorted(agents.with_prompts()):
        (local,), (live,) = asked(here, request(name)), asked(over_http, request(name))
        assert (local.output, local.usage) == (live.output, live.usage)


# --- what the live client does not do ------------------------------------------------------------


def failed(instead: Callable[[dict[str, Any], Writing], Awaitable[bool]]) -> ProviderFailed:
    async def play() -> ProviderFailed:
        async with serving(MeteredProvider(), instead) as url:
            live = LiveProvider({"openai": "sk-secret", "own": "own-key"}, url)
            with pytest.raises(ProviderFailed) as raised:
                await live.ask(request())
            await live.close()
            return raised.value

    return asyncio.run(play())


def test_a_redirect_is_not_followed_and_no_key_goes_elsewhere() -> None:
    reached: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(await reader.readline())
        writer.close()

    async def play() -> ProviderFailed:
        server = await asyncio.start_server(elsewhere, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]

        async def redirect(_body: dict[str, Any], writer: Writing) -> bool:
            place = f"http://127.0.0.1:{port}/v1/chat/completions"
            writer.write(response(307, {}, Location=place))
            await writer.drain()
            return True

        async with server, serving(MeteredProvider(), redirect) as url:
            live = LiveProvider({}, url)
            with pytest.raises(ProviderFailed) as raised:
                await live.ask(request())
            await live.close()
        return raised.value

    asyncio.run(play())
    assert reached == []


def test_a_long_reply_is_not_read_to_its_end() -> None:
    async def flood(_body: dict[str, Any], writer: Writing) -> bool:
        writer.write(response(200, {"x": "y" * 5_000_000}))
        await writer.drain()
        return True

    assert failed(flood).kind == "too_large"


def test_a_reply_that_comes_compressed_is_refused() -> None:
    async def packed(_body: dict[str, Any], writer: Writing) -> bool:
        writer.write(response(200, {}, Content_Encoding="gzip"))
        await writer.drain()
        return True

    assert failed(packed).kind == "too_large"


def test_the_key_of_openai_goes_to_openai_alone() -> None:
    heads: list[str] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.close()

    async def play() -> None:
        server = await asyncio.start_server(listen, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            keys = {"openai": "sk-secret", "own": "own-key"}
            live = LiveProvider(keys, f"http://127.0.0.1:{port}/v1")
            with pytest.raises(ProviderFailed):
                await live.ask(request())
            await live.close()

    asyncio.run(play())
    assert len(heads) == 1
    assert "own-key" in heads[0]
    assert "sk-secret" not in heads[0]


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/v1", "ftp://127.0.0.1", "127.0.0.1:80", "https://", "file:///etc"),
        *("https://user:pass@example.com", "http://127.0.0.1.example.com/v1", "http://10.0.0.1"),
    ],
)
def test_a_server_that_no_key_may_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(ModelsRefused, match="FESTPLAN_OPENAI_BASE_URL"):
        LiveProvider({}, url)


@pytest.mark.parametrize(
    ("status", "kind", "served"),
    [
        (400, "rejected", False),
        (401, "rejected", False),
        (404, "rejected", False),
        (429, "rate_limited", False),
        (500, "server_error", None),
        (503, "overloaded", False),
    ],
)
def test_what_a_status_means(status: int, kind: str, served: object) -> None:
    async def answer(_body: dict[str, Any], writer: Writing) -> bool:
        error = {"error": {"message": "no", "type": "x", "code": None}}
        writer.write(response(status, error, Retry_After="7"))
        await writer.drain()
        return True

    failure = failed(answer)
    assert (failure.kind, failure.served) == (kind, served)
    assert failure.retry_after_seconds == 7
    assert "sk-secret" not in json.dumps([str(failure), repr(failure)])
