"""OpenAI's batches: begun with an id of ours, so that one is found again whose submission nobody
noted, and their files read line by line, so that a line that cannot be read spoils only itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from festplan.models import live
from festplan.ports.models import ProviderFailed

if TYPE_CHECKING:
    from pydantic_ai.models.batch import Batch, BatchResult

OURS = "festplan_batch"
"""The name under which a batch's metadata holds our id."""
ENDPOINT = "/v1/responses"
FILES = ("input_file_id", "output_file_id", "error_file_id")
"""What a handle calls the files of a batch: the questions, the answers, and the failures."""


def line(key: str, body: str) -> bytes:
    """A line of a file of requests; the body is JSON already."""
    head = json.dumps({"custom_id": key, "method": "POST", "url": ENDPOINT})
    return f'{head[:-1]}, "body": {body}}}'.encode()


async def begun(model: Any, sending_id: str, lines: bytes) -> Any:
    """The batch of these lines: uploaded, then begun under our id.

    Where the upload fails nothing was begun, whatever happened.
    """
    try:
        file = await model.client.files.create(file=(f"{sending_id}.jsonl", lines), purpose="batch")
    except Exception as error:
        raise ProviderFailed(failed(error).kind, _said(error), served=False) from error
    try:
        return await model.client.batches.create(
            input_file_id=file.id,
            endpoint=ENDPOINT,
            completion_window="24h",
            metadata={OURS: sending_id},
        )
    except Exception as error:
        raise failed(error) from error


def failed(error: Exception) -> ProviderFailed:
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


async def read(model: Any, batch: Batch) -> dict[str, BatchResult]:
    """The results in the files of a batch that has ended, by key."""
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


def batch_of(model: Any, begun: Any, group: str, count: int) -> Batch:
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
