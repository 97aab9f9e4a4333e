from __future__ import annotations

import pytest

from festplan.domain import vocabulary
from festplan.understanding.gazetteer import GROUPS
from tests.unit.understanding.reading_today import understood


@pytest.mark.parametrize("group", GROUPS)
def test_every_canonical_word_is_lower_case_speaks_for_itself_and_is_published(group: str) -> None:
    table = GROUPS[group]
    for form, canonical in table.items():
        assert form == form.lower().strip()
        assert table[canonical] == canonical
        assert vocabulary.published(canonical)


def test_every_allergen_has_a_diet_that_keeps_it_out() -> None:
    assert set(vocabulary.ALLERGEN_DIETS) == set(vocabulary.ALLERGENS.values())
    assert set(vocabulary.ALLERGEN_DIETS.values()) <= set(vocabulary.DIETS.values())


def test_a_hosts_own_words_are_not_published() -> None:
    assert not vocabulary.published("narwhal")
    assert not vocabulary.published("grandma's old house")


@pytest.mark.parametrize("service", sorted(set(vocabulary.SERVICES.values())))
def test_a_host_can_ask_for_every_service(service: str) -> None:
    assert understood(f"we need a {service}").facts.get("services") == [service]


@pytest.mark.parametrize("theme", sorted(set(vocabulary.THEMES.values())))
def test_a_host_can_ask_for_every_theme(theme: str) -> None:
    assert understood(f"{theme} theme").facts.get("theme") == [theme]
