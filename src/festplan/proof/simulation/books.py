"""Whether the ledger says what the provider served: to the token, the microdollar and the call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from festplan.proof.simulation.pricing import Prices
from festplan.proof.simulation.provider import Served

PROVIDER = "openai:"


@dataclass(frozen=True, slots=True)
class Books:
    """The rows of a world's ledger, and what its steps say they spent."""

    calls: Sequence[Any]
    spent_by_steps: int
    work: Any

    @property
    def charged(self) -> int:
        """Microdollars of all calls."""
        return sum(call.charged_microdollars for call in self.calls)


def books(url: str) -> Books:
    """The books of the database at `url`."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            calls = list(connection.execute(sa.text("SELECT * FROM calls")))
            steps = "SELECT coalesce(sum(spent_microdollars), 0) FROM ledger"
            spent = connection.execute(sa.text(steps)).scalar_one()
            work = connection.execute(sa.text(_WORK)).one()
            return Books(calls, int(spent), work)
    finally:
        engine.dispose()


_WORK = """SELECT coalesce(sum(vector_queries), 0) AS vectors,
                  coalesce(sum(cache_operations), 0) AS cache,
                  coalesce(sum(database_operations), 0) AS database
           FROM work"""


def disagreements(
    kept: Books, delivered: Sequence[Served], in_vain: int, prices: Prices
) -> Iterator[str]:
    """Where the ledger and the provider disagree, in a sentence each; none where all is well.

    `delivered` are the answers that came through, `in_vain` is how many calls were served, or may
    have been, and did not come through.
    """
    settled = [call for call in kept.calls if call.state == "settled"]
    booked = Counter(_row(call) for call in settled)
    served = Counter((s.model, s.usage.input_tokens, s.usage.output_tokens) for s in delivered)
    for (model, read, written), times in (booked - served).items():
        yield f"{times} settled calls of {model}, {read} + {written} tokens, were not served"
    for (model, read, written), times in (served - booked).items():
        yield f"{times} served calls of {model}, {read} + {written} tokens, are not settled"
    owed = sum(prices.call(s.usage, PROVIDER + s.model) for s in delivered)
    paid = sum(call.charged_microdollars for call in settled)
    if owed != paid:
        yield f"{paid} microdollars are settled for what costs {owed}"
    unknown = sum(call.state == "unknown" for call in kept.calls)
    if unknown != in_vain:
        yield f"{unknown} rows are unknown where {in_vain} calls were served in vain"
    left = sum(call.state == "reserved" for call in kept.calls)
    if left:
        yield f"{left} calls are still reserved"


def _row(call: Any) -> tuple[str, int, int]:
    return call.model.removeprefix(PROVIDER), call.input_tokens, call.output_tokens
