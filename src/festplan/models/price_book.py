"""Price books: dated tables of what tokens and work cost, read from TOML and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import Any

PICO = 12
"""Prices are kept in picodollars: a microdollar per million tokens is one of these a token."""
BOOKS = {"today": "today.toml", "case-study": "case_study.toml"}
OWN = "own"
"""The name that prices of the host's own file are booked under."""


class PriceBookRefused(ValueError):
    """A price book cannot be used; the message says which, where, and why."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Picodollars for one token of fresh input, of cached input and of output; `row` says whose."""

    row: str
    input: int
    cached: int
    output: int


@dataclass(frozen=True, slots=True)
class WorkRates:
    """Picodollars for one vector query, compute second, operation, and party orchestrated."""

    vector_query: int = 0
    compute_second: int = 0
    cache_operation: int = 0
    database_operation: int = 0
    party: int = 0


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """What one turn of an agent takes; the model is empty where the book names none."""

    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    vector_queries: int = 0
    compute_microseconds: int = 0
    cache_operations: int = 0
    database_operations: int = 0


@dataclass(frozen=True, slots=True)
class PriceBook:
    """A dated table: rates of models by "provider:model", of work, and what agents take.

    `listed` says that models which are not here are looked up in genai-prices; `batch` holds what
    part of the price a provider asks in a batch; `printed` are the percentages of the components
    that the book's source prints for the agents `printed_of`.
    """

    name: str
    date: date
    models: Mapping[str, Rates] = field(default_factory=dict[str, Rates])
    batch: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    work: WorkRates = WorkRates()
    agents: Mapping[str, AgentFigures] = field(default_factory=dict[str, AgentFigures])
    listed: bool = False
    printed: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    printed_of: frozenset[str] = frozenset()


def open_book(name: str, own: Path | None = None) -> PriceBook:
    """The book of that name, with the host's `own` file over it; raises `PriceBookRefused`."""
    if name not in BOOKS:
        raise PriceBookRefused(f"There is no price book {name}; there are {', '.join(BOOKS)}.")
    text = (files(__package__) / "price_books" / BOOKS[name]).read_text(encoding="utf-8")
    book = _book(_parsed(text, name), name)
    return book if own is None else _with_own(book, own)


def _with_own(book: PriceBook, file: Path) -> PriceBook:
    """`book` with what the host's file says in its place; what it does not name stays."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise PriceBookRefused(f"The price file {file} cannot be read: {error}") from error
    table = {"name": OWN, **_parsed(text, str(file))}
    own = _book(table, str(file))
    work = {name: getattr(own.work, name) for name in table.get("infrastructure", {})}
    return replace(
        book,
        models={**book.models, **own.models},
        batch={**book.batch, **own.batch},
        work=replace(book.work, **work),
        agents={**book.agents, **own.agents},
    )


def _parsed(text: str, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PriceBookRefused(f"{place} is no TOML: {error}") from error


def _book(table: Mapping[str, Any], place: str) -> PriceBook:
    known = {"name", "date", "source", "listed", "printed", "printed_of", *_SECTIONS}
    _only(table, known, place)
    for section in _SECTIONS:
        if not isinstance(table.get(section, {}), dict):
            raise PriceBookRefused(f"{place}: {section} is no table.")
    name, dated = str(table["name"]), _date(table.get("date"), place)
    return PriceBook(
        name=name,
        date=dated,
        models={m: _rates(name, dated, m, r, place) for m, r in table.get("models", {}).items()},
        batch={p: _number(f, f"{place}: batch.{p}") for p, f in table.get("batch", {}).items()},
        work=_work(table.get("infrastructure", {}), place),
        agents={a: _figures(a, f, place) for a, f in table.get("agents", {}).items()},
        listed=bool(table.get("listed")),
        printed={c: _number(p, place) for c, p in table.get("printed", {}).items()},
        printed_of=frozenset(table.get("printed_of", ())),
    )


_SECTIONS = ("models", "batch", "infrastructure", "agents")
_WORK = tuple(WorkRates.__slots__)
_COUNTS = tuple(n for n in AgentFigures.__slots__ if n not in ("model", "compute_microseconds"))


def _rates(name: str, dated: date, model: str, row: object, place: str) -> Rates:
    where = f"{place}: models.{model}"
    if not isinstance(row, dict) or not {"input", "output"} <= row.keys():
        raise PriceBookRefused(f"{where} needs input and output, in dollars per million tokens.")
    _only(row, {"input", "cached", "output", "source"}, where)
    fresh, out = (_pico(row[part], where, per=6) for part in ("input", "output"))
    cached = _pico(row["cached"], where, per=6) if "cached" in row else fresh
    return Rates(f"{name}/{model}/{dated}", fresh, cached, out)


def _work(table: Mapping[str, Any], place: str) -> WorkRates:
    where = f"{place}: infrastructure"
    _only(table, set(_WORK), where)
    return WorkRates(**{name: _pico(value, where) for name, value in table.items()})


def _figures(agent: str, table: object, place: str) -> AgentFigures:
    where = f"{place}: agents.{agent}"
    if not isinstance(table, dict):
        raise PriceBookRefused(f"{where} is no table.")
    _only(table, {"model", "compute_seconds", *_COUNTS}, where)
    counts = {name: table[name] for name in _COUNTS if name in table}
    for name, count in counts.items():
        if type(count) is not int or count < 0:
            raise PriceBookRefused(f"{where}: {name} is {count!r}, no whole number.")
    seconds = _number(table.get("compute_seconds", "0"), where)
    microseconds = _whole(seconds, 6, where)
    return AgentFigures(str(table.get("model", "")), compute_microseconds=microseconds, **counts)


def _pico(value: object, where: str, per: int = 0) -> int:
    """Dollars for one, or for a million with `per` 6, in whole picodollars."""
    return _whole(_number(value, where), PICO - per, where)


def _whole(number: Decimal, digits: int, where: str) -> int:
    scaled = number.scaleb(digits)
    if scaled != int(scaled):
        raise PriceBookRefused(f"{where}: {number} is finer than can be booked.")
    return int(scaled)


def _number(value: object, where: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise PriceBookRefused(f"{where}: {value!r} is no number.") from error
    if not number.is_finite() or not 0 <= number < 1_000_000:
        raise PriceBookRefused(f"{where}: {value!r} is no price.")
    return number


def _date(value: object, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise PriceBookRefused(f'{place} needs a date, like date = "2026-11-28".') from error


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise PriceBookRefused(f"{where}: {', '.join(unknown)} is not known here.")
