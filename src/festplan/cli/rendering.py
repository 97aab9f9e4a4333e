"""A plan and an edit of it as people read them in a terminal, at 80 columns or in a pipe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
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

Document = dict[str, Any]

SHORT = 40
"""Letters of an item up to which a list is set in one paragraph."""
MARKS = {"plan": "▶", "pinned": "★"}


def party(document: Document) -> Iterator[RenderableType]:
    """The whole plan, and what to try next."""
    plan = outline(document)
    yield plan_head(plan)
    for section in plan.sections:
        yield plan_section(section)
    yield _inputs(document)
    yield _next(document)


# --- the plan ------------------------------------------------------------------------------------


def plan_head(plan: Outline) -> RenderableType:
    """Whose party, for whom, when and where, and whether the money is enough."""
    title = Text(plan.title, style="bold")
    title.append(f"  {plan.party_id}, {plan.status}", style="dim")
    lines = [Text(), title, *(Text(line) for line in plan.about)]
    if plan.verdict:
        style = {True: "bold green", False: "bold red", None: "bold"}[plan.fits]
        lines.append(Text(plan.verdict, style=style))
    return Group(*lines)


def plan_section(section: Section) -> RenderableType:
    """One card of the plan."""
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
    short = part.label and all(map(_is_short, part.items))
    if short or len(part.items) == 1:
        line = Text(f"{part.label}: " if part.label else "", style="bold")
        return line.append(", ".join(part.items), style="not bold")
    items = Group(*(_hanging("-", item) for item in part.items))
    return Group(Text(part.label, style="bold"), items) if part.label else items


def _is_short(item: str) -> bool:
    """Whether an item can stand in a row of others: neither a sentence nor a row itself."""
    return len(item) <= SHORT and ", " not in item and not item.endswith(".")


def _hanging(mark: str, text: str) -> RenderableType:
    made = Grid.grid(padding=(0, 1))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    made.add_row(Text(mark, style="dim"), Text(text))
    return made


def grid(*columns: str, right: Collection[int] = ()) -> Grid:
    """A table without lines; long cells fold, nothing is cut off, amounts stay on one line."""
    made = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for place, name in enumerate(columns):
        numbers = place in right
        made.add_column(
            name, justify="right" if numbers else "left", overflow="fold", no_wrap=numbers
        )
    return made


def _shortlist(part: Shortlist) -> RenderableType:
    columns = ["", "", part.label, *(["Holds"] if part.holds else []), "Total", ""]
    made = grid(*columns, right=(1, len(columns) - 2, *([3] if part.holds else [])))
    for option in part.options:
        style = "bold" if option.mark else "" if option.fits else "dim"
        made.add_row(
            Text(MARKS.get(option.mark, ""), style="green"),
            Text(str(option.number or ""), style="dim"),
            Text(option.name, style=style),
            *([Text(option.holds)] if part.holds else []),
            Text(option.total),
            _why(option),
        )
    return made


def _why(option: Option) -> Text:
    why = Text(option.why)
    if option.misses:
        why.append("\n" if option.why else "")
        why.append(f"misses: {'; '.join(option.misses)}", style="yellow")
    return why


def _table(part: Table) -> RenderableType:
    made = grid(*part.columns, right=part.right)
    if part.label:
        made.title, made.title_justify, made.title_style = part.label, "left", "bold"
    for row in part.rows:
        late = any(cell.startswith("late") for cell in row)
        total = row[0] == "Total"
        style = "bold" if total else "red" if late else "dim" if "done" in row else ""
        made.add_row(*(Text(cell) for cell in row), style=style)
    return made


def _inputs(document: Document) -> RenderableType:
    lines: list[RenderableType] = [Text(), Text("WHAT YOU SAID", style="bold cyan")]
    made = grid("Id", "Input", "About")
    for source in document["inputs"]:
        about = ", ".join(source["categories"]).replace("out_of_domain", "not about the party")
        made.add_row(Text(source["input_id"]), Text(source["content"]), Text(about))
    return Group(*lines, made if document["inputs"] else Text("Nothing yet."))


def _next(document: Document) -> RenderableType:
    """Commands to try; nothing that does not work on this party as it stands."""
    name, results = document["party_id"], document["agent_results"]
    wish = _wish(document["brief"], results)
    lines = [f"festplan resume {name}"] if document["status"] == "planning" else []
    lines.append(f'festplan edit {name} --add "{wish}"{" --preview" if results else ""}')
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
    "theme_agent": ("jungle theme", "blue and white decorations"),
    "venue_agent": ("75 guests in Austin", "75 guests in Austin"),
    "cake_agent": ("chocolate cake", "chocolate cake"),
    "vendor_agent": ("a balloon artist", "a photographer"),
}
"""What a host might add, by the agent that does not work yet: for children, and for others."""


def _wish(brief: Mapping[str, Any], results: Mapping[str, Any]) -> str:
    """Something to add that the party does not have and that its host has not ruled out."""
    grown = not brief.get("kids") and brief.get("age", 18) > 12
    unsaid = not {"age", "kids", "adults", "occasion"} & brief.keys()
    without = [word.removesuffix("s") for word in brief.get("exclude", [])]
    wishes = (own[grown and not unsaid] for agent, own in WISHES.items() if agent not in results)
    return next((w for w in wishes if not any(word in w for word in without)), "no clowns")


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
