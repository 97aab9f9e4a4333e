"""Batches as people read them in a terminal, at 80 columns or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from festplan.cli.edits import dollars, spoken
from festplan.cli.lists import filled, when
from festplan.cli.rendering import grid

Document = dict[str, Any]
MOST_ROWS = 40
"""Parties that are listed one by one; the document holds them all."""
WORDS = {"due": "not begun", "waiting": "waiting", "planned": "planned", "failed": "failed"}
BATCHES = {
    "reserved": "not sent yet",
    "sending": "on its way, or looked for",
    "sent": "with the provider",
    "ended": "collected",
    "refused": "not taken",
    "unknown": "unknown: charged, not sent again by itself",
}


def jobs(document: Document) -> Iterator[RenderableType]:
    """A line for every job."""
    if not document["data"]:
        yield Text("No batch yet. Begin with: festplan batch submit FILE")
        return
    rows = (
        (
            one["job_id"],
            one["name"],
            when(one["created_at"]),
            counted(one["parties"]),
            dollars(one["spent_microdollars"]),
        )
        for one in document["data"]
    )
    yield filled(grid("Batch", "File", "Begun", "Parties", "Cost"), rows)


def job(document: Document) -> Iterator[RenderableType]:
    """One job: its parties, what went out, and what to do next."""
    spent = dollars(document["spent_microdollars"])
    title = f"{document['job_id']}  {document['name']}: {counted(document['parties'])}"
    yield Text(title, style="bold")
    yield from _batches(document["batches"])
    yield Text(f"Cost {spent}.")
    yield Text()
    yield from _rows(document["rows"])
    yield from _next(document)


def counted(parties: Mapping[str, int]) -> str:
    """How many parties are how far."""
    return ", ".join(f"{n} {WORDS[state]}" for state, n in parties.items() if n) or "none"


def _batches(batches: Sequence[Document]) -> Iterator[RenderableType]:
    for one in batches:
        asks = "1 ask" if one["asks"] == 1 else f"{one['asks']} asks"
        yield Text(f"{asks} to {one['model']}: {BATCHES[one['state']]}")


def _rows(rows: Sequence[Document]) -> Iterator[RenderableType]:
    shown = [row for row in rows if row["state"] != "planned" or row["troubles"]]
    shown += [row for row in rows if row not in shown]
    kept = sorted(shown[:MOST_ROWS], key=lambda row: int(row["place"]))
    told = (
        (row["place"], row["name"], row["party_id"], WORDS[row["state"]], _why(row)) for row in kept
    )
    yield filled(grid("Row", "Name", "Party", "State", "Why", right=(0,)), told)
    if len(rows) > len(kept):
        yield Text(f"… and {len(rows) - len(kept)} more (--json shows them all).", style="dim")


def _why(row: Document) -> str:
    if row["reason"]:
        return str(row["reason"])
    if row["waits"]:
        return "for " + ", ".join(_asked(one) for one in row["waits"])
    return "; ".join(f"{_asked(one)}, by rules instead" for one in row["troubles"])


def _asked(said: str) -> str:
    """ "venue_agent: small: expired" as people say it."""
    agent, _, rest = said.partition(": ")
    return f"{spoken(agent)} ({rest})"


def _next(document: Document) -> Iterator[RenderableType]:
    if document["state"] == "open":
        yield Text(f"\nLater: festplan batch collect {document['job_id']}")
    elif document["asks"]["failed"] or document["asks"]["unknown"]:
        yield Text(f"\nAsk again: festplan batch collect {document['job_id']} --retry")
