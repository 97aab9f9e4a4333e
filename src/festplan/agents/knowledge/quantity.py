"""An amount to get: rounded up once, to whole units and whole packs, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from festplan.domain.money import ceil_div

Grade = Literal["A", "B", "C", "own"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a number comes from: the source in words and its grade."""

    source: str
    grade: Grade

    @property
    def estimate(self) -> bool:
        """Whether a host must be told that the number is an estimate."""
        return self.grade in {"C", "own"}


OWN = Rule("our own proposal", "own")


@dataclass(frozen=True, slots=True)
class Pack:
    """How an item is sold: `size` units of it in one `name`."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """`amount` units of an item, bought as `packs` of `pack_size`; packs 0 means it comes loose."""

    item: str
    amount: int
    unit: str
    packs: int
    pack: str
    pack_size: int
    reason: str
    source: str
    source_grade: Grade


def quantity(
    item: str, hundredths: int, unit: str, *, reason: str, rule: Rule, pack: Pack | None = None
) -> Quantity:
    """`hundredths` of a unit, rounded up to whole units, then to whole packs."""
    amount = ceil_div(hundredths, 100)
    packs = ceil_div(amount, pack.size) if pack else 0
    name, size = (pack.name, pack.size) if pack else ("", 0)
    return Quantity(item, amount, unit, packs, name, size, reason, rule.source, rule.grade)
