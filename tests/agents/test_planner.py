from __future__ import annotations

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents import cake, catering, graph, planner, theme
from festplan.agents.planning.amounts import merged
from festplan.agents.planning.summary import _inside
from festplan.agents.planning.tasks import when
from festplan.domain.brief import Brief, Conflict
from festplan.domain.reading import Facts
from festplan.engine.agent import Result, look
from tests.agents.asking import ask_everyone, brief_of, shared

PARTY: Facts = {
    "theme": ["jungle"],
    "guests": 75,
    "kids": 20,
    "age": 6,
    "honoree": "Mia",
    "occasion": "birthday",
    "diet": {"vegan": 5},
    "flavours": ["chocolate"],
    "services": ["balloon artist"],
    "city": "Austin",
    "date": "2027-06-12",
    "time": "15:00",
}


def planned(facts: Facts, *, asked: tuple[str, ...] = ()) -> Result:
    brief = brief_of(facts, asked=asked) if asked else brief_of(facts)
    return ask_everyone(brief)["planner_final"]


def limited(amount: int) -> Facts:
    return {**PARTY, "budget": {"amount": amount, "currency": "USD", "kind": "max"}}


def test_the_example_runs() -> None:
    assert doctest.testmod(planner).failed == 0


def test_it_reads_all_six_and_comes_last() -> None:
    assert planner.AGENT.upstream == tuple(agent.name for agent in graph())[:-1]
    assert list(graph())[-1].name == "planner_final"


def test_the_plan_is_private_and_sees_no_more_of_a_result_than_it_speaks_of() -> None:
    view = look(
        planner.AGENT, brief_of(PARTY), {"venue_agent": {"tasks": [], "notes": ["x"]}}, (), shared
    )
    assert view.private
    assert view.facts["parts"] == {"venue_agent": {"tasks": []}}


def test_the_timeline_has_clock_times_and_keeps_the_order_of_the_house() -> None:
    steps = planned(PARTY)["timeline"]
    at = {step["tag"]: step["minute"] for step in reversed(steps)}
    assert at["setup"] < at["arrive"] == 0 < at["food"] < at["photos"] < at["cake"]
    assert next(step["time"] for step in steps if step["tag"] == "arrive") == "15:00"
    end = max(step["minute"] + step["minutes"] for step in steps if step["tag"] == "close")
    cake = next(step for step in steps if step["tag"] == "cake")
    assert end - (cake["minute"] + cake["minutes"]) >= 15
    assert any("animal scavenger hunt" in step["note"] for step in steps)


def test_a_party_past_midnight_names_the_next_day() -> None:
    steps = planned({**PARTY, "age": 40, "time": "21:00", "duration_hours": 4})["timeline"]
    assert [step["day"] for step in steps] == sorted(step["day"] for step in steps)
    assert steps[-1]["day"] == 1
    assert steps[-1]["time"] == "01:00"


def test_without_a_time_the_minutes_still_stand() -> None:
    steps = planned({"guests": 20}, asked=("catering",))["timeline"]
    assert {step["time"] for step in steps} == {None}
    assert [step["minute"] for step in steps] == sorted(step["minute"] for step in steps)


@pytest.mark.parametrize(
    ("word", "seen_by"),
    [
        ("balloons", {"theme_agent"}),
        ("pink", {"theme_agent"}),
        ("peanuts", {"cake_agent", "catering_agent"}),
        ("alcohol", {"catering_agent"}),
        ("speeches", set()),
    ],
)
def test_an_exclusion_is_seen_by_whom_it_concerns(word: str, seen_by: set[str]) -> None:
    without = brief_of({**PARTY, "exclude": [word]})
    changed = {
        agent.name
        for agent in (theme.AGENT, cake.AGENT, catering.AGENT)
        if look(agent, without, {}, (), shared).digest
        != look(agent, brief_of(PARTY), {}, (), shared).digest
    }
    assert changed == seen_by


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (42, "6 weeks before"),
        (7, "1 week before"),
        (2, "2 days before"),
        (1, "1 day before"),
        (0, "on the day"),
        (-7, "1 week after"),
    ],
)
def test_days_before_are_said_in_words(days: int, words: str) -> None:
    assert when(days) == words


def test_due_dates_count_back_from_the_date_and_hold_no_lateness() -> None:
    for task in planned(PARTY)["checklist"]:
        left = date.fromisoformat(PARTY["date"]) - date.fromisoformat(task["due"])
        assert left.days == task["days_before"]
        assert "late" not in task
        assert "state" not in task


