"""A plan on paper: Markdown, CSV and the outline; hostile words stay words."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.exports import as_csv, as_ics, as_markdown, outline
from festplan.exports.markdown import text
from festplan.exports.outline import title, verdict
from festplan.exports.parts import Shortlist, Table
from festplan.exports.spreadsheet import cell, decimal
from festplan.exports.wording import clock, day, listed

HOSTILE = '=HYPERLINK("http://evil")\r\n| <script>alert(1)</script> **x** [a](b) `c`'


def entry(name: str, listing_id: str | None, total: int, **more: Any) -> dict[str, Any]:
    price = {"amount_minor": total, "currency": "USD", "unit": "event", "basis": "listed"}
    return {
        "listing_id": listing_id,
        "name": name,
        "capacity": 80,
        "price": price,
        "total_minor": total,
        "why": f"holds 80 for your 75, outdoors, ${total // 100} for the event",
        "misses": [],
        "fits": True,
        "pinned": False,
        **more,
    }


def line(label: str, amount: int, **more: Any) -> dict[str, Any]:
    basis = {"basis": "listed", "state": "planned", "listing_id": None, "line_id": "x"}
    return {"label": label, "amount_minor": amount, **basis, **more}


def party(**more: Any) -> dict[str, Any]:
    """A party document with a venue, a budget and a plan."""
    venues = [entry("Elm Pavilion", "v1", 9000), entry(HOSTILE, "v2", 20000)]
    lines = [
        line("Elm Pavilion", 9000, listing_id="v1", line_id="venue"),
        line("Food", 81000, basis="estimate", line_id="food"),
    ]
    budget = {
        "currency": "USD",
        "total_minor": 90000,
        "limit_minor": 150000,
        "fits": True,
        "left_over_minor": 60000,
        "per_guest_minor": 1200,
        "lines": lines,
        "swaps": [{"text": "Soup saves $10."}],
        "fixes": [],
        "broke": None,
    }
    checklist = [
        {"task_id": "venue:book", "title": HOSTILE, "due": "2027-05-01", "state": "open"},
    ]
    ice = {"item": "ice", "amount": 68025, "unit": "g", "packs": 16, "pack": "bag of 4.5 kg"}
    plan = {
        "summary": "A party.",
        "timeline": [
            {
                "time": "15:00",
                "minute": 0,
                "minutes": 120,
                "tag": "arrive",
                "title": "guests arrive",
                "note": "wave",
            }
        ],
        "checklist": checklist,
        "shopping_list": [{**ice, "reason": "2 lb a guest", "by": "you"}],
    }
    document = {
        "party_id": "fp2026A12345",
        "version": 14,
        "status": "planned",
        "brief": {"theme": ["jungle"], "guests": 75, "kids": 20, "date": "2027-06-12"},
        "questions": [HOSTILE],
        "conflicts": [{"message": "guests was said twice"}],
        "agent_results": {"venue_agent": {"recommended_venues": venues}, "budget_agent": budget},
        "budget": budget,
        "final_plan": plan,
        "stale": {},
        "failed": None,
    }
    return document | more


# --- the outline ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, "Your party"),
        ({"theme": ["jungle"]}, "Jungle party"),
        ({"theme": ["movie night", "slumber party"]}, "Movie night and slumber party"),
        ({"theme": ["jungle"], "honoree": "Mia", "occasion": "birthday"}, "Mia's jungle birthday"),
        ({"occasion": "wedding"}, "Wedding"),
        (
            {"theme": ["gold", "pink"], "honoree": "Sofia", "occasion": "quinceanera"},
            "Sofia's gold and pink quinceañera",
        ),
        ({"occasion": "diwali"}, "Diwali party"),
    ],
)
def test_a_plan_is_named_for_whom_and_what_it_is(facts: dict[str, Any], wanted: str) -> None:
    assert title(facts) == wanted


def test_the_verdict_says_whether_the_money_is_enough_and_that_it_is_estimated() -> None:
    budget = party()["budget"]
    assert verdict(budget) == (
        "Fits: $900 of $1,500, $600 left over, $12 per guest, with estimates."
    )
    over = budget | {"total_minor": 170000, "left_over_minor": -20000, "fits": False}
    assert verdict(over).startswith("Over by $200: $1,700 of $1,500")
    unlimited = budget | {"limit_minor": None, "left_over_minor": None}
    assert "no limit was said" in verdict(unlimited)
    foreign = verdict(unlimited | {"fits": None})
    assert foreign == "$900 in all, $12 per guest, with estimates; see the question on money."
    for_one = unlimited | {"limits": [{"kind": "max", "for": "dj"}]}
    assert "no limit was said" not in verdict(for_one)
    assert verdict(None) == ""


def test_a_shortlist_marks_what_is_in_the_plan_and_says_nothing_twice() -> None:
    venue = next(s for s in outline(party()).sections if s.agent == "venue_agent")
    shortlist = next(part for part in venue.parts if isinstance(part, Shortlist))
    first = shortlist.options[0]
    assert (first.mark, first.number, first.holds, first.total) == ("plan", 1, "80", "$90")
    assert first.why == "outdoors, for the event"


def test_a_typical_price_is_shown_in_the_currency_that_the_budget_reckons_in() -> None:
    price = {"amount_minor": 5000, "currency": "USD", "unit": "event", "basis": "estimate"}
    typical = entry("A park pavilion (typical)", None, 5000, price=price)
    document = party()
    document["budget"] = document["budget"] | {"currency": "EUR"}
    document["agent_results"]["venue_agent"]["recommended_venues"] = [typical]
    venue = next(s for s in outline(document).sections if s.agent == "venue_agent")
    shortlist = next(part for part in venue.parts if isinstance(part, Shortlist))
    assert [option.total for option in shortlist.options] == ["~€45"]


def test_an_estimate_says_so_in_every_amount() -> None:
    budget = next(s for s in outline(party()).sections if s.agent == "budget_agent")
    table = next(part for part in budget.parts if isinstance(part, Table))
    assert [row[1] for row in table.rows] == ["$90", "~$810", "$900"]


def test_payments_are_shown_once_there_are_any() -> None:
    document = party()
    document["budget"]["lines"][0]["state"] = "paid"
    budget = next(s for s in outline(document).sections if s.agent == "budget_agent")
    table = next(part for part in budget.parts if isinstance(part, Table))
    assert table.columns == ("For", "Amount", "State", "Id")
    assert table.rows[0][2] == "paid"


def test_a_party_without_a_plan_has_an_outline_too() -> None:
    empty = party(
        brief={}, budget=None, final_plan=None, agent_results={}, questions=[], conflicts=[]
    )
    assert outline(empty).sections == ()
    assert outline(empty).about == ("20 guests (assumed: say how many come)",)


def test_what_is_stale_says_why() -> None:
    shown = as_markdown(party(stale={"venue_agent": "catalogue_changed"}))
    assert "catalogue changed" in shown


# --- Markdown ------------------------------------------------------------------------------------


def test_the_whole_plan_is_in_the_markdown() -> None:
    shown = as_markdown(party())
    for words in ("# Jungle party", "## Venue", "## Budget", "Sat, Jun 12, 2027", "$900"):
        assert words in shown
    assert "****" not in shown
    for words in ("Run of show", "Checklist", "Shopping list", "16 × bag of 4.5 kg", "3 pm"):
        assert words in shown


def test_hostile_words_stay_words_in_markdown() -> None:
    shown = as_markdown(party())
    assert not re.search(r"(?<!\\)<script>", shown)
    assert not re.search(r"(?<!\\)\*\*x", shown)
    assert not re.search(r"(?<!\\)\[a\\?\]\(b\)", shown)
    rows = [row for row in shown.splitlines() if row.startswith("|") and "HYPERLINK" in row]
    assert rows
    for row in rows:
        cells = re.split(r"(?<!\\)\|", row)
        assert len(cells) in {6, 8}  # a checklist row of 4 cells, a venue row of 6


@given(st.text(max_size=60))
def test_no_text_ends_its_line_or_its_cell(words: str) -> None:
    shown = text(words)
    assert "\n" not in shown
    assert "\r" not in shown
    assert not re.search(r"(?<!\\)(\\\\)*[|<*`\[]", shown)
    assert not re.match(r"(#|\+ |- |=|\d+[.)])", shown)


# --- CSV -----------------------------------------------------------------------------------------


def rows(document: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(document), newline="")))


def test_the_lists_are_one_table_by_section() -> None:
    found = rows(party())
    assert [row["section"] for row in found] == [
        *("budget", "budget", "checklist", "shopping", "timeline")
    ]
    assert (found[0]["item"], found[0]["amount"], found[0]["currency"]) == (
        *("Elm Pavilion", "90.00"),
        "USD",
    )
    assert (found[3]["quantity"], found[3]["unit"]) == ("16", "bag of 4.5 kg")
    assert found[4]["when"] == "15:00"


def test_every_line_ends_as_the_standard_says() -> None:
    lines = as_csv(party(final_plan=None)).split("\r\n")
    assert lines[-1] == ""
    assert not any("\n" in one or "\r" in one for one in lines)


def test_a_formula_is_text_and_comes_back_whole() -> None:
    task = rows(party())[2]
    assert task["item"] == f"'{HOSTILE}"


@given(st.text(max_size=40), st.sampled_from(["=", "+", "-", "@", "\t", "\r", ""]))
def test_no_cell_begins_like_a_formula(words: str, first: str) -> None:
    shown = cell(first + words)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown.removeprefix("'") == (first + words).removeprefix("'")


def test_an_empty_party_has_only_the_header() -> None:
    assert as_csv(party(budget=None, final_plan=None)).count("\r\n") == 1


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minor", "currency", "wanted"),
    [(123456, "USD", "1234.56"), (5, "USD", "0.05"), (500, "JPY", "500"), (-5, "USD", "-0.05")],
)
def test_an_amount_has_the_digits_of_its_currency(minor: int, currency: str, wanted: str) -> None:
    assert decimal(minor, currency) == wanted


def test_dates_times_and_lists_are_written_as_people_say_them() -> None:
    assert (day("2027-06-12"), day("2027-06-12", of=2027)) == ("Sat, Jun 12, 2027", "Sat, Jun 12")
    assert (day(None), day("soon")) == ("", "soon")
    assert [clock(t) for t in ("00:00", "09:05", "12:00", "15:30", "evening")] == [
        *("12 am", "9:05 am", "12 pm", "3:30 pm", "evening")
    ]
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")


# --- iCalendar -----------------------------------------------------------------------------------

TODAY = date(2026, 11, 29)


def entries(text: str) -> list[dict[str, str]]:
    """Each event and to-do of a calendar by the names of its lines, unfolded."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines[3:-2]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            found.append({"kind": value})
        found[-1][name.partition(";")[0]] = value
    return found


