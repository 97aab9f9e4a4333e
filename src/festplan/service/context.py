"""What every use case works with: the doors to the outside, opened once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from festplan.domain.party import Party
from festplan.domain.plan import StepOutcome
from festplan.domain.reading import Facts, Reading
from festplan.engine.delta import World
from festplan.engine.graph import Graph
from festplan.engine.job import Engine
from festplan.ports.parties import Catalogue, Clock, Published, Store
from festplan.service.metering import Meter


class Read(Protocol):
    """Understands texts; `today` is what relative dates are counted from.

    `held` are the facts of the party so far, from which "the 24th" and "an hour later" go.
    """

    async def __call__(
        self, texts: Sequence[str], today: date, held: Facts | None = None
    ) -> list[Reading]: ...


class ReadFurther(Protocol):
    """Has a model read what was left unread, at the expense of the party; never fails."""

    async def __call__(
        self, readings: Sequence[Reading], today: date, *, scope: str, party_id: str
    ) -> list[Reading]: ...

    def unread(self, readings: Sequence[Reading]) -> bool:
        """Whether a model would be asked about one of them."""
        ...


class Runner(Protocol):
    """Who brings a party up to date, and when."""

    def follow(self, run_id: str, rest: Coroutine[Any, Any, Sequence[StepOutcome]]) -> None:
        """Sees to it that `rest`, the rest of the run, is done; returns at once."""
        ...

    def ended(self, run_id: str, outcomes: Sequence[StepOutcome]) -> None:
        """Notes what came of a run that has ended already."""
        ...

    async def wait(self, run_id: str) -> Sequence[StepOutcome]:
        """What came of the run, when it has ended; nothing when it is not under way here."""
        ...


Told = Callable[[str], None]
"""Called with a party's id after its history has grown."""
Ran = Callable[[Sequence[StepOutcome]], None]
"""Called with what came of a run, at its end."""


@dataclass(frozen=True, slots=True)
class Festplan:
    """The open doors. Times and ids come from `clock`, words are understood by `read`.

    `meter` is there where the price book asks something for work besides asking models,
    `read_further` where models are configured.
    """

    store: Store
    graph: Graph
    engine: Engine
    catalogue: Catalogue
    published: Published
    read: Read
    clock: Clock
    runner: Runner
    meter: Meter | None = None
    read_further: ReadFurther | None = None
    told: Told = lambda _: None
    ran: Ran = lambda _: None

    async def understand(
        self,
        texts: Sequence[str],
        today: date,
        *,
        scope: str,
        party_id: str,
        held: Facts | None = None,
    ) -> list[Reading]:
        """What the texts of a party's host say; what cannot be read here may be read further."""
        readings = await self.read(texts, today, held)
        if self.read_further is None:
            return readings
        return await self.read_further(readings, today, scope=scope, party_id=party_id)

    async def world(self, party: Party) -> World:
        """What agents are asked in, for this party, now."""
        version = await self.catalogue.version()
        ladder = self.engine.ladder
        return World(self.graph, self.published, version, party.private, ladder)
