"""Models of providers, over pydantic-ai: OpenAI and servers like it, Gemini, Anthropic.

Imported where a model is configured, and pydantic-ai only when one is asked: it takes a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from festplan.models.retries import sensible
from festplan.models.schema import NotOfSchema, parsed
from festplan.models.tiers import ModelsRefused
from festplan.ports.models import FailureKind, ModelReply, ModelRequest, ProviderFailed, Usage

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model, ModelRequestParameters

OPENAI_URL = "https://api.openai.com/v1"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST_BYTES = 1_000_000
"""A longer reply is not read to its end: answers have some hundred tokens."""
NO_KEY = "none"
"""What a server that asks for no key is sent as one."""


class _TooLarge(RuntimeError):
    """A reply went on after `MOST_BYTES`."""


class _AnotherHost(RuntimeError):
    """A request was on its way to a host that the key is not for."""


@dataclass(frozen=True, slots=True)
class LiveProvider:
    """Asks the provider that a model's name begins with.

    `keys` are API keys by provider; `openai_url` is another server that speaks OpenAI's protocol
    (loopback, or https), with a key of its own. No redirect is followed and a key goes to the host
    that it is for and to no other.
    """

    keys: Mapping[str, str]
    openai_url: str = ""
    _models: dict[str, Any] = field(default_factory=dict[str, Any])
    _clients: list[Any] = field(default_factory=list[Any])
    _loaded: list[bool] = field(default_factory=list[bool])

    def __post_init__(self) -> None:
        checked(self.openai_url)

    def own_server(self, model: str) -> bool:
        """Whether the model is asked at a server of the operator's choosing."""
        return bool(self.openai_url) and model.startswith("openai:")

    async def prepare(self) -> None:
        """Loads pydantic-ai, at the first time, on a thread: it takes a second or two."""
        if not self._loaded:
            await asyncio.to_thread(import_module, "pydantic_ai.models.openai")
            self._loaded.append(True)

    async def ask(self, request: ModelRequest) -> ModelReply:
        """The answer, of the request's schema; raises `ProviderFailed`."""
        from pydantic_ai import messages as m
        from pydantic_ai.direct import model_request

        model = self._model(request.model)
        asked = m.ModelRequest.user_text_prompt(request.prompt, instructions=request.instructions)
        try:
            response = await model_request(
                model,
                [asked],
                model_settings={
                    "max_tokens": request.max_output_tokens,
                    "timeout": request.timeout_seconds,
                    "temperature": 0.0,
                },
                model_request_parameters=parameters(model, request),
            )
        except Exception as error:
            raise failure(error) from error
        return reply_of(response, request)

    async def close(self) -> None:
        """Closes every connection."""
        for client in self._clients:
            await client.aclose()
        self._clients.clear()
        self._models.clear()

    def _model(self, name: str) -> Model:
        if name not in self._models:
            self._models[name] = self._opened(name)
        model: Model = self._models[name]
        return model

    def _opened(self, name: str) -> Model:
        provider, _, model = name.partition(":")
        if provider == "openai":
            return self._openai(model)
        try:
            return other(provider, model, self.keys.get(provider, ""))
        except ImportError as missing:
            raise ProviderFailed(
                "rejected", f"install festplan[{provider}] to ask {name}", served=False
            ) from missing

    def _openai(self, name: str) -> Model:
        from openai import AsyncOpenAI
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider

        url = self.openai_url or OPENAI_URL
        client = client_of(url)
        self._clients.append(client)
        key = self.keys.get("own" if self.openai_url else "openai", "") or NO_KEY
        sdk = AsyncOpenAI(base_url=url, api_key=key, http_client=client, max_retries=0)
        return OpenAIChatModel(name, provider=OpenAIProvider(openai_client=sdk))


def failure(error: Exception) -> ProviderFailed:
    """What an error of pydantic-ai, or below it, means: its kind, and whether work was done."""
    from pydantic_ai import exceptions as x

    if isinstance(error, ProviderFailed):
        return error
    if _caused_by(error, _TooLarge):
        return ProviderFailed("too_large", served=None)
    kind, served = _meaning(error)
    if isinstance(error, x.ModelAPIError):
        return ProviderFailed(
            kind, type(error).__name__, served=served, retry_after_seconds=error.retry_after
        )
    return ProviderFailed(kind, type(error).__name__, served=served)


