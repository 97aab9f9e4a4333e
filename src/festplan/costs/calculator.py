"""What a party costs to plan: each agent's turn priced by a book, component by component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from festplan.domain.money import microdollars, show_dollars, times
from festplan.models.price_book import AgentFigures, PriceBook
from festplan.models.prices import BookPrices
from festplan.ports.models import Usage

PARTIES = 100_000
EDITS = Decimal("1.5")
"""How many parties a month, and how much re-runs and edits add, where nothing else is said."""
COMPONENTS = ("openai_llm", "vector_db", "compute", "redis", "postgresql")
"""What an agent's turn is made of, as the case study names it."""


class NoFigures(LookupError):
    """The book does not know what an agent's turn takes; `agent` names it."""

    def __init__(self, book: str, agent: str, known: Sequence[str]) -> None:
        super().__init__(
            f"The price book {book} has no figures for {agent}; it has them for {', '.join(known)}."
        )
        self.agent = agent


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the agents' turns cost in microdollars, by agent and component.

    `printed` are the percentages that the book's source prints for the same agents.
    """

    agents: Mapping[str, Mapping[str, int]]
    orchestration: int
    parties: int
    edits: Decimal
    printed: Mapping[str, Decimal]

    @property
    def total(self) -> int:
        """Microdollars for one party."""
        return self.orchestration + sum(sum(parts.values()) for parts in self.agents.values())

    @property
    def components(self) -> dict[str, int]:
        """Microdollars for one party by component, orchestration included."""
        sums = {name: sum(parts[name] for parts in self.agents.values()) for name in COMPONENTS}
        return sums | {"orchestration": self.orchestration}


def estimate(
    book: PriceBook,
    agents: Sequence[str] = (),
    *,
    parties: int = PARTIES,
    edits: Decimal = EDITS,
    model: str = "",
) -> Estimate:
    """What one party costs with one turn of each of `agents`, all of the book's when none is named.

    `model` answers where the book's figures name none; without it rules do, for nothing. Raises
    `NoFigures`, and `NoPrice` when the book does not know what the model costs.
    """
    chosen = list(dict.fromkeys(agents)) or list(book.agents)
    for agent in chosen:
        if agent not in book.agents:
            raise NoFigures(book.name, agent, list(book.agents))
    figures = {agent: book.agents[agent] for agent in chosen}
    priced = {agent: _turn(book, _answered_by(f, model)) for agent, f in figures.items()}
    printed = book.printed if set(chosen) == book.printed_of else {}
    return Estimate(priced, microdollars(book.work.party), parties, edits, printed)


def _answered_by(figures: AgentFigures, model: str) -> AgentFigures:
    return figures if figures.model else replace(figures, model=model)


def _turn(book: PriceBook, figures: AgentFigures) -> dict[str, int]:
    rates = book.work
    return {
        "openai_llm": _tokens(book, figures),
        "vector_db": microdollars(figures.vector_queries * rates.vector_query),
        "compute": times(rates.compute_second, Decimal(figures.compute_microseconds).scaleb(-12)),
        "redis": microdollars(figures.cache_operations * rates.cache_operation),
        "postgresql": microdollars(figures.database_operations * rates.database_operation),
    }


def _tokens(book: PriceBook, figures: AgentFigures) -> int:
    if not figures.model or not (figures.input_tokens or figures.output_tokens):
        return 0
    usage = Usage(figures.input_tokens, figures.output_tokens)
    return BookPrices(book).cost(figures.model, usage)[0]


def document(found: Estimate) -> dict[str, Any]:
    """The estimate as JSON; money as the case study writes it, and in whole microdollars."""
    monthly = found.total * found.parties
    return {
        "agents_executed": len(found.agents),
        "agent_costs": [_agent(name, parts) for name, parts in found.agents.items()],
        "orchestration_cost": show_dollars(found.orchestration),
        "total_cost": show_dollars(found.total),
        "total_cost_microdollars": found.total,
        "components": _components(found),
        "parties": found.parties,
        "monthly_cost": show_dollars(monthly, cents=True),
        "edits_factor": float(found.edits),
        "monthly_cost_with_edits": show_dollars(times(monthly, found.edits), cents=True),
        "differs": _differs(found),
    }


def _agent(name: str, parts: Mapping[str, int]) -> dict[str, Any]:
    total = sum(parts.values())
    return {
        "agent": name,
        "breakdown": {component: show_dollars(cost) for component, cost in parts.items()},
        "total_cost": show_dollars(total),
        "total_cost_microdollars": total,
    }


def _components(found: Estimate) -> list[dict[str, Any]]:
    return [
        {
            "component": name,
            "cost": show_dollars(cost),
            "percent": float(percent(cost, found.total)),
        }
        for name, cost in found.components.items()
    ]


def percent(part: int, whole: int) -> Decimal:
    """`part` of `whole` in percent with one digit, halves up; 0 of nothing."""
    return Decimal((part * 2000 + whole) // (2 * whole)) / 10 if whole else Decimal(0)


def _differs(found: Estimate) -> list[dict[str, Any]]:
    """Components whose percentage the book's source prints otherwise."""
    computed = {name: percent(cost, found.total) for name, cost in found.components.items()}
    return [
        {"component": name, "printed": float(said), "computed": float(computed[name])}
        for name, said in found.printed.items()
        if said != computed[name]
    ]