def test_a_calendar_holds_the_party_and_what_is_still_to_do_for_it() -> None:
    document = party()
    document["brief"]["city"] = "Austin"
    document["budget"]["lines"][0]["label"] = "Elm, Oak; Ash"
    document["final_plan"]["checklist"].append(
        {"task_id": "thanks", "title": "Thanks", "due": "2027-06-19", "done": True}
    )
    event, task = entries(as_ics(document, today=TODAY))
    assert (event["kind"], event["SUMMARY"]) == ("VEVENT", "Jungle party")
    assert (event["DTSTART"], event["DTEND"]) == ("20270612T150000", "20270612T170000")
    assert event["LOCATION"] == "Elm\\, Oak\\; Ash\\, Austin"
    assert (event["UID"], event["DTSTAMP"]) == ("fp2026A12345-party@festplan", "20261129T000000Z")
    assert (task["DTSTART"], task["DTEND"]) == ("20270501", "20270502")
    assert "\n" not in task["SUMMARY"]


def test_a_party_without_a_time_takes_the_day_and_without_a_date_none() -> None:
    document = party()
    document["final_plan"]["timeline"] = []
    assert entries(as_ics(document, today=TODAY))[0]["DTSTART"] == "20270612"
    document["brief"].pop("date")
    document["final_plan"]["checklist"][0]["due"] = None
    assert [entry["kind"] for entry in entries(as_ics(document, today=TODAY))] == ["VTODO"]
    nothing = party(final_plan=None, budget=None, agent_results={}, brief={})
    assert [entry["kind"] for entry in entries(as_ics(nothing, today=TODAY))] == ["VTODO"]


def test_signs_of_a_calendar_in_words_stay_words() -> None:
    document = party()
    document["final_plan"]["checklist"][0]["title"] = "a\\New\r\nEND:VEVENT\u2028b\\n;c"
    title = entries(as_ics(document, today=TODAY))[1]["SUMMARY"]
    assert title == r"a\\new END:VEVENT b\\n\;c"


@given(st.text(max_size=300))
def test_any_words_make_a_calendar_that_folds_and_begins_nothing_of_its_own(words: str) -> None:
    document = party()
    document["final_plan"]["checklist"][0]["title"] = f"x {words}"
    assert len(entries(as_ics(document, today=TODAY))) == 2
