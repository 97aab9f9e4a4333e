"""`festplan cost`: what planning is to cost, and what it has cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from festplan.cli.options import Json, PartyId
from festplan.cli.session import Document, emit, refusing, run, settings

if TYPE_CHECKING:
    from festplan.service import Festplan

app = typer.Typer(add_completion=False, no_args_is_help=True, help="What planning costs.")


@app.command()
def estimate(
    agents: Annotated[
        list[str] | None, typer.Argument(metavar="AGENT", help="Of these; else of all.")
    ] = None,
    parties: Annotated[int, typer.Option(min=0, max=10**9, help="So many a month.")] = 100_000,
    edits: Annotated[
        float,
        typer.Option(min=0, max=1000, help="Times this for re-runs and edits."),
    ] = 1.5,
    price_book: Annotated[
        str, typer.Option(help="today, or case-study [FESTPLAN_PRICE_BOOK].")
    ] = "",
    model: Annotated[
        str, typer.Option(help="Who answers where the book names nobody: openai:gpt-4o-mini.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say what planning a party costs by a price book, and so many of them a month."""
    from decimal import Decimal

    from festplan.cli import spending
    from festplan.costs import calculator
    from festplan.models.price_book import open_book

    found = settings()
    with refusing():
        book = open_book(price_book or found.price_book, found.prices_file)
        counted = calculator.estimate(
            book, agents or [], parties=parties, edits=Decimal(str(edits)), model=model
        )
    emit(calculator.document(counted), spending.estimate, as_json=as_json)


@app.command()
def party(party: PartyId, as_json: Json = False) -> None:
    """Say what planning a party has cost, and what reuse has saved."""
    from festplan.cli import spending

    async def work(festplan: Festplan) -> Document:
        from festplan.costs import report

        return await report.of_party(festplan.store, party)

    emit(run(work), spending.party, as_json=as_json)


def _is_month(month: str) -> str:
    if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise typer.BadParameter("a month like 2026-11, please.")
    return month


@app.command()
def report(
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", callback=_is_month, help="Of this; else of now.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say what a month has cost and saved, and what would save more."""
    from festplan.cli import spending

    async def work(festplan: Festplan) -> Document:
        from festplan.costs import report as costs

        return await costs.of_month(festplan.store, month or festplan.clock.now()[:7])

    emit(run(work), spending.report, as_json=as_json)
