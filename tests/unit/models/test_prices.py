"""What tokens cost: by a book, by list, in a batch, at the most, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from genai_prices import Usage as ListUsage
from genai_prices import calc_price
from hypothesis import given
from hypothesis import strategies as st

from festplan.domain.money import microdollars
from festplan.models.price_book import PriceBookRefused, open_book
from festplan.models.prices import BookPrices, work_price
from festplan.ports.models import NoPrice, Usage

NOW = datetime(2026, 11, 28, tzinfo=UTC)
MINI = "openai:gpt-4o-mini"


def prices(name: str = "today", own: Path | None = None) -> BookPrices:
    return BookPrices(open_book(name, own), lambda: NOW)


def test_cached_tokens_are_a_part_of_the_input_and_reasoning_ones_of_the_output() -> None:
    cost, name = prices().cost(MINI, Usage(1_000_000, 1_000_000, 500_000, 400_000))
    assert cost == 75_000 + 37_500 + 600_000
    assert name.startswith("genai-prices-")
    assert name.endswith(f"/{MINI}/2026-11-28/150000+75000+600000")


def test_the_price_in_a_name_gives_the_cost_again() -> None:
    usage = Usage(1234, 567, 89)
    cost, name = prices().cost("google-gla:gemini-2.5-flash", usage)
    fresh, cached, out = map(int, name.rsplit("/", 1)[1].split("+"))
    assert cost == microdollars((1234 - 89) * fresh + 89 * cached + 567 * out)


LISTED = (
    ("openai", "gpt-4o-mini", MINI),
    ("openai", "gpt-4o", "openai:gpt-4o"),
    ("google", "gemini-2.5-flash", "google-gla:gemini-2.5-flash"),
    ("google", "gemini-2.5-pro", "google-gla:gemini-2.5-pro"),
    ("anthropic", "claude-haiku-4-5", "anthropic:claude-haiku-4-5"),
)


@given(
    st.sampled_from(LISTED), st.integers(0, 400_000), st.integers(0, 50_000), st.integers(0, 100)
)
def test_a_list_price_is_what_genai_prices_counts_rounded_up(
    model: tuple[str, str, str], sent: int, got: int, percent: int
) -> None:
    provider, name, ours = model
    cached = sent * percent // 100
    usage = ListUsage(input_tokens=sent, output_tokens=got, cache_read_tokens=cached)
    theirs = calc_price(usage, name, provider_id=provider, genai_request_timestamp=NOW).total_price
    cost, _ = prices().cost(ours, Usage(sent, got, cached))
    assert 0 <= Decimal(cost) - theirs * 1_000_000 < 1


BATCHES: list[dict[str, bool]] = [{}, {"batch": True}]


@given(
    st.sampled_from(LISTED),
    st.integers(0, 9000),
    st.integers(0, 999),
    st.sampled_from(BATCHES),
)
def test_no_call_costs_more_than_what_is_reserved_for_it(
    model: tuple[str, str, str], characters: int, most_output: int, asked: dict[str, bool]
) -> None:
    reserved = prices().most(model[2], characters, most_output, **asked)
    for sent, got, cached in (
        (characters, most_output, 0),
        (characters, most_output, characters),
        (characters // 4, most_output // 2, characters // 5),
    ):
        cost, _ = prices().cost(model[2], Usage(sent, got, cached), **asked)
        assert cost <= reserved


def test_a_batch_is_half_the_price_by_list_or_by_the_providers_word() -> None:
    listed, name = prices().cost(MINI, Usage(1000, 1000), batch=True)
    assert (listed, "+batch/" in name) == (375, True)
    by_word, name = prices().cost("openai:gpt-4", Usage(1000, 1000), batch=True)
    assert by_word * 2 == prices().cost("openai:gpt-4", Usage(1000, 1000))[0]
    assert "gpt-4+batch/" in name
    assert prices("case-study").cost(MINI, Usage(1000, 1000), batch=True)[0] == 375


def test_a_long_prompt_is_counted_at_its_tier() -> None:
    pro = "google-gla:gemini-2.5-pro"
    assert prices().cost(pro, Usage(200_000, 0))[0] == 250_000
    assert prices().cost(pro, Usage(200_001, 0))[0] == 500_003


def test_a_begun_microdollar_is_a_whole_one() -> None:
    assert prices().cost(MINI, Usage(1, 0))[0] == 1
    assert prices().cost(MINI, Usage(0, 0))[0] == 0


@pytest.mark.parametrize("model", ["openai:gpt-none", "nobody:gpt-4o-mini", "gpt-4o-mini", ""])
def test_a_model_without_a_price_is_refused_by_name(model: str) -> None:
    with pytest.raises(NoPrice, match=f"today has no price for {model}; add it"):
        prices().cost(model, Usage(1, 1))
    with pytest.raises(NoPrice):
        prices("case-study").most("openai:gpt-4.1", 1, 1)


NONSENSE: list[Any] = [(-1, 0), (1, 0, 2), (0, 1, 0, 2), (1.5, 0), (True, 0), (None, 0)]


@pytest.mark.parametrize("counts", NONSENSE)
def test_counts_that_make_no_sense_are_refused(counts: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="holds"):
        prices().cost(MINI, Usage(*counts))


OWN = """
date = "2026-11-01"
[models."ollama:llama3"]
input = "0.01"
output = "0.02"
[models."openai:gpt-4o-mini"]
input = "0.10"
cached = "0.01"
output = "0.40"
[infrastructure]
compute_second = "0.00005"
"""


def test_prices_of_ones_own_go_before_the_books(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(OWN)
    own = prices("case-study", file)
    assert own.cost("ollama:llama3", Usage(1_000_000, 0))[0] == 10_000
    cost, name = own.cost(MINI, Usage(1_000_000, 0, 500_000))
    assert (cost, name) == (55_000, f"own/{MINI}/2026-11-01/100000+10000+400000")
    assert own.book.work.compute_second == 50_000_000
    assert own.book.work.vector_query == 100_000_000, "what is not named stays the book's"


SPOILED = {
    "a comma": ("0.01,", "no TOML|no number"),
    "a date": ("", "needs a date"),
    "a negative price": ("-0.01", "no price"),
    "a price finer than a picodollar": ("0.0000001", "finer than can be booked"),
    "no number": ("cheap", "no number"),
    "infinity": ("inf", "no price"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_price_file_that_cannot_be_used_says_what_and_where(spoiled: str, tmp_path: Path) -> None:
    value, message = SPOILED[spoiled]
    text = OWN.replace('"0.01"', f'"{value}"', 1) if value else OWN.replace("date", "day")
    file = tmp_path / "prices.toml"
    file.write_text(text if spoiled != "a date" else OWN.replace('date = "2026-11-01"', ""))
    with pytest.raises(PriceBookRefused, match=message):
        open_book("today", file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('prices = "x"', "prices is not known here"),
        ('[models."a:b"]\ninput = "1"', "needs input and output"),
        ('[models."a:b"]\ninput = "1"\noutput = "1"\nper = 1', "per is not known"),
        ('[infrastructure]\nwater = "1"', "water is not known"),
        ("[agents.theme_agent]\ninput_tokens = -1", "input_tokens is -1"),
        ("agents = 3", "agents is no table"),
        ("= 3", "is no TOML"),
    ],
)
def test_what_no_price_book_has_is_refused(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(f'date = "2026-11-01"\n{text}\n')
    with pytest.raises(PriceBookRefused, match=message):
        open_book("today", file)


def test_a_book_or_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PriceBookRefused, match="no price book x; there are today, case-study"):
        open_book("x")
    with pytest.raises(PriceBookRefused, match="cannot be read"):
        open_book("today", tmp_path / "none.toml")


def test_work_is_priced_by_the_book_and_rounded_up_once() -> None:
    counts = {"vector_queries": 2, "compute_microseconds": 1_500_000}
    counts |= {"cache_operations": 3, "database_operations": 2}
    cost, name = work_price(open_book("case-study"), counts)
    assert (cost, name) == (363, "case-study/2025-01-01/100000000+100000000+1000000+5000000")
    assert work_price(open_book("case-study"), {**counts, "compute_microseconds": 1})[0] == 214
    assert work_price(open_book("today"), counts)[0] == 0
