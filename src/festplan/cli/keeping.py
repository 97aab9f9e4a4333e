"""Commands that keep a party, come back to it, and take it back or sideways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from festplan.cli.options import Json, PartyId, Preview, Today, day
from festplan.cli.party import change_party, planned, show_party
from festplan.cli.session import Document, emit, run

if TYPE_CHECKING:
    from rich.console import RenderableType

    from festplan.service import Festplan
    from festplan.service.command import Performed


def save(party: PartyId, as_json: Json = False) -> None:
    """Keep the party as it is as a draft."""

    async def work(festplan: Festplan) -> Document:
        from festplan import service
        from festplan.service import showing

        saved = await service.save(festplan, party)
        return showing.save_document(saved, "Party saved successfully.")

    _say(run(work), as_json=as_json)


def close(party: PartyId, as_json: Json = False) -> None:
    """Be done: keep a final snapshot. Any edit opens the party again."""

    async def work(festplan: Festplan) -> Document:
        from festplan import service
        from festplan.service import showing

        saved = await service.close(festplan, party)
        return showing.save_document(saved, "Party closed; any edit opens it again.")

    _say(run(work), as_json=as_json)


def resume(party: PartyId, today: Today = None, as_json: Json = False) -> None:
    """Go on with a party that you left; a run that was cut off is finished first."""
    on = day(today)

    async def work(festplan: Festplan) -> tuple[Document, Document]:
        from festplan import service
        from festplan.service import showing

        resumed = await service.resume(festplan, party)
        return (
            await showing.resume_document(festplan, resumed, on),
            await showing.document(festplan, resumed.party, on),
        )

    resumed, shown = run(work)
    if as_json:
        emit(resumed, _nothing, as_json=True)
    else:
        show_party(shown, as_json=False)


def undo(
    party: PartyId, preview: Preview = False, today: Today = None, as_json: Json = False
) -> None:
    """Take back your last change of inputs, facts or choices."""

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        return await service.undo(festplan, party, only_preview=preview)

    change_party(act, today, as_json=as_json)


def redo(
    party: PartyId, preview: Preview = False, today: Today = None, as_json: Json = False
) -> None:
    """Do again what undo took back."""

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        return await service.redo(festplan, party, only_preview=preview)

    change_party(act, today, as_json=as_json)


def restore(
    party: PartyId,
    version: Annotated[
        int | None, typer.Option("--version", help="A version, from history.")
    ] = None,
    snapshot: Annotated[
        int | None, typer.Option("--snapshot", help="A snapshot's number, from snapshots.")
    ] = None,
    preview: Preview = False,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Make an older version of the party current again."""
    if (version is None) == (snapshot is None):
        raise typer.BadParameter("say either --version N or --snapshot N.", param_hint="--version")

    async def act(festplan: Festplan) -> Performed:
        from festplan import service

        return await service.restore(
            festplan, party, version=version, snapshot_version=snapshot, only_preview=preview
        )

    change_party(act, today, as_json=as_json)


def fork(
    party: PartyId,
    version: Annotated[int | None, typer.Option("--version", help="Start from this one.")] = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Start a new party from this one: "what if 60 guests?"."""
    on = day(today)

    async def work(festplan: Festplan) -> Document:
        from festplan import service

        return await planned(festplan, await service.fork(festplan, party, version=version), on)

    show_party(run(work), as_json=as_json)


def _say(document: Document, *, as_json: bool) -> None:
    from festplan.cli.edits import saved

    emit(document, saved, as_json=as_json)


def _nothing(_document: Document) -> Iterator[RenderableType]:
    return iter(())
