"""A Redis as who runs Festplan meets it: named, answering or not, and its password never shown."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.command_line import CommandLine
from tests.redis_server import running


def told(folder: Path, url: str) -> str:
    festplan = CommandLine(folder, settings={"FESTPLAN_REDIS_URL": url})
    found = {c["name"]: str(c["found"]) for c in festplan.json("doctor")["checks"]}
    return found["redis"]


def test_the_doctor_says_whether_the_redis_that_is_named_answers(tmp_path: Path) -> None:
    with running(tmp_path) as redis:
        assert told(tmp_path / "data", redis.url) == f"{redis.url}, which answers"
    assert "does not answer (ConnectionError)" in told(tmp_path / "data", redis.url)


def test_the_doctor_shows_no_password(tmp_path: Path) -> None:
    with running(tmp_path) as redis:
        url = redis.url.replace("://", "://somebody:s3cret@")
        said = told(tmp_path / "data", url)
    assert "s3cret" not in said
    assert said.startswith(redis.url)


def test_without_a_redis_the_doctor_says_none(tmp_path: Path) -> None:
    assert told(tmp_path / "data", "").startswith("none: ")
