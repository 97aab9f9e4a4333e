"""A command whose arguments may be negative numbers: "-5" is what a host typed, no option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from typer.core import TyperCommand

_NEGATIVE = re.compile(r"-[$£€]?\.?\d[\d.,]*")


class Signed(TyperCommand):
    """Takes "-5" for an argument, so that what is wrong with it is said in words about it.

    Any other unknown option is refused as ever.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments that are left, negative numbers among them."""
        known = {name for param in self.get_params(ctx) for name in param.opts}
        unknown = [said for said in _options(args) if said not in known]
        if unknown and all(map(_NEGATIVE.fullmatch, unknown)):
            ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


def _options(args: list[str]) -> Iterator[str]:
    """What looks like an option before a lone "--", without its value."""
    end = args.index("--") if "--" in args else len(args)
    for said in args[:end]:
        if said.startswith("-") and said != "-":
            yield said.partition("=")[0]
