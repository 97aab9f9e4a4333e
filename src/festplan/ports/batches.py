"""The doors of batches: providers that answer within a day, and the notes of who waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from festplan.ports.models import Call, ModelReply, ModelRequest, ProviderFailed, Usage

PartyState = Literal["due", "waiting", "planned", "failed"]
"""How far a party of a job is: to be run, waiting for asks, done, or not to be planned."""
AskState = Literal["parked", "sending", "answered", "failed", "unknown"]
"""Parked asks go with the next batch; what became of an unknown one nobody can tell."""
SendingState = Literal["reserved", "sending", "sent", "ended", "refused", "unknown"]
"""Reserved in the ledger; on its way; taken by the provider; ended; not taken; nobody can tell."""
OPEN: tuple[AskState, ...] = ("parked", "sending")
"""The states of asks that a party waits for."""


class NoBatchApi(RuntimeError):
    """A model cannot be asked in batches; the message says so."""


class BatchRefused(RuntimeError):
    """A batch cannot be begun or gone on with; the message says why, and what to do."""


class UnknownBatch(LookupError):
    """There is no batch of that id."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"There is no batch {job_id}.")


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Many parties that are planned together; `today` is what their dates are counted from."""

    job_id: str
    name: str
    today: str
    created_at: str


@dataclass(frozen=True, slots=True)
class BatchParty:
    """One party of a job, the row `place` (from 1) of its file.

    Its id and scope are drawn before anything is asked. `waits` are the keys of the asks that its
    last run met without an answer; `reason` says why it failed.
    """

    job_id: str
    place: int
    name: str
    inputs: tuple[str, ...]
    private: bool
    party_id: str
    scope: str
    state: PartyState = "due"
    waits: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BatchAsk:
    """One question to one model, sent once for everybody who asks it; `key` is its identity.

    The call is booked on the party that asked first. `request` is None once it has ended; `output`
    is there once it is answered, `trouble` where it failed; `microdollars` is what it cost so far.
    """

    key: str
    job_id: str
    agent: str
    tier: str
    model: str
    fingerprint: str
    scope: str
    party_id: str
    run_id: str
    request: ModelRequest | None
    state: AskState = "parked"
    attempts: int = 0
    sending_id: str = ""
    call_id: str = ""
    output: Mapping[str, Any] | None = None
    microdollars: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """One batch at a provider, under an id of ours that it is found again by.

    `handle` is what the provider's library needs to ask for it, as JSON; empty until it is sent.
    """

    sending_id: str
    model: str
    state: SendingState
    handle: str
    asks: int
    began_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskEnd:
    """What became of an ask in a batch, and how its call is booked.

    `booked` is settled (with `usage`, `microdollars` and `price`), released, or unknown. With
    `again` the ask goes with the next batch.
    """

    key: str
    booked: Literal["settled", "released", "unknown"]
    output: Mapping[str, Any] | None = None
    usage: Usage | None = None
    microdollars: int = 0
    price: str = ""
    trouble: str = ""
    again: bool = False


@dataclass(slots=True)
class Met:
    """What the runs of one party of a job met: asks without an answer, and those parked anew.

    `held` names, by run, the agents whose answer is still to come.
    """

    job_id: str = ""
    keys: dict[str, BatchAsk] = field(default_factory=dict[str, BatchAsk])
    parked: dict[str, BatchAsk] = field(default_factory=dict[str, BatchAsk])
    held: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return any(ask.state in OPEN for ask in self.keys.values())


class BatchProvider(Protocol):
    """Somebody who answers many requests of one model for less money, within a day."""

    def most(self, model: str) -> int:
        """How many requests one batch may hold; raises `NoBatchApi`."""
        ...

    async def submit(
        self, sending_id: str, model: str, asked: Sequence[tuple[str, ModelRequest]]
    ) -> str:
        """Begins a batch and gives its handle; the requests are named by their keys.

        Raises `ProviderFailed`: with `served` False nothing was begun, with None nobody can tell.
        """
        ...

    async def find(self, sending_id: str, model: str, sample: ModelRequest) -> str | None:
        """The handle of a batch that was begun under that id; None where the provider lists none.

        `sample` is one of its requests. Raises `ProviderFailed`.
        """
        ...

    async def look(self, model: str, handle: str) -> tuple[str, bool]:
        """The handle as it is now, and whether the batch has ended; raises `ProviderFailed`."""
        ...

    async def results(
        self, model: str, handle: str, asked: Mapping[str, ModelRequest]
    ) -> Mapping[str, ModelReply | ProviderFailed]:
        """What became of each request of a batch that has ended; raises `ProviderFailed`."""
        ...

    async def forget(self, model: str, handle: str) -> None:
        """Has the provider delete the files of a batch whose replies are kept here; never fails."""
        ...

    async def close(self) -> None:
        """Closes every connection."""
        ...


class BatchStore(Protocol):
    """The notes of jobs, parties, asks and sendings; each method is one transaction.

    Calls are booked in the same transaction as the ask that they belong to.
    """

    async def begin(self, job: BatchJob, parties: Sequence[BatchParty]) -> None:
        """Notes a job with its parties; does nothing where it is noted already."""
        ...

    async def jobs(self) -> Sequence[BatchJob]:
        """Every job, the oldest first."""
        ...

    async def parties(self, job_id: str) -> Sequence[BatchParty]:
        """The parties of a job, in the order of its file."""
        ...

    async def asks(self, keys: Sequence[str]) -> Mapping[str, BatchAsk]:
        """The asks with those keys; what is not there is left out."""
        ...

    async def ran(self, party: BatchParty, parked: Sequence[BatchAsk]) -> None:
        """Notes what came of a party's run, with the asks that it parked.

        An ask that is there already stays as it is, unless it failed in another job.
        """
        ...

    async def parked(self) -> Sequence[BatchAsk]:
        """Every ask that is to go with the next batch, the oldest party's first."""
        ...

    async def reserve(self, sending: Sending, calls: Mapping[str, Call]) -> None:
        """Notes a batch before it is sent, with a reservation for each ask, by its key.

        An ask that a cap leaves no room for fails instead; without any other nothing is noted.
        """
        ...

    async def refuse(self, keys: Sequence[str], trouble: str) -> None:
        """Makes parked asks fail that cannot be sent."""
        ...

    async def claim(self, sending_id: str) -> bool:
        """Whether the reserved batch is now on its way and this caller is the one to send it."""
        ...

    async def sent(self, sending_id: str, handle: str) -> None:
        """Notes that the provider has the batch, also where it was thought lost."""
        ...

    async def unsent(self, sending_id: str, reason: str) -> None:
        """Notes that the provider refused the batch: its calls are released, its asks parked."""
        ...

    async def lost(self, sending_id: str, reason: str) -> None:
        """Notes that nobody can tell what became of the batch: its calls and asks are unknown."""
        ...

    async def sendings(self) -> Sequence[Sending]:
        """Every batch, the oldest first."""
        ...

    async def asks_of(self, sending_id: str) -> Sequence[BatchAsk]:
        """The asks that are with that batch and have not ended."""
        ...

    async def collected(self, sending_id: str, handle: str, ends: Sequence[AskEnd]) -> None:
        """Ends the batch: replies and bookings of its asks; what has ended before stays."""
        ...

    async def again(self, job_id: str) -> int:
        """Parks the failed and unknown asks that the job's parties met; gives how many."""
        ...

    async def counts(self, job_id: str) -> Sequence[tuple[str, AskState, int]]:
        """How many asks of a job are in which state, by the batch that they went with last."""
        ...

    async def charged(self, job_id: str) -> int:
        """Microdollars that calls in batches are charged for the parties of a job."""
        ...
