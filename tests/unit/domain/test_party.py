from __future__ import annotations

import pytest

from festplan.domain import events as e
from festplan.domain.brief import Choice
from festplan.domain.commands import (
    Choose,
    Close,
    Correct,
    EditInputs,
    MarkLine,
    MarkTask,
    Restore,
    Resume,
    Save,
)
from festplan.domain.decide import CommandRefused, EditClash, UnknownInput, decide
from festplan.domain.evolve import UNDO_STEPS, evolve, fold, snapshots_due
from festplan.domain.party import Party
from festplan.domain.plan import ResultRef
from festplan.domain.reading import Reading

REF = ResultRef("f", "v", "r", "s", "rules", 1)


def text(words: str) -> Reading:
    return Reading(words, ("theme",), {"theme": [words]}, wishes=("theme",))


def party(*texts: str) -> Party:
    new = evolve(Party("fp2026A00001"), e.PartyCreated("scope"))
    return after(new, EditInputs(tuple(map(text, texts)))) if texts else new


def after(before: Party, *commands: object) -> Party:
    for command in commands:
        before = fold(before, decide(before, command))  # type: ignore[arg-type]
    return before


def test_versions_are_dense_and_inputs_are_numbered_in_order() -> None:
    there = party("jungle", "space")
    assert there.version == 3
    assert [i.input_id for i in there.content.inputs] == ["inp_1", "inp_2"]


def test_a_number_is_never_given_twice() -> None:
    there = after(party("jungle"), EditInputs(removed=("inp_1",)), EditInputs((text("space"),)))
    assert [i.input_id for i in there.content.inputs] == ["inp_2"]


def test_a_changed_input_keeps_its_place() -> None:
    there = after(party("jungle", "space"), EditInputs(changed=(("inp_1", text("pirate")),)))
    assert [i.content for i in there.content.inputs] == ["pirate", "space"]


def test_changing_an_input_to_its_own_words_changes_nothing() -> None:
    assert decide(party("jungle"), EditInputs(changed=(("inp_1", text("jungle")),))) == []


def test_an_unknown_input_is_refused() -> None:
    with pytest.raises(UnknownInput):
        decide(party("jungle"), EditInputs(removed=("inp_9",)))


def test_one_edit_may_say_only_one_thing_of_an_input() -> None:
    twice = EditInputs(changed=(("inp_1", text("pirate")),), removed=("inp_1",))
    with pytest.raises(CommandRefused):
        decide(party("jungle"), twice)


def test_editors_of_different_inputs_both_stand() -> None:
    there = party("jungle", "space")
    base = there.version
    there = after(there, EditInputs(removed=("inp_1",), base=base))
    there = after(there, EditInputs(changed=(("inp_2", text("pirate")),), base=base))
    assert [i.content for i in there.content.inputs] == ["pirate"]


@pytest.mark.parametrize(
    "second",
    [EditInputs(removed=("inp_1",), base=2), EditInputs(changed=(("inp_1", text("x")),), base=2)],
)
@pytest.mark.parametrize(
    "first",
    [EditInputs(removed=("inp_1",)), EditInputs(changed=(("inp_1", text("pirate")),))],
)
def test_editors_of_the_same_input_are_told(first: EditInputs, second: EditInputs) -> None:
    there = party("jungle")
    assert there.version == 2
    with pytest.raises(EditClash):
        decide(after(there, first), second)


def test_who_has_seen_the_change_may_change_it_again() -> None:
    there = after(party("jungle"), EditInputs(changed=(("inp_1", text("pirate")),)))
    assert decide(there, EditInputs(removed=("inp_1",), base=there.version))


def test_clashing_choices_and_corrections_are_told() -> None:
    there = party("jungle")
    base = there.version
    chosen = Choose("venue_agent", (Choice("venue_agent", "v1", {}),), base)
    with pytest.raises(EditClash):
        decide(
            after(there, chosen), Choose("venue_agent", (Choice("venue_agent", "v2", {}),), base)
        )
    with pytest.raises(EditClash):
        decide(after(there, Correct("guests", 5, base)), Correct("guests", 6, base))


def test_a_restore_that_did_not_see_the_last_command_is_told() -> None:
    there = after(party("jungle"), EditInputs((text("space"),)))
    with pytest.raises(EditClash):
        decide(there, Restore("undo", 1, {}, base=2))


