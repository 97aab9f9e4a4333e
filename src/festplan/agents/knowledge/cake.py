"""Cakes: how many servings a party needs and which sizes give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from festplan.agents.knowledge.quantity import Rule
from festplan.domain.money import ceil_div

Slice = Literal["party", "wedding"]

# Servings by inches of a cake 4 inches high in two layers: ijcakedesign.com/servingguide B.
ROUND: Mapping[Slice, Mapping[int, int]] = {
    "party": {4: 8, 6: 12, 8: 20, 9: 24, 10: 28, 12: 40, 14: 63, 16: 77},
    "wedding": {4: 8, 6: 12, 8: 24, 9: 32, 10: 38, 12: 56, 14: 78, 16: 100},
}
SQUARE: Mapping[Slice, Mapping[int, int]] = {
    "party": {6: 12, 8: 20, 10: 30, 12: 48, 14: 63, 16: 80},
    "wedding": {6: 18, 8: 32, 10: 50, 12: 72, 14: 98, 16: 128},
}
SHEET: Mapping[Slice, Mapping[str, int]] = {
    "party": {"7x11": 24, "9x13": 36, "11x15": 54, "12x18": 72},
    "wedding": {"7x11": 32, "9x13": 50, "11x15": 74, "12x18": 98},
}
SIZES = Rule("ijcakedesign.com serving guide", "B")

# Who eats cake, in percent: 77-85 at weddings (cake.dearjulius.com B), half with a dessert table;
# every child at a birthday is our own proposal.
CHILDREN_PERCENT, ADULTS_PERCENT, BESIDE_DESSERTS_PERCENT = 100, 85, 50
EATERS = Rule("Martha Stewart via cake.dearjulius.com", "B")

CUPCAKES_IN_A_BOX = 12
_TIER_INCHES = (4, 6, 8, 10, 12, 14, 16)
_WEDDING_OCCASIONS = {"wedding", "engagement", "vow renewal", "anniversary", "rehearsal dinner"}
_PIECES = {"cupcakes", "cake pops", "doughnuts", "macarons", "cookies", "brownies"}


@dataclass(frozen=True, slots=True)
class CakePart:
    """`count` cakes of one shape and size ("round", "10 inch"), each with `servings`."""

    shape: str
    size: str
    count: int
    servings: int


@dataclass(frozen=True, slots=True)
class CakeSize:
    """What to order: its parts, what they serve together, and why."""

    kind: str
    parts: tuple[CakePart, ...]
    servings: int
    reason: str


def servings_needed(children: int, adults: int, *, dessert_table: bool = False) -> int:
    """Servings for a party: every child, 85 % of the adults; half of all beside a dessert table."""
    if dessert_table:
        return ceil_div((children + adults) * BESIDE_DESSERTS_PERCENT, 100)
    return ceil_div(children * CHILDREN_PERCENT + adults * ADULTS_PERCENT, 100)


def slice_of(occasion: str | None) -> Slice:
    """The cut that is usual at an occasion: 1x2 inches at weddings, 2x2 elsewhere."""
    return "wedding" if occasion in _WEDDING_OCCASIONS else "party"


def cake_size(
    servings: int, kind: str = "round", occasion: str | None = None, *, tiers: int | None = None
) -> CakeSize:
    """The smallest cake of `kind` that gives `servings` of at least one.

    Tiers are rounds two inches apart; what the largest stack does not give comes from sheet cakes
    cut in the kitchen. A shape without a table of its own is sized as a round cake.
    """
    wanted, cut = max(1, servings), slice_of(occasion)
    if kind in _PIECES:
        parts: tuple[CakePart, ...] = (CakePart(kind, "one a serving", wanted, 1),)
    elif kind == "sheet":
        parts = _sheets(wanted, cut)
    elif kind == "tiered":
        parts = _tiered(wanted, cut, tiers)
    else:
        parts = _single(wanted, kind, SQUARE[cut] if kind == "square" else ROUND[cut])
    total = sum(part.count * part.servings for part in parts)
    return CakeSize(kind, parts, total, f"{wanted} servings, {cut} slices")


def boxes(cupcakes: int) -> int:
    """Boxes of a dozen that hold so many cupcakes."""
    return ceil_div(cupcakes, CUPCAKES_IN_A_BOX)


def lead_weeks(kind: str = "round", occasion: str | None = None, *, themed: bool = False) -> int:
    """Weeks before the party by which to order, at the latest (antoniosmacarons.com A).

    Simple 1, themed 2, tiers or sculpted 3; a wedding cake 12 (opencharity.ca C).
    """
    if occasion == "wedding":
        return 12
    if kind in {"tiered", "sculpted", "croquembouche"}:
        return 3
    return 2 if themed or kind in {"number", "heart", "drip"} else 1


def _single(wanted: int, shape: str, table: Mapping[int, int]) -> tuple[CakePart, ...]:
    """One cake, or as many of the largest as fill up and one for the rest."""
    largest = max(table)
    whole, rest = divmod(wanted, table[largest])
    parts = [CakePart(shape, f"{largest} inch", whole, table[largest])] if whole else []
    if rest:
        inches = next(inches for inches, serves in table.items() if serves >= rest)
        parts.append(CakePart(shape, f"{inches} inch", 1, table[inches]))
    return tuple(parts)


def _sheets(wanted: int, cut: Slice) -> tuple[CakePart, ...]:
    table = SHEET[cut]
    whole, rest = divmod(wanted, table["12x18"])
    parts = [CakePart("sheet", "12x18 inch", whole, table["12x18"])] if whole else []
    if rest:
        size = next(size for size, serves in table.items() if serves >= rest)
        parts.append(CakePart("sheet", f"{size} inch", 1, table[size]))
    return tuple(parts)


def _tiered(wanted: int, cut: Slice, tiers: int | None) -> tuple[CakePart, ...]:
    stacks = _stacks(tiers)
    fitting = [stack for stack in stacks if _stack_servings(stack, cut) >= wanted]
    if fitting:
        return _stacked(
            min(fitting, key=lambda stack: (_stack_servings(stack, cut), len(stack))), cut
        )
    largest = max(stacks, key=lambda stack: _stack_servings(stack, cut))
    return *_stacked(largest, cut), *_sheets(wanted - _stack_servings(largest, cut), cut)


def _stacks(tiers: int | None) -> list[tuple[int, ...]]:
    """Rounds two inches apart: all stacks of `tiers`, or of two to four where nobody said."""
    heights = [min(max(tiers, 2), len(_TIER_INCHES))] if tiers else [2, 3, 4]
    return [
        _TIER_INCHES[start : start + height]
        for height in heights
        for start in range(len(_TIER_INCHES) - height + 1)
    ]


def _stack_servings(stack: tuple[int, ...], cut: Slice) -> int:
    return sum(ROUND[cut][inches] for inches in stack)


def _stacked(stack: tuple[int, ...], cut: Slice) -> tuple[CakePart, ...]:
    return tuple(CakePart("tier", f"{inches} inch", 1, ROUND[cut][inches]) for inches in stack)
