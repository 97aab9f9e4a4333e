"""A whole party out, and back in under a new id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from festplan.domain import events as e
from festplan.domain.commands import EditInputs
from festplan.domain.party import Content, Party
from festplan.ports import VersionConflict
from festplan.service.beginning import begin
from festplan.service.command import ATTEMPTS, Performed, Replies, TooBusy
from festplan.service.context import Festplan

FORMAT = "festplan-party-1"


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
    }


async def import_party(
    festplan: Festplan, document: Mapping[str, Any], *, replies: Replies | None = None
) -> Performed:
    """A new party with what `document` holds; what is already known about it is not asked again.

    Raises `ImportRefused`.
    """
    began = _began(document)
    for _ in range(ATTEMPTS):
        try:
            new = Party(festplan.clock.new_party_id())
            return await begin(festplan, new, began, EditInputs(), replies)
        except VersionConflict:
            continue
    raise TooBusy("No free party id was found; try again.")


def _began(document: Mapping[str, Any]) -> e.PartyImported:
    if document.get("format") != FORMAT:
        raise ImportRefused("This is not a party that Festplan exported (export it as json).")
    try:
        content = Content.from_json({**document["content"], "results": {}})
        scope, origin = str(document["scope"]), str(document["origin"])
        content.brief  # noqa: B018  # a content that cannot be merged is refused here
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImportRefused("The exported party is damaged: its content cannot be read.") from error
    return e.PartyImported(
        scope[:36], origin[:20], content.to_json(), bool(document.get("private"))
    )
