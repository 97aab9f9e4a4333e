"""The commands, in the order of the help."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from festplan import __version__
from festplan.cli import (
    batch,
    catalogue,
    costs,
    keeping,
    operations,
    party,
    proving,
    reading,
    setup,
)
from festplan.cli.listed import Listed

_PANELS: dict[str, dict[str, Callable[..., None] | typer.Typer]] = {
    "Plan": {
        "plan": party.plan,
        "edit": party.edit,
        "choose": party.choose,
        "correct": party.correct,
        "tick": party.tick,
        "pay": party.pay,
        "save": keeping.save,
        "resume": keeping.resume,
        "close": keeping.close,
    },
    "Look": {
        "show": reading.show,
        "list": reading.parties,
        "history": reading.history,
        "snapshots": reading.snapshots,
        "diff": reading.diff,
        "understand": reading.understand,
    },
    "Go back, go sideways": {
        "undo": keeping.undo,
        "redo": keeping.redo,
        "restore": keeping.restore,
        "fork": keeping.fork,
        "export": reading.export,
        "import": reading.import_,
    },
    "Run Festplan": {
        "serve": operations.serve,
        "migrate": operations.migrate,
        "verify": operations.verify,
        "doctor": setup.doctor,
        "simulate": proving.simulate,
        "eval": proving.evaluate,
        "train": operations.train,
        "bench": operations.bench,
        "batch": batch.app,
        "catalogue": catalogue.app,
        "cost": costs.app,
    },
}


class Commands(TyperGroup):
    """The commands of all panels, each as the help lists it until it is called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for panel, commands in _PANELS.items():
            for name, command in commands.items():
                self.add_command(Listed(name, command, panel))


app = typer.Typer(
    name="festplan",
    cls=Commands,
    help="Your own words become a costed party plan that stays right while you change your mind.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"festplan {__version__}")
        raise typer.Exit


@app.callback()
def festplan(
    data_dir: Annotated[
        Path | None,
        typer.Option(envvar="FESTPLAN_DATA_DIR", help="Where the database is kept."),
    ] = None,
    database_url: Annotated[
        str, typer.Option(envvar="FESTPLAN_DATABASE_URL", help="Another database than that.")
    ] = "",
    version: Annotated[  # noqa: ARG001  # _version has answered it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")
    ] = False,
) -> None:
    """Keeps flags where settings are read from: in the environment of this process."""
    for name, value in (("DATA_DIR", data_dir), ("DATABASE_URL", database_url)):
        if value:
            os.environ[f"FESTPLAN_{name}"] = str(value)


def main() -> None:
    """Runs the command that the arguments name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where a terminal knows few letters
    app()
