"""How parts of a plan are set in a terminal."""

from __future__ import annotations

from rich.console import Console

from festplan.cli.rendering import _points
from festplan.exports.parts import Points


def _shown(*items: str) -> str:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(_points(Points("To do", items)))
    return capture.get()


def test_short_items_stand_in_one_row() -> None:
    assert _shown("fossil dig", "egg relay") == "To do: fossil dig, egg relay\n"


def test_sentences_stand_in_a_row_each() -> None:
    shown = _shown("Leave out food: saves $112.", "Raise the budget by $53.")
    assert [line.rstrip() for line in shown.splitlines()] == [
        "To do",
        "- Leave out food: saves $112.",
        "- Raise the budget by $53.",
    ]