def test_without_a_date_tasks_say_how_long_before() -> None:
    facts: Facts = {"guests": 20, "city": "Austin"}
    for task in planned(facts, asked=("venue",))["checklist"]:
        assert task["due"] is None
        assert task["when"]


def test_ids_stay_the_same_when_the_plan_is_made_again() -> None:
    before = {task["id"] for task in planned(PARTY)["checklist"]}
    later: Facts = {**PARTY, "date": "2027-07-03", "guests": 60, "theme": ["space"]}
    after = {task["id"] for task in planned(later)["checklist"]}
    assert after ^ before <= {"rain-plan"}  # space is indoors


def test_every_task_has_one_id_and_none_is_said_twice() -> None:
    ids = [task["id"] for task in planned(PARTY)["checklist"]]
    assert len(ids) == len(set(ids))
    assert "venue:book" in ids
    assert not {"venue", "caterer", "cake", "decorations", "entertainment"} & set(ids)


def test_what_is_late_has_something_to_do_instead() -> None:
    tasks = {task["id"]: task for task in planned(PARTY)["checklist"]}
    assert tasks["venue:book"]["instead"] == "a home, a park or a community room"
    assert tasks["cake:order"]["instead"]


def test_who_cooks_buys_the_food_and_books_nobody() -> None:
    plan = planned(limited(1200))
    ids = {task["id"] for task in plan["checklist"]}
    assert "catering:cook" in ids
    assert "catering:book" not in ids
    lines = {line["item"]: line for line in plan["shopping_list"]}
    assert lines["meat or fish for the main"]["by"] == "you"
    assert lines["vegan mains"]["by"] == "you"
    assert "cook it yourself" in plan["summary"]


def test_what_a_caterer_cooks_is_not_bought_but_diets_are_ordered() -> None:
    plan = planned(PARTY)
    lines = {line["item"]: line for line in plan["shopping_list"]}
    assert "meat or fish for the main" not in lines
    assert (lines["vegan mains"]["amount"], lines["vegan mains"]["by"]) == (5, "the caterer")
    assert lines["vegan cake"]["amount"] == 5
    assert lines["soft drinks and water"]["by"] == "you"


def test_the_shopping_list_is_in_whole_packs_that_hold_the_amount() -> None:
    lines = planned(limited(1200))["shopping_list"]
    assert len({(line["item"], line["unit"]) for line in lines}) == len(lines)
    for line in lines:
        assert line["amount"] > 0
        assert line["reason"]
        if line["packs"]:
            assert line["packs"] * line["pack_size"] >= line["amount"]
            assert (line["packs"] - 1) * line["pack_size"] < line["amount"]


def test_amounts_of_one_item_add_up_before_they_are_packed() -> None:
    plates = {"item": "plates", "amount": 30, "unit": "pieces", "packs": 2, "pack_size": 25}
    few = {**plates, "amount": 15, "packs": 1, "reason": "15 children"}
    (line,) = merged([("cake", {**plates, "reason": "30 guests"}), ("theme", few)])
    assert (line["amount"], line["packs"]) == (45, 2)
    assert line["for"] == ["cake", "theme"]
    assert line["reason"] == "30 guests; 15 children"


WAKE: Facts = {
    "occasion": "memorial",
    "guests": 40,
    "exclude": ["balloons", "music"],
    "city": "Austin",
    "date": "2026-12-10",
    "time": "14:00",
}


def test_nobody_dances_at_a_memorial_and_its_tasks_take_days_not_weeks() -> None:
    plan = planned(WAKE)
    said = " ".join([step["title"] for step in plan["timeline"]])
    said += " ".join(task["title"] for task in plan["checklist"])
    assert "Words of remembrance" in said
    assert not {"music", "dancing", "balloons", "toasts", "song"} & set(said.lower().split())
    assert max(task["days_before"] for task in plan["checklist"]) <= 7


@pytest.mark.parametrize("occasion", ["birthday", "wedding", "office party", "sweet sixteen"])
@pytest.mark.parametrize("word", ["music", "dancing"])
def test_who_wants_no_music_gets_none(occasion: str, word: str) -> None:
    plan = planned({**PARTY, "occasion": occasion, "age": 40, "exclude": [word]})
    titles = [step["title"] for step in plan["timeline"]]
    titles += [task["title"] for task in plan["checklist"]]
    assert not [t for t in titles if "music" in t.lower() or "danc" in t.lower()]


def test_a_quinceanera_is_a_feast_for_all_ages() -> None:
    plan = planned({**PARTY, "occasion": "quinceanera", "age": 15, "kids": 0})
    titles = [step["title"] for step in plan["timeline"]]
    assert "Toasts" in titles
    assert "Pick-up and goodbyes" not in titles
    assert plan["summary"].startswith("Mia's quinceañera on ")


