"""One row of a file as a listing: what is understood, what is refused, what is left out."""

from __future__ import annotations

import pytest
from babel.numbers import get_territory_currencies

from festplan.catalogue.imports.columns import asked, columns
from festplan.catalogue.imports.listing_row import Origin, listing_of
from festplan.catalogue.imports.refused import FileRefused, RowRefused, RowSkipped
from festplan.domain.countries import CURRENCIES
from festplan.domain.listing import Listing

ROW = {"name": "Hall", "kind": "restaurant", "city": "Austin", "country": "US"}
ORIGIN = Origin("venues.csv", "venues")


def made(**cells: str) -> Listing:
    return listing_of({**ROW, **cells}, ORIGIN)


# --- what a place is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "role", "ours", "setting"),
    [
        ("restaurant", "venue", "restaurant", "indoors"),
        ("community_centre", "venue", "community centre", "indoors"),
        ("Events_Venue", "venue", "event space", None),
        ("picnic_site", "venue", "park", "outdoors"),
        ("zoo", "venue", "zoo", "both"),
        ("bowling", "venue", "bowling alley", "indoors"),
        ("bakery", "bakery", "bakery", None),
        ("confectionery", "bakery", "patisserie", None),
        ("caterer", "caterer", "caterer", None),
        ("food_truck", "caterer", "food truck", None),
        ("vegan caterer", "caterer", "vegan caterer", None),
        ("Bouncy castle", "vendor", "bounce house", None),
        ("florist", "vendor", "florist", None),
    ],
)
def test_kinds_of_others_become_ours(kind: str, role: str, ours: str, setting: str | None) -> None:
    listing = made(kind=kind)
    assert (listing.role, listing.kind, listing.setting) == (role, ours, setting)


@pytest.mark.parametrize("kind", ["fast_food", "ice_cream", "food_shop", "other", "vendor", ""])
def test_what_cannot_host_or_serve_a_party_is_left_out_by_its_kind(kind: str) -> None:
    with pytest.raises(RowSkipped, match=kind.replace("_", " ") or "without a kind"):
        made(kind=kind)


def test_a_row_that_says_its_role_is_taken_whatever_its_kind() -> None:
    assert made(role="Venue", kind="planetarium").kind == "planetarium"
    assert made(role="catering", kind="").kind == "caterer"
    assert made(role="venue", kind="venue").kind == "event space"
    with pytest.raises(RowRefused, match="needs a kind"):
        made(role="vendor", kind="")
    with pytest.raises(RowRefused, match="no role"):
        made(role="boss")


def test_what_has_closed_is_left_out() -> None:
    with pytest.raises(RowSkipped, match="permit expired"):
        made(tags="status=EXPIRED;food=tacos")


def test_tags_of_openstreetmap_become_words_that_hosts_ask_for() -> None:
    listing = made(
        tags="wheelchair=yes;internet_access=wlan;cuisine=thai|coffee_shop;outdoor_seating=yes;"
        "diet:vegan=yes;diet:halal=no;opening_hours=Mo-Fr 10:00-22:00;cuisine==="
    )
    assert listing.tags[:2] == ("wheelchair", "wifi")
    assert listing.diets == ("vegan", "vegetarian")
    assert listing.setting == "both"
    assert "thai" in made(tags="cuisine=thai|sushi").tags
    assert made(tags="Rooftop, dance floor|step-free").tags == (
        "rooftop",
        "dance floor",
        "wheelchair",
    )


# --- where it is and whose it is -----------------------------------------------------------------


def test_the_city_is_spelled_as_ours_and_a_remark_is_its_area() -> None:
    assert made(city="NYC").city == "New York"
    dorchester = made(city="Boston (Dorchester)", country="US")
    assert (dorchester.city, dorchester.area) == ("Boston", "Dorchester")
    milan = made(city="Milano", country="it")
    assert (milan.city, milan.country, milan.currency) == ("Milan", "IT", "EUR")
    with pytest.raises(RowSkipped, match="city not named"):
        made(city="(not named in the excerpt)")


def test_a_country_is_read_by_code_or_name_and_known_cities_need_none() -> None:
    assert made(country="United States").country == "US"
    assert made(country="", city="Toronto").currency == "CAD"
    for cells in ({"country": "Atlantis"}, {"country": "", "city": "Salzburg"}):
        with pytest.raises(RowRefused, match="country"):
            made(**cells)


