"""`festplan catalogue import` and `fetch`: listings of others, from a file or OpenStreetMap."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from festplan.cli.embedding import embedded
from festplan.cli.options import Json
from festplan.cli.session import Document, dumped, plain, run, settings, write

if TYPE_CHECKING:
    from festplan.catalogue.imports.refused import Report
    from festplan.catalogue.load import Loaded
    from festplan.store.database import Database

T = TypeVar("T")
Outcome = tuple["Report", "Loaded | None"]
"""What came of a file; without `Loaded` nothing of it was taken in."""
Step = Callable[[int, int], None]
"""Called with how much of how much is done."""


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV, or JSON: an array, or lines.")
    ],
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help="Which column is what: name=venue_title; country==US is one text for all rows.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Take in the listings of files: of each all of them, or none if any row is wrong.

    With --json, one document a line where there are several files.
    """
    outcomes = run(lambda _: _imported(files, mapped or []))
    for file, (report, loaded) in zip(files, outcomes, strict=True):
        document = _document(file.name, report, loaded)
        if as_json:
            write(dumped(document, indent=2 if len(files) == 1 else None))
        elif loaded is not None:
            write("\n".join(_told(document)))
        if loaded is None:
            _blame(file.name, report)
    if not all(loaded for _, loaded in outcomes):
        raise typer.Exit(1)


def fetch(
    city: Annotated[str, typer.Option(help="Its name, as OpenStreetMap has it.")],
    country: Annotated[str, typer.Option(help="Two letters, like AT.")] = "",
    as_json: Json = False,
) -> None:
    """Take in a city's places from OpenStreetMap; what was cut off goes on where it stopped."""
    report, loaded = run(lambda _: _fetched(city, country))
    document = _document(f"OpenStreetMap, {city}", report, loaded)
    if as_json:
        write(dumped(document, indent=2))
    else:
        write("\n".join([*_told(document), "Data © OpenStreetMap contributors, ODbL 1.0."]))


async def _imported(files: list[Path], said: list[str]) -> list[Outcome]:
    """What came of each file, one after the other."""
    from festplan.catalogue.imports.columns import asked

    mapping = asked(said)

    async def work(database: Database) -> list[Outcome]:
        outcomes = [await _import(database, file, mapping) for file in files]
        await embedded(database)
        return outcomes

    return await _on_database(work)


async def _import(database: Database, file: Path, mapping: Mapping[str, str]) -> Outcome:
    """Reads one file and takes it over if every row is right; a file that is none is a fault."""
    from festplan.catalogue.importing import stage_file
    from festplan.catalogue.load import take_over

    with _bar(f"Reading {plain(file.name)}") as step:
        staged = await database.read(
            lambda connection: stage_file(connection, file, mapping, read=step)
        )
    if staged.report.faults:
        return staged.report, None
    loaded = await database.hop(lambda connection: take_over(connection, staged.offered))
    return staged.report, loaded


async def _fetched(city: str, country: str) -> tuple[Report, Loaded]:
    from festplan.catalogue.load import load
    from festplan.catalogue.overpass import Source, fetch

    found = settings()
    folder = found.data_dir / "overpass"
    source = Source(found.overpass_url, folder, pause=found.overpass_pause_seconds)
    with _bar(f"Asking OpenStreetMap for {plain(city)}") as step:
        fetched = fetch(source, city, country, asked=step)

    async def work(database: Database) -> Loaded:
        loaded = await database.hop(lambda connection: load(connection, fetched.listings))
        await embedded(database)
        return loaded

    loaded = await _on_database(work)
    fetched.forget()
    return fetched.report, loaded


async def _on_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """`work` over a connection of its own: the service reads the catalogue, it never writes."""
    from festplan.store.database import Database

    database = Database(settings().url)
    database.open()
    try:
        return await work(database)
    finally:
        database.close()


@contextmanager
def _bar(title: str) -> Iterator[Step]:
    """A bar on stderr while something long goes on; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress

    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with Progress(console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)


# --- what is told --------------------------------------------------------------------------------


def _document(name: str, report: Report, loaded: Loaded | None) -> Document:
    from dataclasses import asdict

    return {
        "from": name,
        "imported": loaded is not None,
        "rows": report.rows,
        "added": loaded.added if loaded else 0,
        "changed": loaded.changed if loaded else 0,
        "unchanged": loaded.unchanged if loaded else 0,
        "gave_way": loaded.gave_way if loaded else 0,
        "skipped": dict(report.skipped.most_common()),
        "faults": report.faults,
        "errors": [asdict(error) for error in report.errors],
        "read_as": report.read_as,
        "unused_columns": list(report.unused),
        "catalogue_version": loaded.version if loaded else None,
    }


def _told(document: Document) -> Iterator[str]:
    """What came in, what did not and why, for people."""
    counts = ", ".join(f"{document[name]:,} {name}" for name in ("added", "changed", "unchanged"))
    read = f" ({document['read_as']})" if document["read_as"] else ""
    yield f"{plain(document['from'])}{read}: {document['rows']:,} rows, {counts}."
    if document["skipped"]:
        yield f"Skipped, being no place or service for a party: {_counted(document['skipped'])}."
    if document["gave_way"]:
        yield f"{document['gave_way']:,} invented sample listings gave way to real ones."
    if document["unused_columns"]:
        yield f"Not used: {plain(', '.join(document['unused_columns']))}. --map says what is what."
    yield f"The catalogue is at version {document['catalogue_version']}."


def _counted(skipped: Mapping[str, int]) -> str:
    shown = list(skipped.items())[:12]
    rest = sum(skipped.values()) - sum(count for _, count in shown)
    said = [f"{plain(reason)} {count:,}" for reason, count in shown]
    return ", ".join([*said, *([f"others {rest:,}"] if rest else [])])


def _blame(name: str, report: Report) -> None:
    """Every error that was kept, on a line each, then that nothing has changed."""
    for error in report.errors:
        place = f"Line {error.line}: " if error.line else ""
        typer.echo(f"{place}{plain(error.message)}", err=True)
    if report.faults > len(report.errors):
        typer.echo(f"… and {report.faults - len(report.errors):,} more.", err=True)
    if any(error.line for error in report.errors):
        rows = "row is" if report.faults == 1 else "rows are"
        wrong = f"{report.faults:,} {rows} wrong, so nothing"
    else:
        wrong = "nothing"
    typer.echo(f"{plain(name)}: {wrong} was imported.", err=True)
