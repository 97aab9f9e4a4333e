"""Places of OpenStreetMap, fetched from a server on this machine that speaks Overpass."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from festplan.catalogue import overpass as places
from festplan.catalogue.overpass import KINDS, FetchRefused, Places, Source
from festplan.catalogue.overpass_client import MOST_TRIES, MOST_WAIT_SECONDS
from tests.journeys.command_line import CommandLine
from tests.journeys.overpass_server import Overpass, overpass

ALL = len(KINDS) + 1
"""Questions of a whole fetch: the boundary, and each group of kinds."""


@pytest.fixture
def server() -> Iterator[Overpass]:
    with overpass() as running:
        yield running


class Fetching:
    """Fetches over one folder; `slept` holds what was waited, which nobody waits for here."""

    def __init__(self, server: Overpass, folder: Path) -> None:
        self.slept: list[float] = []
        self.steps: list[tuple[int, int]] = []
        self.source = Source(server.url, folder, pause=0, patience=0.5, sleep=self.slept.append)

    def __call__(self, city: str = "Salzburg", country: str = "AT") -> Places:
        return places.fetch(self.source, city, country, asked=lambda *step: self.steps.append(step))


@pytest.fixture
def fetch(server: Overpass, tmp_path: Path) -> Fetching:
    return Fetching(server, tmp_path / "overpass")


def at(server: Overpass) -> dict[str, str]:
    return {"FESTPLAN_OVERPASS_URL": server.url, "FESTPLAN_OVERPASS_PAUSE_SECONDS": "0"}


def names(found: Places) -> list[str]:
    return [listing.name for listing in found.listings]


# --- what comes back -----------------------------------------------------------------------------


def test_every_place_with_a_name_becomes_a_listing_once(fetch: Fetching) -> None:
    found = fetch()
    assert names(found) == [
        "Bäckerei Vier",
        "Gasthaus Eins",
        "Café Zwei",
        "Halle Sieben",
        "Volksgarten",
    ]
    bakery, inn, cafe, hall, park = found.listings
    assert (bakery.role, bakery.kind) == ("bakery", "bakery")
    assert (inn.listing_id, inn.kind, inn.capacity) == ("osm:node/1", "restaurant", 80)
    assert {"austrian", "pizza"} <= set(inn.tags)
    assert (cafe.setting, cafe.tags) == ("both", ("outdoor seating", "wheelchair"))
    assert hall.capacity is None
    assert (park.listing_id, park.setting, park.lat) == ("osm:way/3", "outdoors", 47.81)
    assert found.report.skipped == {"not readable": 1}


def test_attribution_licence_and_date_stay_with_every_listing(fetch: Fetching) -> None:
    for listing in fetch().listings:
        assert listing.licence == "ODbL-1.0; © OpenStreetMap contributors"
        assert listing.source.startswith("OpenStreetMap, 2026-11-27")
        assert (listing.city, listing.country, listing.currency) == ("Salzburg", "AT", "EUR")
        assert (listing.price_minor, listing.basis) == (None, "estimate")


def test_one_small_question_at_a_time_by_who_says_who_asks(
    fetch: Fetching, server: Overpass
) -> None:
    fetch()
    assert len(server.questions) == ALL
    assert server.most_at_once == 1
    assert all(agent.startswith("Festplan/") for agent in server.agents)
    assert fetch.steps == [(done, len(KINDS)) for done in range(len(KINDS) + 1)]


def test_a_pause_stands_between_two_questions(server: Overpass, tmp_path: Path) -> None:
    slept: list[float] = []
    source = Source(server.url, tmp_path, pause=1.0, patience=5, sleep=slept.append)
    places.fetch(source, "Salzburg", "AT", asked=lambda _done, _all: None)
    assert slept == [1.0] * (ALL - 1)


def test_a_city_is_asked_for_as_text_and_never_as_part_of_the_question(
    fetch: Fetching, server: Overpass
) -> None:
    with pytest.raises(FetchRefused, match="knows no city"):
        fetch('X"];node(1);out;["name"="')
    assert '["name"="X\\"];node(1);out;[\\"name\\"=\\""]' in server.questions[0]


@pytest.mark.parametrize(
    ("city", "country", "why"),
    [
        ("Nowhere", "AT", "knows no city Nowhere in AT"),
        ("Salzburg", "", "--country AT"),
        ("Salzburg", "Atlantis", "no country"),
        ("", "AT", "empty"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    fetch: Fetching, city: str, country: str, why: str
) -> None:
    with pytest.raises(FetchRefused, match=why):
        fetch(city, country)


# --- trouble -------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["cut", "slow", "remark", "html", "no list", "429", "504"])
def test_a_failed_answer_is_asked_for_again(
    fetch: Fetching, server: Overpass, trouble: str
) -> None:
    server.troubles = ["", trouble]
    assert len(names(fetch())) == 5
    assert len(server.questions) == ALL + 1
    assert server.questions[1] == server.questions[2]
    assert fetch.slept == [2.0]


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        ("7", 7.0),
        ("86400", MOST_WAIT_SECONDS),
        ("-3", 2.0),
        ("soon", 2.0),
        (format_datetime(datetime(2001, 1, 1, tzinfo=UTC)), 0.0),
    ],
)
def test_a_busy_server_says_how_long_to_wait(
    fetch: Fetching, server: Overpass, said: str, waited: float
) -> None:
    server.troubles = [f"429 after {said}"]
    fetch()
    assert fetch.slept == [waited]


def test_a_date_to_wait_for_is_understood(fetch: Fetching, server: Overpass) -> None:
    until = datetime.now(UTC) + timedelta(seconds=60)
    server.troubles = [f"503 after {format_datetime(until)}"]
    fetch()
    assert 50 < fetch.slept[0] <= 60


def test_waits_double_and_end(fetch: Fetching, server: Overpass) -> None:
    server.troubles = ["504"] * MOST_TRIES
    with pytest.raises(FetchRefused, match=r"busy, 504.*try again later"):
        fetch()
    assert fetch.slept == [2.0, 4.0, 8.0, 16.0]
    assert len(server.questions) == MOST_TRIES


def test_a_refused_question_is_not_asked_again(fetch: Fetching, server: Overpass) -> None:
    server.troubles = ["400"]
    with pytest.raises(FetchRefused, match="400"):
        fetch()
    assert len(server.questions) == 1


def test_a_fetch_that_was_cut_goes_on_where_it_stopped(fetch: Fetching, server: Overpass) -> None:
    server.after = 4
    with pytest.raises(FetchRefused, match="kept"):
        fetch()
    answered = server.questions[:4]
    server.after, server.questions = None, []
    assert len(names(fetch())) == 5
    assert len(server.questions) == ALL - 4
    assert not set(answered) & set(server.questions)


def test_half_an_answer_that_was_kept_is_asked_for_again(fetch: Fetching, server: Overpass) -> None:
    folder = fetch().folder
    kept = sorted(folder.glob("*.json"))
    kept[0].write_text(kept[0].read_text("utf-8")[:-9], encoding="utf-8")
    (folder / "shop-x.half").write_text("{", encoding="utf-8")
    server.questions.clear()
    assert len(names(fetch())) == 5
    assert len(server.questions) == 1


def test_answers_that_are_a_week_old_are_asked_for_anew(fetch: Fetching, server: Overpass) -> None:
    for file in fetch().folder.glob("*.json"):
        os.utime(file, (1, 1))
    server.questions.clear()
    fetch()
    assert len(server.questions) == ALL


# --- the command ---------------------------------------------------------------------------------


def test_the_command_fetches_stores_and_forgets_and_again_changes_nothing(
    server: Overpass, tmp_path: Path
) -> None:
    festplan = CommandLine(tmp_path, settings=at(server))
    festplan("catalogue", "stats")
    asked = ("catalogue", "fetch", "--city", "Salzburg", "--country", "at")
    first = festplan.json(*asked)
    assert (first["added"], first["skipped"]) == (5, {"not readable": 1})
    assert not list((tmp_path / "overpass").rglob("*.json"))
    again = festplan.json(*asked)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 5)
    assert again["catalogue_version"] == first["catalogue_version"]
    assert "© OpenStreetMap contributors, ODbL 1.0" in festplan(*asked).out
    party = festplan.json("plan", "dinner for 60 in Salzburg")
    (inn, *_) = party["agent_results"]["venue_agent"]["recommended_venues"]
    assert (inn["name"], inn["price"]["basis"]) == ("Gasthaus Eins", "estimate")
    assert "© OpenStreetMap contributors" in json.dumps(inn, ensure_ascii=False)


def test_a_command_that_gets_no_answer_says_so_and_changes_nothing(
    server: Overpass, tmp_path: Path
) -> None:
    server.after = 2
    festplan = CommandLine(tmp_path, settings=at(server))
    festplan("catalogue", "stats")
    before = festplan.json("catalogue", "stats")
    said = festplan("catalogue", "fetch", "--city", "Salzburg", "--country", "AT")
    assert said.code == 1
    assert "try again later" in said.err
    assert festplan.json("catalogue", "stats") == before
    assert list((tmp_path / "overpass").rglob("*.json"))


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    festplan = CommandLine(tmp_path, settings={"FESTPLAN_OVERPASS_URL": "file:///etc/passwd"})
    festplan("catalogue", "stats")
    said = festplan("catalogue", "fetch", "--city", "Austin")
    assert (said.code, "FESTPLAN_OVERPASS_URL" in said.err) == (1, True)
