"""A command as a list of commands shows it: its options are worked out when it is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand

from festplan.cli.signed import Signed


class Listed(TyperCommand):
    """A name, a first sentence and a panel, for a function or a whole Typer application.

    Typer reads the annotations of every command before it prints a line. With dozens of them that
    is most of the time of `festplan --help`, and a call needs those of one.
    """

    def __init__(self, name: str, called: Callable[..., None] | typer.Typer, panel: str) -> None:
        known = called.info.help if isinstance(called, typer.Typer) else inspect.getdoc(called)
        super().__init__(name, help=str(known), rich_help_panel=panel)
        self._called = called

    def make_context(self, *told: Any, **settings: Any) -> Any:
        """The context of the command itself, built now; its own `command` is what is invoked."""
        return self._built().make_context(*told, **settings)

    def _built(self) -> Any:
        if isinstance(self._called, typer.Typer):
            return typer.main.get_command(self._called)
        alone = typer.Typer(add_completion=False)
        alone.command(self.name, cls=Signed, rich_help_panel=self.rich_help_panel)(self._called)
        return typer.main.get_command(alone)
