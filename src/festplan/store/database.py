"""The SQLite database: one connection on a thread of its own, durable at every commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from festplan.store.migrations import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

BUSY_SECONDS = 10
"""How long a writer waits for another process's transaction before it gives up."""
PRAGMAS = (
    "PRAGMA page_size=8192",  # results and snapshots are about 1-2 KB: fewer half-empty pages
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA cache_size=-32768",  # KB: the filters of 100,000 listings are read from memory
)


class DatabaseUnusable(RuntimeError):
    """The database cannot be worked with; the message says what to do."""


class Database:
    """A database and the one thread that works on it: `hop` runs a function there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = sa.create_engine(url, poolclass=sa.pool.StaticPool)
        sa.event.listen(self._engine, "connect", _prepare)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="festplan-database")
        self._connection: sa.Connection | None = None
        self._glancing: sa.Connection | None = None

    async def hop(self, work: Callable[[sa.Connection], T]) -> T:
        """`work` on the connection, in one transaction that is rolled back when it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._unit, work)

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """`work` that only reads: it takes no write lock."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._look, work)

    async def glance(self, work: Callable[[sa.Connection], T]) -> T:
        """A look-up of a row or two by key, done where it is asked for.

        It takes some 20 microseconds on a connection of its own, and no writer can hold it up; a
        hop to a thread and back would take longer. Databases in memory have only one connection.
        """
        return await self.read(work) if self._glancing is None else work(self._glancing)

    def open(self) -> None:
        """Connects, and brings the schema up to date where it is not."""
        self._thread.submit(self._open).result()
        if self._engine.url.database:
            self._glancing = _reader(self.url)

    def close(self) -> None:
        """Ends the thread and closes the connections."""
        if self._glancing is not None:
            self._glancing.close()
            self._glancing.engine.dispose()
            self._glancing = None
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _open(self) -> None:
        try:
            self._connection = self._engine.connect()
        except sa.exc.OperationalError as error:
            raise DatabaseUnusable(
                f"The database {self.url} cannot be opened: {error.orig}"
            ) from error
        found = revision(self._connection)
        self._connection.rollback()
        if found != HEAD:
            migrate(self._connection, found)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()

    def _unit(self, work: Callable[[sa.Connection], T]) -> T:
        with _transaction(self._opened(), begin="BEGIN IMMEDIATE") as connection:
            return work(connection)

    def _look(self, work: Callable[[sa.Connection], T]) -> T:
        with _transaction(self._opened(), begin="BEGIN") as connection:
            return work(connection)

    def _opened(self) -> sa.Connection:
        if self._connection is None:
            raise DatabaseUnusable("The database is not open.")
        return self._connection


@contextmanager
def _transaction(connection: sa.Connection, *, begin: str) -> Iterator[sa.Connection]:
    """A transaction of the driver's: beginning and ending one there takes a tenth of the time."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(begin)
        yield connection
        driver.execute("COMMIT")
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        said = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
        if "locked" in said or "busy" in said:
            message = "Another process has kept the database busy for too long; try again."
            raise DatabaseUnusable(message) from error
        if "malformed" in said or "disk" in said:
            raise DatabaseUnusable(f"The database is not usable: {said}.") from error
        raise
    finally:
        connection.rollback()
        driver.rollback()


def _reader(url: str) -> sa.Connection:
    engine = sa.create_engine(url, poolclass=sa.pool.StaticPool, isolation_level="AUTOCOMMIT")
    connection = engine.connect()
    for pragma in (*PRAGMAS[2:], "PRAGMA query_only=ON"):
        connection.exec_driver_sql(pragma)
    return connection


def _prepare(connection: Any, _record: object) -> None:
    """The driver begins nothing by itself, so that a writer can take its lock at the start."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def revision(connection: sa.Connection) -> str | None:
    """The schema's revision; None in an empty database."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    ).scalar()
    if not found:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def migrate(connection: sa.Connection, found: str | None = None) -> None:
    """Brings the schema to `HEAD`; `DatabaseUnusable` when a newer Festplan wrote it."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")
    try:
        command.upgrade(config, "head")
        connection.commit()
        driver.commit()
    except CommandError as error:
        message = f"The database is at revision {found}, which this Festplan does not know."
        raise DatabaseUnusable(message) from error
    finally:
        connection.rollback()
        driver.rollback()
