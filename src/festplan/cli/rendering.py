"""A plan and an edit of it as people read them in a terminal, at 80 columns or in a pipe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from festplan.exports import outline
from festplan.exports.parts import (
    Option,
    Outline,
    Part,
    Points,
    Section,
    Shortlist,
    Swatches,
    Table,
)
from festplan.exports.wording import amount, listed

Document = dict[str, Any]

SHORT = 40
"""Letters of an item up to which a list is set in one paragraph."""
MARKS = {"plan": "▶", "pinned": "★"}
REASONS = {
    "input_added": "you said something new about it",
    "input_changed": "you said it in other words",
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


def party(document: Document) -> Iterator[RenderableType]:
    """The whole plan, and what to try next."""
    plan = outline(document)
    yield _head(plan)
    for section in plan.sections:
        yield _section(section)
    yield _inputs(document)
    yield _next(document)


def edit(document: Document, after: Document, about: Collection[str]) -> Iterator[RenderableType]:
    """What an edit did (or would do), what it cost, and the parts of the plan that it changed."""
    yield _what(document)
    yield _steps(document)
    yield _price(document)
    if document["preview"]:
        yield Text("Nothing was changed: this was a preview.", style="bold")
        return
    plan = outline(after)
    yield _head(plan)
    changed = {step["agent"] for step in document["outcome"] if step["changed"]}
    left_out = []
    for section in plan.sections:
        long = section.title in LONG and section.title not in about
        if section.agent in changed and long:
            left_out.append(section.title.lower())
        elif section.agent in changed or section.title in about or not section.agent:
            yield _section(section)
    also = f"Changed too: {listed(left_out)}. " if left_out else ""
    yield Text(f"\n{also}The whole plan: festplan show {after['party_id']}", style="dim")


def saved(document: Document) -> Iterator[RenderableType]:
    """What was saved, and how to come back."""
    yield Text(
        f"{document['message']} It is snapshot {document['snapshot_version']} of "
        f"{document['party_id']}, at version {document['version']}."
    )
    yield Text(f"Come back to it: festplan resume {document['party_id']}", style="dim")


# --- the plan ------------------------------------------------------------------------------------


def _head(plan: Outline) -> RenderableType:
    title = Text(plan.title, style="bold")
    title.append(f"  {plan.party_id}, {plan.status}", style="dim")
    lines = [Text(), title, *(Text(line) for line in plan.about)]
    if plan.verdict:
        style = {True: "bold green", False: "bold red", None: "bold"}[plan.fits]
        lines.append(Text(plan.verdict, style=style))
    return Group(*lines)


def _section(section: Section) -> RenderableType:
    lines: list[RenderableType] = [Text(), Text(section.title.upper(), style="bold cyan")]
    if section.headline:
        lines.append(Text(section.headline))
    return Group(*lines, *(_part(part) for part in section.parts))


def _part(part: Part) -> RenderableType:
    match part:
        case str():
            return Text(part)
        case Swatches(colours):
            return _swatches(colours)
        case Points():
            return _points(part)
        case Shortlist():
            return _shortlist(part)
        case Table():
            return _table(part)


def _swatches(colours: Iterable[tuple[str, str, int]]) -> Text:
    line = Text()
    for name, code, percent in colours:
        line.append("   " if line else "")
        line.append("██ ", style=code).append(f"{name} {percent} %")
    return line


def _points(part: Points) -> RenderableType:
    short = part.label and all(len(item) <= SHORT and ", " not in item for item in part.items)
    if short or len(part.items) == 1:
        line = Text(f"{part.label}: " if part.label else "", style="bold")
        return line.append(", ".join(part.items), style="not bold")
    items = Group(*(_hanging("-", item) for item in part.items))
    return Group(Text(part.label, style="bold"), items) if part.label else items


def _hanging(mark: str, text: str) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style="dim"), Text(text))
    return grid


def _grid(*columns: str, right: Collection[int] = ()) -> Grid:
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for place, name in enumerate(columns):
        numbers = place in right
        grid.add_column(
            name, justify="right" if numbers else "left", overflow="fold", no_wrap=numbers
        )
    return grid


def _shortlist(part: Shortlist) -> RenderableType:
    columns = ["", "", part.label, *(["Holds"] if part.holds else []), "Total", ""]
    grid = _grid(*columns, right=(1, len(columns) - 2, *([3] if part.holds else [])))
    for option in part.options:
        style = "bold" if option.mark else "" if option.fits else "dim"
        grid.add_row(
            Text(MARKS.get(option.mark, ""), style="green"),
            Text(str(option.number or ""), style="dim"),
            Text(option.name, style=style),
            *([Text(option.holds)] if part.holds else []),
            Text(option.total),
            _why(option),
        )
    return grid


def _why(option: Option) -> Text:
    why = Text(option.why)
    if option.misses:
        why.append("\n" if option.why else "")
        why.append(f"misses: {'; '.join(option.misses)}", style="yellow")
    return why


def _table(part: Table) -> RenderableType:
    grid = _grid(*part.columns, right=part.right)
    if part.label:
        grid.title, grid.title_justify, grid.title_style = part.label, "left", "bold"
    for row in part.rows:
        late = any(cell.startswith("late") for cell in row)
        total = row[0] == "Total"
        style = "bold" if total else "red" if late else "dim" if "done" in row else ""
        grid.add_row(*(Text(cell) for cell in row), style=style)
    return grid


def _inputs(document: Document) -> RenderableType:
    lines: list[RenderableType] = [Text(), Text("WHAT YOU SAID", style="bold cyan")]
    grid = _grid("Id", "Input", "About")
    for source in document["inputs"]:
        about = ", ".join(source["categories"]).replace("out_of_domain", "not about the party")
        grid.add_row(Text(source["input_id"]), Text(source["content"]), Text(about))
    return Group(*lines, grid if document["inputs"] else Text("Nothing yet."))


def _next(document: Document) -> RenderableType:
    """Commands to try; nothing that does not work on this party as it stands."""
    name, results = document["party_id"], document["agent_results"]
    wish = next((wish for agent, wish in WISHES.items() if agent not in results), "no clowns")
    lines = [f'festplan edit {name} --add "{wish}" --preview']
    if document["inputs"]:
        lines.append(f"festplan edit {name} --remove {document['inputs'][-1]['input_id']}")
    if option := _other_option(document):
        lines.append(f"festplan choose {name} {option}")
    lines.append(f"festplan {'undo' if document['can_undo'] else 'save'} {name}")
    if results:
        lines.append(f"festplan export {name} --format md -o plan.md")
    marks = "▶ in the plan, ★ pinned by you, ~ an estimate"
    body = Group(*(Text(line, style="dim") for line in ([marks, *lines] if results else lines)))
    return Group(Text(), Text("NEXT", style="bold cyan"), body)


WISHES = {
    "theme_agent": "jungle theme",
    "venue_agent": "75 guests in Austin",
    "cake_agent": "chocolate cake",
    "vendor_agent": "a balloon artist",
}
"""What a host might add, by the agent that does not work yet."""


def _other_option(document: Document) -> str:
    """An option that the plan did not take, to be pinned."""
    lists = (("venue", "recommended_venues"), ("catering", "caterers"), ("cake", "bakeries"))
    taken = set(((document["budget"] or {}).get("chosen") or {}).values())
    for agent, name in lists:
        entries = document["agent_results"].get(f"{agent}_agent", {}).get(name, [])
        for number, entry in enumerate(entries, start=1):
            if entry["listing_id"] and entry["fits"] and entry["listing_id"] not in taken:
                return f"{agent} {number}"
    return ""


# --- the edit ------------------------------------------------------------------------------------


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
    done = {step["agent"]: step["outcome"] for step in document["outcome"]}
    rows: dict[tuple[str, str], list[str]] = {}
    for step in document["delta"]["execution_plan"]:
        outcome = done.get(step["agent"])
        said = OUTCOMES[outcome] if outcome else PLANNED[step["action"]]
        reason = REASONS.get(step["reason"], step["reason"])
        key = (said, "as it was then" if outcome == "stored" else reason)
        rows.setdefault(key, []).append(spoken(step["agent"]))
    grid = _grid("", "", "")
    grid.show_header = False
    for (said, reason), agents in rows.items():
        grid.add_row(Text(said, style="bold"), Text(listed(agents)), Text(reason, style="dim"))
    return Padding(grid, (1, 0)) if rows else Text()


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
