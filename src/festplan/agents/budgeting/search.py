"""The best combination within a budget: one option for every need, found exactly.

Fit is the sum of misses, then the sum of ranks; among equally fitting combinations the cheaper
wins, then the smaller ids in the order of the needs. Needs are taken one after the other, keeping
only partial combinations that none other beats in both fit and cost: one that is beaten stays
beaten whatever follows, so nothing is lost and no bound on the number of steps is needed. There are
at most as many partial combinations as there are sums of misses and ranks. The result is exact over
the options given, which are shortlists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One way to meet a need; `cost` in minor units, `misses` and `rank` lower is better."""

    name: str
    cost: int
    misses: int
    rank: int


@dataclass(frozen=True, slots=True)
class Group:
    """Needs, by their position, that may cost at most `ceiling` together; groups do not overlap."""

    needs: frozenset[int]
    ceiling: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A combination of some needs; `chosen` has each of them with the option's name and place."""

    fit: tuple[int, int]
    cost: int
    chosen: tuple[tuple[int, str, int], ...] = ()

    @property
    def names(self) -> list[str]:
        """The names in the order of the needs."""
        return [name for _, name, _ in sorted(self.chosen)]

    @property
    def picks(self) -> tuple[int, ...]:
        """The places in the order of the needs."""
        return tuple(pick for _, _, pick in sorted(self.chosen))


def choose(
    needs: Sequence[Sequence[Option]],
    *,
    ceiling: int | None = None,
    groups: Sequence[Group] = (),
) -> tuple[int, ...] | None:
    """The position of the chosen option in each need; None if no combination keeps the ceilings."""
    grouped = {need: group for group in groups for need in group.needs}
    single = [i for i in range(len(needs)) if i not in grouped]
    sets = [([i], ceiling) for i in single]
    sets += [(sorted(group.needs), group.ceiling) for group in groups]
    frontiers = [_combined(_parts(needs, members), most) for members, most in sets]
    best = _combined(frontiers, ceiling)
    return best[0].picks if best else None


def cheapest(options: Sequence[Option]) -> int:
    """The position of the cheapest option; of equally cheap ones the best fitting, then by id."""
    keyed = [(o.cost, o.misses, o.rank, o.name, i) for i, o in enumerate(options)]
    return min(keyed)[-1]


def _parts(needs: Sequence[Sequence[Option]], members: Sequence[int]) -> list[list[_Part]]:
    """The options of each member as combinations of one need."""
    return [
        _frontier([_part(option, i, pick) for pick, option in enumerate(needs[i])]) for i in members
    ]


def _part(option: Option, need: int, pick: int) -> _Part:
    return _Part((option.misses, option.rank), option.cost, ((need, option.name, pick),))


def _combined(sets: Sequence[list[_Part]], ceiling: int | None) -> list[_Part]:
    """The unbeaten combinations of one part of each set that cost at most `ceiling`."""
    held = [_Part((0, 0), 0)]
    rest = sum(min((part.cost for part in parts), default=0) for parts in sets)
    for parts in sets:
        rest -= min((part.cost for part in parts), default=0)
        most = None if ceiling is None else ceiling - rest
        held = _extended(held, parts, most)
    return held


def _extended(held: list[_Part], parts: list[_Part], most: int | None) -> list[_Part]:
    """The unbeaten of all pairs that cost at most `most`; only those are put together."""
    pairs = [
        (a.fit[0] + b.fit[0], a.fit[1] + b.fit[1], a.cost + b.cost, i, j)
        for i, a in enumerate(held)
        for j, b in enumerate(parts)
        if most is None or a.cost + b.cost <= most
    ]
    pairs.sort()
    kept: list[_Part] = []
    for misses, rank, cost, i, j in pairs:
        last = kept[-1] if kept else None
        if last is None or cost < last.cost:
            kept.append(_joined(held[i], parts[j]))
        elif cost == last.cost and (misses, rank) == last.fit:
            kept[-1] = min(last, _joined(held[i], parts[j]), key=lambda part: part.names)
    return kept


def _joined(a: _Part, b: _Part) -> _Part:
    return _Part(
        (a.fit[0] + b.fit[0], a.fit[1] + b.fit[1]),
        a.cost + b.cost,
        a.chosen + b.chosen,
    )


def _frontier(parts: list[_Part]) -> list[_Part]:
    """Best fit first, each one cheaper than all before it."""
    parts.sort(key=lambda part: (part.fit, part.cost, part.names))
    kept: list[_Part] = []
    for part in parts:
        if not kept or part.cost < kept[-1].cost:
            kept.append(part)
    return kept
