"""Making a party and changing it: inputs, facts, choices, ticks and payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from festplan.domain import events as e
from festplan.domain.brief import Choice
from festplan.domain.commands import Choose, Correct, EditInputs, MarkLine, MarkTask
from festplan.domain.corrections import corrected
from festplan.domain.decide import CommandRefused
from festplan.domain.party import Party
from festplan.domain.reading import Reading
from festplan.domain.text import clean
from festplan.engine.delta import anything
from festplan.ports.parties import VersionConflict
from festplan.service.beginning import begin, free_party_id
from festplan.service.command import ATTEMPTS, Performed, Replies, TooBusy, perform
from festplan.service.committing import bodies
from festplan.service.context import Festplan

MAX_TEXTS = 200
"""Texts that one command may bring."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a host wants changed, in their own words; applied in one atomic step."""

    added: Sequence[str] = ()
    changed: Mapping[str, str] | Sequence[tuple[str, str]] = ()
    removed: Sequence[str] = ()

    def changes(self) -> list[tuple[str, str]]:
        """The changed inputs as pairs of id and new text."""
        return list(self.changed.items() if isinstance(self.changed, Mapping) else self.changed)


async def create(
    festplan: Festplan,
    texts: Sequence[str],
    *,
    today: date,
    private: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """A new party from `texts` (none is fine); its run has been started.

    Raises `TextRefused` for a text that cannot be taken in.
    """
    cleaned = [clean(text) for text in texts]
    party_id, scope = await free_party_id(festplan), festplan.clock.new_id()
    readings = await festplan.understand(cleaned, today, scope=scope, party_id=party_id)
    created = e.PartyCreated(scope=scope, private=private)
    for _ in range(ATTEMPTS):
        new = Party(party_id)
        try:
            return await begin(festplan, new, created, EditInputs(tuple(readings)), replies)
        except VersionConflict:
            party_id = await free_party_id(festplan)
    raise TooBusy("No free party id was found; try again.")


async def edit(
    festplan: Festplan,
    party_id: str,
    wanted: Edit,
    *,
    today: date,
    base: int | None = None,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Adds, changes and removes inputs in one step; with `only_preview` nothing is written.

    `base` is the version that the host looked at. Raises `TextRefused`, `UnknownParty`,
    `UnknownInput`, and `EditClash` when another host touched the same input after `base`.
    """
    changes = wanted.changes()
    texts = [clean(text) for text in (*wanted.added, *(text for _, text in changes))]
    if len(texts) > MAX_TEXTS:
        raise CommandRefused(f"One edit may bring at most {MAX_TEXTS} texts.")
    readings = await _read(festplan, party_id, texts, today, only_preview=only_preview)
    count = len(wanted.added)
    command = EditInputs(
        added=tuple(readings[:count]),
        changed=tuple(zip((i for i, _ in changes), readings[count:], strict=True)),
        removed=tuple(wanted.removed),
        base=base,
    )
    performed = await perform(
        festplan, party_id, command, only_preview=only_preview, replies=replies
    )
    further = festplan.read_further
    if only_preview and further is not None and further.unread(readings):
        return replace(performed, delta=anything(performed.world, performed.delta))
    return performed


async def _read(
    festplan: Festplan, party_id: str, texts: Sequence[str], today: date, *, only_preview: bool
) -> list[Reading]:
    """What the texts say; a preview costs nothing, so no model reads for it."""
    if not texts:
        return []
    party = await festplan.store.party(party_id)
    held = party.brief.facts
    if only_preview or festplan.read_further is None:
        return await festplan.read(texts, today, held)
    return await festplan.understand(texts, today, scope=party.scope, party_id=party_id, held=held)


async def correct(
    festplan: Festplan,
    party_id: str,
    fact: str,
    value: Any,
    *,
    today: date,
    base: int | None = None,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Sets a fact by hand; it wins over what was said before and loses to what is said later.

    Raises `FactRefused` when there is no such fact or it cannot have that value.
    """
    command = Correct(fact, corrected(fact, value, today), base)
    return await perform(festplan, party_id, command, only_preview=only_preview, replies=replies)


async def choose(
    festplan: Festplan,
    party_id: str,
    agent: str,
    listing_id: str,
    *,
    base: int | None = None,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Pins an option of an agent's shortlist; for a service it takes the place of the one before.

    Pinning what is pinned already lets it go again. Raises `UnknownOption`.
    """
    party = await festplan.store.party(party_id)
    choices = await _chosen(festplan, party, agent, listing_id)
    command = Choose(agent, choices, base)
    return await perform(festplan, party_id, command, only_preview=only_preview, replies=replies)


class UnknownOption(CommandRefused):
    """The agent has not proposed that option."""


async def _chosen(
    festplan: Festplan, party: Party, agent: str, listing_id: str
) -> tuple[Choice, ...]:
    """The pinned options of the agent after `listing_id` was pinned, or let go."""
    ref = party.content.results.get(agent)
    if ref is None:
        raise UnknownOption(f"This party has no answer of {agent} to choose from.")
    held = party.brief.chosen(agent)
    if any(choice.listing_id == listing_id for choice in held):
        return tuple(choice for choice in held if choice.listing_id != listing_id)
    entry = _entry((await bodies(festplan, party))[ref.settled], listing_id)
    if entry is None:
        raise UnknownOption(f"{agent} has not proposed {listing_id}.")
    others = (c for c in held if c.entry.get("service") != entry.get("service"))
    return (*others, Choice(agent, listing_id, entry))


def _entry(settled: Mapping[str, Any], listing_id: str) -> dict[str, Any] | None:
    """The shortlist entry of that listing, in whichever list of the result it stands."""
    for part in settled.values():
        for entry in part if isinstance(part, list) else ():
            if isinstance(entry, dict) and entry.get("listing_id") == listing_id:
                return entry
    return None


async def mark_task(
    festplan: Festplan,
    party_id: str,
    task: str,
    *,
    done: bool,
    replies: Replies | None = None,
) -> Performed:
    """Ticks a task of the checklist, or takes the tick back; no agent runs for it.

    Raises `CommandRefused` for a task that the plan does not have.
    """
    task = clean(task, limit=200, what="A task id")
    if done:
        await _planned(festplan, party_id, "planner_final", ("checklist", "id"), task)
    command = MarkTask(task, done)
    return await perform(festplan, party_id, command, replies=replies)


async def mark_line(
    festplan: Festplan,
    party_id: str,
    line: str,
    state: Literal["planned", "committed", "paid"],
    *,
    replies: Replies | None = None,
) -> Performed:
    """Says how far a line of the budget is; no agent runs for it.

    Raises `CommandRefused` for a line that the budget does not have.
    """
    line = clean(line, limit=200, what="A line id")
    what = ""
    if state != "planned":
        row = await _planned(festplan, party_id, "budget_agent", ("lines", "line_id"), line)
        what = str(row["label"])
    command = MarkLine(line, state, what)
    return await perform(festplan, party_id, command, replies=replies)


async def _planned(
    festplan: Festplan, party_id: str, agent: str, place: tuple[str, str], wanted: str
) -> Mapping[str, Any]:
    """The task or the line of that id; refuses one that the plan does not show: a slip."""
    part, key = place
    party = await festplan.store.party(party_id)
    ref = party.content.results.get(agent)
    shown = await festplan.store.body(ref.settled) if ref else {}
    found = next((row for row in shown.get(part, ()) if row.get(key) == wanted), None)
    if found is None:
        raise CommandRefused(f"This plan shows no {wanted} among its {part}.")
    return dict(found)
