"""Statements that are compiled once and then run by the driver itself.

For one execution SQLAlchemy takes some 25 microseconds, SQLite itself 2 to 5, and
an edit runs a dozen. So the statements on the way of an edit are declared in Core and compiled
for the connection's dialect at their first use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa


class Prepared:
    """A statement with named parameters; an INSERT is given every column but an automatic key."""

    def __init__(self, statement: sa.Executable) -> None:
        self._statement: Any = statement
        self._texts: dict[str, str] = {}

    def first(self, connection: sa.Connection, **given: Any) -> tuple[Any, ...] | None:
        """The first row found."""
        found: tuple[Any, ...] | None = self._run(connection, given).fetchone()
        return found

    def all(self, connection: sa.Connection, **given: Any) -> list[tuple[Any, ...]]:
        """Every row found."""
        found: list[tuple[Any, ...]] = self._run(connection, given).fetchall()
        return found

    def run(self, connection: sa.Connection, given: Mapping[str, Any]) -> None:
        """Executes the statement once."""
        self._run(connection, given)

    def run_each(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Executes the statement for each of `rows`."""
        if rows:
            _driver(connection).cursor().executemany(self._text(connection), rows)

    def _run(self, connection: sa.Connection, given: Mapping[str, Any]) -> Any:
        cursor = _driver(connection).cursor()
        cursor.execute(self._text(connection), given)
        return cursor

    def _text(self, connection: sa.Connection) -> str:
        name = connection.dialect.name
        if name not in self._texts:
            self._texts[name] = self._compiled(connection.dialect)
        return self._texts[name]

    def _compiled(self, dialect: sa.Dialect) -> str:
        table = getattr(self._statement, "table", None)
        keys = None
        if isinstance(self._statement, sa.Insert) and table is not None:
            automatic = table.autoincrement_column
            keys = [column.name for column in table.columns if column is not automatic]
        named: Any = type(dialect)
        return str(self._statement.compile(dialect=named(paramstyle="named"), column_keys=keys))


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection
