"""The JSON documents that both doors show, from a party and its results. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from festplan.catalogue.reasons import misses, why
from festplan.domain import events as e
from festplan.domain.brief import Brief, Conflict, Input
from festplan.domain.listing import Match, Query
from festplan.domain.money import share
from festplan.domain.party import Party
from festplan.domain.plan import Delta, StepOutcome
from festplan.domain.reading import Facts

Document = dict[str, Any]
Bodies = Mapping[str, Document]
"""Results by digest."""

_OF_REF = frozenset({"tier", "provisional", "reason"})
"""What is published of the reference to an answer."""


def party_document(
    party: Party,
    bodies: Bodies,
    active: Collection[str],
    today: date,
    cost: Document,
    stale: Mapping[str, str],
) -> Document:
    """The party as the host sees it; `active` are the agents its brief asks for.

    `stale` says of answers that are shown as of an earlier time why they are not of today.
    """
    results = agent_results(party, bodies)
    return {
        "party_id": party.party_id,
        "version": party.version,
        "status": party.status,
        "inputs": [input_document(i) for i in party.content.inputs],
        "brief": party.brief.facts,
        "conflicts": [conflict_document(c) for c in party.brief.conflicts],
        "questions": questions(party.brief, results),
        "agent_results": results,
        "budget": results.get("budget_agent"),
        "final_plan": final_plan(results.get("planner_final"), party, today),
        "metadata": metadata(party, active),
        "cost": cost,
        "stale": dict(stale),
        "failed": party.failed or None,
        "choices": {a: [c.listing_id for c in cs] for a, cs in party.brief.choices.items()},
        "corrections": {c.fact: c.value for c in party.content.corrections},
        "origin": party.origin or None,
        "private": party.private,
        "can_undo": bool(party.undo),
        "can_redo": bool(party.redo),
    }


def agent_results(party: Party, bodies: Bodies) -> Document:
    """Every agent's settled result, with what the host committed to or paid in the budget."""
    results = {name: bodies[ref.settled] for name, ref in party.content.results.items()}
    budget = results.get("budget_agent")
    if budget and party.lines:
        lines = [_marked(line, party) for line in budget["lines"]]
        notes = [*budget.get("notes", ()), *_paid_elsewhere(budget["lines"], party)]
        results["budget_agent"] = {**budget, "lines": lines, "notes": notes}
    return results


def _marked(line: Document, party: Party) -> Document:
    """The line with how far it is; what was paid for something else is not paid for this."""
    name = line.get("line_id", "")
    ours = party.bought.get(name, line["label"]) == line["label"]
    return {**line, "state": party.lines.get(name, "planned") if ours else "planned"}


def _paid_elsewhere(lines: Sequence[Document], party: Party) -> list[str]:
    """What was committed to or paid and is no longer in the plan."""
    there = {line.get("line_id"): line["label"] for line in lines}
    return [
        f"You marked {what} as {party.lines[name]}, but the plan no longer holds it; "
        "choose it again to keep it."
        for name, what in party.bought.items()
        if name in party.lines and there.get(name) != what
    ]


def final_plan(plan: Document | None, party: Party, today: date) -> Document | None:
    """The plan with ticks, and with what is late by `today`."""
    if plan is None:
        return None
    tasks = [_task(task, party.done, today) for task in plan.get("checklist", [])]
    return {**plan, "checklist": tasks}


def _task(task: Document, done: Collection[str], today: date) -> Document:
    ticked = task["id"] in done
    due = task.get("due")
    late = isinstance(due, str) and not ticked and date.fromisoformat(due) < today
    state = "done" if ticked else "late: call today" if late else "open"
    return {**task, "task_id": task["id"], "done": ticked, "state": state}


def input_document(source: Input) -> Document:
    """An input with what was understood from it."""
    return {
        "input_id": source.input_id,
        "content": source.content,
        "categories": list(source.categories),
        "facts": source.facts,
        "residue": source.residue,
    }


def conflict_document(conflict: Conflict) -> Document:
    """Two inputs that contradict each other, and which one counts."""
    values = [{"input_id": source, "value": value} for source, value in conflict.values]
    return {"fact": conflict.fact, "values": values, "message": conflict.message}


def questions(brief: Brief, results: Mapping[str, Document]) -> list[str]:
    """What the host should be asked: what was not understood, and what agents have to know."""
    asked = [q for result in results.values() for q in result.get("questions", ())]
    return list(dict.fromkeys([*brief.questions, *asked]))


def metadata(party: Party, active: Collection[str]) -> Document:
    """How far the party is."""
    finished = sum(1 for name in active if name in party.content.results)
    if party.run is not None:
        finished -= sum(1 for n in active if n in party.run.planned and n in party.content.results)
    return {
        "total_events": party.version,
        "last_agent_run": party.last_agent_run or None,
        "completion_percent": share(max(finished, 0), len(active)),
        "snapshot_version": party.snapshot_version or None,
    }


