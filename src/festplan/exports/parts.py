"""What an outline is made of: sections of a plan, each a few kinds of parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Points:
    """A labelled list."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swatches:
    """The palette: name and hex code of each colour, and its share in percent."""

    colours: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of a shortlist; `mark` says that it is in the plan, or pinned by the host.

    `number` is its place in its agent's shortlist, 0 for what cannot be chosen.
    """

    number: int
    name: str
    listing_id: str
    holds: str
    total: str
    why: str
    misses: tuple[str, ...]
    fits: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Shortlist:
    """What can be chosen from; `holds` says whether capacities matter here."""

    label: str
    options: tuple[Option, ...]
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the columns numbered in `right` hold amounts."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


Part = Points | Swatches | Shortlist | Table | str
"""A part of a section; a text is a paragraph."""


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the plan; `agent` says whose, empty where it is nobody's."""

    agent: str
    title: str
    headline: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole plan: what it is of, whether it fits its budget (None: not known), its sections."""

    title: str
    party_id: str
    status: str
    about: tuple[str, ...]
    verdict: str
    fits: bool | None
    sections: tuple[Section, ...]
