"""Providers' batch APIs over pydantic-ai: OpenAI and servers like it, Gemini, Anthropic.

pydantic-ai makes the requests and reads the responses; OpenAI's files are ours (`openai_files`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from festplan.engine.fingerprint import content
from festplan.models import live, openai_files
from festplan.ports.batches import NoBatchApi
from festplan.ports.models import ModelReply, ModelRequest, ProviderFailed

if TYPE_CHECKING:
    from pydantic_ai.models import Model
    from pydantic_ai.models.batch import Batch, BatchRequest, BatchResult

MOST_FILE_BYTES = 256_000_000
"""Files of results are read up to here; OpenAI takes batches of 200 MB."""
SECONDS = 120
"""How long one exchange with a provider may take: files are large."""
MOST_LISTED = 1000
"""How many of the provider's batches are looked through for ours, the newest first."""


@dataclass(frozen=True, slots=True)
class LiveBatches:
    """Asks the batch API of the provider that a model's name begins with.

    `keys` are API keys by provider; `openai_url` is another server that speaks OpenAI's protocol.
    """

    keys: Mapping[str, str]
    openai_url: str = ""
    _models: dict[str, Any] = field(default_factory=dict[str, Any])
    _clients: list[Any] = field(default_factory=list[Any])

    def __post_init__(self) -> None:
        live.checked(self.openai_url)

    def most(self, model: str) -> int:
        """How many requests one batch may hold; raises `NoBatchApi`."""
        try:
            most = self._model(model).batch_max_requests
        except ImportError as missing:
            extra = model.partition(":")[0]
            raise NoBatchApi(f"Install festplan[{extra}] to ask {model}.") from missing
        if most is None:
            raise NoBatchApi(f"{model} cannot be asked in batches: its provider has no batch API.")
        return int(most)

    async def submit(
        self, sending_id: str, model: str, asked: Sequence[tuple[str, ModelRequest]]
    ) -> str:
        """Begins a batch and gives its handle; raises `ProviderFailed`."""
        opened = self._model(model)
        try:
            encoded = [await opened.batch_encode(_request(opened, *one)) for one in asked]
        except Exception as error:
            raise ProviderFailed("rejected", type(error).__name__, served=False) from error
        if _is_openai(model):
            lines = [openai_files.line(one.custom_id, one.body) for one in encoded]
            begun = await openai_files.begun(opened, sending_id, b"\n".join(lines))
            return _handle(openai_files.batch_of(opened, begun, encoded[0].group, len(encoded)))
        try:
            return _handle(await opened.batch_create(encoded))
        except Exception as error:
            raise live.failure(error) from error

    async def find(self, sending_id: str, model: str, sample: ModelRequest) -> str | None:
        """The handle of a batch that was begun under that id, where the provider lists it."""
        if not _is_openai(model):
            return None
        opened = self._model(model)
        try:
            group = (await opened.batch_encode(_request(opened, "sample", sample))).group
            looked = 0
            async for listed in opened.client.batches.list(limit=100):
                if (listed.metadata or {}).get(openai_files.OURS) == sending_id:
                    return _handle(openai_files.batch_of(opened, listed, group, 0))
                looked += 1
                if looked == MOST_LISTED:
                    break
        except Exception as error:
            raise openai_files.failed(error) from error
        return None

    async def look(self, model: str, handle: str) -> tuple[str, bool]:
        """The handle as it is now, and whether the batch has ended; raises `ProviderFailed`."""
        try:
            batch = await self._model(model).batch_status(_batch_of(handle))
        except Exception as error:
            raise live.failure(error) from error
        return _handle(batch), batch.status == "ended"

    async def results(
        self, model: str, handle: str, asked: Mapping[str, ModelRequest]
    ) -> Mapping[str, ModelReply | ProviderFailed]:
        """What became of each request of a batch that has ended; raises `ProviderFailed`."""
        opened, batch = self._model(model), _batch_of(handle)
        try:
            if _is_openai(model):
                found = await openai_files.read(opened, batch)
            else:
                found = {one.custom_id: one for one in await opened.batch_results(batch)}
        except Exception as error:
            raise openai_files.failed(error) from error
        status = _status(batch)
        return {
            key: _meant(opened, key, request, found.get(key), status)
            for key, request in asked.items()
        }

    async def forget(self, model: str, handle: str) -> None:
        """Deletes the files of OpenAI, which would keep them for a month; never fails."""
        details = _batch_of(handle).provider_details or {}
        if not _is_openai(model):
            return
        for name in openai_files.FILES:
            if details.get(name):
                with suppress(Exception):
                    await self._model(model).client.files.delete(details[name])

    async def prepare(self) -> None:
        """Loads pydantic-ai on a thread: it takes a second or two."""
        await asyncio.to_thread(import_module, "pydantic_ai.models.openai")

    async def close(self) -> None:
        """Closes every connection."""
        for client in self._clients:
            await client.aclose()
        self._clients.clear()
        self._models.clear()

    def _model(self, name: str) -> Any:
        if name not in self._models:
            provider, _, model = name.partition(":")
            key = self.keys.get(provider, "")
            made = self._openai(model) if _is_openai(name) else live.other(provider, model, key)
            self._models[name] = made
        return self._models[name]

    def _openai(self, name: str) -> Model:
        """Batches go through the Responses API, the only one that pydantic-ai sends them to."""
        from openai import AsyncOpenAI
        from pydantic_ai.models.openai import OpenAIResponsesModel
        from pydantic_ai.providers.openai import OpenAIProvider

        url = self.openai_url or live.OPENAI_URL
        client = live.client_of(url, MOST_FILE_BYTES)
        self._clients.append(client)
        key = self.keys.get("own" if self.openai_url else "openai", "") or live.NO_KEY
        sdk = AsyncOpenAI(
            base_url=url, api_key=key, http_client=client, max_retries=0, timeout=SECONDS
        )
        return OpenAIResponsesModel(name, provider=OpenAIProvider(openai_client=sdk))


