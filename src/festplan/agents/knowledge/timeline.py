"""The run of show: what happens when, for any length of party.

Blocks come from timeline.toml in an order that keeps the rules (food before photos, photos before
cake, no act during food, a quarter of an hour left after the cake); this module only stretches
them, so every length keeps the rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Any

from festplan.agents.knowledge.kinds import Kind
from festplan.domain.money import ceil_div

SLOT = 5  # minutes: a finer plan is not kept by anyone
SHORTEST_HOURS, LONGEST_HOURS = 1, 12

# Services that hold the attention of the whole room, and those that walk about among the guests.
ACTS = frozenset(
    {
        "acrobat",
        "belly dancer",
        "bubble show",
        "character performer",
        "clown",
        "comedian",
        "dance troupe",
        "entertainer",
        "fire dancer",
        "hula dancer",
        "hypnotist",
        "juggler",
        "magician",
        "princess performer",
        "puppet show",
        "reptile show",
        "salsa dancer",
        "santa",
        "science show",
        "storyteller",
    }
)
ROAMING = frozenset(
    {
        "balloon artist",
        "caricature artist",
        "face painter",
        "glitter tattoo artist",
        "henna artist",
        "stilt walker",
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens from `minute` (negative: before guests arrive) for `duration` minutes.

    `tag` is arrive, play, act, food, photos, cake, speeches, presents, free or close for the course
    of the party; setup and clear around it; roaming for who works beside it.
    """

    minute: int
    title: str
    duration: int
    note: str = ""
    tag: str = ""

    @property
    def end(self) -> int:
        """The minute at which it is over."""
        return self.minute + self.duration


@dataclass(frozen=True, slots=True)
class Block:
    """A row of timeline.toml; minutes of the usual length and their bounds.

    `quiet` is its title where the host wants neither music nor dancing.
    """

    tag: str
    title: str
    minutes: int
    least: int = SLOT
    most: int | None = None
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    drop: int = 0
    note: str = ""
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """The course of one kind of party, in minutes."""

    usual: int
    setup: int
    clear: int
    blocks: tuple[Block, ...]


def usual_hours(kind: Kind, age: int | None = None) -> float:
    """How long a party of this kind usually lasts."""
    return _template(kind, age).usual / 60


def run_of_show(
    kind: Kind, age: int | None, hours: float | None, has: Collection[str]
) -> list[Step]:
    """The party from set-up to clear-up, ordered by minute.

    `has` names what the party has: "food", "cake", "no speeches", "no music", "own place" where
    nothing is hired to be in, and services by their published words. `hours` is the time guests
    are there (the usual length when None, held between 1 and 12). The steps that guests see follow
    one another without a gap and end with the party.
    """
    template = _template(kind, age)
    wanted = _usual_or_asked(template, hours)
    blocks = _fitting(_chosen(template.blocks, _marks(has)), wanted)
    durations = _stretch(blocks, wanted // SLOT)
    starts = accumulate((slots * SLOT for slots in durations), initial=0)
    course = [
        Step(start, _title(block, has), end - start, block.note, block.tag)
        for block, (start, end) in zip(blocks, pairwise(starts), strict=True)
    ]
    around = _around(template, wanted, has)
    return sorted([*around, *course, *_roaming(course, has)], key=lambda step: step.minute)


def booked_hours(steps: Sequence[Step]) -> int:
    """Whole hours to hire the place for: set-up and clear-up lie inside the hire time."""
    first = min(step.minute for step in steps)
    return ceil_div(max(step.end for step in steps) - first, 60)


# --- choosing and stretching ---------------------------------------------------------------------


def _usual_or_asked(template: Template, hours: float | None) -> int:
    """Minutes of the party, in whole slots."""
    if hours is None:
        return template.usual
    return round(min(max(hours, SHORTEST_HOURS), LONGEST_HOURS) * 60 / SLOT) * SLOT


def _marks(has: Collection[str]) -> set[str]:
    return {*has, "act"} if ACTS & set(has) else set(has)


def _chosen(blocks: Sequence[Block], marks: set[str]) -> list[Block]:
    return [
        block
        for block in blocks
        if (not block.needs or marks & set(block.needs)) and not marks & set(block.unless)
    ]


def _fitting(blocks: list[Block], minutes: int) -> list[Block]:
    """Without the blocks that a party this short has no time for."""
    while sum(block.least for block in blocks) > minutes:
        blocks = [block for block in blocks if block is not max(blocks, key=lambda b: b.drop)]
    return blocks


def _stretch(blocks: Sequence[Block], slots: int) -> list[int]:
    """Slots for each block: its least, then one after another to who lags most behind its share.

    A block without a most can always take more, so every slot finds a block.
    """
    given = [ceil_div(block.least, SLOT) for block in blocks]
    for _ in range(slots - sum(given)):
        open_blocks = [i for i, block in enumerate(blocks) if _has_room(block, given[i])]
        behind = min(open_blocks, key=lambda i: (given[i] + 1) / blocks[i].minutes)
        given[behind] += 1
    return given


def _has_room(block: Block, given: int) -> bool:
    return block.most is None or (given + 1) * SLOT <= block.most


# --- wording -------------------------------------------------------------------------------------


def _title(block: Block, has: Collection[str]) -> str:
    if block.quiet and "no music" in has:
        return block.quiet
    acts = sorted(ACTS & set(has))
    return f"{block.title}: {', then '.join(acts)}" if block.tag == "act" and acts else block.title


def _roaming(course: Sequence[Step], has: Collection[str]) -> list[Step]:
    """Who walks about begins when guests arrive and stops when food or cake comes."""
    stop = next((s.minute for s in course if s.tag in {"food", "cake", "close"}), course[-1].end)
    note = "From arrival until the food comes."
    return [
        Step(0, name.capitalize(), stop, note, "roaming") for name in sorted(ROAMING & set(has))
    ]


def _around(template: Template, minutes: int, has: Collection[str]) -> list[Step]:
    note = "" if "own place" in has else "Inside the hire time: book the place for it too."
    return [
        Step(-template.setup, "Set up and decorate", template.setup, note, "setup"),
        Step(minutes, "Clear up", template.clear, note, "clear"),
    ]


# --- the file ------------------------------------------------------------------------------------


def _template(kind: Kind, age: int | None) -> Template:
    """From ten years on a children's party goes like a teenager's (domain notes 2.7)."""
    return _templates()["teen" if kind == "child" and age is not None and age >= 10 else kind]


@cache
def _templates() -> Mapping[str, Template]:
    text = files("festplan.agents").joinpath("timeline.toml").read_text("utf-8")
    return {kind: _read(row) for kind, row in tomllib.loads(text).items()}


def _read(row: Mapping[str, Any]) -> Template:
    return Template(row["usual"], row["setup"], row["clear"], tuple(map(_block, row["blocks"])))


def _block(row: Mapping[str, Any]) -> Block:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Block(**fields)
