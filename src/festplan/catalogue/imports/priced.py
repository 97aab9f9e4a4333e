"""What a row says of prices: amounts in columns of their own, or one simple fee in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from festplan.catalogue.imports import cells
from festplan.catalogue.imports.kinds import Kind
from festplan.catalogue.imports.refused import RowRefused
from festplan.catalogue.prices import PRICES, USUAL_KIND
from festplan.domain.listing import Basis, Unit

_FEE = re.compile(
    r"(?P<sum>[A-Z]{3} ?\d[\d.,]*) ?(?:per |/)(?P<unit>[a-z]+)(?: \([^()]*\))?"
    r"(?:, (?P<least>\d{1,2}) hours minimum)?"
)
"""A fee without conditions: "USD 50/hour, 2 hours minimum". A deposit after it comes back."""


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a listing as it is stored; `price_minor` None where none was published."""

    currency: str
    price_minor: int | None
    unit: Unit
    basis: Basis
    fee_minor: int = 0
    minimum_minor: int = 0
    minimum_units: int = 0


def price_of(row: Mapping[str, str], kind: Kind, country_currency: str) -> Price:
    """The price of a row; without one, the unit in which such listings usually charge."""
    usual = cells.currency(row["currency"]) if row.get("currency") else country_currency
    if row.get("price"):
        return _listed(row, usual)
    said = _simple(row.get("price_info", ""), usual)
    return said or Price(usual, None, _usual_unit(kind), "estimate")


def _listed(row: Mapping[str, str], usual: str) -> Price:
    if not row.get("unit"):
        raise RowRefused(
            "The price is for what? Add a column unit (event, hour, head, serving, item), "
            "or --map unit==event for all rows."
        )
    amount, code = cells.money(row["price"], "The price", usual)
    least = row.get("minimum_units", "")
    return Price(
        currency=code,
        price_minor=amount,
        unit=cells.unit(row["unit"]),
        basis="listed",
        fee_minor=_in(code, row.get("fee", ""), "The fee"),
        minimum_minor=_in(code, row.get("minimum", ""), "The minimum"),
        minimum_units=cells.whole(least, "The minimum of units") if least else 0,
    )


def _in(code: str, cell: str, what: str) -> int:
    """Minor units in the currency of the price; nothing where nothing is said."""
    amount, said = cells.money(cell, what, code) if cell else (0, code)
    if said != code:
        raise RowRefused(f"{what} is in {said}, the price in {code}: write both in one currency.")
    return amount


def _simple(info: str, usual: str) -> Price | None:
    """The price of a fee in words, where there is one and it asks for nothing else."""
    parts = [part.strip() for part in info[:300].split(";")]
    if not parts[0] or any(not part.startswith("deposit ") for part in parts[1:]):
        return None
    found = _FEE.fullmatch(parts[0])
    if found is None:
        return None
    amount, code = cells.money(found["sum"], "The fee", usual)
    return Price(
        currency=code,
        price_minor=amount,
        unit=cells.unit(found["unit"]),
        basis="listed",
        minimum_units=int(found["least"] or 0),
    )


def _usual_unit(kind: Kind) -> Unit:
    prices = PRICES[kind.role]
    return prices.get(kind.kind, prices[USUAL_KIND[kind.role]]).unit
