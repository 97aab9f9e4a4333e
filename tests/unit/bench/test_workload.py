from __future__ import annotations

from bench.workload import (
    EDITS,
    OPTIMUM,
    RESULT_BYTES,
    UPSTREAM,
    Agents,
    Inputs,
    Result,
    View,
    active,
    answer_of,
    compact,
    from_scratch,
    initial_inputs,
)


def test_every_answer_has_the_same_size() -> None:
    sizes = {
        len(compact(result))
        for party in range(300)
        for result in from_scratch(initial_inputs(party), answer_of).values()
    }
    assert sizes == {RESULT_BYTES}


def test_no_two_parties_share_an_answer() -> None:
    ids = [
        result["id"]
        for party in range(300)
        for result in from_scratch(initial_inputs(party), answer_of).values()
    ]
    assert len(ids) == 300 * OPTIMUM["initial"] == len({str(name) for name in ids})


def test_the_optimum_is_what_a_perfect_memory_still_has_to_ask() -> None:
    memory: dict[str, Result] = {}
    agents = Agents()

    def remembered(agent: str, view: View) -> Result:
        question = compact({"agent": agent, "view": view})
        if question not in memory:
            memory[question] = agents.answer(agent, view)
        return memory[question]

    def asked(inputs: Inputs) -> int:
        before = agents.executions
        from_scratch(inputs, remembered)
        return agents.executions - before

    for party in range(20):
        inputs = initial_inputs(party)
        counts = {"initial": asked(inputs)}
        for name, edit in EDITS.items():
            inputs = edit(party).apply(inputs)
            counts[name] = asked(inputs)
        assert counts == OPTIMUM


def test_the_reference_edit_brings_the_vendor_and_drops_the_cake() -> None:
    inputs = initial_inputs(0)
    after = EDITS["edit"](0).apply(inputs)
    assert set(active(after)) - set(active(inputs)) == {"vendor"}
    assert set(active(inputs)) - set(active(after)) == {"cake"}


def test_upstream_agents_come_first() -> None:
    seen: set[str] = set()
    for agent, upstream in UPSTREAM.items():
        assert seen.issuperset(upstream)
        seen.add(agent)