def test_an_office_day_begins_with_two_hours_of_setting_up_and_says_food() -> None:
    day: Facts = {"occasion": "office party", "guests": 35, "time": "09:00", "city": "Austin"}
    steps = planned(day)["timeline"]
    assert steps[0]["time"] == "07:00"
    assert "Dinner" not in [step["title"] for step in steps]


def test_what_the_host_has_said_is_not_to_be_fixed_any_more() -> None:
    undated: Facts = {"theme": ["jungle"], "guests": 75, "city": "Austin"}
    wanted = {
        "Fix the date, the budget and the guest list": undated,
        "Fix the budget and the guest list": PARTY,
        "Fix the guest list": limited(1500),
    }
    for title, facts in wanted.items():
        first = {task["id"]: task["title"] for task in planned(facts)["checklist"]}
        assert first["date-budget-list"] == title


def test_tasks_are_worded_for_who_cooks_and_for_what_is_bought() -> None:
    served = {task["id"]: task["title"] for task in planned(PARTY)["checklist"]}
    assert served["groceries"] == "Buy drinks and tableware"
    assert served["ice-balloons-food"] == "Fetch ice and balloons"
    cooked = {task["id"]: task["title"] for task in planned(limited(1200))["checklist"]}
    assert cooked["groceries"] == "Buy food, drinks and tableware"
    assert cooked["ice-balloons-food"] == "Fetch ice and balloons, put out the food"
    plain = planned({**PARTY, "exclude": ["balloons"]})["checklist"]
    assert "Fetch ice" in [task["title"] for task in plain]
    assert "ice-balloons-food" not in {
        task["id"]
        for task in planned({**PARTY, "exclude": ["balloons"]}, asked=("theme",))["checklist"]
    }


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"occasion": "retirement"}, "A retirement party"),
        ({"occasion": "eid"}, "An Eid party"),
        ({"occasion": "diwali", "honoree": "Asha"}, "Asha's Diwali party"),
        ({"age": 18}, "An 18th birthday"),
        ({"age": 1}, "A 1st birthday"),
    ],
)
def test_an_occasion_is_said_as_a_noun(facts: Facts, said: str) -> None:
    assert planned({**facts, "guests": 20}, asked=("cake",))["summary"].startswith(f"{said} for ")


def test_the_summary_can_be_read_out() -> None:
    summary = planned(limited(5000))["summary"]
    assert summary.startswith(
        "Mia's 6th birthday on Saturday, June 12, 2027 in Austin for 75 guests "
        "(55 adults, 20 children). The theme is jungle, in leaf green, sand and sun yellow."
    )
    assert "5 vegan" in summary
    assert "72 servings of chocolate" in summary
    assert " of $5,000, " in summary
    assert "tip" not in summary


def test_a_plan_over_its_budget_says_by_how_much() -> None:
    assert " too much: see what would bring it down." in planned(limited(300))["summary"]


def test_what_nobody_said_and_what_clashes_is_left_open() -> None:
    clash = Conflict("guests", (("a", 20), ("b", 30)), "guests was said as 20, then 30")
    brief = Brief({"guests": 30}, frozenset({"theme"}), conflicts=(clash,), questions=("Which?",))
    plan = ask_everyone(brief)["planner_final"]
    assert plan["conflicts"] == ["guests was said as 20, then 30"]
    assert plan["questions"] == ["Which?", "When is the party?", "In which city is it?"]
    assert plan["card"]["notes"] == [*plan["conflicts"], *plan["questions"]]


def test_nothing_is_ever_called_safe() -> None:
    facts: Facts = {**PARTY, "diet": {"nut-free": None}, "exclude": ["nuts"]}
    plan = planned(facts)
    assert any("Traces cannot be ruled out" in text for text in plan["warnings"])
    assert "safe" not in str(plan).lower()


@given(
    st.sampled_from(["birthday", "wedding", "baby shower", "office party", "graduation", None]),
    st.one_of(st.none(), st.integers(1, 90)),
    st.integers(1, 300),
    st.one_of(st.none(), st.integers(1, 12)),
    st.sets(st.sampled_from(["theme", "cake", "catering"]), min_size=1),
)
def test_any_party_gets_a_plan_that_holds(
    occasion: str | None, age: int | None, guests: int, hours: int | None, asked: set[str]
) -> None:
    facts: Facts = {"guests": guests, "theme": ["space"], "date": "2028-02-29", "time": "18:30"}
    if occasion:
        facts["occasion"] = occasion
    if age:
        facts["age"] = age
    if hours:
        facts["duration_hours"] = hours
    plan = planned(facts, asked=tuple(asked))
    assert plan["timeline"]
    assert plan["checklist"]
    due = [task["due"] for task in plan["checklist"]]
    assert due == sorted(due)
    assert f"{guests} guests" in plan["summary"]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("A park pavilion (typical)", "a park pavilion (typical)"),
        ("DJ (typical)", "DJ (typical)"),
        ("Your home", "your home"),
        ("Cook it yourself (estimate)", "cook it yourself"),
        ("Alba Oakapple, Balloon Artist", "Alba Oakapple, Balloon Artist"),
    ],
)
def test_inside_a_sentence_a_description_begins_small_and_a_name_as_it_is(
    label: str, said: str
) -> None:
    assert _inside(label) == said


