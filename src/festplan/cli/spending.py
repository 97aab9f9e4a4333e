"""Money spent on planning as people read it in a terminal, at 80 columns or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from festplan.cli.edits import dollars, spoken
from festplan.cli.lists import filled
from festplan.cli.rendering import grid

Document = dict[str, Any]
NAMES = {
    "openai_llm": "Models",
    "vector_db": "Vectors",
    "compute": "Compute",
    "redis": "Cache",
    "postgresql": "Database",
    "orchestration": "Orchestration",
}
"""Components as a column or a row is headed."""


def estimate(document: Document) -> Iterator[RenderableType]:
    """Each agent by component, the shares, and the months."""
    parts = [name for name in NAMES if name != "orchestration"]
    head = ("Agent", *(NAMES[name] for name in parts), "Total")
    rows = [
        (spoken(cost["agent"]), *(cost["breakdown"][p] for p in parts), cost["total_cost"])
        for cost in document["agent_costs"]
    ]
    yield filled(grid(*head, right=range(1, len(head))), rows)
    shares = [
        (NAMES[row["component"]], row["cost"], f"{row['percent']:.1f}%")
        for row in document["components"]
    ]
    yield Text()
    yield filled(grid("Component", "Cost", "Share", right=(1, 2)), shares)
    yield from _differs(document["differs"])
    yield Text(f"\nA party costs {document['total_cost']}.", style="bold")
    count, monthly = document["parties"], document["monthly_cost"]
    more, edited = f"{document['edits_factor']:g}", document["monthly_cost_with_edits"]
    yield Text(f"{count:,} parties cost {monthly}, and {edited} with re-runs and edits ({more}x).")


def _differs(rows: Sequence[Document]) -> Iterator[RenderableType]:
    for row in rows:
        name = NAMES[row["component"]]
        yield Text(
            f"{name}: the source of this book prints {row['printed']}%; it is {row['computed']}%.",
            style="dim",
        )


def party(document: Document) -> Iterator[RenderableType]:
    """What planning a party has cost us, and what reuse saved."""
    spent, saved = (document[f"{name}_microdollars"] for name in ("spent", "saved"))
    yield Text(
        f"Planning {document['party_id']} has cost {dollars(spent)}; reuse saved {dollars(saved)}."
    )
    if spent or saved:
        yield from _tables(document)


def report(document: Document) -> Iterator[RenderableType]:
    """A month's money, its dearest agents, and the month before."""
    spent, saved = (document[f"{name}_microdollars"] for name in ("spent", "saved"))
    yield Text(
        f"{document['month']}: {dollars(spent)} spent, {dollars(saved)} saved by reuse.",
        style="bold",
    )
    if spent or saved:
        yield from _tables(document)
    yield from _dearest(document["dearest"])
    yield _trend(document["trend"])


def _tables(document: Document) -> Iterator[RenderableType]:
    for key, title in (("agent", "Agent"), ("tier", "Tier")):
        rows = [
            (_named(key, row[key]), row["calls"], *_money(row)) for row in document[f"by_{key}"]
        ]
        yield Text()
        yield filled(grid(title, "Calls", "Spent", "Saved", right=(1, 2, 3)), rows)
    yield from _models(document["by_model"])
    parts = [row for row in document["by_component"] if row["spent_microdollars"]]
    if parts:
        costs = [
            (NAMES[row["component"]], dollars(row["spent_microdollars"]), f"{row['percent']}%")
            for row in parts
        ]
        yield Text()
        yield filled(grid("Component", "Spent", "Share", right=(1, 2)), costs)
    yield from _open(document["calls"])


def _named(key: str, name: str) -> str:
    return spoken(name) if key == "agent" else name


def _money(row: Document) -> tuple[str, str]:
    return dollars(row["spent_microdollars"]), dollars(row["saved_microdollars"])


def _models(models: Sequence[Document]) -> Iterator[RenderableType]:
    if not models:
        return
    counts = ("calls", "input_tokens", "cached_tokens", "output_tokens")
    rows = [
        (row["model"], *(f"{row[name]:,}" for name in counts), dollars(row["spent_microdollars"]))
        for row in models
    ]
    yield Text()
    yield filled(
        grid("Model", "Calls", "Tokens in", "cached", "out", "Spent", right=range(1, 6)), rows
    )


def _open(calls: Document) -> Iterator[RenderableType]:
    unknown = calls["unknown"]
    if unknown:
        yield Text(f"{unknown} calls may have been billed without an answer.", style="yellow")


def _dearest(agents: Sequence[Document]) -> Iterator[RenderableType]:
    if agents:
        yield Text("\nDearest", style="bold")
    for row in agents:
        spent = dollars(row["spent_microdollars"])
        yield Text(f"{spoken(row['agent'])}: {spent}, {row['percent']}% of all.")
        for told in row["advice"] or [{"message": "Nothing stands out in its rows."}]:
            yield Text(f"  {told['message']}")


def _trend(trend: Document) -> RenderableType:
    before, change = trend["month_before"], trend["change_percent"]
    if change is None:
        return Text(f"\nNothing was spent in {before}.", style="dim")
    spent = dollars(trend["spent_microdollars"])
    return Text(f"\n{before}: {spent} spent; {change:+d}% since.")
