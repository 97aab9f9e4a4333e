"""The budget agent: the best combination, exactly, and honest where there is none."""

from __future__ import annotations

import copy
import doctest
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festplan.agents import budget
from festplan.agents.budgeting.search import Group, Option, cheapest, choose
from festplan.domain.brief import Brief
from festplan.engine.agent import Result, Upstream
from festplan.engine.fingerprint import content


def option(name: str | None, amount: int, **more: Any) -> dict[str, Any]:
    return {
        "listing_id": name,
        "label": (name or "typical").title(),
        "amount_minor": amount,
        "currency": "USD",
        "basis": "listed" if name else "estimate",
        "fits": True,
        "misses": 0,
        "rank": 0,
        "pinned": False,
        "lines": [],
        **more,
    }


def offer(need: str, *options: dict[str, Any], optional: bool = False) -> dict[str, Any]:
    labels = {"vendor:dj": "DJ", "vendor:clown": "Clown"}
    label = labels.get(need, need.title())
    return {"need": need, "label": label, "optional": optional, "options": list(options)}


def plan(offers: list[dict[str, Any]], said: Any = None, **facts: Any) -> Result:
    """What the budget agent makes of offers (each from the agent its need names)."""
    settled: dict[str, Result] = {}
    for one in offers:
        settled.setdefault(f"{one['need'].split(':')[0]}_agent", {"offers": []})["offers"].append(
            one
        )
    brief = Brief({"guests": 75, **facts, **({"budget": said} if said else {})})  # type: ignore[typeddict-item]
    seen = budget.view(brief, Upstream(budget.UPSTREAM, settled))
    result = budget.answer(seen, {})
    assert budget.check(seen, result) is None
    before = copy.deepcopy(result)
    done = budget.settle(result, brief)
    assert result == before, "settling changes nothing in place"
    content(done)
    assert sum(line["amount_minor"] for line in done["lines"]) == done["total_minor"]
    return done


