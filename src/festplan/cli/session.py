"""One command from start to end: Festplan opened, errors told in one sentence, the answer shown."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress as Bar

    from festplan.bootstrap import Progress
    from festplan.config import Settings
    from festplan.service import Festplan

T = TypeVar("T")
Document = dict[str, Any]

LONGEST_SENTENCE = 400
WIDEST = 100
"""Columns that a plan is at most set in; wider lines are hard to read."""


def run(work: Callable[[Festplan], Awaitable[T]]) -> T:
    """What `work` gives, with Festplan open. An expected error is one sentence, and exit 1."""
    import asyncio

    with refusing():
        return asyncio.run(_opened(work))


async def _opened(work: Callable[[Festplan], Awaitable[T]]) -> T:
    from festplan.bootstrap import open_service

    with told_of_first_run() as progress:
        async with open_service(settings(), progress=progress) as festplan:
            return await work(festplan)


def settings() -> Settings:
    """The settings of the environment; a wrong one is told by its name, and exit 1."""
    from pydantic import ValidationError

    from festplan.config import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"FESTPLAN_{first['loc'][0]}".upper()
        refuse(f"{name} cannot be used: {first['msg']}.")


# --- errors --------------------------------------------------------------------------------------


@contextmanager
def refusing() -> Iterator[None]:
    """Turns every error that is expected into one sentence on stderr and exit 1."""
    try:
        yield
    except _expected() as error:
        refuse(_sentence(error))


def refuse(sentence: str) -> NoReturn:
    """Says on stderr why the command was not done, and exits with 1."""
    typer.echo(plain(sentence), err=True)
    raise typer.Exit(1)


def plain(text: str) -> str:
    """`text` on one line, without what would steer a terminal, at a length that is still read."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST_SENTENCE else f"{line[:LONGEST_SENTENCE]} …"


def _expected() -> tuple[type[Exception], ...]:
    """The errors that are part of what Festplan says; looked up when there is one, not before."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from festplan.catalogue.imports.refused import FileRefused
    from festplan.catalogue.overpass import FetchRefused
    from festplan.costs.calculator import NoFigures
    from festplan.domain.corrections import FactRefused
    from festplan.domain.decide import CommandRefused
    from festplan.domain.text import TextRefused
    from festplan.models.price_book import PriceBookRefused
    from festplan.models.tiers import ModelsRefused
    from festplan.ports import EncoderUnusable, MissingBody, NoPrice, UnknownParty, UnknownVersion
    from festplan.ports.batches import BatchRefused, NoBatchApi, UnknownBatch
    from festplan.service.command import TooBusy
    from festplan.service.exchange import ImportRefused
    from festplan.store.database import DatabaseUnusable

    return (
        *(BatchRefused, NoBatchApi, UnknownBatch),
        *(CommandRefused, DatabaseUnusable, EncoderUnusable, FactRefused, FetchRefused),
        *(FileRefused, ImportRefused, MissingBody, ModelsRefused, NoFigures, NoPrice),
        *(PriceBookRefused, TextRefused, TooBusy, UnknownParty, UnknownVersion, ArgumentError),
        *(DBAPIError, UnicodeEncodeError),
    )


def _sentence(error: Exception) -> str:
    from sqlalchemy.exc import ArgumentError, DBAPIError

    if isinstance(error, DBAPIError):
        return f"The database cannot be used: {error.orig}."
    if isinstance(error, ArgumentError):
        return "FESTPLAN_DATABASE_URL is not a database URL (like sqlite:////folder/festplan.db)."
    if isinstance(error, UnicodeEncodeError):
        return "An argument holds characters that are not valid Unicode text."
    return str(error)


# --- progress ------------------------------------------------------------------------------------


@contextmanager
def told_of_first_run() -> Iterator[Progress]:
    """Shows on stderr how the sample catalogue is made, at a first run."""
    bars: list[Bar] = []

    def shown(done: int, total: int) -> None:
        if not bars:
            bars.append(_bar(total))
        bars[0].update(bars[0].task_ids[0], completed=done)

    def told(done: int, total: int) -> None:
        if not bars and done < total:
            bars.append(_bar(total, quiet=True))
            typer.echo(_FIRST_RUN, err=True)

    try:
        yield shown if sys.stderr.isatty() else told
    finally:
        for bar in bars:
            bar.stop()


_FIRST_RUN = "First run: making the sample catalogue of invented listings …"


def _bar(total: int, *, quiet: bool = False) -> Bar:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True, disable=quiet)
    bar.add_task("First run: making the sample catalogue", total=total)
    bar.start()
    return bar


# --- output --------------------------------------------------------------------------------------


def emit(
    document: Document | list[Document],
    shown: Callable[[Any], Iterator[RenderableType]],
    *,
    as_json: bool,
) -> None:
    """Prints the document as JSON, or what `shown` makes of it for people."""
    if as_json:
        write(dumped(document, indent=2))
        return
    console = _paper()
    with console.capture() as captured:
        for part in shown(document):
            console.print(part)
    text = captured.get()
    write(text if console.is_terminal else "\n".join(map(str.rstrip, text.split("\n"))))


def dumped(document: object, *, indent: int | None = None) -> str:
    """JSON text; letters of all scripts as they are, where the terminal can show them."""
    import json

    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(document, ensure_ascii=not unicode, indent=indent)


def write(text: str) -> None:
    """Prints a text as it is, at once, so that a closed pipe is noticed here."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    sys.stdout.flush()


def _paper() -> Console:
    """Standard output for people: no markup is read from what hosts wrote, nothing is cut off."""
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console
