"""The sample catalogue, made once and copied for every world."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.hosts import make_database


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the schema and the sample catalogue, and no party in it."""
    file = tmp_path_factory.mktemp("template") / "festplan.db"
    make_database(file)
    return file
