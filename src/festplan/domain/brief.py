"""The brief: what a host asked for, merged from every input, correction and choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from festplan.domain.reading import BudgetFact, Facts, Reading

LISTS = ("theme", "services", "flavours", "cuisine", "drinks", "venue_kind", "access")
"""Facts that are unions of words; a word in `exclude` leaves them and the other way round."""

CARDS = ("theme", "venue", "cake", "catering", "vendor")
"""Categories that ask for a card of the plan; budget and planner follow from them."""


@dataclass(frozen=True, slots=True)
class Input:
    """One sentence of a host, with what was understood from it.

    `order` is its place among inputs and corrections (a change keeps it); `touched` the version of
    the host command that last added or changed it.
    """

    input_id: str
    content: str
    order: int
    categories: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    residue: str = ""
    wishes: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    touched: int = 0

    @classmethod
    def read(cls, input_id: str, order: int, reading: Reading, touched: int) -> Input:
        """The input that holds `reading`."""
        return cls(
            input_id,
            reading.text,
            order,
            categories=tuple(reading.categories),
            facts=reading.facts,
            residue=reading.residue,
            wishes=reading.wishes,
            declined=reading.declined,
            replaces=reading.replaces,
            questions=reading.questions,
            touched=touched,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON without empty parts; `from_json` is the inverse."""
        body = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in body.items()
            if value not in ((), {}, "")
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Input:
        """The input that `to_json` wrote."""
        parts: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in body.items()
        }
        return cls(**parts)


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that the host set by hand: it wins over earlier inputs and loses to later ones."""

    fact: str
    value: Any
    order: int
    touched: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that the host pinned: the shortlist entry as it was when chosen."""

    agent: str
    listing_id: str
    entry: Mapping[str, Any]
    touched: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two inputs that say different things about one fact; the last of `values` is in force."""

    fact: str
    values: tuple[tuple[str, Any], ...]
    message: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All facts of a party, the categories asked for, and the words that no fact explains."""

    facts: Facts = field(default_factory=Facts)
    asked: frozenset[str] = frozenset()
    residue: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict[str, tuple[Choice, ...]])
    conflicts: tuple[Conflict, ...] = ()
    questions: tuple[str, ...] = ()

    def chosen(self, agent: str) -> tuple[Choice, ...]:
        """The options pinned for `agent`, in the order of choosing."""
        return self.choices.get(agent, ())


def merge(
    inputs: Iterable[Input],
    corrections: Iterable[Correction] = (),
    choices: Iterable[Choice] = (),
) -> Brief:
    """The brief of these inputs and corrections: in order, later wins, contradictions shown."""
    everything: list[Input | Correction] = [*inputs, *corrections]
    sources = sorted(everything, key=lambda source: source.order)
    merging = _Merging()
    for source in sources:
        merging.take(source)
    return merging.brief(tuple(choices))


