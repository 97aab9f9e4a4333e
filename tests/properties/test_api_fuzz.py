"""Requests made up from /openapi.json: none makes the server fail, every answer keeps its word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from festplan.api import create_app
from festplan.config import Settings
from tests.journeys.serving import WAIT, created, edited, served, settled

SOME, MANY = 6, 80
"""Requests of each operation: about 150 in all, and about 2,000."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass(frozen=True, slots=True)
class Served:
    """A server, and a party there."""

    url: str
    party_id: str


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as url, httpx2.Client(base_url=url) as api:
        yield Served(url, created(api, "jungle theme", "75 guests")["party_id"])


described = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
routes = described.exclude(path_regex="/events$")


@routes.parametrize()
@settings(max_examples=SOME, suppress_health_check=list(HealthCheck))
def test_no_request_makes_the_server_fail(case: Case[Any], server: Served) -> None:
    ask(case, server)


@pytest.mark.long
@routes.parametrize()
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
def test_no_request_of_thousands_makes_the_server_fail(case: Case[Any], server: Served) -> None:
    ask(case, server)


def ask(case: Case[Any], server: Served) -> None:
    """Sends the request, mostly to a party that is there, and checks the answer."""
    if "party_id" in case.path_parameters and len(str(case.path_parameters["party_id"])) % 4:
        case.path_parameters["party_id"] = server.party_id
    if len(repr(case.body)) % 4:
        for name in ("If-Match", "Idempotency-Key"):
            case.headers.pop(name, None)
    case.headers.pop("Prefer", None)
    case.call_and_validate(base_url=server.url, checks=CHECKS)


# --- exports that were changed by hand ------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_export_is_refused_or_makes_a_party_that_works(
    data: st.DataObject, exported: bytes, api: httpx2.Client
) -> None:
    document = json.loads(exported)
    for _ in range(data.draw(st.integers(1, 2))):
        damage(document, data)
    made = api.post("/party/import", json=document)
    assert made.status_code in (201, 422), made.text
    if made.status_code == 422:
        assert made.json()["detail"].endswith(".")
        return
    party_id = made.json()["party_id"]
    assert settled(api, party_id)["status"] in ("planned", "draft", "failed")
    assert edited(api, party_id, "a DJ")["version"] > made.json()["version"]


def damage(document: Any, data: st.DataObject) -> None:
    """Puts something else in one place of the document, or takes it away."""
    place, key = data.draw(st.sampled_from(list(places(document))))
    if data.draw(st.booleans()) and isinstance(place, dict):
        del place[key]
    else:
        place[key] = data.draw(JSON)


def places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in the document: what holds it, and its key or index there."""
    keys = document.keys() if isinstance(document, dict) else range(len(document))
    for key in keys:
        yield document, key
        if isinstance(document[key], dict | list):
            yield from places(document[key])


@pytest.fixture(scope="module")
def api(server: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.url, timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(api: httpx2.Client) -> bytes:
    """A party with inputs, a correction, a choice, a tick and a payment."""
    inputs = ("jungle theme", "75 guests, 20 of them kids, 5 vegans", "in Austin", "under $4,000")
    party_id = created(api, *inputs)["party_id"]
    shown = api.get(f"/party/{party_id}").json()
    venue = shown["agent_results"]["venue_agent"]["recommended_venues"][-1]["listing_id"]
    for route, body in (
        ("correct", {"fact": "date", "value": "2027-06-12"}),
        ("choose", {"agent": "venue_agent", "listing_id": venue}),
        ("tick", {"task": shown["final_plan"]["checklist"][0]["task_id"]}),
        ("pay", {"line": shown["budget"]["lines"][0]["line_id"], "state": "paid"}),
    ):
        assert api.post(f"/party/{party_id}/{route}", json=body, headers=WAIT).is_success
    return api.get(f"/party/{party_id}/export.json").content
