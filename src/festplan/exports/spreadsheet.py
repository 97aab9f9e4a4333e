"""Budget, checklist, shopping list and timeline as one table of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from festplan.domain.money import exponent
from festplan.exports.course import starts

COLUMNS = (
    *("section", "item", "quantity", "unit", "amount", "currency"),
    *("when", "state", "note", "id"),
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, object]


def as_csv(document: dict[str, Any]) -> str:
    """The party document's lists as CSV after RFC 4180, in a table with a `section` column.

    A cell that a spreadsheet would take for a formula begins with a single quote.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(document):
        writer.writerow({name: cell(value) for name, value in row.items()})
    return text.getvalue()


def cell(value: object) -> str:
    """`value` as the text of a cell that no spreadsheet computes."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _rows(document: dict[str, Any]) -> Iterator[Row]:
    yield from _budget(document["budget"] or {})
    plan = document["final_plan"] or {}
    for task in plan.get("checklist", []):
        yield {
            "section": "checklist",
            "item": task["title"],
            "when": task.get("due") or task.get("when"),
            "state": task.get("state"),
            "note": task.get("why"),
            "id": task["task_id"],
        }
    for line in plan.get("shopping_list", []):
        yield {
            "section": "shopping",
            "item": line["item"],
            "quantity": line["packs"] or line["amount"],
            "unit": line["pack"] if line["packs"] else line["unit"],
            "note": line.get("reason"),
            "state": line.get("by"),
        }
    for step in plan.get("timeline", []):
        yield {
            "section": "timeline",
            "item": step["title"],
            "when": step.get("time") or starts(step),
            "note": step.get("note"),
        }


def _budget(budget: dict[str, Any]) -> Iterator[Row]:
    for line in budget.get("lines", []):
        yield {
            "section": "budget",
            "item": line["label"],
            "amount": decimal(line["amount_minor"], budget["currency"]),
            "currency": budget["currency"],
            "state": line.get("state"),
            "note": line["basis"],
            "id": line.get("line_id"),
        }


def decimal(minor: int, currency: str) -> str:
    """`1234.50` of 123450 cents: an amount that spreadsheets add up."""
    digits = exponent(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    tail = f".{rest:0{digits}d}" if digits else ""
    return f"{'-' if minor < 0 else ''}{whole}{tail}"
