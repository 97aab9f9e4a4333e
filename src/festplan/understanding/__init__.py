"""Words to categories and facts; `read` is the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from festplan.domain.reading import Facts, Reading
from festplan.ports.models import TopicEncoder

Cities = Mapping[str, tuple[str, str]]
"""Alias (lower-case) to the city's name and its country's code."""

__all__ = ["Cities", "read", "read_all"]


def read(
    text: str,
    *,
    today: date,
    locale: str = "en_US",
    cities: Cities,
    held: Facts | None = None,
    encoder: TopicEncoder | None = None,
) -> Reading:
    """What one input of a host says: categories, typed facts, residue and questions.

    Relative dates are resolved against `today`, "$" and numeric dates by `locale`; `cities` holds
    the catalogue's cities (alias in lower case to name and country code) beside the well-known
    ones. `held` are the facts of the party so far: "the 24th" is a day of its month. With an
    encoder, a trained head says what the text is about where the grammar is not sure.

    Never raises, whatever the text; takes time linear in its length.
    """
    return read_all([text], today=today, locale=locale, cities=cities, held=held, encoder=encoder)[
        0
    ]


def read_all(
    texts: Iterable[str],
    *,
    today: date,
    locale: str = "en_US",
    cities: Cities,
    held: Facts | None = None,
    encoder: TopicEncoder | None = None,
) -> list[Reading]:
    """`read` for each text, in order; those that need it are encoded together."""
    from festplan.understanding.reader import readings

    return readings(
        list(texts),
        today=today,
        locale=locale,
        known=cities,
        held=held or Facts(),
        encoder=encoder,
    )
