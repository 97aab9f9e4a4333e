"""What was understood from one input: categories, typed facts and the words left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

Category = Literal[
    "theme", "venue", "cake", "catering", "vendor", "budget", "planner", "out_of_domain"
]
CATEGORIES: tuple[Category, ...] = (
    "theme",
    "venue",
    "cake",
    "catering",
    "vendor",
    "budget",
    "planner",
)

BudgetFact = TypedDict(
    "BudgetFact",
    {
        "amount": int | float,
        "currency": str | None,
        "kind": Literal["max", "approx", "range", "min"],
        "min": int | float,
        "per_person": bool,
        "for": str,
    },
    total=False,
)
"""Money in whole units of the currency, as the host said it; without `for` the whole party's."""


class CakeForm(TypedDict, total=False):
    """The shape of the cake: `kind` is tiered, sheet, round, square, cupcakes or sculpted."""

    kind: str
    tiers: int
    count: int


class Facts(TypedDict, total=False):
    """Everything an input may state. A missing key was not said; nothing is guessed.

    `kids_ages` is the youngest and the oldest of the children as "13-17", in years.
    """

    theme: list[str]
    guests: int
    kids: int
    kids_ages: str
    adults: int
    guests_min: int
    guests_max: int
    age: int
    honoree: str
    occasion: str
    diet: dict[str, int | None]
    exclude: list[str]
    services: list[str]
    flavours: list[str]
    cake_form: CakeForm
    cuisine: list[str]
    service_style: str
    drinks: list[str]
    venue_kind: list[str]
    setting: str
    access: list[str]
    city: str
    area: str
    budget: BudgetFact | list[BudgetFact]
    date: str
    time: str
    duration_hours: int | float


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text a fact was read: characters `start` to `end`, confidence 0 to 1."""

    fact: str
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, understood.

    `wishes` are the categories that the text asks for (they activate agents), `declined` the
    categories it switches off as a whole ("no catering at all"), `replaces` the list facts whose
    earlier words it takes the place of ("a space theme instead"). All three are subsets of, or
    about, `categories`; a category that is only constrained by a negation is in none of them.
    """

    text: str
    categories: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)
    residue: str = ""
    wishes: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict[str, float])
    spans: tuple[Span, ...] = ()
    questions: tuple[str, ...] = ()
    decided_by: str = "rules"

    def document(self) -> dict[str, Any]:
        """The JSON document that `festplan understand` prints."""
        return {
            "text": self.text,
            "categories": list(self.categories),
            "scores": dict(self.scores),
            "facts": self.facts,
            "residue": self.residue,
            "questions": list(self.questions),
            "decided_by": self.decided_by,
            "wishes": list(self.wishes),
            "declined": list(self.declined),
            "replaces": list(self.replaces),
            "spans": [
                {"fact": s.fact, "start": s.start, "end": s.end, "confidence": s.confidence}
                for s in self.spans
            ],
        }
