"""Providers' batch APIs over pydantic-ai: OpenAI and servers like it, Gemini, Anthropic.

pydantic-ai makes the requests and reads the responses. OpenAI's batches are begun here, with an id
of ours in their metadata, so that one is found again whose submission nobody noted; and their files
are read here line by line, so that a line that cannot be read spoils only itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from festplan.engine.fingerprint import content
from festplan.models import live
from festplan.ports.batches import NoBatchApi
from festplan.ports.models import ModelReply, ModelRequest, ProviderFailed

if TYPE_CHECKING:
    from pydantic_ai.models import Model
    from pydantic_ai.models.batch import Batch, BatchRequest, BatchResult

OURS = "festplan_batch"
"""The name under which a batch's metadata holds our id."""
ENDPOINT = "/v1/responses"
MOST_FILE_BYTES = 256_000_000
"""Files of results are read up to here; OpenAI takes batches of 200 MB."""
SECONDS = 120
"""How long one exchange with a provider may take: files are large."""
FILES = ("input_file_id", "output_file_id", "error_file_id")
"""What a handle calls the files of a batch: the questions, the answers, and the failures."""
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
            lines = [_line(one.custom_id, one.body) for one in encoded]
            begun = await _begun(opened, sending_id, b"\n".join(lines))
            return _handle(_batch(opened, begun, encoded[0].group, len(encoded)))
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
                if (listed.metadata or {}).get(OURS) == sending_id:
                    return _handle(_batch(opened, listed, group, 0))
                looked += 1
                if looked == MOST_LISTED:
                    break
        except Exception as error:
            raise _failed(error) from error
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
                found = await _read(opened, batch)
            else:
                found = {one.custom_id: one for one in await opened.batch_results(batch)}
        except Exception as error:
            raise _failed(error) from error
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
        for name in FILES:
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


# --- OpenAI's files ------------------------------------------------------------------------------


def _line(key: str, body: str) -> bytes:
    """A line of a file of requests; the body is JSON already."""
    head = json.dumps({"custom_id": key, "method": "POST", "url": ENDPOINT})
    return f'{head[:-1]}, "body": {body}}}'.encode()


async def _begun(model: Any, sending_id: str, lines: bytes) -> Any:
    """The batch of these lines: uploaded, then begun under our id.

    Where the upload fails nothing was begun, whatever happened.
    """
    try:
        file = await model.client.files.create(file=(f"{sending_id}.jsonl", lines), purpose="batch")
    except Exception as error:
        raise ProviderFailed(_failed(error).kind, _said(error), served=False) from error
    try:
        return await model.client.batches.create(
            input_file_id=file.id,
            endpoint=ENDPOINT,
            completion_window="24h",
            metadata={OURS: sending_id},
        )
    except Exception as error:
        raise _failed(error) from error


def _failed(error: Exception) -> ProviderFailed:
    """What an error of OpenAI's client, or of pydantic-ai, means."""
    from openai import APIConnectionError, APIStatusError

    if isinstance(error, APIStatusError):
        status = error.status_code
        if status == 429:  # too many requests
            return ProviderFailed("rate_limited", _said(error), served=False)
        if status < 500:  # what is wrong is on our side
            return ProviderFailed("rejected", _said(error), served=False)
        return ProviderFailed("server_error", _said(error), served=None)
    if isinstance(error, APIConnectionError):
        refused = "connect" in type(error.__cause__).__name__.lower()
        return ProviderFailed("connection", served=False if refused else None)
    return live.failure(error)


def _said(error: Exception) -> str:
    """The provider's own words, where it said any; not about keys, of which they hold a part."""
    unwelcome = getattr(error, "status_code", 0) in (401, 403)
    body = None if unwelcome else getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    return str(said or type(error).__name__)[:150]


async def _read(model: Any, batch: Batch) -> dict[str, BatchResult]:
    details = batch.provider_details or {}
    found: dict[str, BatchResult] = {}
    for name in FILES[1:]:
        if details.get(name):
            data = (await model.client.files.content(details[name])).content
            for line in data.split(b"\n"):
                if (result := _result(line)) is not None:
                    found[result.custom_id] = result
    return found


def _result(line: bytes) -> BatchResult | None:
    """The result in a line of an output or error file; None where it holds none."""
    from pydantic_ai.models.batch import BatchResult

    try:
        said = json.loads(line)
        key, response, error = said["custom_id"], said.get("response"), said.get("error")
        if response is None:
            code = str((error or {}).get("code"))
            if code in _ENDED_EARLY:
                return BatchResult(custom_id=key, status=_ENDED_EARLY[code])
            response = {"status_code": 500, "body": {"error": error or {}}}
        body = response["body"]
        if 200 <= response["status_code"] < 300:  # what HTTP calls success
            return BatchResult(custom_id=key, status="succeeded", body=json.dumps(body))
        told = {"status_code": response["status_code"], "body": body}
        return BatchResult(custom_id=key, status="errored", body=json.dumps(told))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


_ENDED_EARLY: Mapping[str, Any] = {"batch_expired": "expired", "batch_cancelled": "canceled"}


# --- handles -------------------------------------------------------------------------------------


def _batch(model: Any, begun: Any, group: str, count: int) -> Batch:
    """pydantic-ai's handle of a batch that OpenAI has told us of."""
    from pydantic_ai.models.batch import Batch

    counted = begun.request_counts.total if begun.request_counts else 0
    return Batch(
        id=begun.id,
        model_name=model.model_name,
        provider_name=model.system,
        group=group,
        status="in_progress",
        created_at=datetime.fromtimestamp(begun.created_at, tz=UTC),
        request_count=counted or count,
        provider_details={"status": begun.status, "input_file_id": begun.input_file_id},
    )


def _handle(batch: Batch) -> str:
    from pydantic import TypeAdapter
    from pydantic_ai.models.batch import Batch as Made

    return content(TypeAdapter(Made).dump_python(batch, mode="json")).decode()


def _batch_of(handle: str) -> Batch:
    from pydantic import TypeAdapter
    from pydantic_ai.models.batch import Batch as Made

    return TypeAdapter(Made).validate_json(handle)
