"""`festplan simulate` and `festplan eval`: what planning saves and keeps to, measured here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from festplan.cli.options import Json
from festplan.cli.session import emit, refuse, refusing

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from festplan.cli.session import Document

    Tell = Callable[[int, int], None]

Seed = Annotated[int, typer.Option(min=0, max=10**9, help="Which hosts; the same give the same.")]
EVERY = 10
"""Where nobody watches, progress is told after every tenth."""


def simulate(
    parties: Annotated[int, typer.Option(min=1, max=100_000, help="So many, at each exponent.")],
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Measure what each strategy saves on simulated parties; touches no data of yours."""
    from festplan.cli import proofs
    from festplan.proof.simulate import simulate as simulated

    document = _played(lambda tell: simulated(parties, seed, tell=tell))
    emit(document, proofs.simulation, as_json=as_json)
    if not document["books"]["agree"]:
        refuse("The ledger does not say what was served.")


def evaluate(
    parties: Annotated[int, typer.Option(min=1, max=100_000, help="So many parties.")] = 150,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Check by code what plans keep to, by agent and tier; touches no data of yours."""
    from festplan.cli import proofs
    from festplan.proof.evaluate import evaluate as evaluated

    document = _played(lambda tell: evaluated(parties, seed, tell=tell))
    emit(document, proofs.evaluation, as_json=as_json)


def _played(work: Callable[[Tell], Coroutine[None, None, Document]]) -> Document:
    import asyncio

    from festplan.proof.simulation.farm import WorldFailed

    with refusing(), _bar() as tell:
        try:
            return asyncio.run(work(tell))
        except WorldFailed as failed:
            refuse(str(failed))


@contextmanager
def _bar() -> Iterator[Tell]:
    """A bar on stderr; where nobody watches, a line for every tenth of the work."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task("Parties", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _lines() -> Tell:
    told = 0

    def tell(done: int, whole: int) -> None:
        nonlocal told
        tenths = done * EVERY // whole
        if tenths > told:
            told = tenths
            typer.echo(f"{done:,} of {whole:,} parties", err=True)

    return tell
