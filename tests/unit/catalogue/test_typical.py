from __future__ import annotations

import pytest

from festplan.catalogue.prices import PRICES
from festplan.catalogue.typical import RATES, UnknownCurrency, typical
from festplan.domain import vocabulary
from festplan.domain.listing import ROLES


def test_a_balloon_artist_costs_what_the_source_says() -> None:
    price = typical("vendor", "balloon artist", "USD")
    assert (price.low_minor, price.typical_minor, price.high_minor) == (9_000, 12_500, 15_000)
    assert (price.unit, price.basis, price.grade) == ("hour", "estimate", "A")
    assert "dfw.party" in price.source


def test_another_currency_is_converted_and_says_so() -> None:
    price = typical("caterer", "Buffet Caterer", "gbp")
    assert (price.currency, price.typical_minor) == ("GBP", 2_025)
    assert "converted at an estimated rate of 2026-01" in price.source


def test_a_currency_without_cents_has_whole_units() -> None:
    assert typical("venue", "park", "JPY").typical_minor == 7_800


def test_an_unknown_kind_gets_the_usual_price_of_its_role_and_says_of_what() -> None:
    price = typical("venue", "space station", "USD")
    assert price.kind == "event space"
    assert price.typical_minor == 120_000


def test_an_unknown_currency_is_refused_by_name() -> None:
    with pytest.raises(UnknownCurrency, match="XXX"):
        typical("venue", "park", "XXX")


def test_one_s_own_four_walls_cost_nothing() -> None:
    for place in ("home", "backyard", "office"):
        assert typical("venue", place, "EUR").high_minor == 0


def test_every_range_is_in_order_in_every_currency() -> None:
    for role in ROLES:
        for kind in PRICES[role]:
            for currency in RATES:
                price = typical(role, kind, currency)
                assert 0 <= price.low_minor <= price.typical_minor <= price.high_minor
                assert price.kind == kind


def test_every_word_for_a_place_or_a_service_has_a_price_of_its_own() -> None:
    assert set(vocabulary.VENUE_KINDS.values()) - PRICES["venue"].keys() == set()
    assert set(vocabulary.SERVICES.values()) - PRICES["vendor"].keys() == set()
