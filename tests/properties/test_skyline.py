"""Laws of the skyline: it never costs a host the best or the cheapest that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from festplan.agents.offers.shortlist import BEST, cost, entry, hire, skyline
from festplan.domain.listing import Listing, Match, Unit
from festplan.domain.people import bracket

UNITS: tuple[Unit, ...] = ("event", "hour", "head")


@st.composite
def found(draw: st.DrawFn) -> list[Match]:
    """What a search may return: listings of close prices and sizes, so that many beat many."""
    count = draw(st.integers(0, 12))
    listings = [
        Listing(
            listing_id=f"v{i}",
            name=f"Place {i}",
            role="venue",
            kind="hall",
            city="Austin",
            country="US",
            currency="USD",
            price_minor=draw(st.integers(1, 3)) * 100,
            unit=draw(st.sampled_from(UNITS)),
            basis="listed",
            source="test",
            fee_minor=draw(st.integers(0, 1)) * 50,
            minimum_minor=draw(st.integers(0, 1)) * 700,
            minimum_units=draw(st.integers(0, 1)) * 5,
            capacity=draw(st.sampled_from([None, 20, 60, 70, 75, 90, 120])),
        )
        for i in range(count)
    ]
    order = draw(st.permutations(listings))
    return [Match(listing, rank, 1 / (rank + 1)) for rank, listing in enumerate(order)]


def holding(matches: Sequence[Match], guests: int) -> list[Match]:
    return [m for m in matches if m.listing.capacity is None or m.listing.capacity >= guests]


def best_of(matches: Sequence[Match]) -> str | None:
    best = min(matches, key=lambda match: match.rank, default=None)
    return best.listing.listing_id if best else None


def cheapest_of(matches: Sequence[Match], units: Callable[[str], int]) -> tuple[int, int] | None:
    """The least total, and the best rank at which it is had."""
    priced = [(_total(m.listing, units(m.listing.unit)), m.rank) for m in matches]
    return min(priced, default=None)


def _total(listing: Listing, units: int) -> int:
    total = hire(entry(listing)["price"], units)
    assert total is not None
    return total


@settings(max_examples=300)
@given(found(), st.integers(1, 130), st.integers(1, 6))
def test_for_every_exact_count_the_best_and_the_cheapest_that_fit_are_kept(
    matches: list[Match], guests: int, hours: int
) -> None:
    _, high = bracket(guests)
    kept = skyline(matches, cost=cost, capacity_high=high, best=0)
    of_all, of_kept = holding(matches, guests), holding(kept, guests)

    def units(unit: str) -> int:
        return {"event": 1, "hour": hours, "head": guests}[unit]

    assert best_of(of_kept) == best_of(of_all)
    assert cheapest_of(of_kept, units) == cheapest_of(of_all, units)


@given(found(), st.integers(1, 130))
def test_what_is_left_out_is_beaten_by_something_kept(matches: list[Match], guests: int) -> None:
    _, high = bracket(guests)
    kept = skyline(matches, cost=cost, capacity_high=high, best=0)

    def beats(a: Match, b: Match) -> bool:
        room = [
            min(high if c is None else c, high) for c in (a.listing.capacity, b.listing.capacity)
        ]
        dear = zip(cost(a.listing), cost(b.listing), strict=True)
        same = a.listing.unit == b.listing.unit
        return same and a.rank < b.rank and room[0] >= room[1] and all(x <= y for x, y in dear)

    for match in matches:
        assert (match in kept) != any(beats(other, match) for other in matches)


@given(found(), st.data())
def test_a_listing_that_is_beaten_comes_and_goes_unnoticed(
    matches: list[Match], data: st.DataObject
) -> None:
    kept = skyline(matches, cost=cost, capacity_high=75, best=0)
    beaten = [match for match in matches if match not in kept]
    if beaten:
        gone = data.draw(st.sampled_from(beaten))
        rest = [match for match in matches if match is not gone]
        assert skyline(rest, cost=cost, capacity_high=75, best=0) == kept


@given(found())
def test_the_best_few_by_rank_are_always_kept_in_order(matches: list[Match]) -> None:
    kept = skyline(matches, cost=cost, capacity_high=75)
    first = sorted(matches, key=lambda match: match.rank)[:BEST]
    assert kept[: len(first)] == first
    assert [m.rank for m in kept] == sorted(m.rank for m in kept)
