"""The last stage of understanding: what the local reading could not read, read by a model.

Only inputs that were left unread come here. What the model says is checked fact by fact as if a
host had set it by hand; whatever fails, the local reading stands. An answer is kept under the
input's text for the host's own scope, so that the same words are paid for once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Any, cast

from festplan.domain.corrections import COUNTS, TEXTS, WORDS, FactRefused, corrected
from festplan.domain.reading import CATEGORIES, Facts, Reading
from festplan.engine.agent import Agent
from festplan.engine.delta import digests
from festplan.engine.fingerprint import fingerprint, identity
from festplan.engine.ladder import Ask
from festplan.models.framing import asking
from festplan.models.retries import Calling
from festplan.models.schema import NotOfSchema, fit
from festplan.models.tiers import READING, Rung
from festplan.ports.answers import Answers, Kept, MissingBody, Question, StoredAnswer

VERSION = 1
"""Grows with the instructions, so that older answers are not used any more."""
FACTS = (*COUNTS, *WORDS, *TEXTS, "date", "budget", "diet", "cake_form", "duration_hours")
MOST_FACTS = 12
MOST_OUTPUT_TOKENS = 250
_TEXT = {"type": "string"}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "categories": {"type": "array", "items": {"type": "string", "enum": [*CATEGORIES]}},
        "facts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"fact": {"type": "string", "enum": [*FACTS]}, "value": _TEXT},
                "required": ["fact", "value"],
                "additionalProperties": False,
            },
        },
        "rest": _TEXT,
    },
    "required": ["categories", "facts", "rest"],
    "additionalProperties": False,
}
INSTRUCTIONS = (
    "Read one input of somebody who plans a party.\n"
    "categories: what it asks for; none if it is not about planning a gathering. Places and head "
    "counts: venue. Food, drink, diets: catering. Cakes: cake. People hired, things rented: "
    "vendor. Style and colors: theme. Money: budget. Date, time, tasks: planner.\n"
    "facts: only what it states, each with its value as a short text: counts as digits, lists with "
    "commas, dates like 2027-06-12, times like 18:00, money like $1,500, diets like 5 vegan.\n"
    "rest: the words of the input that no fact says, or an empty text."
)
_WORDS = re.compile(r"[\w'-]+")
_AGENT = Agent(READING, VERSION, lambda _brief, _above: {}, lambda _view, _evidence: {})


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads further what the local reading left; `new_id` names what it does in the ledger."""

    answers: Answers
    caller: Calling
    rungs: Sequence[Rung]
    new_id: Callable[[], str]

    async def __call__(
        self, readings: Sequence[Reading], today: date, *, scope: str, party_id: str
    ) -> list[Reading]:
        """The readings, those that were left unread with what a model made of them."""
        return [
            await self._further(reading, today, scope, party_id) if unread(reading) else reading
            for reading in readings
        ]

    def unread(self, readings: Sequence[Reading]) -> bool:
        """Whether one of the readings would be read further."""
        return any(map(unread, readings))

    async def _further(self, reading: Reading, today: date, scope: str, party_id: str) -> Reading:
        view = {"text": reading.text, "today": today.isoformat()}
        question = Question(READING, VERSION, scope, identity(view), 0)
        name = fingerprint(READING, VERSION, scope, question.view, "")
        output = await self._known(question)
        if output is None:
            ask = Ask(
                _AGENT,
                view,
                {},
                fingerprint=name,
                scope=scope,
                private=True,
                party_id=party_id,
                run_id=self.new_id(),
                began=monotonic(),
            )
            output = await self._asked(ask, question)
        return reading if output is None else merged(reading, output, today)

    async def _known(self, question: Question) -> dict[str, Any] | None:
        found = (await self.answers.recall(question, "")).answer
        if found is None:
            return None
        try:
            output = await self.answers.body(found.result)
            fit(output, SCHEMA)
        except (MissingBody, NotOfSchema):
            return None
        return output

    async def _asked(self, ask: Ask, question: Question) -> dict[str, Any] | None:
        """The first model's answer, durable before it is settled; None where none answers."""
        for rung in self.rungs:
            called = await self.caller.call(ask, rung, self._request(rung, ask))
            if called.reply is None:
                continue
            output = dict(called.reply.output)
            digest, data = digests(output)
            stored = StoredAnswer(
                ask.fingerprint, digest, rung.tier, ask.scope, called.microdollars
            )
            await self.answers.keep((Kept(question, "", stored),), {digest: data})
            if called.owed is not None:
                await self.caller.settle(called.owed)
            return output
        return None

    def _request(self, rung: Rung, ask: Ask) -> Any:
        return asking(
            rung.model,
            INSTRUCTIONS,
            ask.view,
            SCHEMA,
            max_output_tokens=MOST_OUTPUT_TOKENS,
            timeout_seconds=self.caller.limits.call_seconds,
        )


def unread(reading: Reading) -> bool:
    """Whether the local reading has questions, or found nothing in words that may be about it.

    What the trained head alone takes a text to be about is a guess: nothing of it was read.
    """
    nothing = _guessed(reading) or not (reading.wishes or reading.facts or reading.declined)
    return bool(reading.questions) or (nothing and bool(reading.residue))


def _guessed(reading: Reading) -> bool:
    return reading.decided_by == "local" and not reading.facts and not reading.declined


def merged(reading: Reading, output: Mapping[str, Any], today: date) -> Reading:
    """The reading with the model's facts that hold and that it lacks; else the reading itself.

    What was read here stays; what was only guessed here gives way. The rest is made of the host's
    own words alone.
    """
    facts = {**_facts(output["facts"], today), **reading.facts}
    added = [name for name in CATEGORIES if name in output["categories"]]
    if facts == reading.facts and not added:
        return reading
    gives_way = bool(added) and _guessed(reading)
    held, wished = ((), ()) if gives_way else (reading.categories, reading.wishes)
    categories = [c for c in CATEGORIES if c in added or c in held]
    wishes = [c for c in CATEGORIES if c in added or c in wished]
    return replace(
        reading,
        categories=tuple(categories) or reading.categories,
        wishes=tuple(wishes),
        facts=cast(Facts, facts),
        residue=_rest(str(output["rest"]), reading),
        questions=(),
        decided_by="model",
    )


def _facts(said: Sequence[Mapping[str, str]], today: date) -> dict[str, Any]:
    """The facts that hold; one that is no fact of that form is left out."""
    facts: dict[str, Any] = {}
    for stated in said[:MOST_FACTS]:
        try:
            facts.setdefault(stated["fact"], corrected(stated["fact"], stated["value"], today))
        except FactRefused:
            continue
    return facts


def _rest(rest: str, reading: Reading) -> str:
    """The words of `rest` that stand in the residue that was left here, in its order."""
    kept = {word.lower() for word in _WORDS.findall(rest)}
    return " ".join(word for word in reading.residue.split() if word.lower() in kept)