@dataclass(slots=True)
class _Merging:
    """The brief while inputs are folded into it, one after the other."""

    facts: dict[str, Any] = field(default_factory=dict)
    said: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    asked: dict[str, bool] = field(default_factory=dict)
    residue: dict[str, list[str]] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)

    def take(self, source: Input | Correction) -> None:
        if isinstance(source, Correction):
            self._correct(source.fact, source.value)
            return
        for name in source.replaces:
            self.facts.pop(name, None)
        self._exclude(source.facts.get("exclude", []))
        for name, value in source.facts.items():
            if name != "exclude":
                self._fact(source.input_id, name, value)
        self._ask(source)

    def _correct(self, name: str, value: Any) -> None:
        """Sets a fact; its parts in one order, whether it was just set or read back."""
        self.facts[name] = dict(sorted(value.items())) if isinstance(value, dict) else value
        self.said[name] = [("correction", value)]

    def _exclude(self, words: Iterable[str]) -> None:
        gone = set(words)
        for name in LISTS:
            if name in self.facts:
                self._keep(name, [word for word in self.facts[name] if word not in gone])
        if gone:
            self.facts["exclude"] = sorted({*self.facts.get("exclude", []), *gone})

    def _keep(self, name: str, words: list[str]) -> None:
        if words:
            self.facts[name] = words
        else:
            self.facts.pop(name, None)

    def _fact(self, input_id: str, name: str, value: Any) -> None:
        if name in LISTS:
            self.facts[name] = sorted({*self.facts.get(name, []), *value})
            self._keep("exclude", [w for w in self.facts.get("exclude", []) if w not in value])
        elif name == "diet":
            self.facts[name] = dict(sorted({**self.facts.get(name, {}), **value}.items()))
        elif name == "budget":
            self._budget(input_id, value)
        else:
            self._say(name, input_id, value)
            self.facts[name] = value

    def _budget(self, input_id: str, value: BudgetFact | list[BudgetFact]) -> None:
        held = {part.get("for"): part for part in budgets(self.facts.get("budget"))}
        for part in budgets(value):
            purpose = part.get("for")
            self._say("budget" if purpose is None else f"budget for {purpose}", input_id, part)
            held[purpose] = part
        parts = sorted(held.values(), key=lambda part: part.get("for", ""))
        self.facts["budget"] = parts[0] if len(parts) == 1 else parts

    def _say(self, name: str, input_id: str, value: Any) -> None:
        self.said.setdefault(name, []).append((input_id, value))

    def _ask(self, source: Input) -> None:
        self.asked.update(dict.fromkeys(source.declined, False))
        self.asked.update(dict.fromkeys(source.wishes, True))
        self.questions.extend(source.questions)
        if source.residue:
            for category in source.categories:
                self.residue.setdefault(category, []).append(source.residue)

    def brief(self, choices: tuple[Choice, ...]) -> Brief:
        by_agent: dict[str, tuple[Choice, ...]] = {}
        for choice in choices:
            by_agent[choice.agent] = (*by_agent.get(choice.agent, ()), choice)
        return Brief(
            facts=cast(Facts, self.facts),
            asked=frozenset(name for name in CARDS if self.asked.get(name)),
            residue={name: tuple(words) for name, words in self.residue.items()},
            choices=by_agent,
            conflicts=(*self._contradictions(), *head_count_conflicts(cast(Facts, self.facts))),
            questions=tuple(dict.fromkeys(self.questions)),
        )

    def _contradictions(self) -> Iterable[Conflict]:
        for name, values in sorted(self.said.items()):
            if any(value != values[-1][1] for _, value in values):
                shown = ", then ".join(_spoken(value) for _, value in values)
                yield Conflict(name, tuple(values), f"{name} was said as {shown}; the last counts")


def _spoken(value: Any) -> str:
    """A fact in words, the same whatever the order in which its parts are held: "1500 USD max"."""
    if isinstance(value, Mapping):
        said = [(n, v) for n, v in sorted(value.items()) if v is not None and v is not False]
        return " ".join(name.replace("_", " ") if v is True else str(v) for name, v in said)
    return str(value)


def head_count_conflicts(facts: Facts) -> tuple[Conflict, ...]:
    """Head counts that cannot all be true: parts that are more than, or do not make, the whole."""
    guests, kids, adults = facts.get("guests"), facts.get("kids"), facts.get("adults")
    parts = (kids or 0) + (adults or 0)
    if guests is None or (kids is None and adults is None):
        return ()
    both = kids is not None and adults is not None
    if parts <= guests and not (both and parts != guests):
        return ()
    values = (("guests", guests), ("kids", kids), ("adults", adults))
    message = f"{adults or 0} adults and {kids or 0} kids do not fit {guests} guests"
    return (Conflict("guests", tuple(v for v in values if v[1] is not None), message),)


def budgets(value: BudgetFact | list[BudgetFact] | None) -> list[BudgetFact]:
    """The budget fact as a list, whatever its form."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
