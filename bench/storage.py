"""What a program's SQLite files say about it, read from outside the program.

Flushes are counted in the write-ahead log itself: under `synchronous=FULL` SQLite flushes the log
once per commit, and the last page of every commit carries a mark. So the count needs no trace in
the measured program. (The extra flushes of a checkpoint, one every 1,000 pages or so, are left
out: they are the same for everyone per byte written.)
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from bench.worker import wal_full

WAL_HEADER = struct.Struct(">8I")
FRAME_HEADER = struct.Struct(">6I")
FLOOR_ROW_BYTES = 4096


class BusyDatabase(Exception):
    """A database could not be checkpointed, because its program still holds it."""


def settle(folder: Path) -> None:
    """Moves every log in `folder` into its database and empties it.

    Raises BusyDatabase when a program holds a transaction open.
    """
    for path in databases(folder):
        with closing(sqlite3.connect(path)) as connection:
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise BusyDatabase(path)


def stored_bytes(folder: Path) -> int:
    """Size of the databases in `folder`, their logs emptied first."""
    settle(folder)
    return sum(path.stat().st_size for path in databases(folder))


def commits_since_settled(folder: Path) -> int:
    """Commits, each flushed, that the logs in `folder` hold since they were last emptied."""
    return sum(sum(_commits(path)) for path in sorted(folder.glob("**/*-wal")))


def databases(folder: Path) -> list[Path]:
    """Every SQLite database in `folder`."""
    return sorted(path for path in folder.glob("**/*.db") if path.is_file())


class CommitFloor:
    """The least any durable edit can cost on this disk: one row of 4 KB, committed and flushed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._connection = wal_full(sqlite3.connect(folder / "floor.db", isolation_level=None))
        self._connection.execute("create table floor (row blob)")

    def commit_ms(self) -> float:
        """Milliseconds of one commit."""
        row = os.urandom(FLOOR_ROW_BYTES)
        began = perf_counter()
        self._connection.execute("insert into floor values (?)", (row,))
        return (perf_counter() - began) * 1000

    def close(self) -> None:
        self._connection.close()


def _commits(wal: Path) -> Iterator[bool]:
    """Whether each frame of the log ends a commit, up to the first frame of an older log."""
    log = wal.read_bytes()
    if len(log) < WAL_HEADER.size:
        return
    _, _, page_size, _, *salts, _, _ = WAL_HEADER.unpack_from(log)
    for at in range(WAL_HEADER.size, len(log), FRAME_HEADER.size + page_size):
        _, pages_after_commit, *frame_salts, _, _ = FRAME_HEADER.unpack_from(log, at)
        if frame_salts != salts:
            return
        yield pages_after_commit > 0
