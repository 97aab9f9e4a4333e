"""Arguments and options that many commands share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

YEARS = (1900, 2200)
"""Between which a `--today` makes sense: dates are counted from it."""


def _sensible(today: datetime | None) -> datetime | None:
    if today is not None and not YEARS[0] <= today.year <= YEARS[1]:
        raise typer.BadParameter(f"a year from {YEARS[0]} to {YEARS[1]}, please.")
    return today


PartyId = Annotated[str, typer.Argument(metavar="PARTY", help="The party's id.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Today = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="DATE",
        callback=_sensible,
        help='What "today" is (2027-05-01), for words like "next Saturday".',
    ),
]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would happen; change nothing.")]


def day(today: datetime | None) -> date:
    """The day that was asked for, else today here."""
    if today is not None:
        return today.date()
    from festplan.bootstrap import today as here

    return here()
