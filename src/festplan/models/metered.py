"""A provider that runs here, for simulation and tests: it answers by the schema and counts tokens.

It knows what some wishes mean that no listing says in the same words (`MEANINGS`), as a model
does; everything else it takes from the data that it is shown. The same request always gets the
same answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from festplan.models.framing import unframed
from festplan.ports.models import ModelReply, ModelRequest, Usage

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "woods": ("garden", "outdoors", "park", "barn"),
    "grandma": ("home cooking", "traditional", "cottage", "classic"),
    "stars": ("rooftop", "outdoors", "terrace"),
    "breeze": ("rooftop", "beach", "waterfront", "terrace", "outdoors"),
    "cosy": ("restaurant", "cafe", "cottage", "intimate"),
    "cozy": ("restaurant", "cafe", "cottage", "intimate"),
    "sparkle": ("glitter", "gold", "lights"),
    "giggle": ("clown", "magician", "comedian", "balloon artist"),
    "quiet": ("library", "garden", "museum", "acoustic"),
    "messy": ("barbecue", "bbq", "tacos", "burgers"),
}
"""Clues in a host's words, and what of a listing answers them; our own."""
_PROSE_LETTERS, _JSON_LETTERS = 4, 3
_WORD = re.compile(r"\w{4,}")


def tokens(request: ModelRequest) -> int:
    """Input tokens by estimate: a token for 4 letters of prose (OpenAI's rule of thumb), 3 of JSON.

    JSON has more marks and fewer whole words; its schema counts as input too.
    """
    prose = -(-len(request.instructions) // _PROSE_LETTERS)
    data = len(request.prompt) + len(json.dumps(request.schema, separators=(",", ":")))
    return prose + -(-data // _JSON_LETTERS)


@dataclass(slots=True)
class MeteredProvider:
    """Answers every request; `served` is called with each reply, so that it can be added up.

    With `admits` it says of wishes that nothing it was shown answers that they are unmet.
    """

    meanings: Mapping[str, Sequence[str]] = field(default_factory=lambda: MEANINGS)
    admits: bool = False
    served: Callable[[ModelRequest, ModelReply], None] = lambda _request, _reply: None

    async def ask(self, request: ModelRequest) -> ModelReply:
        """An answer of the request's schema, with the tokens that it took."""
        data = unframed(request.prompt)
        output = _answer(request.schema, data, self.meanings)
        if self.admits and data.get("wishes") and output.get("picks") == _nearest(data):
            output["unmet"] = " ".join(data["wishes"])[:40]
        written = -(-len(json.dumps(output, separators=(",", ":"))) // _JSON_LETTERS)
        reply = ModelReply(output, Usage(tokens(request), written), request.model)
        self.served(request, reply)
        return reply


def _answer(
    schema: Mapping[str, Any], data: Mapping[str, Any], meanings: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    wishes = [*data.get("wishes", []), *data.get("theme", [])]
    wanted = _wanted(wishes, meanings)
    picks = _picks(data.get("candidates", []), wanted)
    topic = " ".join(wishes)[:40] or "party"
    values: dict[str, Any] = {
        "picks": picks,
        "unmet": "" if picks or not data.get("candidates") else topic,
        "decorations": [{"item": f"{topic} centerpiece", "rule": "per_table"}],
        "activities": [f"{topic} treasure hunt"],
        "food_ideas": [f"{topic} platter"],
        "dishes": [f"{topic} platter"],
        "mood": f"A party all about {topic}.",
        "idea": f"decorated with {topic}",
    }
    return {name: values.get(name, _empty(part)) for name, part in schema["properties"].items()}


def _wanted(wishes: Sequence[str], meanings: Mapping[str, Sequence[str]]) -> set[str]:
    """The words of the wishes, and what they mean."""
    words = {word for wish in wishes for word in _WORD.findall(wish.lower())}
    meant = {tag for clue, tags in meanings.items() for tag in tags if clue in words}
    return words | meant


def _picks(candidates: Sequence[Mapping[str, Any]], wanted: set[str]) -> list[dict[str, str]]:
    """The candidates that answer most of what is wanted, the first at least where none does."""
    met = [(wanted & _offered(candidate), candidate) for candidate in candidates]
    ranked = sorted(met, key=lambda pair: -len(pair[0]))
    found = [
        {"id": str(candidate["id"]), "why": f"for {', '.join(sorted(hit))}"}
        for hit, candidate in ranked[:3]
        if hit
    ]
    return found or _nearest({"candidates": candidates})


def _nearest(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The first candidate, where none answers."""
    return [{"id": str(c["id"]), "why": "the nearest"} for c in data.get("candidates", [])[:1]]


def _offered(candidate: Mapping[str, Any]) -> set[str]:
    said = [*candidate.get("tags", []), str(candidate.get("kind", ""))]
    said += [str(candidate.get("setting", "")), str(candidate.get("name", ""))]
    return {piece for text in said for piece in (text.lower(), *_WORD.findall(text.lower()))}


def _empty(schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "null" in kinds:
        return None
    blank: dict[Any, Any] = {"array": [], "object": {}, "string": "", "boolean": False}
    return blank.get(kinds[0], 0)