def test_a_place_outdoors_has_a_plan_for_rain_also_where_nobody_asked_for_outdoors() -> None:
    cheap = planned(
        {"guests": 30, "city": "Austin", "budget": limited(40)["budget"]}, asked=("venue",)
    )
    assert "Shelter" in cheap["summary"] or "Pavilion" in cheap["summary"]
    assert "rain-plan" in {task["id"] for task in cheap["checklist"]}
    home = planned({"guests": 30, "venue_kind": ["home"]}, asked=("venue",))
    assert "rain-plan" not in {task["id"] for task in home["checklist"]}


def test_guests_who_bring_the_dishes_leave_bread_and_drinks_to_the_host() -> None:
    plan = planned(
        {"guests": 45, "city": "Austin", "service_style": "potluck"}, asked=("catering",)
    )
    bought = {line["item"] for line in plan["shopping_list"]}
    assert {"bread rolls", "soft drinks and water"} <= bought
    assert not {"meat or fish for the main", "side dishes, two kinds"} & bought
    ids = {task["id"] for task in plan["checklist"]}
    assert "catering:dishes" in ids
    assert not {"catering:cook", "catering:book"} & ids


def test_a_bar_brings_what_it_pours_and_nobody_buys_it_too() -> None:
    barred: Facts = {"guests": 40, "city": "Austin", "drinks": ["open bar"]}
    plan = planned(barred, asked=("catering",))
    assert "a bar with a bartender" in plan["summary"]
    by = {line["item"]: line["by"] for line in plan["shopping_list"]}
    assert by["wine"] == by["soft drinks and water"] == "the bar"
    titles = {task["id"]: task["title"] for task in plan["checklist"]}
    assert titles["groceries"] == "Buy tableware"


def test_dishes_for_a_diet_come_from_the_supermarket_where_its_platters_do() -> None:
    little: Facts = {"budget": {"amount": 500, "currency": "USD", "kind": "max"}}
    plan = planned(
        {"guests": 40, "city": "Austin", "diet": {"vegan": 5}, **little}, asked=("catering",)
    )
    assert "supermarket platters" in plan["summary"]
    by = {line["item"]: line["by"] for line in plan["shopping_list"]}
    assert by["vegan mains"] == "the supermarket"


def test_who_bakes_is_told_once_and_who_orders_to_have_it_ready() -> None:
    baked = {task["id"] for task in planned(limited(300))["checklist"]}
    assert "cake:bake" in baked
    assert not {"cake-ready", "cake:order"} & baked
    bought = {task["id"] for task in planned(limited(9000))["checklist"]}
    assert {"cake-ready", "cake:order"} <= bought
    assert "cake:bake" not in bought


@pytest.mark.parametrize(
    ("facts", "balloons", "plates"),
    [
        (PARTY, 1, 1),
        ({"theme": ["rustic barn"], "guests": 60, "occasion": "wedding", "cuisine": ["bbq"]}, 0, 1),
        ({"theme": ["unicorn"], "guests": 30, "age": 30, "cuisine": ["bbq"]}, 1, 1),
        ({"theme": ["garden"], "guests": 60, "city": "Austin", "service_style": "plated"}, 0, 0),
    ],
)
def test_balloons_and_plates_are_bought_where_the_party_has_them(
    facts: Facts, balloons: int, plates: int
) -> None:
    items = {line["item"] for line in planned(facts)["shopping_list"]}
    assert ("latex balloons" in items) == bool(balloons)
    assert ("plates" in items) == bool(plates)


def test_a_sleepover_ends_with_lights_out_and_breakfast() -> None:
    facts: Facts = {"theme": ["slumber party"], "kids": 8, "kids_ages": "13-19", "time": "18:00"}
    last = [step for step in planned(facts)["timeline"] if step["tag"] == "close"]
    assert [(step["title"], step["time"]) for step in last] == [("Teeth, lights out", "22:35")]