def edit_document(
    before: Party,
    after: Party,
    delta: Delta,
    outcome: Sequence[StepOutcome],
    *,
    preview: bool,
) -> Document:
    """What an edit asks of the agents and, where it has been done, what happened."""
    return {
        "success": True,
        "party_id": after.party_id,
        "version": before.version if preview else after.version,
        "preview": preview,
        "base_version": before.version,
        "delta": delta_document(before, after, delta),
        "outcome": [outcome_document(step) for step in outcome],
        "message": message(delta),
    }


def delta_document(before: Party, after: Party, delta: Delta) -> Document:
    """New, changed and removed inputs, and what becomes of every active agent."""
    old = {i.input_id: i for i in before.content.inputs}
    new = {i.input_id: i for i in after.content.inputs}
    same = old.keys() & new.keys()
    return {
        "new_inputs": [input_document(i) for key, i in new.items() if key not in old],
        "changed_inputs": [input_document(new[k]) for k in new if k in same and new[k] != old[k]],
        "removed_inputs": [input_document(i) for key, i in old.items() if key not in new],
        "affected_agents": list(delta.affected),
        "cascade_agents": list(delta.cascade),
        "execution_plan": [
            {"agent": s.agent, "action": s.action, "reason": s.reason} for s in delta.steps
        ],
        "estimated_cost_savings": savings(delta),
    }


def savings(delta: Delta) -> Document:
    """How many agents are spared, and what that saves."""
    reused, executed = len(delta.agents("reuse_cache")), len(delta.agents("execute"))
    return {
        "reused_agents": reused,
        "executed_agents": executed,
        "deleted_agents": len(delta.agents("delete")),
        "savings_percent": share(reused, reused + executed),
        "cost_saved_microdollars": delta.saved_microdollars,
        "actual_cost_microdollars": delta.cost_microdollars,
    }


def message(delta: Delta) -> str:
    """One sentence on the work ahead."""
    reused, executed = len(delta.agents("reuse_cache")), len(delta.agents("execute"))
    if delta.unread:
        return f"A model has to read an input first: up to {executed} agents may be asked."
    if not executed and not reused:
        return "Nothing to plan."
    return f"Processing {executed} agents. Reusing {reused} cached results."


def outcome_document(step: StepOutcome) -> Document:
    """What happened to one agent."""
    return {
        "agent": step.agent,
        "outcome": step.outcome,
        "tier": step.tier,
        "changed": step.changed,
        "cost_microdollars": step.cost_microdollars,
        "milliseconds": step.milliseconds,
        "reason": step.reason,
    }


def event_document(recorded: e.Recorded) -> Document:
    """An event as it is published: not whose private results the party uses, nor their digests."""
    body = {name: value for name, value in e.body(recorded.event).items() if name != "scope"}
    if "content" in body:
        body["content"] = {k: v for k, v in body["content"].items() if k != "results"}
    if "ref" in body:
        body["ref"] = {k: v for k, v in body["ref"].items() if k in _OF_REF}
    return {
        "version": recorded.version,
        "kind": e.kind(recorded.event),
        "body": body,
        "occurred_at": recorded.occurred_at,
    }


def diff_document(a: Party, b: Party, bodies: Bodies) -> Document:
    """What differs between two states: inputs, facts, answers and the total."""
    first = {i.input_id: i.content for i in a.content.inputs}
    second = {i.input_id: i.content for i in b.content.inputs}
    return {
        "a": {"party_id": a.party_id, "version": a.version},
        "b": {"party_id": b.party_id, "version": b.version},
        "inputs": {
            "added": [text for key, text in second.items() if first.get(key) is None],
            "removed": [text for key, text in first.items() if second.get(key) is None],
            "changed": [
                {"input_id": key, "a": first[key], "b": second[key]}
                for key in first
                if key in second and first[key] != second[key]
            ],
        },
        "facts": _fact_differences(a.brief.facts, b.brief.facts),
        "agents": _agent_differences(a, b),
        "budget": [_total(party, bodies) for party in (a, b)],
    }


def _fact_differences(a: Facts, b: Facts) -> list[Document]:
    names = sorted({*a, *b})
    pairs = ((name, a.get(name), b.get(name)) for name in names)
    return [{"fact": name, "a": x, "b": y} for name, x, y in pairs if x != y]


def _agent_differences(a: Party, b: Party) -> list[Document]:
    names = [*a.content.results, *(n for n in b.content.results if n not in a.content.results)]
    held = [(n, a.content.results.get(n), b.content.results.get(n)) for n in names]
    return [
        {"agent": n, "change": "added" if x is None else "removed" if y is None else "changed"}
        for n, x, y in held
        if (x and x.settled) != (y and y.settled)
    ]


def _total(party: Party, bodies: Bodies) -> Document | None:
    ref = party.content.results.get("budget_agent")
    if ref is None:
        return None
    budget = bodies[ref.settled]
    return {name: budget.get(name) for name in ("currency", "total_minor", "fits")}


def listing_document(match: Match, query: Query) -> Document:
    """A listing that was found, with why it fits and what it misses."""
    listing = match.listing
    return {
        **asdict(listing),
        "why": why(match, query),
        "fits": True,
        "misses": misses(match, query),
        "distance_km": None if match.km is None else round(match.km, 3),
        "price": {
            "amount_minor": listing.price_minor,
            "currency": listing.currency,
            "unit": listing.unit,
            "basis": listing.basis,
        },
    }
