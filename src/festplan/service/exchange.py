"""A whole party out, and back in under a new id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from festplan.domain import events as e
from festplan.domain.commands import EditInputs, MarkLine, MarkTask
from festplan.domain.exported import intact
from festplan.domain.party import Party
from festplan.domain.text import MAX_NAME, clean
from festplan.ports.parties import VersionConflict
from festplan.service.beginning import begin, free_party_id
from festplan.service.command import ATTEMPTS, Performed, Replies, TooBusy
from festplan.service.context import Festplan

FORMAT = "festplan-party-1"
STATES: tuple[Literal["planned", "committed", "paid"], ...] = ("planned", "committed", "paid")
MAX_SCOPE = 36
MAX_LABEL = 2_000
"""Of a line of the budget: a listing's name, and what of it is charged."""
MAX_MARKS = 1_000
"""Ticks and payments together; a plan has some dozens."""


class ImportRefused(ValueError):
    """The file is not a party that Festplan exported; the message says what is wrong with it."""


async def export(festplan: Festplan, party_id: str) -> dict[str, Any]:
    """What it takes to have the party again elsewhere: what the host said, not what was answered.

    `scope` makes the importer's private questions those of this party, so that they are not paid
    for again; it is a secret of whoever holds the file.
    """
    party = await festplan.store.party(party_id)
    content = {k: v for k, v in party.content.to_json().items() if k != "results"}
    return {
        "format": FORMAT,
        "origin": party.party_id,
        "scope": party.scope,
        "private": party.private,
        "content": content,
        "done": list(party.done),
        "lines": dict(party.lines),
        "bought": dict(party.bought),
    }


async def import_party(
    festplan: Festplan, document: Mapping[str, Any], *, replies: Replies | None = None
) -> Performed:
    """A new party with what `document` holds; what is already known about it is not asked again.

    Raises `ImportRefused`.
    """
    began, marks = _began(document), _marks(document)
    for _ in range(ATTEMPTS):
        try:
            new = Party(await free_party_id(festplan))
            return await begin(festplan, new, began, EditInputs(), replies, marks=marks)
        except VersionConflict:
            continue
    raise TooBusy("No free party id was found; try again.")


def _began(document: Mapping[str, Any]) -> e.PartyImported:
    if document.get("format") != FORMAT:
        raise ImportRefused("This is not a party that Festplan exported (export it as json).")
    try:
        content = intact(document["content"])
        scope = clean(document["scope"], limit=MAX_SCOPE, what="A scope")
        origin = _name(document["origin"])
        private = _yes_or_no(document["private"])
        content.brief  # noqa: B018  # a content that cannot be merged is refused here
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImportRefused("The exported party is damaged: its content cannot be read.") from error
    return e.PartyImported(scope, origin, content.to_json(), private)


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)  # a private party whose mark is lost would be shared
    return value


def _marks(document: Mapping[str, Any]) -> list[MarkTask | MarkLine]:
    """What the host had ticked, committed to or paid."""
    try:
        tasks = [MarkTask(_name(task), done=True) for task in document.get("done", ())]
        lines = dict(document.get("lines", {})).items()
        bought = dict(document.get("bought", {}))
        named = [
            MarkLine(
                _name(line),
                STATES[STATES.index(state)],
                clean(bought[line], limit=MAX_LABEL, what="A label") if line in bought else "",
            )
            for line, state in lines
        ]
    except (TypeError, ValueError) as error:
        raise ImportRefused("The exported party is damaged: its marks cannot be read.") from error
    if len(tasks) + len(named) > MAX_MARKS:
        raise ImportRefused(f"A party may hold at most {MAX_MARKS} ticks and payments.")
    return [*tasks, *named]


def _name(text: str) -> str:
    return clean(text, limit=MAX_NAME, what="An id")