def test_currencies_of_countries_are_those_of_cldr() -> None:
    joined_since = {"BG": "EUR"}
    for country, currency in CURRENCIES.items():
        tender = [*get_territory_currencies(country), joined_since.get(country)]
        assert currency in tender, country


@pytest.mark.parametrize(
    ("licence", "source", "said"),
    [
        ("ODbL-1.0", "OpenStreetMap via x", "ODbL-1.0; © OpenStreetMap contributors"),
        ("CC BY 4.0", "City of X via y", "CC BY 4.0; © City of X"),
        (
            "OGL-Vancouver",
            "City",
            (
                "OGL-Vancouver; Contains information licensed under the Open Government Licence "
                "- Vancouver"
            ),
        ),
        ("PDDL-1.0", "City", "PDDL-1.0"),
        ("", "City", ""),
    ],
)
def test_the_licence_is_kept_with_the_attribution_that_it_asks_for(
    licence: str, source: str, said: str
) -> None:
    listing = made(licence=licence, source=source, source_date="2021", capacity_basis="seats")
    assert listing.licence == said
    assert listing.source == f"{source}, 2021, capacity: seats"


def test_an_attribution_of_the_file_goes_before_ours() -> None:
    assert made(licence="CC BY 4.0", attribution="© Jane").licence == "CC BY 4.0; © Jane"


def test_no_file_may_claim_to_be_the_sample() -> None:
    with pytest.raises(RowRefused, match="invented"):
        made(source=" Sample ")


def test_ids_of_two_files_that_name_no_source_are_kept_apart() -> None:
    assert made(id="12").listing_id == "venues:12"
    other = listing_of({**ROW, "id": "12"}, Origin("bakers.csv", "bakers"))
    assert other.listing_id == "bakers:12"
    with_source = listing_of({**ROW, "id": "osm:node/7"}, Origin("osm.csv", ""))
    assert with_source.listing_id == "osm:node/7"


def test_an_id_is_made_of_what_the_place_is_and_stays_the_same() -> None:
    assert made().listing_id == made(capacity="60", description="new").listing_id
    assert made().listing_id != made(name="Hall 2").listing_id
    spaced = listing_of({**ROW, "id": "clue:1:A & B"}, Origin("x.csv", "")).listing_id
    assert spaced.startswith("clue:")
    assert " " not in spaced


# --- prices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "minor", "currency"),
    [
        ("75", 7500, "USD"),
        ("1,200.50", 120050, "USD"),
        ("1.200,50", 120050, "USD"),
        ("1 200", 120000, "USD"),
        ("€75", 7500, "EUR"),
        ("USD 50", 5000, "USD"),
        ("80 GBP", 8000, "GBP"),
        ("¥5000", 5000, "JPY"),
        ("0", 0, "USD"),
    ],
)
def test_amounts_are_read_in_their_currency(price: str, minor: int, currency: str) -> None:
    listing = made(price=price, unit="per hour", minimum_units="2")
    assert (listing.price_minor, listing.currency) == (minor, currency)
    assert (listing.unit, listing.minimum_units, listing.basis) == ("hour", 2, "listed")


@pytest.mark.parametrize(
    "price",
    ["-5", "NaN", "1e308", "inf", "=1+1", "12.345.6", "99999999", "free", "5 ducats", "1" * 99],
)
def test_what_is_no_price_is_refused(price: str) -> None:
    with pytest.raises(RowRefused, match="The price is"):
        made(price=price, unit="event")


def test_a_price_says_what_it_is_for() -> None:
    with pytest.raises(RowRefused, match="--map unit==event"):
        made(price="75")
    with pytest.raises(RowRefused, match="one currency"):
        made(price="75", unit="event", fee="€5")
    assert made(price="75", unit="event", fee="5", minimum="100").fee_minor == 500


