"""Commands that make a party and change it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from festplan.cli.options import Json, PartyId, Preview, Today, day
from festplan.cli.session import Document, emit, refuse, run

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType

    from festplan.service import Festplan
    from festplan.service.command import Performed

Act = Callable[["Festplan"], Awaitable["Performed"]]


class LineState(StrEnum):
    """How far a line of the budget is."""

    planned = "planned"
    committed = "committed"
    paid = "paid"


def plan(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help='What you want: "jungle theme" "75 guests" …'),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Share no result of this party.")
    ] = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Plan a party from your own words."""
    on = day(today)

    async def work(festplan: Festplan) -> Document:
        from festplan import service

        return await planned(
            festplan, await service.create(festplan, texts or [], today=on, private=private), on
        )

    show_party(run(work), as_json=as_json)


def edit(
    party: PartyId,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="TEXT", help="Something more that you want."),
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--change", metavar="INPUT_ID=TEXT", help="Say an input in other words."),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="INPUT_ID", help="Take an input back.")
    ] = None,
    preview: Preview = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Change what you want; only what depends on it is worked out anew.

    Without an option it brings the plan up to date with the catalogue.
    """
    changed = [_change(text) for text in change or []]

    async def act(festplan: Festplan) -> Performed:
        from festplan.service.editing import Edit
        from festplan.service.editing import edit as edited

        wanted = Edit(add or [], changed, remove or [])
        return await edited(festplan, party, wanted, today=day(today), only_preview=preview)

    change_party(act, today, as_json=as_json)


def _change(text: str) -> tuple[str, str]:
    input_id, equals, content = text.partition("=")
    if not (equals and input_id):
        raise typer.BadParameter(f"{text!r} is not INPUT_ID=TEXT.", param_hint="--change")
    return input_id, content


def choose(
    party: PartyId,
    agent: Annotated[str, typer.Argument(help="venue, catering, cake or vendor.")],
    listing_id: Annotated[
        str, typer.Argument(help="An option of its shortlist: its id, or its number in show.")
    ],
    preview: Preview = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Pin an option of a shortlist; pinning it again lets it go."""
    name = agent if agent.endswith("_agent") else f"{agent}_agent"

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        listing = await _listing(festplan, party, name, listing_id)
        return await service.choose(festplan, party, name, listing, only_preview=preview)

    change_party(act, today, as_json=as_json)


SHORTLISTS = {
    "venue_agent": "recommended_venues",
    "catering_agent": "caterers",
    "cake_agent": "bakeries",
    "vendor_agent": "vendors",
}


async def _listing(festplan: Festplan, party: str, agent: str, said: str) -> str:
    """The id of the option that was said by its number; anything else is an id already."""
    from festplan.service import showing

    if not (said.isdecimal() and len(said) < 4 and agent in SHORTLISTS):
        return said
    shown = await showing.show(festplan, party, today=day(None))
    entries = shown["agent_results"].get(agent, {}).get(SHORTLISTS[agent], [])
    place = int(said) - 1
    return (entries[place]["listing_id"] if 0 <= place < len(entries) else None) or said


def correct(
    party: PartyId,
    fact: Annotated[str, typer.Argument(help="guests, kids, date, city, budget, …")],
    value: Annotated[str, typer.Argument(help="60, 2027-06-12, Austin, $1,500, …")],
    preview: Preview = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Set a fact that was not understood as you meant it."""

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        return await service.correct(
            festplan, party, fact, value, today=day(today), only_preview=preview
        )

    change_party(act, today, as_json=as_json)


def tick(
    party: PartyId,
    task: Annotated[str, typer.Argument(help="The id of a task of the checklist.")],
    undo: Annotated[bool, typer.Option("--undo", help="Take the tick back.")] = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Tick a task of the checklist."""

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        await _known(festplan, party, "final_plan", "checklist", "task_id", task)
        return await service.mark_task(festplan, party, task, done=not undo)

    change_party(act, today, as_json=as_json, about=("Checklist",))


def pay(
    party: PartyId,
    line: Annotated[str, typer.Argument(help="The id of a line of the budget.")],
    state: Annotated[LineState, typer.Option("--state", help="How far it is.")] = LineState.paid,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Say that a line of the budget is planned, committed or paid."""

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        await _known(festplan, party, "budget", "lines", "line_id", line)
        return await service.mark_line(festplan, party, line, state.value)

    change_party(act, today, as_json=as_json, about=("Budget",))


async def _known(
    festplan: Festplan, party: str, part: str, rows: str, key: str, wanted: str
) -> None:
    """Refuses an id that the plan does not show, so that a slip of the pen is not kept."""
    from festplan.domain.decide import CommandRefused
    from festplan.service import showing

    shown = await showing.show(festplan, party, today=day(None))
    ids = [row.get(key) for row in (shown[part] or {}).get(rows, [])]
    if wanted not in ids:
        kind = "task" if key == "task_id" else "line"
        message = f"This plan has no {kind} {wanted}; its ids stand in `festplan show {party}`."
        raise CommandRefused(message)


# --- what all of them share ----------------------------------------------------------------------


async def planned(festplan: Festplan, performed: Performed, on: date) -> Document:
    """The party when its run is done."""
    from festplan.service import showing

    if performed.run_id:
        await festplan.runner.wait(performed.run_id)
    return await showing.show(festplan, performed.after.party_id, today=on)


def show_party(document: Document, *, as_json: bool) -> None:
    """Shows the party; one whose run failed is told on stderr, with exit 1."""
    from festplan.cli.rendering import party

    emit(document, party, as_json=as_json)
    _refuse_failed(document)


def change_party(
    act: Act, today: datetime | None, *, as_json: bool, about: tuple[str, ...] = ()
) -> None:
    """Does `act` and shows what came of it, with the sections that it is `about`."""
    on = day(today)

    async def work(festplan: Festplan) -> tuple[Document, Document]:
        from festplan.service import showing

        performed = await act(festplan)
        edited = await showing.finished(festplan, performed)
        return edited, await showing.show(festplan, performed.after.party_id, today=on)

    edited, after = run(work)

    def shown(document: Document) -> Iterator[RenderableType]:
        from festplan.cli.edits import edit

        return edit(document, after, about)

    emit(edited, shown, as_json=as_json)
    _refuse_failed(after)


def _refuse_failed(document: Document) -> None:
    if document["failed"]:
        again = f"your words are kept; try again with: festplan edit {document['party_id']}"
        refuse(f"The plan could not be finished: {document['failed']}; {again}")