def _is_openai(model: str) -> bool:
    return model.startswith("openai:")


# --- one request ---------------------------------------------------------------------------------


def _request(model: Any, key: str, request: ModelRequest) -> BatchRequest:
    """The request as it would be made at once, named by its key."""
    from pydantic_ai import messages as m
    from pydantic_ai.models.batch import BatchRequest

    asked = m.ModelRequest.user_text_prompt(request.prompt, instructions=request.instructions)
    return BatchRequest(
        custom_id=key,
        messages=[asked],
        model_settings={"max_tokens": request.max_output_tokens, "temperature": 0.0},
        model_request_parameters=live.parameters(model, request),
    )


def _meant(
    model: Any, key: str, request: ModelRequest, result: BatchResult | None, status: str
) -> ModelReply | ProviderFailed:
    """What a result says; a request without one was not worked on, unless the batch completed."""
    if result is None and status in _UNRUN:
        return ProviderFailed(_UNRUN[status], served=False)
    if result is None:
        return ProviderFailed("server_error", "no result", served=None)
    if result.status in ("expired", "canceled"):
        return ProviderFailed(result.status, served=False)
    try:
        response = model.batch_decode(result, _request(model, key, request))
        return live.reply_of(response, request)
    except Exception as error:  # noqa: BLE001  # whatever a line holds is told of that ask alone
        return live.failure(error)


def _status(batch: Batch) -> str:
    """OpenAI's word for how a batch ended; `full` where too much of others waits there already."""
    details = batch.provider_details or {}
    codes = [e.get("code") for e in details.get("errors", ()) if isinstance(e, dict)]
    return "full" if "token_limit_exceeded" in codes else str(details.get("status", ""))


_UNRUN: Mapping[str, Any] = {
    "expired": "expired",
    "cancelled": "canceled",
    "failed": "rejected",
    "full": "rate_limited",
}
"""What it means that an ended batch of OpenAI has no line for a request."""


# --- handles -------------------------------------------------------------------------------------


def _handle(batch: Batch) -> str:
    from pydantic import TypeAdapter
    from pydantic_ai.models.batch import Batch as Made

    return content(TypeAdapter(Made).dump_python(batch, mode="json")).decode()


def _batch_of(handle: str) -> Batch:
    from pydantic import TypeAdapter
    from pydantic_ai.models.batch import Batch as Made

    return TypeAdapter(Made).validate_json(handle)