@pytest.mark.parametrize(
    ("info", "price", "unit", "least"),
    [
        ("USD 50 per permit; deposit USD 25", 5000, "event", 0),
        ("USD 50/hour, 2 hours minimum; deposit USD 100", 5000, "hour", 2),
        ("resident USD 25, non-resident USD 50; deposit USD 25", None, "event", 0),
        ("USD 75 per event (resident); deposit USD 150; attendant USD 10/hour", None, "event", 0),
        ("charge=2,50€", None, "event", 0),
        ("", None, "event", 0),
    ],
)
def test_a_fee_in_words_is_a_price_where_it_has_no_conditions(
    info: str, price: int | None, unit: str, least: int
) -> None:
    listing = made(price_info=info)
    assert (listing.price_minor, listing.unit, listing.minimum_units) == (price, unit, least)
    assert listing.basis == ("estimate" if price is None else "listed")
    assert not info or info in listing.description


# --- hostile cells -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"name": "=HYPERLINK(1)"}, "formula"),
        ({"name": "@SUM(A1)"}, "formula"),
        ({"name": "+1+cmd|' /C calc'!A0"}, "formula"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "\x00\u202e"}, "empty"),
        ({"name": "\ud800"}, "Unicode"),
        ({"kind": "x" * 61}, "60"),
        ({"capacity": "-4"}, "capacity"),
        ({"capacity": "60-80"}, "whole number"),
        ({"capacity": "1e9"}, "whole number"),
        ({"capacity": "9999999"}, "from 0"),
        ({"capacity": "١٢٠x"}, "whole number"),
        ({"lat": "91", "lon": "0"}, "latitude"),
        ({"lat": "nan", "lon": "0"}, "latitude"),
        ({"lat": "30.2", "lon": ""}, "longitude"),
        ({"lat": "30.2", "lon": "-181"}, "longitude"),
        ({"lat": "0", "lon": "0.0"}, "sea"),
        ({"currency": "BTC"}, "currency"),
        ({"setting": "sideways"}, "setting"),
        ({"description": "x" * 1001}, "1,000"),
        ({"tags": "@SUM(1), x"}, "formula"),
        ({"city": ""}, "city"),
    ],
)
def test_a_hostile_cell_is_refused_with_a_sentence(cells: dict[str, str], why: str) -> None:
    with pytest.raises(RowRefused, match=why) as refused:
        listing_of({**ROW, **cells}, ORIGIN)
    assert len(str(refused.value)) < 250


def test_names_that_only_look_like_formulas_are_names() -> None:
    for name in ("+39 Pizzeria & Antipasteria", "@T Ease", "-1 Bar"):
        assert made(name=name).name == name


def test_marks_that_nobody_sees_are_taken_out_and_accents_are_composed() -> None:
    listing = made(name="Cafe\u0301\u202e \x07Bar\n\u200b", city="Austin\x00")
    assert (listing.name, listing.city) == ("Café Bar", "Austin")


# --- columns -------------------------------------------------------------------------------------


def test_columns_are_known_by_many_names() -> None:
    found = columns(("Venue Name", "Type", "TOWN", "Longitude", "Latitude", "Max guests", "x1"), {})
    assert found.theirs == {
        "name": "Venue Name",
        "kind": "Type",
        "city": "TOWN",
        "lat": "Latitude",
        "lon": "Longitude",
        "capacity": "Max guests",
    }
    assert found.unused == ("x1",)


def test_a_mapping_goes_before_the_names_and_may_be_the_same_for_every_row() -> None:
    mapped = asked(["name=Title 2", "city==Austin", "Minimum Units=least"])
    found = columns(("name", "Title 2", "kind", "least"), mapped)
    assert found.cells({"name": "no", "Title 2": " Hall ", "kind": "bar", "least": ""}) == {
        "name": "Hall",
        "kind": "bar",
        "city": "Austin",
    }


@pytest.mark.parametrize("said", ["name", "name=", "colour=x", "city==", "=x"])
def test_a_mapping_that_maps_nothing_is_refused(said: str) -> None:
    with pytest.raises(FileRefused):
        asked([said])


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("title", "kind"), "--map city=COLUMN"),
        (("kind", "city"), "--map name=COLUMN"),
        (("name", "city"), "--map kind=COLUMN"),
    ],
)
def test_a_file_without_what_every_listing_needs_says_how_to_map_it(
    names: tuple[str, ...], why: str
) -> None:
    with pytest.raises(FileRefused, match=why):
        columns(names, {})


def test_a_mapped_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(FileRefused, match="there are name, city"):
        columns(("name", "city"), {"kind": "sort"})
