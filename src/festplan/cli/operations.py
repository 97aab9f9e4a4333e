"""Commands of who runs Festplan: serve, migrate, verify, doctor, bench."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from festplan.cli.options import Json
from festplan.cli.session import dumped, emit, refuse, refusing, run, settings, write

if TYPE_CHECKING:
    from festplan.config import Settings
    from festplan.service import Festplan

GRACE_SECONDS = 3
"""What is under way when the server is told to stop has so long to finish."""
BACKLOG = 2048
NOT_YET = "nothing yet"

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

    before = _revision()
    run(work)
    document = {"database": settings().url, "before": before, "after": _revision()}
    if as_json:
        write(dumped(document, indent=2))
    elif before == document["after"]:
        write(f"Nothing to do: the database is at revision {before}.")
    else:
        write(f"The database went from {before or 'nothing'} to revision {document['after']}.")


def _revision() -> str | None:
    """The schema's revision; None while there is no database. Makes none."""
    import sqlalchemy as sa

    from festplan.store.database import revision

    with refusing():
        url = sa.make_url(settings().url)
        if not url.database or not Path(url.database).is_file():
            return None
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            found = revision(connection)
        engine.dispose()
        return found


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


# --- the set-up ----------------------------------------------------------------------------------


def doctor(as_json: Json = False) -> None:
    """Explain the set-up that was found, and what to set to change it."""
    from festplan.cli import lists

    checks = [*_checks()]
    emit({"checks": checks}, lists.setup, as_json=as_json)


def _checks() -> list[dict[str, Any]]:
    import platform

    found = settings()
    revision = _revision()
    catalogue = _catalogue() if revision else "none yet: the first plan makes a sample"
    return [
        _check("python", platform.python_version(), "another virtual environment"),
        _check("data folder", _folder(found.data_dir), "FESTPLAN_DATA_DIR"),
        _check("database", found.url, "FESTPLAN_DATABASE_URL"),
        _check("revision", revision or "none yet: the first plan makes it", "festplan migrate"),
        _check("catalogue", catalogue, "festplan catalogue sample"),
        _check("encoder", _encoder(), "FESTPLAN_ENCODER_DIR"),
        _check("cache folder", _folder(found.cache_dir), "FESTPLAN_CACHE_DIR"),
        _check("models", _models(found), "FESTPLAN_MODELS"),
        _check("redis", "none: results are shared through the database", NOT_YET),
        _check("prices", _prices(found), "FESTPLAN_PRICE_BOOK"),
        _check("caps", _caps(found), "FESTPLAN_CAP_MONTH"),
        _check("words are read as", found.locale, "FESTPLAN_LOCALE"),
        _check("address", f"http://{found.host}:{found.port}", "FESTPLAN_HOST, FESTPLAN_PORT"),
    ]


def _prices(found: Settings) -> str:
    """The price book in force, or what is wrong with it."""
    from festplan.models.price_book import PriceBookRefused, open_book

    try:
        book = open_book(found.price_book, found.prices_file)
    except PriceBookRefused as refused:
        return str(refused)
    own = f", with your own from {found.prices_file}" if found.prices_file else ""
    return f"the book {book.name} of {book.date}{own}"


def _caps(found: Settings) -> str:
    """The caps on paid calls that are set."""
    from festplan.cli.edits import dollars

    caps = [f"{name} {dollars(limit)}" for name, limit in found.caps.items()]
    return ", ".join(caps) or "none"


def _check(name: str, found: str, change: str) -> dict[str, Any]:
    return {"name": name, "found": found, "change": change}


def _models(found: Settings) -> str:
    """Who answers what rules cannot, what keys are there for it, and what is wrong with it."""
    if not found.models:
        unused = [name for name, key in found.model_keys.items() if key]
        keys = f"; keys that are set and not used: {', '.join(unused)}" if unused else ""
        return f"none: rules answer everything, at no cost{keys}"
    from festplan.models.live import LiveProvider
    from festplan.models.tiers import ModelsRefused, tiers

    try:
        named = tiers(found.models)
        LiveProvider({}, found.openai_base_url)
    except ModelsRefused as refused:
        return str(refused)
    return "; ".join(_model(name, found) for name in named.models())


def _model(name: str, found: Settings) -> str:
    """One model: its key, its server, and whether the price book knows what it costs."""
    from festplan.bootstrap import open_prices
    from festplan.ports.models import NoPrice

    provider = name.partition(":")[0]
    own = provider == "openai" and found.openai_base_url
    key = found.model_keys["own" if own else provider]
    try:
        open_prices(found).most(name, 0, 0)
        price = "price known"
    except NoPrice as unknown:
        price = f"never asked: {unknown}"
    where = f"at {found.openai_base_url}, answers never shared, " if own else ""
    return f"{name} {where}({'key set' if key else 'no key'}, {price})"


def _folder(folder: Path) -> str:
    if not folder.exists():
        return f"{folder}, not made yet"
    return str(folder) if os.access(folder, os.W_OK) else f"{folder}, which cannot be written"


def _encoder() -> str:
    """Which model turns texts to vectors, tried on one; or why there is none."""
    from festplan import encoder
    from festplan.ports.models import EncoderUnusable

    lacking = " and ".join(encoder.missing())
    model = encoder.open_encoder(settings())
    if model is None:
        missing = f"{lacking} not installed" if lacking else "its model is not there"
        return f"none ({missing}): words are read by rules alone"
    try:
        model.encode(["jungle"])
    except EncoderUnusable as error:
        return f"none: words are read by rules alone. {error}"
    return model.encoder_id


def _catalogue() -> str:
    """How many listings there are, whose, and in which cities."""
    from typing import cast

    from festplan.catalogue.sqlite import SqliteCatalogue

    async def work(festplan: Festplan) -> str:
        counted = await cast(SqliteCatalogue, festplan.catalogue).stats()
        cities = ", ".join(sorted(city.rpartition(", ")[0] for city in counted.cities))
        sources = ", ".join(sorted(counted.sources))
        where = f"{len(counted.cities)} cities: {cities}"
        return f"{counted.listings:,} listings ({sources}) in {where}"

    return run(work)


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
        refuse(f"There is no encoder to train with: {_encoder()}.")
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
