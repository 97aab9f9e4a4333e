from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.storage import BusyDatabase, commits_since_settled, settle, stored_bytes
from bench.worker import wal_full


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = wal_full(sqlite3.connect(tmp_path / "some.db", isolation_level=None))
    opened.execute("create table rows (row blob)")
    yield opened
    opened.close()


def test_every_commit_is_counted_once_however_many_pages_it_wrote(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    settle(tmp_path)
    connection.execute("insert into rows values (zeroblob(100000))")
    connection.execute("begin")
    connection.execute("insert into rows values (1)")
    connection.execute("insert into rows values (2)")
    connection.execute("commit")
    connection.execute("select count(*) from rows").fetchall()
    assert commits_since_settled(tmp_path) == 2


def test_commits_of_an_older_log_are_not_counted(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    for _ in range(10):
        connection.execute("insert into rows values (zeroblob(5000))")
    connection.execute("PRAGMA wal_checkpoint(RESTART)")  # the log starts over within its old file
    connection.execute("insert into rows values (1)")
    assert commits_since_settled(tmp_path) == 1


def test_stored_bytes_grow_by_what_is_stored(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    before = stored_bytes(tmp_path)
    connection.execute("insert into rows values (zeroblob(1000000))")
    assert 990_000 <= stored_bytes(tmp_path) - before <= 1_020_000


def test_a_database_that_is_being_read_is_not_taken_for_settled(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    connection.execute("insert into rows values (1)")
    connection.execute("begin")
    connection.execute("select * from rows").fetchall()
    with sqlite3.connect(tmp_path / "some.db") as other:
        other.execute("insert into rows values (2)")
    other.close()
    with pytest.raises(BusyDatabase):
        settle(tmp_path)
