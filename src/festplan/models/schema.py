"""Whether a value is of a JSON schema: the few words of it that answers of models need."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from festplan.domain.text import MAX_TEXT, TextRefused, clean


class NotOfSchema(ValueError):
    """An answer is not of the form that was asked for; the message says where."""


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in {int, float},
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def parsed(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object in `text`, of `schema`; raises `NotOfSchema`. NaN and infinities are none."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotOfSchema(f"no JSON: {str(error)[:80]}") from error
    fit(value, schema)
    if not isinstance(value, dict):
        raise NotOfSchema("an answer is an object")
    return value


def cleaned(value: Any) -> Any:
    """`value` with every text as it is at the door: NFC, without NUL, controls or surrogates."""
    if isinstance(value, str):
        try:
            return clean(value[:MAX_TEXT])
        except TextRefused:
            return ""
    if isinstance(value, Mapping):
        return {name: cleaned(part) for name, part in value.items()}
    return [cleaned(part) for part in value] if isinstance(value, list) else value


def fit(value: Any, schema: Mapping[str, Any], place: str = "answer") -> None:
    """Raises `NotOfSchema` unless `value` is of `schema`.

    Knows type (one or several), enum, properties, required, additionalProperties and items.
    """
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_TYPES[kind](value) for kind in kinds):
        raise NotOfSchema(f"{place} is no {' or '.join(kinds)}")
    if "enum" in schema and value not in schema["enum"]:
        raise NotOfSchema(f"{place} is none of what it may be")
    if isinstance(value, dict):
        _fit_object(value, schema, place)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            fit(item, schema["items"], f"{place}[{number}]")


def _fit_object(value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> None:
    known = schema.get("properties", {})
    missing = [name for name in schema.get("required", ()) if name not in value]
    if missing:
        raise NotOfSchema(f"{place} lacks {', '.join(missing)}")
    if schema.get("additionalProperties") is False and not value.keys() <= known.keys():
        raise NotOfSchema(f"{place} has more than was asked for")
    for name in value.keys() & known.keys():
        fit(value[name], known[name], f"{place}.{name}")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
