"""Commands of who runs Festplan: serve, migrate, verify, doctor, bench."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from festplan.cli.options import Json
from festplan.cli.session import dumped, emit, refuse, refusing, run, settings, write
from festplan.cli.setup import encoder_found, revision_found

if TYPE_CHECKING:
    from festplan.service import Festplan

GRACE_SECONDS = 3
"""What is under way when the server is told to stop has so long to finish."""
BACKLOG = 2048

# --- the server ----------------------------------------------------------------------------------


def serve(
    host: Annotated[str | None, typer.Option(help="Listen there [FESTPLAN_HOST].")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="On this port [FESTPLAN_PORT].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Run the API and the page, until Ctrl-C."""
    found = settings()
    found = found.model_copy(update={"host": host or found.host})
    listening = _listen(found.host, found.port if port is None else port)
    run(_nothing)  # makes what is missing, with progress, and refuses what cannot be used
    import uvicorn

    from festplan.api import create_app
    from festplan.api.server import Server

    config = uvicorn.Config(
        create_app(found),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    address = _address(listening)
    write(dumped({"address": address}) if as_json else f"Festplan is at {address}  (Ctrl-C stops)")
    Server(config).run(sockets=[listening])


async def _nothing(_festplan: Festplan) -> None:
    """What is done with a service that is only to be opened."""


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; a port that is taken is told in one sentence, and exit 1."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        known = number is not None and number in errno.errorcode
        said = os.strerror(number or 0) if known else getattr(error, "strerror", None) or error

        refuse(f"Festplan cannot listen on {host}, port {port}: {said}; try --port 0.")


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


# --- the database --------------------------------------------------------------------------------


def migrate(as_json: Json = False) -> None:
    """Bring the database to the schema of this Festplan; a first run makes it."""

    async def work(_festplan: Festplan) -> None:
        return None

    before = revision_found()
    run(work)
    document = {"database": settings().url, "before": before, "after": revision_found()}
    if as_json:
        write(dumped(document, indent=2))
    elif before == document["after"]:
        write(f"Nothing to do: the database is at revision {before}.")
    else:
        write(f"The database went from {before or 'nothing'} to revision {document['after']}.")


def verify(
    database_url: Annotated[
        str | None, typer.Argument(metavar="DATABASE_URL", help="Another than this one's.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check every invariant over a database; exits with 1 when one is broken."""
    from dataclasses import asdict

    from festplan.cli import lists
    from festplan.proof.verify import verify as verified

    url = database_url or settings().url
    with refusing():
        findings = [asdict(finding) for finding in verified(url)]
    document = {"database": url, "ok": not findings, "findings": findings}
    emit(document, lists.findings, as_json=as_json)
    if findings:
        refuse(f"{len(findings)} invariants do not hold.")


# --- from a checkout -----------------------------------------------------------------------------


def train(
    check: Annotated[
        bool, typer.Option("--check", help="Only compare with the head that is there.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Train anew what tells the categories of a text, from a checkout; takes about a minute."""
    from festplan.bootstrap import trained

    if not (Path(__file__).parents[3] / "pyproject.toml").is_file():
        refuse("Training runs from a checkout of Festplan.")
    with refusing():
        document = trained(
            settings(), lambda said: typer.echo(f"{said}…", err=True), keep=not check
        )
    if document is None:
        refuse(f"There is no encoder to train with: {encoder_found()}.")
    if as_json:
        write(dumped(document, indent=2))
    else:
        write(f"Weights differ from those before by at most {document['changed_by']:.4f}.")


def bench(as_json: Json = False) -> None:
    """Measure Festplan against its peers, from a checkout."""
    import subprocess

    root = Path(__file__).parents[3]
    if not (root / "bench" / "__main__.py").is_file():
        refuse("The benchmark runs from a checkout of Festplan: make bench.")
    done = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=root,
        check=False,
        stdout=sys.stderr if as_json else None,
    )
    if as_json:
        write(dumped({"exit_code": done.returncode}))
    raise typer.Exit(min(abs(done.returncode), 1))
