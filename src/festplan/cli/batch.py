"""`festplan batch`: many parties at once, asked through providers' batch APIs."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from festplan.cli.options import Json, Today, day
from festplan.cli.session import Document, emit, refuse, refusing, settings, told_of_first_run

if TYPE_CHECKING:
    from festplan.ports.batches import BatchJob
    from festplan.service import Festplan
    from festplan.service.batching import Batching, Progress

T = TypeVar("T")
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Plan many parties at once, at the price of batches.",
)
JobId = Annotated[str, typer.Argument(metavar="[ID]", help="A batch; else all of them.")]


@app.command()
def submit(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with a party a row, or JSON lines.")
    ],
    again: Annotated[
        bool, typer.Option("--again", help="Plan these parties once more, as other ones.")
    ] = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Plan the parties of a file; what needs a model waits for a batch of the provider's.

    The same parties are the same batch: submitting them once more goes on with it.
    """
    from festplan.cli.batch_file import read
    from festplan.service import batch_report
    from festplan.service import batching as batches

    with refusing():
        wanted, report = read(file)
    if report.faults:
        for error in report.errors:
            typer.echo(f"{file.name}, line {error.line}: {error.message}", err=True)
        refuse(f"{report.faults} of {report.rows} rows cannot be planned; nothing was submitted.")

    async def work(festplan: Festplan, batching: Batching) -> Document:
        job = await batches.submit(
            festplan, batching, wanted, name=file.name, today=day(today), again=again
        )
        jobs = await batch_report.found(batching, job)
        with _counting("Planning") as progress:
            await batches.go_on(festplan, batching, jobs, progress)
        return await batch_report.document(batching, jobs[0])

    _show([_run(work)], one=True, as_json=as_json)


@app.command()
def status(job: JobId = "", as_json: Json = False) -> None:
    """Say how far batches are; asks nobody and changes nothing."""
    from festplan.service import batch_report

    async def work(_: Festplan, batching: Batching) -> list[Document]:
        jobs = await batch_report.found(batching, job)
        return [await batch_report.document(batching, one) for one in jobs]

    _show(_run(work), one=bool(job), as_json=as_json)


@app.command()
def collect(
    job: JobId = "",
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until every party is planned.")
    ] = False,
    every: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Seconds between two looks with --wait.")
    ] = 60,
    retry: Annotated[
        bool,
        typer.Option("--retry", help="Ask again what failed, or what nobody can tell about."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Take in what providers have answered, and go on with the parties that waited for it."""
    from festplan.service import batch_report
    from festplan.service import batching as batches

    async def work(festplan: Festplan, batching: Batching) -> list[Document]:
        jobs = await batch_report.found(batching, job)
        if retry:
            await _again(batching, jobs)
        with _counting("Planning") as progress:
            await batches.go_on(festplan, batching, jobs, progress)
        documents = [await batch_report.document(batching, one) for one in jobs]
        while wait and any(one["state"] == "open" for one in documents):
            await _rest(documents, every)
            with _counting("Planning") as progress:
                await batches.go_on(festplan, batching, jobs, progress)
            documents = [await batch_report.document(batching, one) for one in jobs]
        return documents

    _show(_run(work), one=bool(job), as_json=as_json)


async def _again(batching: Batching, jobs: Sequence[BatchJob]) -> None:
    counted = sum([await batching.store.again(one.job_id) for one in jobs])
    typer.echo("1 ask goes again." if counted == 1 else f"{counted} asks go again.", err=True)


async def _rest(documents: Sequence[Document], seconds: float) -> None:
    import asyncio

    waiting = sum(one["parties"]["waiting"] for one in documents)
    said = "1 party waits" if waiting == 1 else f"{waiting} parties wait"
    typer.echo(f"{said}; the next look is in {seconds:g} s …", err=True)
    await asyncio.sleep(seconds)


def _run(work: Callable[[Festplan, Batching], Awaitable[T]]) -> T:
    """What `work` gives, with the doors of batches open."""
    import asyncio

    async def opened() -> T:
        from festplan.bootstrap import open_batches

        with told_of_first_run() as progress:
            async with open_batches(settings(), progress=progress) as (festplan, batching):
                return await work(festplan, batching)

    with refusing():
        return asyncio.run(opened())


def _show(documents: list[Document], *, one: bool, as_json: bool) -> None:
    from festplan.cli import batch_shown

    if one:
        emit(documents[0], batch_shown.job, as_json=as_json)
    else:
        emit({"data": documents}, batch_shown.jobs, as_json=as_json)


@contextmanager
def _counting(what: str) -> Iterator[Progress]:
    """Shows on stderr how many parties have been run, where many are and somebody looks."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    task = bar.add_task(what)

    def progress(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)

    with bar:
        yield progress
