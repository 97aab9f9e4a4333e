"""An answer as it goes out: status, JSON text and headers, so that it can be given again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from festplan.api.asking import etag


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, byte for byte."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def response(self, **more: str) -> Response:
        """The answer with `more` headers (underscores become dashes)."""
        added = {name.replace("_", "-"): value for name, value in more.items()}
        return Response(
            self.body,
            status_code=self.status,
            headers={**self.headers, **added},
            media_type="application/json",
        )


def answer(status: int, document: Mapping[str, Any], **headers: str) -> Answer:
    """The answer that `document` is."""
    return Answer(status, text(document), headers)


def of_party(status: int, document: Mapping[str, Any], root: str) -> Answer:
    """The answer that `document` is, with where its party is and at which version."""
    location = f"{root}/party/{document['party_id']}"
    return answer(status, document, Location=location, ETag=etag(document["version"]))


def text(document: Mapping[str, Any]) -> str:
    """JSON without blanks."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
