from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.catalogue import terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Balloons", "balloon"),
        ("party", "parties"),
        ("box", "BOXES"),
        ("sandwich", "sandwiches"),
        ("Café", "cafes"),
        ("straße", "STRASSE"),
        ("glass", "glasses"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert terms.asked([one]) == terms.asked([other])


@pytest.mark.parametrize(("one", "other"), [("bus", "bu"), ("gas", "ga"), ("kiss", "kis")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert terms.asked([one]) != terms.asked([other])


def test_words_that_say_nothing_are_left_out_and_none_is_asked_twice() -> None:
    assert terms.asked(["A party in the garden", "my parties"]) == ("party", "garden")


def test_only_so_many_words_are_asked() -> None:
    assert len(terms.asked(f"word{n}" for n in range(99))) == terms.WORDS_ASKED_MAX


@given(st.lists(st.text()))
def test_a_term_holds_letters_and_digits_only(words: list[str]) -> None:
    assert all(word.isalnum() and word == word.casefold() for word in terms.asked(words))
