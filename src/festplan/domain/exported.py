"""The content of an exported party as it comes back: nothing in a file is taken on trust.

Every text passes the door's normaliser, every fact has the form of `Facts`, every id is one that
Festplan gives. What does not is refused as a whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from festplan.domain.brief import Choice, Correction, Input
from festplan.domain.corrections import COUNTS, MOST_MONEY, MOST_PEOPLE, TEXTS, WORDS
from festplan.domain.decide import MAX_INPUTS
from festplan.domain.party import Content
from festplan.domain.reading import CATEGORIES, Facts
from festplan.domain.text import MAX_TEXT, clean

MOST_WORDS = 1_000
"""Of a list; an input of 10,000 letters holds no more."""
DEEPEST = 8
"""Levels of an option that a host chose."""

_INPUT_ID = re.compile(r"inp_[1-9]\d{0,8}")
_LARGEST = 2**53


class Damaged(ValueError):
    """The content is none that Festplan exported."""


def intact(content: object) -> Content:
    """The content of an exported party, checked, as of the first version of a new one.

    Raises `Damaged` (or `TextRefused`, which is a ValueError too) when any part is not in form.
    """
    body = _dict(content)
    if not set(body) <= {"inputs", "corrections", "choices"}:
        raise Damaged("parts that no export has")
    inputs = tuple(_input(part) for part in _list(body.get("inputs", [])))
    if len(inputs) > MAX_INPUTS or len({i.input_id for i in inputs}) < len(inputs):
        raise Damaged("too many inputs, or two of one id")
    return Content(
        inputs=inputs,
        corrections=tuple(_correction(part) for part in _list(body.get("corrections", []))),
        choices=tuple(_choice(part) for part in _list(body.get("choices", []))),
    )


def _input(part: object) -> Input:
    body = _dict(part)
    input_id = _text(body["input_id"])
    if not _INPUT_ID.fullmatch(input_id):
        raise Damaged("not the id of an input")
    return Input(
        input_id,
        clean(_text(body["content"])),
        _count(body["order"], _LARGEST),
        categories=_some_of((*CATEGORIES, "out_of_domain"), body.get("categories", [])),
        facts=cast(
            Facts, {name: _fact(name, v) for name, v in _dict(body.get("facts", {})).items()}
        ),
        residue=_text(body.get("residue", "")),
        wishes=_some_of(CATEGORIES, body.get("wishes", [])),
        declined=_some_of(CATEGORIES, body.get("declined", [])),
        replaces=_some_of(_FORMS, body.get("replaces", [])),
        questions=tuple(_words(body.get("questions", []))),
    )


def _correction(part: object) -> Correction:
    fact, value, order, _touched = _list(part)
    return Correction(_text(fact), _fact(fact, value), _count(order, _LARGEST))


def _choice(part: object) -> Choice:
    """A choice; agents read its entry, so the entry is a whole one."""
    agent, listing_id, entry, _touched = _list(part)
    shown, price = _dict(_plain(entry)), _dict(_dict(entry).get("price"))
    texts = (shown.get("name"), shown.get("kind"), price.get("currency"), price.get("unit"))
    if shown.get("listing_id") != listing_id or not all(isinstance(t, str) for t in texts):
        raise Damaged("an option that is none")
    for name in ("fee_minor", "minimum_minor", "minimum_units"):
        _count(price.get(name), _LARGEST)
    for name in ("tags", "diets"):
        _words(shown.get(name))
    for amount in (price.get("amount_minor"), shown.get("capacity")):
        _count(amount or 0, _LARGEST)
    return Choice(_text(agent), _text(listing_id), shown)


# --- facts ---------------------------------------------------------------------------------------


def _fact(name: object, value: object) -> Any:
    if not isinstance(name, str) or name not in _FORMS:
        raise Damaged("not a fact")
    return _FORMS[name](value)


def _words(value: object) -> list[str]:
    words = [_text(word) for word in _list(value)]
    if len(words) > MOST_WORDS:
        raise Damaged("too many words")
    return words


def _diet(value: object) -> dict[str, int | None]:
    return {_text(n): None if c is None else _count(c) for n, c in _dict(value).items()}


def _cake_form(value: object) -> dict[str, Any]:
    body = _dict(value)
    counts = {name: _count(count) for name, count in body.items() if name in {"tiers", "count"}}
    return {"kind": _text(body["kind"]), **counts}


def _budget(value: object) -> Any:
    if isinstance(value, list):
        return [_money(part) for part in value]
    return _money(value)


def _money(value: object) -> dict[str, Any]:
    body = _dict(value)
    if body["kind"] not in {"max", "approx", "range", "min"}:
        raise Damaged("not a kind of budget")
    least = {"min": _number(body["min"])} if "min" in body else {}
    parts = {"amount": _number(body["amount"]), **least}
    currency = body.get("currency")
    if currency is not None and not re.fullmatch(r"[A-Z]{3}", _text(currency)):
        raise Damaged("not a currency")
    purpose = {"for": _text(body["for"])} if "for" in body else {}
    each = {"per_person": True} if body.get("per_person") else {}
    return {**parts, "currency": currency, "kind": body["kind"], **each, **purpose}


def _date(value: object) -> str:
    return date.fromisoformat(_text(value)).isoformat()


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Damaged("not a number")
    if not math.isfinite(value) or not 0 <= value <= MOST_MONEY:
        raise Damaged("a number out of bounds")
    return value


# --- JSON ----------------------------------------------------------------------------------------


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Damaged("not an object")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Damaged("not a list")
    return value


def _count(value: object, most: int = MOST_PEOPLE) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise Damaged("not a count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged("not a text")
    return clean(value, limit=MAX_TEXT) if value else ""


def _some_of(known: Mapping[str, Any] | tuple[str, ...], value: object) -> tuple[str, ...]:
    words = _words(value)
    if not set(words) <= set(known):
        raise Damaged("a word that Festplan does not know")
    return tuple(words)


def _plain(value: object, depth: int = 0) -> Any:
    """JSON with every text normalised and every number finite."""
    if depth > DEEPEST:
        raise Damaged("too deep")
    match value:
        case dict():
            return {_text(name): _plain(part, depth + 1) for name, part in value.items()}
        case list():
            return [_plain(part, depth + 1) for part in value]
        case str():
            return _text(value)
        case None | bool():
            return value
        case int() | float() if math.isfinite(value) and abs(value) < _LARGEST:
            return value
    raise Damaged("not JSON")


_FORMS: Mapping[str, Callable[[object], Any]] = {
    **dict.fromkeys(COUNTS, _count),
    **dict.fromkeys((*WORDS, "exclude"), _words),
    **dict.fromkeys(TEXTS, _text),
    "diet": _diet,
    "cake_form": _cake_form,
    "budget": _budget,
    "date": _date,
    "duration_hours": _number,
}
"""Every fact, and what brings it into form."""
