"""What a command does: `decide` says which events it is, or why it is refused."""

from __future__ import annotations

from functools import singledispatch

from festplan.domain import commands as c
from festplan.domain import events as e
from festplan.domain.brief import Input
from festplan.domain.party import Content, Party

MAX_INPUTS = 200
"""Inputs of one party at a time."""


class CommandRefused(ValueError):
    """The party does not take the command; the message says why in one sentence."""


class UnknownInput(CommandRefused):
    """The party has no input of that id."""

    def __init__(self, input_id: str) -> None:
        super().__init__(f"This party has no input {input_id}.")
        self.input_id = input_id


class EditClash(CommandRefused):
    """Somebody else changed the same thing after the version that this command looked at."""

    def __init__(self, what: str, version: int) -> None:
        super().__init__(
            f"{what} was changed at version {version}, after the version that you saw; "
            "look at it again before you change it."
        )
        self.what = what
        self.version = version


def decide(party: Party, command: c.Command) -> list[e.Event]:
    """The events that `command` means for `party`; none when it changes nothing.

    Raises `CommandRefused` when it asks for what is not there, and `EditClash` when it changes what
    another host command changed after its `base`.
    """
    return _decide(command, party)


@singledispatch
def _decide(command: object, _party: Party) -> list[e.Event]:
    raise TypeError(f"{type(command).__name__} is not a command")


@_decide.register
def _(command: c.EditInputs, party: Party) -> list[e.Event]:
    removed = tuple(dict.fromkeys(command.removed))
    changed = [input_id for input_id, _ in command.changed]
    twice = [i for i in changed if i in removed or changed.count(i) > 1]
    if twice:
        raise CommandRefused(f"{twice[0]} is changed twice in one edit; say only one thing of it.")
    if len(party.content.inputs) - len(removed) + len(command.added) > MAX_INPUTS:
        raise CommandRefused(f"A party may hold at most {MAX_INPUTS} inputs.")
    for input_id in (*removed, *changed):
        _guard(party, input_id, command.base)
    return [*_removals(party, removed), *_changes(party, command), *_additions(party, command)]


def _guard(party: Party, input_id: str, base: int | None) -> None:
    """Refuses an input that is not there, or that was touched after `base`."""
    held = party.content.input(input_id)
    gone = party.removed.get(input_id)
    if held is None and gone is not None and base is not None and gone > base:
        raise EditClash(f"Input {input_id}", gone)
    if held is None:
        raise UnknownInput(input_id)
    if base is not None and held.touched > base:
        raise EditClash(f"Input {input_id}", held.touched)


def _removals(party: Party, removed: tuple[str, ...]) -> list[e.Event]:
    return [e.InputRemoved(input_id, undo=party.version) for input_id in removed]


def _changes(party: Party, command: c.EditInputs) -> list[e.Event]:
    happened: list[e.Event] = []
    for input_id, reading in command.changed:
        held = party.content.input(input_id)
        if held is None:
            raise UnknownInput(input_id)
        if held.content != reading.text:
            new = Input.read(input_id, held.order, reading, touched=party.version + 1)
            happened.append(e.InputChanged(new.to_json(), undo=party.version))
    return happened


def _additions(party: Party, command: c.EditInputs) -> list[e.Event]:
    happened: list[e.Event] = []
    for order, reading in enumerate(command.added, start=party.next_order):
        new = Input.read(f"inp_{order}", order, reading, touched=party.version + 1)
        happened.append(e.InputAdded(new.to_json(), undo=party.version))
    return happened


@_decide.register
def _(command: c.Correct, party: Party) -> list[e.Event]:
    held = next((x for x in party.content.corrections if x.fact == command.fact), None)
    if held and command.base is not None and held.touched > command.base:
        raise EditClash(f"The fact {command.fact}", held.touched)
    corrected = e.FactCorrected(command.fact, command.value, party.next_order, undo=party.version)
    return [corrected]


@_decide.register
def _(command: c.Choose, party: Party) -> list[e.Event]:
    held = [x for x in party.content.choices if x.agent == command.agent]
    latest = max((x.touched for x in held), default=0)
    if command.base is not None and latest > command.base:
        raise EditClash(f"The choice for {command.agent}", latest)
    chosen = [{"listing_id": x.listing_id, "entry": dict(x.entry)} for x in command.choices]
    if [x["listing_id"] for x in chosen] == [x.listing_id for x in held]:
        return []
    return [e.OptionChosen(command.agent, chosen, undo=party.version)]


@_decide.register
def _(command: c.Restore, party: Party) -> list[e.Event]:
    if command.base is not None and party.host_version > command.base:
        raise EditClash("The party", party.host_version)
    content = dict(command.content)
    restored = e.BriefRestored(command.cause, command.source_version, content, party.version)
    same = Content.from_json(content) == party.content
    return [] if same and command.cause == "restore" else [restored]


@_decide.register
def _(command: c.MarkTask, party: Party) -> list[e.Event]:
    same = (command.task in party.done) == command.done
    return [] if same else [e.TaskMarked(command.task, command.done)]


@_decide.register
def _(command: c.MarkLine, party: Party) -> list[e.Event]:
    same = party.lines.get(command.line, "planned") == command.state
    same = same and party.bought.get(command.line, "") == command.what
    return [] if same else [e.LineMarked(command.line, command.state, command.what)]


@_decide.register
def _(_command: c.Save, _party: Party) -> list[e.Event]:
    return [e.PartySaved()]


@_decide.register
def _(_command: c.Resume, party: Party) -> list[e.Event]:
    return [] if party.resumed and not party.closed else [e.PartyResumed()]


@_decide.register
def _(_command: c.Close, party: Party) -> list[e.Event]:
    return [] if party.closed else [e.PartyClosed()]
