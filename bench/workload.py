"""Seven fake agents, the parties they plan and the edits their hosts make.

The graph is Festplan's: theme feeds venue, cake and vendor; these four and catering feed budget;
all six feed planner_final. An agent is active while the input it reads is there, budget and
planner_final while any other agent is.

What an agent sees, its view, is the text it reads and the ids of the answers upstream of it. Its
answer is exactly `RESULT_BYTES` of compact JSON in the shape of a real shortlist: the same for the
same view, and unlike every other one. An agent costs little (about 0.03 ms) beside what is
measured.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bench.vocabulary import ADJECTIVES, CITIES, FEATURES, KINDS, PLACES, THEMES

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
Inputs: TypeAlias = dict[str, str]
Result: TypeAlias = dict[str, Json]
Results: TypeAlias = dict[str, Result]
View: TypeAlias = dict[str, Json]
Answer: TypeAlias = Callable[[str, View], Result]

RESULT_BYTES = 1978
PARTIES_AT_MOST = len(ADJECTIVES) * len(THEMES)

UPSTREAM: dict[str, tuple[str, ...]] = {
    "theme": (),
    "venue": ("theme",),
    "cake": ("theme",),
    "catering": (),
    "vendor": ("theme",),
    "budget": ("theme", "venue", "cake", "catering", "vendor"),
    "planner_final": ("theme", "venue", "cake", "catering", "vendor", "budget"),
}
"""Every agent, in an order in which upstream comes first."""

READS = {
    "theme": "theme",
    "venue": "guests",
    "cake": "cake",
    "catering": "guests",
    "vendor": "vendor",
}
"""The input that each agent reads; budget and planner_final read upstream answers alone."""


@dataclass(frozen=True)
class Edit:
    """What a host changes at once: texts to set by input, and inputs to remove."""

    set: Mapping[str, str] = field(default_factory=dict)
    remove: tuple[str, ...] = ()

    def apply(self, inputs: Inputs) -> Inputs:
        kept = {key: text for key, text in inputs.items() if key not in self.remove}
        return {**kept, **self.set}


def initial_inputs(party: int) -> Inputs:
    """What the host of the `party`-th party writes first; no two parties share an answer.

    Raises ValueError from `PARTIES_AT_MOST` on.
    """
    if not 0 <= party < PARTIES_AT_MOST:
        raise ValueError(f"there are {PARTIES_AT_MOST} parties, not {party + 1}")
    theme, adjective = THEMES[party % len(THEMES)], ADJECTIVES[party // len(THEMES)]
    return {
        "theme": f"{adjective} {theme} theme",
        "guests": f"{20 + party % 97} guests, {party % 19} of them kids, {party // 97} vegans",
        "cake": f"{ADJECTIVES[party % 61]} layer cake for the {theme} table",
    }


def reference_edit(party: int) -> Edit:
    """Adds a balloon artist and drops the cake: vendor, budget and planner_final must run."""
    hours = f"{2 + party % 3} hours from {1 + party % 7} pm"
    return Edit({"vendor": f"Need balloon artist for {hours}"}, remove=("cake",))


def no_op_edit(party: int) -> Edit:
    """Sends the theme again, word for word: nothing must run."""
    return Edit({"theme": initial_inputs(party)["theme"]})


def cutoff_edit(party: int) -> Edit:
    """Says the theme in other words: theme must run, answers the same, and nothing follows."""
    return Edit({"theme": f"A {initial_inputs(party)['theme']}, please"})


def history_edit(number: int) -> Edit:
    """The `number`-th change of a guest count: venue, catering, budget, planner_final must run."""
    return Edit({"guests": f"{20 + number} guests, {number % 19} of them kids"})


EDITS: dict[str, Callable[[int], Edit]] = {
    "edit": reference_edit,
    "no-op": no_op_edit,
    "cutoff": cutoff_edit,
}
"""The edits a party sees, in this order."""

OPTIMUM = {"initial": 6, "edit": 3, "no-op": 0, "cutoff": 1}
"""Executions that are needed, by operation."""


def active(inputs: Inputs) -> tuple[str, ...]:
    """The agents that `inputs` ask for, upstream first."""
    if not inputs:
        return ()
    return tuple(agent for agent in UPSTREAM if READS.get(agent, agent) in inputs or agent in ENDS)


ENDS = ("budget", "planner_final")


def view_of(agent: str, inputs: Inputs, results: Mapping[str, Result | None]) -> View:
    """All that `agent` sees of the inputs and of the answers so far (None is no answer)."""
    upstream = ((name, results.get(name)) for name in UPSTREAM[agent])
    return {
        "text": inputs.get(READS.get(agent, ""), ""),
        "upstream": {name: result["id"] for name, result in upstream if result},
    }


def from_scratch(inputs: Inputs, answer: Answer) -> Results:
    """Every active agent's answer, one agent after another."""
    results: Results = {}
    for agent in active(inputs):
        results[agent] = answer(agent, view_of(agent, inputs, results))
    return results


def digest(results: Mapping[str, Result]) -> str:
    """Names `results` by content, so that programs can be held to the same answers."""
    return hashlib.sha256(compact(results).encode()).hexdigest()[:16]


def compact(value: Mapping[str, object]) -> str:
    """JSON without blanks, keys sorted."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


@dataclass
class Agents:
    """The fake agents, counting how often they are asked.

    `delay_s` is the sleep of one execution in seconds; at 0 an agent answers at once.
    """

    delay_s: float = 0.0
    executions: int = 0

    def answer(self, agent: str, view: View) -> Result:
        """Answers at once, whatever `delay_s` is."""
        self.executions += 1
        return answer_of(agent, view)

    async def answer_in_time(self, agent: str, view: View) -> Result:
        """Answers after `delay_s`, letting other agents work meanwhile."""
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        return self.answer(agent, view)


def answer_of(agent: str, view: View) -> Result:
    """The one answer of `agent` to `view`."""
    wish = plain_words(str(view["text"])) if agent == "theme" else view["text"]
    asked = compact({"agent": agent, "wish": wish, "upstream": view["upstream"]})
    picks = hashlib.shake_256(asked.encode()).digest(160)
    options: list[Json] = [_option(agent, picks[at : at + 16]) for at in range(0, 96, 16)]
    result: Result = {"id": picks[144:].hex(), "agent": agent, "wish": wish, "options": options}
    room = RESULT_BYTES - len(compact({**result, "notes": ""}))
    result["notes"] = _notes(picks[96:144])[:room]
    return result


POLITE_WORDS = frozenset({"a", "an", "the", "please"})


def plain_words(text: str) -> str:
    """`text` in lower case without commas and words of politeness."""
    words = text.lower().replace(",", " ").split()
    return " ".join(word for word in words if word not in POLITE_WORDS)


def _option(agent: str, picks: bytes) -> Json:
    return {
        "listing_id": f"{agent[:3]}-{picks[:4].hex()}",
        "name": f"{ADJECTIVES[picks[4] % 64].title()} {PLACES[picks[5] % 64]}",
        "kind": KINDS[picks[6] % 16],
        "city": CITIES[picks[7] % 16],
        "why": ", ".join(FEATURES[pick % 64] for pick in picks[8:11]),
        "capacity": 20 + picks[11],
        "fits": picks[12] > 40,
        "price": {"amount_minor": 100 * (40 + picks[13] * 7), "basis": "listed", "unit": "hire"},
    }


def _notes(picks: bytes) -> str:
    return "; ".join(FEATURES[pick % 64] for pick in picks)
