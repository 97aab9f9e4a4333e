"""The whole plan as Markdown; whatever a host or a listing wrote stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from festplan.exports.outline import outline
from festplan.exports.parts import Option, Part, Points, Section, Shortlist, Swatches, Table

_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]<>|~&])")
_BEGINS_SOMETHING = re.compile(r"^([#+=-]|\d+(?=[.)]))")


def as_markdown(document: dict[str, Any]) -> str:
    """The party document as Markdown (GitHub's, for its tables)."""
    plan = outline(document)
    lines = [f"# {text(plan.title)}", ""]
    lines += [f"- {text(line)}" for line in (*plan.about, f"{plan.party_id}, {plan.status}")]
    if plan.verdict:
        lines += ["", f"**{text(plan.verdict)}**"]
    for section in plan.sections:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def text(words: str) -> str:
    """`words` on one line, so that Markdown and HTML take nothing in them for their own."""
    line = _MEANS_SOMETHING.sub(r"\\\1", " ".join(words.split()))
    return _BEGINS_SOMETHING.sub(_escaped, line)


def _escaped(found: re.Match[str]) -> str:
    mark = found.group()
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {text(section.title)}"
    if section.headline:
        yield from ("", text(section.headline))
    for part in section.parts:
        yield from ("", *_part(part))


def _part(part: Part) -> Iterable[str]:
    match part:
        case str():
            return [text(part)]
        case Swatches(colours):
            shown = (f"{text(name)} `{code}` {percent} %" for name, code, percent in colours)
            return [f"Colors: {', '.join(shown)}"]
        case Points(label, items):
            return [*_label(label), *(f"- {text(item)}" for item in items)]
        case Shortlist():
            return _shortlist(part)
        case Table(label, columns, rows, right):
            return [*_label(label), *_table(columns, rows, right)]


def _label(label: str) -> list[str]:
    return [f"**{text(label)}**", ""] if label else []


def _shortlist(part: Shortlist) -> list[str]:
    columns = ("", part.label, *(("Holds",) if part.holds else ()), "Total", "Why", "Id")
    rows = [_option(option, holds=part.holds) for option in part.options]
    return _table(columns, rows, right=(len(columns) - 3,))


def _option(option: Option, *, holds: bool) -> tuple[str, ...]:
    misses = f"misses: {'; '.join(option.misses)}" if option.misses else ""
    why = ". ".join(said for said in (option.why, misses) if said)
    room = (option.holds,) if holds else ()
    return (option.mark, option.name, *room, option.total, why, option.listing_id)


def _table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int]
) -> list[str]:
    rules = ("---:" if place in right else "---" for place in range(len(columns)))
    return [
        _row(columns),
        f"| {' | '.join(rules)} |",
        *(_row(cells) for cells in rows),
    ]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(text(cell) for cell in cells)} |"