def _meaning(error: Exception) -> tuple[FailureKind, bool | None]:
    """The kind of an error, and whether the provider did the work: None where nobody can tell."""
    from pydantic_ai import exceptions as x

    kinds: tuple[tuple[type[Exception], FailureKind, bool | None], ...] = (
        (x.ModelRateLimitError, "rate_limited", False),
        (x.ModelQuotaExceededError, "rejected", False),
        (x.ModelUnavailableError, "overloaded", False),
        (x.ModelServerError, "server_error", None),
        (x.ModelRequestTimeout, "timeout", None),
        (x.ModelTimeoutError, "timeout", None),
        (x.ModelRequestRejectedError, "rejected", False),
        (x.UserError, "rejected", False),
    )
    for family, kind, served in kinds:
        if isinstance(error, family):
            return kind, served
    if isinstance(error, x.ModelConnectionError):
        return "connection", False if error.phase in {"pool", "connect"} else None
    return "bad_output", None


def _caused_by(error: BaseException | None, family: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, family):
            return True
        error = error.__cause__ or error.__context__
    return False


def parameters(model: Model, request: ModelRequest) -> ModelRequestParameters:
    """The schema as the provider's own structured output, or as a tool where it has none."""
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.output import OutputObjectDefinition
    from pydantic_ai.tools import ToolDefinition

    schema = dict(request.schema)
    if model.profile.get("supports_json_schema_output"):
        form = OutputObjectDefinition(json_schema=schema, name="answer", strict=True)
        return ModelRequestParameters(output_mode="native", output_object=form)
    tool = ToolDefinition(
        name="answer", description="The answer.", parameters_json_schema=schema, kind="output"
    )
    return ModelRequestParameters(output_mode="tool", output_tools=[tool], allow_text_output=False)


def reply_of(response: ModelResponse, request: ModelRequest) -> ModelReply:
    """The reply in a response, of the request's schema; raises `ProviderFailed`."""
    usage = _usage(response)
    if response.finish_reason == "content_filter":
        raise ProviderFailed("refused", served=True, usage=usage)
    if response.finish_reason == "length":
        raise ProviderFailed("bad_output", "cut off", served=True, usage=usage)
    try:
        output = parsed(_said(response), request.schema)
    except NotOfSchema as wrong:
        raise ProviderFailed("bad_output", str(wrong), served=True, usage=usage) from wrong
    return ModelReply(output, usage, response.model_name or request.model)


def _said(response: ModelResponse) -> str:
    """The text of the answer, wherever the provider put it."""
    from pydantic_ai.messages import TextPart, ToolCallPart

    called = [part for part in response.parts if isinstance(part, ToolCallPart)]
    if called:
        return called[0].args_as_json_str()
    return "".join(part.content for part in response.parts if isinstance(part, TextPart))


def _usage(response: ModelResponse) -> Usage | None:
    """The tokens that the provider counted; None where it counted none, or nonsense."""
    counted = response.usage
    details = counted.details or {}
    usage = Usage(
        input_tokens=counted.input_tokens,
        output_tokens=counted.output_tokens,
        cached_tokens=counted.cache_read_tokens,
        reasoning_tokens=details.get("reasoning_tokens", 0),
    )
    return usage if sensible(usage) else None


def other(provider: str, model: str, key: str) -> Model:
    """A model of an optional extra; raises ImportError where it is not installed."""
    if provider == "gemini":
        from pydantic_ai.models.google import GoogleModel
        from pydantic_ai.providers.google import GoogleProvider

        return GoogleModel(model, provider=GoogleProvider(api_key=key))
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    return AnthropicModel(model, provider=AnthropicProvider(api_key=key))


# --- the connection ------------------------------------------------------------------------------


def checked(url: str) -> None:
    """Refuses a server that a key must not be sent to."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if url and not (safe and parts.hostname and not parts.username and not parts.query):
        raise ModelsRefused(
            "FESTPLAN_OPENAI_BASE_URL must begin with https://, or with http:// on this machine."
        )


def client_of(url: str, most_bytes: int = MOST_BYTES) -> httpx2.AsyncClient:
    """A client for one host: no redirects, nothing compressed, replies up to `most_bytes`."""
    import httpx2

    host = urlsplit(url).hostname

    async def keep_to_host(request: httpx2.Request) -> None:
        if request.url.host != host:
            raise _AnotherHost(f"the key is for {host}")

    async def keep_small(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise _TooLarge("a reply was compressed though none was asked for")
        response.stream = _Bounded(response.stream)

    class _Bounded(httpx2.AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = most_bytes
            async for chunk in self._stream:
                left -= len(chunk)
                if left < 0:
                    raise _TooLarge
                yield chunk

        async def aclose(self) -> None:
            await self._stream.aclose()

    return httpx2.AsyncClient(
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [keep_to_host], "response": [keep_small]},
        trust_env=host not in LOOPBACK,
    )
