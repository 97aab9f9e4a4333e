"""What an edit did, or would do, as people read it in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from festplan.cli.rendering import grid, plan_head, plan_section
from festplan.exports import outline
from festplan.exports.wording import amount, listed

Document = dict[str, Any]

REASONS = {
    "input_added": "you said something new about it",
    "input_changed": "you changed what it looks at",
    "input_removed": "you took back what asked for it",
    "fact_corrected": "you corrected a fact",
    "choice_changed": "you chose an option",
    "became_active": "it is wanted now",
    "upstream_changed": "what it builds on may change",
    "catalogue_changed": "the catalogue has changed",
    "agent_upgraded": "it has learned something new",
    "provisional": "it was a stopgap",
    "no_changes_affecting_this_agent": "nothing that it looks at changed",
}
OUTCOMES = {
    "ran": "worked out",
    "shared": "known already",
    "stored": "brought back",
    "fresh": "reused",
    "cut_off": "reused after all",
    "deleted": "deleted",
}
LONG = ("Run of show", "Checklist", "Shopping list")
"""Sections that an edit only names: almost every edit changes some line of them."""
PLANNED = {"execute": "would run", "reuse_cache": "would be reused", "delete": "would be deleted"}


def edit(document: Document, after: Document, about: Collection[str]) -> Iterator[RenderableType]:
    """What an edit did (or would do), what it cost, and the parts of the plan that it changed."""
    yield _what(document)
    yield _steps(document)
    yield _price(document)
    if document["preview"]:
        yield Text("Nothing was changed: this was a preview.", style="bold")
        return
    plan = outline(after)
    yield plan_head(plan)
    changed = {step["agent"] for step in document["outcome"] if step["changed"]}
    left_out = []
    for section in plan.sections:
        long = section.title in LONG and section.title not in about
        if section.agent in changed and long:
            left_out.append(section.title.lower())
        elif section.agent in changed or section.title in about or not section.agent:
            yield plan_section(section)
    also = f"Changed too: {listed(left_out)}. " if left_out else ""
    yield Text(f"\n{also}The whole plan: festplan show {after['party_id']}", style="dim")


def saved(document: Document) -> Iterator[RenderableType]:
    """What was saved, and how to come back."""
    yield Text(
        f"{document['message']} It is snapshot {document['snapshot_version']} of "
        f"{document['party_id']}, at version {document['version']}."
    )
    yield Text(f"Come back to it: festplan resume {document['party_id']}", style="dim")


def _what(document: Document) -> RenderableType:
    delta = document["delta"]
    place = f"version {document['version']}"
    title = f"Preview of {document['party_id']}" if document["preview"] else document["party_id"]
    lines = [Text(f"{title}, {place}", style="bold")]
    for mark, name, style in (
        ("+", "new_inputs", "green"),
        ("~", "changed_inputs", "yellow"),
        ("-", "removed_inputs", "red"),
    ):
        lines += [
            Text(f"{mark} {source['content']}  ({source['input_id']})", style=style)
            for source in delta[name]
        ]
    return Group(*lines)


def _steps(document: Document) -> RenderableType:
    """One row for what was done in one way for one reason."""
    done = {step["agent"]: step for step in document["outcome"]}
    rows: dict[tuple[str, str], list[str]] = {}
    for step in document["delta"]["execution_plan"]:
        made_of = done.get(step["agent"])
        outcome = made_of["outcome"] if made_of else ""
        said = OUTCOMES[outcome] if outcome else PLANNED[step["action"]]
        reason = REASONS.get(step["reason"], step["reason"]) + _by_model(made_of)
        key = (said, "as it was then" if outcome == "stored" else reason)
        rows.setdefault(key, []).append(spoken(step["agent"]))
    made = grid("", "", "")
    made.show_header = False
    for (said, reason), agents in rows.items():
        made.add_row(Text(said, style="bold"), Text(listed(agents)), Text(reason, style="dim"))
    return Padding(made, (1, 0)) if rows else Text()


def _by_model(step: Document | None) -> str:
    """Which model answered and why it was asked; nothing where the rules did."""
    if step is None or step["tier"] == "rules" or step["outcome"] not in {"ran", "shared"}:
        return ""
    return f"; {step['tier']} model: {step['reason']}" if step["reason"] else ""


def spoken(agent: str) -> str:
    """`cake` of cake_agent, `plan` of planner_final."""
    return "plan" if agent == "planner_final" else agent.removesuffix("_agent")


def _price(document: Document) -> Text:
    savings = document["delta"]["estimated_cost_savings"]
    reused, ran = savings["reused_agents"], savings["executed_agents"]
    if not reused + ran:
        return Text("No agent had to work.")
    cost = sum(step["cost_microdollars"] for step in document["outcome"])
    cost = savings["actual_cost_microdollars"] if document["preview"] else cost
    spared = dollars(savings["cost_saved_microdollars"])
    return Text(
        f"{reused} of {reused + ran} agents reused ({savings['savings_percent']} %). "
        f"Cost {dollars(cost)}, saved {spared}."
    )


def dollars(microdollars: int) -> str:
    """Microdollars as dollars: `$0`, `$0.000618`."""
    if not microdollars % 10_000:
        return amount(microdollars // 10_000, "USD")
    return f"${microdollars / 1_000_000:.6f}".rstrip("0")