def test_undo_and_redo_walk_the_same_way() -> None:
    first = party("jungle")
    second = after(first, EditInputs((text("space"),)))
    undone = after(second, Restore("undo", second.undo[-1], first.content.to_json()))
    assert undone.content == first.content
    redone = after(undone, Restore("redo", undone.redo[-1], second.content.to_json()))
    assert redone.content == second.content
    assert len(redone.undo) == len(second.undo)
    assert redone.redo == ()


def test_a_new_command_ends_what_can_be_redone() -> None:
    first = party("jungle")
    second = after(first, EditInputs((text("space"),)))
    undone = after(second, Restore("undo", second.undo[-1], first.content.to_json()))
    assert after(undone, EditInputs((text("pirate"),))).redo == ()


def test_one_edit_of_many_parts_is_undone_in_one_step() -> None:
    there = party("jungle")
    edit = EditInputs((text("space"), text("pirate")), removed=("inp_1",))
    assert after(there, edit).undo == (*there.undo, there.version)


def test_undo_reaches_back_so_far_and_no_farther() -> None:
    there = party()
    for number in range(UNDO_STEPS + 5):
        there = after(there, Correct("guests", number + 1))
    assert len(there.undo) == UNDO_STEPS


def test_ticks_and_payments_are_not_undone() -> None:
    first = party("jungle")
    there = after(first, EditInputs((text("space"),)), MarkTask("t1", done=True))
    there = after(there, MarkLine("venue", "paid"))
    undone = after(there, Restore("undo", there.undo[-1], first.content.to_json()))
    assert (undone.done, dict(undone.lines)) == (("t1",), {"venue": "paid"})


def test_any_edit_opens_a_closed_party_again() -> None:
    closed = after(party("jungle"), Close())
    assert closed.status == "closed"
    assert after(closed, EditInputs((text("space"),))).status != "closed"


def test_a_party_that_was_come_back_to_is_being_edited_until_it_is_saved() -> None:
    resumed = after(party("jungle"), Resume())
    assert resumed.status == "editing"
    assert after(resumed, Save()).status == "draft"


def run(before: Party, status: str = "completed") -> list[e.Event]:
    del before
    step = e.StepCompleted("theme_agent", REF.to_json(), "ran")
    return [e.RunStarted("r1", ["theme_agent"]), step, e.RunFinished("r1", status)]


def test_a_run_plans_the_party() -> None:
    there = party("jungle")
    started = fold(there, run(there)[:1])
    assert started.status == "planning"
    done = fold(there, run(there))
    assert (done.status, done.content.results, done.completed) == (
        "planned",
        {"theme_agent": REF},
        True,
    )


def test_a_failed_run_says_why_and_is_not_complete() -> None:
    there = party("jungle")
    failed = fold(there, [e.RunStarted("r1", []), e.RunFinished("r1", "failed", "no answer")])
    assert (failed.status, failed.failed, failed.completed) == ("failed", "no answer", False)


def test_snapshots_fall_due_as_the_history_says() -> None:
    there = party("jungle")
    assert snapshots_due(there, e.PartySaved(), 5) == ("draft",)
    assert snapshots_due(there, e.PartyClosed(), 5) == ("final",)
    assert snapshots_due(there, e.PartySaved(), 10) == ("draft", "auto")
    planned = fold(there, run(there)[:2])
    assert snapshots_due(planned, e.RunFinished("r1", "completed"), 7) == ("final",)
    assert snapshots_due(planned, e.RunFinished("r1", "superseded"), 7) == ()
    assert snapshots_due(fold(there, run(there)), e.RunFinished("r2", "completed"), 7) == ()


def test_a_party_survives_the_way_through_json() -> None:
    there = fold(party("jungle", "space"), run(party("jungle")))
    there = after(there, Correct("guests", 5), MarkTask("t", done=True), Resume())
    choice = Choice("venue_agent", "v1", {"name": "Hall"})
    there = after(there, Choose("venue_agent", (choice,)), EditInputs(removed=("inp_1",)))
    assert Party.from_json(there.to_json()) == there


def test_every_event_survives_the_way_through_its_body() -> None:
    for event in (*run(party()), e.PartyCreated("s"), e.InputRemoved("inp_1", 3)):
        assert e.event(e.kind(event), e.body(event)) == event


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(e.UnknownEvent):
        e.event("PartyExploded", {})