def dollars(amount: int, kind: str = "max", **more: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD", "kind": kind, **more}


VENUE = offer("venue", option("park", 9000, rank=1), option("loft", 50000))
FOOD = offer("catering", option("buffet", 202500), option("platters", 110000, rank=1))
DJ = offer("vendor:dj", option("disco", 70000), option("beats", 45000, rank=1), optional=True)


def test_the_example_in_the_docstring_is_true() -> None:
    assert doctest.testmod(budget).failed == 0


@pytest.mark.parametrize(
    ("said", "total", "fits"),
    [
        (None, 322500, True),
        (dollars(3300), 322500, True),
        (dollars(3000), 230000, True),
        (dollars(2000), 189000, True),
        (dollars(1700), 164000, True),
        (dollars(1600), 164000, False),
        (dollars(1500, "approx"), 164000, True),
        (dollars(1400, "approx"), 164000, False),
        (dollars(2000, "range", min=1000), 189000, True),
        (dollars(5000, "min"), 322500, True),
        (dollars(40, per_person=True), 230000, True),
        (dollars(2000) | {"currency": None}, 189000, True),
    ],
)
def test_the_best_that_the_budget_allows_is_chosen(said: Any, total: int, fits: bool) -> None:  # noqa: FBT001
    result = plan([VENUE, FOOD, DJ], said)
    if said and said["kind"] == "max" and said["amount"] == 40:
        assert result["limit_minor"] == 300000
    assert (result["total_minor"], result["fits"]) == (total, fits)


def test_about_is_stretched_only_where_nothing_fits_exactly() -> None:
    loose = plan([VENUE, FOOD, DJ], dollars(3000, "approx"))
    assert loose["total_minor"] == 230000
    tight = plan([VENUE, FOOD, DJ], dollars(1550, "approx"))
    assert (tight["total_minor"], tight["fits"], tight["left_over_minor"]) == (164000, True, -9000)


def test_a_limit_for_one_thing_limits_only_that() -> None:
    result = plan([VENUE, FOOD, DJ], dollars(500, **{"for": "dj"}))
    assert result["chosen"] == {"venue": "loft", "catering": "buffet", "vendor:dj": "beats"}
    assert result["limit_minor"] is None
    assert result["limits"][0]["text"] == "$450 of $500 for DJ"


def test_a_limit_for_one_thing_that_nothing_keeps_is_told_and_the_cheapest_stands() -> None:
    result = plan([VENUE, FOOD, DJ], dollars(300, **{"for": "dj"}))
    assert (result["fits"], result["chosen"]["vendor:dj"]) == (False, "beats")
    assert result["chosen"]["venue"] == "loft"
    assert (result["broke"]["part"], result["broke"]["over_minor"]) == ("dj", 15000)
    assert result["fixes"][-1]["text"] == "Raise the budget by $150."


def test_a_limit_for_all_entertainment_holds_several_services_together() -> None:
    painter = offer("vendor:face painter", option("colour", 30000), option("plain", 20000, rank=1))
    limit = dollars(800, **{"for": "entertainment"})
    result = plan([VENUE, DJ, painter], [dollars(2000), limit])
    chosen = {need: result["chosen"][need] for need in ("vendor:dj", "vendor:face painter")}
    assert chosen == {"vendor:dj": "beats", "vendor:face painter": "colour"}
    assert result["chosen"]["venue"] == "loft"


def test_at_least_so_much_for_one_thing_prefers_what_costs_that() -> None:
    cake = offer("cake", option("market", 9000), option("studio", 26000, rank=1))
    result = plan([cake], dollars(200, "min", **{"for": "cake"}))
    assert result["chosen"] == {"cake": "studio"}
    short = plan([offer("cake", option("market", 9000))], dollars(200, "min", **{"for": "cake"}))
    assert short["fits"]
    assert short["notes"] == ["You said at least $200 for cake; this comes to $90."]


def test_a_budget_for_what_is_not_planned_is_asked_about() -> None:
    result = plan([VENUE], dollars(500, **{"for": "dj"}))
    assert result["questions"] == [
        "You set a budget for DJ, but nothing is planned for DJ yet. Add it?"
    ]
    assert result["fits"]


def test_what_does_not_fit_is_taken_only_where_nothing_else_is_there() -> None:
    small = option("shed", 100, fits=False, misses=1)
    assert plan([offer("venue", small, option("hall", 90000))])["chosen"] == {"venue": "hall"}
    alone = plan([offer("venue", small)])
    assert alone["chosen"] == {"venue": "shed"}
    assert alone["notes"] == ["Shed is not all that you asked for; nothing else is there."]


def test_what_the_host_pinned_stays_even_over_the_budget() -> None:
    pinned = offer("venue", option("loft", 50000, pinned=True), option("park", 9000))
    result = plan([pinned, FOOD], dollars(1400))
    assert result["chosen"] == {"venue": "loft", "catering": "platters"}
    assert not result["fits"]
    let_go = next(fix for fix in result["fixes"] if fix["kind"] == "let_go")
    assert (let_go["to"], let_go["saved_minor"], let_go["fits"]) == ("Park", 41000, True)


def test_over_budget_says_what_broke_it_and_what_would_make_it_fit() -> None:
    result = plan([VENUE, FOOD, DJ], dollars(1500))
    assert (result["fits"], result["left_over_minor"]) == (False, -14000)
    assert result["chosen"] == {"venue": "park", "catering": "platters", "vendor:dj": "beats"}
    broke = result["broke"]
    assert (broke["part"], broke["over_minor"], broke["amount_minor"]) == ("food", 14000, 110000)
    assert broke["text"].startswith("Over by $140. Most of it is food and drink: $1,100")
    assert [(fix["kind"], fix["saved_minor"]) for fix in result["fixes"]] == [
        ("leave_out", 45000),
        ("raise", 14000),
    ]
    assert result["fixes"][0]["text"] == "Leave out DJ: saves $450."


def test_leaving_out_just_enough_is_enough() -> None:
    result = plan([VENUE, FOOD, DJ], dollars(1190))
    assert [(fix["kind"], fix["saved_minor"], fix["fits"]) for fix in result["fixes"]] == [
        ("leave_out", 45000, True),
        ("raise", 45000, True),
    ]


def test_nothing_is_left_out_silently_however_tight() -> None:
    result = plan([VENUE, FOOD, DJ], dollars(1))
    assert set(result["chosen"]) == {"venue", "catering", "vendor:dj"}
    (left,) = [fix for fix in result["fixes"] if fix["kind"] == "leave_out"]
    assert not left["fits"]
    assert "short still" in left["text"]


def test_several_things_are_left_out_together_where_no_single_one_is_enough() -> None:
    more = offer("vendor:clown", option("bobo", 30000), optional=True)
    result = plan([VENUE, FOOD, DJ, more], dollars(1200))
    (left,) = [fix for fix in result["fixes"] if fix["kind"] == "leave_out"]
    assert (left["needs"], left["fits"]) == (["vendor:dj", "vendor:clown"], True)


def test_a_compromise_is_proposed_and_not_made() -> None:
    venue = offer("venue", option("loft", 90000), option("shed", 1000, fits=False, misses=1))
    result = plan([venue], dollars(500))
    assert result["chosen"] == {"venue": "loft"}
    (fix,) = [fix for fix in result["fixes"] if fix["kind"] == "compromise"]
    assert fix["text"] == ("Shed instead of Loft saves $890, but it is not all that you asked for.")


def test_swaps_name_what_each_cheaper_option_saves_most_first() -> None:
    result = plan([VENUE, FOOD, DJ], dollars(4000))
    assert [(swap["to"], swap["saved_minor"]) for swap in result["swaps"]] == [
        ("Platters", 92500),
        ("Park", 41000),
        ("Beats", 25000),
    ]


def test_fees_tax_and_tip_are_lines_that_add_up() -> None:
    extras = [
        {"label": "Service charge, 18%", "amount_minor": 18000, "basis": "estimate"},
        {"label": "Tax, 7%", "amount_minor": 7000, "basis": "estimate"},
    ]
    result = plan([offer("catering", option("buffet", 125000, lines=extras))])
    assert [(line["label"], line["amount_minor"], line["basis"]) for line in result["lines"]] == [
        ("Buffet", 100000, "listed"),
        ("Buffet: service charge, 18%", 18000, "estimate"),
        ("Buffet: tax, 7%", 7000, "estimate"),
    ]
    assert {line["agent"] for line in result["lines"]} == {"catering_agent"}
    assert {line["state"] for line in result["lines"]} == {"planned"}


def test_each_guest_costs_the_total_divided_and_rounded_up() -> None:
    assert plan([VENUE], guests=3)["per_guest_minor"] == 16667


def test_a_listing_in_another_currency_is_asked_about_and_not_summed() -> None:
    dj = offer("vendor:dj", option("silver", 50000, currency="GBP"))
    result = plan([VENUE, FOOD, dj], dollars(3000))
    assert (result["currency"], result["total_minor"]) == ("USD", 252500)
    assert "vendor:dj" not in result["chosen"]
    assert "priced in GBP and is not in the total" in result["questions"][0]


def test_a_budget_in_another_currency_is_asked_about_and_not_applied() -> None:
    result = plan([VENUE, FOOD], {"amount": 100, "currency": "EUR", "kind": "max"})
    assert (result["limit_minor"], result["fits"], result["total_minor"]) == (None, None, 252500)
    assert result["questions"] == [
        "Your budget is €100, but prices here are in USD. How much is it in USD?"
    ]


def test_typical_prices_are_stated_in_the_currency_of_the_budget() -> None:
    result = plan([offer("venue", option(None, 5000))], {"amount": 100, "currency": "EUR"})
    assert (result["currency"], result["total_minor"], result["limit_minor"]) == (
        "EUR",
        4500,
        10000,
    )
    assert result["lines"][0]["basis"] == "estimate"


def test_a_need_without_any_price_is_named_and_not_guessed() -> None:
    result = plan([VENUE, offer("cake")])
    assert result["notes"] == ["No price is known for cake; it is not in the total."]
    assert result["chosen"] == {"venue": "loft"}


def test_a_reserve_that_is_used_up_is_mentioned() -> None:
    assert plan([VENUE], dollars(510))["notes"] == [
        "Only $10 is left; $35.70 (7%) is a usual reserve."
    ]


def test_head_counts_are_seen_only_where_a_sum_is_for_each_person() -> None:
    def seen(guests: int, **more: Any) -> Any:
        brief = Brief({"guests": guests, "budget": dollars(20, **more)})  # type: ignore[typeddict-item]
        return budget.view(brief, Upstream(budget.UPSTREAM, {}))

    assert seen(20) == seen(75)
    assert seen(20, per_person=True) != seen(75, per_person=True)


def test_an_empty_plan_costs_nothing() -> None:
    result = plan([])
    assert (result["total_minor"], result["lines"], result["per_guest_minor"]) == (0, [], 0)


# --- exactness -----------------------------------------------------------------------------------

options = st.builds(
    Option,
    name=st.sampled_from(["a", "b", "c", "d", "e"]),
    cost=st.integers(0, 5),
    misses=st.integers(0, 1),
    rank=st.integers(0, 2),
)
needs = st.lists(st.lists(options, min_size=1, max_size=5), max_size=5)


Worth = tuple[int, int, int, tuple[str, ...]]


def worth(needs: list[list[Option]], picks: tuple[int, ...]) -> Worth:
    """By what combinations are compared: misses, ranks, cost, names."""
    taken = [options[pick] for options, pick in zip(needs, picks, strict=True)]
    return (
        sum(one.misses for one in taken),
        sum(one.rank for one in taken),
        sum(one.cost for one in taken),
        tuple(one.name for one in taken),
    )


def by_brute_force(
    needs: list[list[Option]], ceiling: int | None, groups: list[Group]
) -> Worth | None:
    def keeps(picks: tuple[int, ...]) -> bool:
        costs = [needs[i][pick].cost for i, pick in enumerate(picks)]
        within = ceiling is None or sum(costs) <= ceiling
        return within and all(sum(costs[i] for i in g.needs) <= g.ceiling for g in groups)

    every = product(*(range(len(options)) for options in needs))
    return min((worth(needs, picks) for picks in every if keeps(picks)), default=None)


@settings(max_examples=300)
@given(needs, st.one_of(st.none(), st.integers(0, 20)), st.data())
def test_the_search_finds_what_trying_every_combination_finds(
    needs: list[list[Option]], ceiling: int | None, data: st.DataObject
) -> None:
    groups = []
    if len(needs) >= 2:
        members = data.draw(st.sets(st.sampled_from(range(len(needs)))), label="group")
        if members:
            groups = [Group(frozenset(members), data.draw(st.integers(0, 12), label="its ceiling"))]
    picks = choose(needs, ceiling=ceiling, groups=groups)
    found = None if picks is None else worth(needs, picks)
    assert found == by_brute_force(needs, ceiling, groups)


@given(st.lists(options, min_size=1, max_size=6))
def test_the_cheapest_is_the_cheapest(held: list[Option]) -> None:
    assert held[cheapest(held)].cost == min(one.cost for one in held)


@st.composite
def offers(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(st.sampled_from(["venue", "cake", "catering", "vendor:dj"]), unique=True))
    return [
        offer(
            need,
            *(
                option(
                    f"{need}-{i}",
                    draw(st.integers(0, 20)) * 100,
                    rank=i,
                    fits=draw(st.booleans()),
                    misses=draw(st.integers(0, 2)),
                    pinned=draw(st.integers(0, 9)) == 0,
                )
                for i in range(draw(st.integers(1, 4)))
            ),
            optional=draw(st.booleans()),
        )
        for need in names
    ]


@given(offers(), st.integers(0, 60))
def test_within_reach_of_the_budget_the_plan_is_within_it(
    offers: list[dict[str, Any]], limit: int
) -> None:
    result = plan(offers, dollars(limit))
    free = [[o for o in one["options"] if o["pinned"]] or one["options"] for one in offers]
    reach = [
        [o for o in held if o["pinned"] or o["fits"]]
        or [o for o in held if o["misses"] == min(x["misses"] for x in held)]
        for held in free
    ]
    least = sum(min(o["amount_minor"] for o in held) for held in reach)
    assert result["fits"] == (least <= limit * 100)
    assert result["left_over_minor"] == limit * 100 - result["total_minor"]
    assert (result["broke"] is None) == result["fits"]
    if not result["fits"]:
        assert result["total_minor"] == least
        assert any(fix["fits"] for fix in result["fixes"])


@given(offers(), st.integers(0, 60), st.integers(0, 20))
def test_more_money_never_fits_worse(offers: list[dict[str, Any]], limit: int, more: int) -> None:
    ranks = {o["listing_id"]: (o["misses"], o["rank"]) for one in offers for o in one["options"]}

    def fit(result: Result) -> tuple[int, int]:
        chosen = [ranks[name] for name in result["chosen"].values()]
        return sum(misses for misses, _ in chosen), sum(rank for _, rank in chosen)

    tight, loose = plan(offers, dollars(limit)), plan(offers, dollars(limit + more))
    assert loose["fits"] or not tight["fits"]
    if tight["fits"]:
        assert fit(loose) <= fit(tight)


def test_twelve_needs_of_eight_options_are_chosen_within_a_second() -> None:
    from time import perf_counter

    needs = [
        [Option(f"{i}-{k}", (i + 3) * (8 - k) ** 2 * 97 % 1000, k % 3, k) for k in range(8)]
        for i in range(12)
    ]
    started = perf_counter()
    for ceiling in range(1000, 6000, 1000):
        choose(needs, ceiling=ceiling)
    assert perf_counter() - started < 5


def test_a_wish_that_the_money_decided_against_is_named_with_what_keeping_it_costs() -> None:
    food = offer(
        "catering",
        option("buffet", 202500),
        option("dear", 240000, rank=1),
        option("cook", 60000, rank=2, misses=1),
    )
    done = plan([VENUE, food], dollars(1500))
    assert done["fits"]
    (item,) = done["given_up"]
    assert (item["need"], item["listing_id"], item["more_minor"]) == ("catering", "buffet", 142500)
    assert "given up: catering from" in done["card"]["headline"]
    assert "$1,425 more" in done["card"]["headline"]


def test_nothing_counts_as_given_up_that_the_money_did_not_decide() -> None:
    food = offer("catering", option("buffet", 20000), option("cook", 6000, rank=2, misses=1))
    pinned = offer("catering", option("buffet", 20000), option("cook", 6000, misses=1, pinned=True))
    worse = offer("catering", option("cook", 6000, misses=1))
    for one in (food, pinned, worse):
        assert plan([VENUE, one], dollars(1500))["given_up"] == []
        assert "given up" not in plan([VENUE, one], dollars(1500))["card"]["headline"]
    assert plan([VENUE, FOOD])["given_up"] == []
