"""Commands that read: a party, its history, what a text means, and files in and out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from festplan.cli.options import Json, PartyId, Today, day
from festplan.cli.party import planned, show_party
from festplan.cli.session import Document, dumped, emit, refuse, run, write

if TYPE_CHECKING:
    from datetime import date

    from festplan.domain.reading import Reading
    from festplan.service import Festplan

MOST_BYTES = 20_000_000
"""Of a file that is read: more than any party or list of texts needs."""
FORMATS = ("md", "csv", "ics", "json")
"""What `export` writes; the same as in festplan.exports, which is not loaded for the help."""


def show(
    party: PartyId,
    version: Annotated[int | None, typer.Option("--version", help="As it was then.")] = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Show a plan."""
    on = day(today)

    async def work(festplan: Festplan) -> Document:
        from festplan.service import showing

        return await showing.show(festplan, party, today=on, version=version)

    from festplan.cli import rendering

    emit(run(work), rendering.party, as_json=as_json)


def parties(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="So many of them.")] = 50,
    cursor: Annotated[str, typer.Option(help="Go on after this one (nextCursor).")] = "",
    as_json: Json = False,
) -> None:
    """List your parties, the latest first."""
    from festplan.cli import lists

    async def work(festplan: Festplan) -> Document:
        from festplan.service import showing

        return await showing.party_list(festplan, cursor=cursor, limit=limit)

    emit(run(work), lists.parties, as_json=as_json)


def history(party: PartyId, as_json: Json = False) -> None:
    """Show what happened to a party, version by version."""
    from festplan.cli import lists

    async def work(festplan: Festplan) -> Document:
        from festplan.service import showing

        return await showing.history(festplan, party)

    emit(run(work), lists.history, as_json=as_json)


def snapshots(party: PartyId, as_json: Json = False) -> None:
    """List the snapshots of a party."""
    from festplan.cli import lists

    async def work(festplan: Festplan) -> Document:
        from festplan.service import showing

        return await showing.snapshot_list(festplan, party)

    emit(run(work), lists.snapshots, as_json=as_json)


def diff(
    party: PartyId,
    a: Annotated[int, typer.Argument(metavar="A", help="A version.")],
    b: Annotated[int, typer.Argument(metavar="B", help="Another version.")],
    other: Annotated[
        str | None, typer.Option("--other", metavar="PARTY", help="Take B from this party.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare two versions, or two parties."""
    from festplan.cli import lists

    async def work(festplan: Festplan) -> Document:
        from festplan import service
        from festplan.service import showing

        compared = await service.diff(festplan, party, a, b, other=other)
        return await showing.diff_document(festplan, compared)

    emit(run(work), lists.diff, as_json=as_json)


# --- files ---------------------------------------------------------------------------------------


def export(
    party: PartyId,
    form: Annotated[str, typer.Option("--format", metavar="md|csv|ics|json", help="Which.")] = "md",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file instead of standard output.")
    ] = None,
    today: Today = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Write a party out: to read (md), as a table (csv), a calendar (ics), or whole (json)."""
    wanted = "json" if as_json else form
    if wanted not in FORMATS:
        raise typer.BadParameter(
            f"there is no export as {wanted}; choose md, csv, ics or json.", param_hint="--format"
        )
    text = run(_exported(party, wanted, day(today)))
    if output is None:
        write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        refuse(f"{output} cannot be written: {error.strerror}.")
    typer.echo(f"Wrote {output}.", err=True)


def _exported(party: str, wanted: str, on: date) -> Callable[[Festplan], Awaitable[str]]:
    async def work(festplan: Festplan) -> str:
        from festplan import exports, service
        from festplan.service import showing

        if wanted == "json":
            return dumped(await service.export(festplan, party), indent=2) + "\n"
        document = await showing.show(festplan, party, today=on)
        if wanted == "ics":
            return exports.as_ics(document, today=on)
        return (exports.as_csv if wanted == "csv" else exports.as_markdown)(document)

    return work


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What export --format json wrote.")],
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Bring an exported party back in, as a new one."""
    exported = _document(_text(file), file)
    on = day(today)

    async def work(festplan: Festplan) -> Document:
        from festplan import service

        return await planned(festplan, await service.import_party(festplan, exported), on)

    show_party(run(work), as_json=as_json)


def _document(text: str, file: Path) -> Document:
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        refuse(f"{file} is not JSON; export a party with --format json.")
    if not isinstance(found, dict):
        refuse(f"{file} is not a party that Festplan exported.")
    return found


def _text(file: Path) -> str:
    """What stands in a file of UTF-8 text, at most so long; else one sentence and exit 1."""
    try:
        with file.open("rb") as opened:
            found = opened.read(MOST_BYTES + 1)
        if len(found) > MOST_BYTES:
            refuse(f"{file} is larger than {MOST_BYTES // 1_000_000} MB.")
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{file} is not UTF-8 text.")
    except (OSError, ValueError) as error:
        refuse(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.")


# --- understanding -------------------------------------------------------------------------------


def understand(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="One wish.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A file with one text a line.")
    ] = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Say what is understood of a text; nothing is planned or kept."""
    if (text is None) == (file is None):
        raise typer.BadParameter("say either a text or --file.", param_hint="TEXT")
    texts = [text] if file is None else [x for x in _text(file).splitlines() if x.strip()]
    readings = run(_read([t or "" for t in texts], day(today)))
    if file is None or not as_json:
        from festplan.cli import lists

        for reading in readings:
            emit(reading.document(), lists.understanding, as_json=as_json)
        return
    for reading in readings:
        write(dumped(reading.document()))


def _read(texts: list[str], on: date) -> Callable[[Festplan], Awaitable[list[Reading]]]:
    async def work(festplan: Festplan) -> list[Reading]:
        from festplan.domain.text import clean

        return await festplan.read([clean(text) for text in texts], on)

    return work
