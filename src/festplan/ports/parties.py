"""The doors to parties and the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from festplan.domain.events import Recorded
from festplan.domain.listing import Listing, Match, Query, Role, TypicalPrice
from festplan.domain.party import Party
from festplan.domain.spending import Accounts, LedgerEntry, Work
from festplan.ports.answers import Answers, Kept, Remembered


class Catalogue(Protocol):
    """What can be booked."""

    def of(self, scope: str) -> Catalogue:
        """The same for one scope alone: nobody else's searches show in how long its own take."""
        ...

    async def search(self, query: Query) -> Sequence[Match]:
        """The listings that pass the filters of `query`, best first."""
        ...

    async def get(self, listing_id: str) -> Listing | None:
        """The listing of that id."""
        ...

    async def version(self) -> int:
        """A number that grows whenever a listing changes."""
        ...

    async def cities(self) -> Mapping[str, tuple[str, str]]:
        """Spoken form in lower case -> (city, country) of every city with listings."""
        ...

    async def typical(self, role: Role, kind: str, currency: str) -> TypicalPrice:
        """What this usually costs where nothing is listed, as an estimate."""
        ...


class VersionConflict(RuntimeError):
    """The party went on while this was prepared; read it again and decide anew."""


class KeyUsed(RuntimeError):
    """Another request with the same idempotency key was quicker; nothing of this one was done."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The idempotency key {key} is in use.")
        self.key = key


class UnknownParty(LookupError):
    """There is no such party, or it is another host's."""

    def __init__(self, party_id: str) -> None:
        super().__init__(f"There is no party {party_id}.")
        self.party_id = party_id


class UnknownVersion(LookupError):
    """The party has no such version or snapshot."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A complete state at a version: `state` is the party as JSON, results by digest."""

    snapshot_id: str
    party_id: str
    snapshot_version: int
    snapshot_type: str
    state: Mapping[str, Any]
    created_at: str
    created_by: str
    last_event_id: str
    event_count: int


@dataclass(frozen=True, slots=True)
class InputRecord:
    """A line of the input history: what was said and which agents it made run."""

    input_id: str
    content: str
    categories: tuple[str, ...]
    affected_agents: tuple[str, ...]
    added_version: int
    removed_version: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer given to a request that carried an idempotency key, to be given again.

    `status` is the HTTP status, 0 while the answer has to wait for a run.
    """

    key: str
    request_hash: str
    party_id: str
    version: int
    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything that one command, or the end of one run, makes durable together.

    `before` is the party that it was decided on (None for a new party); the events follow its
    version without a gap, and `after` is their fold.
    """

    before: Party | None
    after: Party
    events: Sequence[Recorded]
    snapshots: Sequence[Snapshot] = ()
    answers: Sequence[Kept] = ()
    bodies: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    remembered: Sequence[Remembered] = ()
    history: Sequence[InputRecord] = ()
    removed_inputs: Mapping[str, int] = field(default_factory=dict[str, int])
    ledger: Sequence[LedgerEntry] = ()
    work: Work | None = None
    reply: Reply | None = None


class Store(Answers, Protocol):
    """Parties, their history and their results: the truth."""

    async def commit(self, commit: Commit) -> None:
        """Makes `commit` durable as one; `VersionConflict` when the party has gone on."""
        ...

    async def leave(
        self,
        answers: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered],
        ledger: Sequence[LedgerEntry] = (),
        work: Work | None = None,
    ) -> None:
        """Makes durable what a run leaves whose party has gone on: its answers and its money."""
        ...

    async def party(self, party_id: str) -> Party:
        """The party at its head; `UnknownParty` when there is none."""
        ...

    async def party_at(self, party_id: str, version: int) -> Party:
        """The party as it was at `version`: the snapshot before it, and the events since."""
        ...

    async def events(self, party_id: str, after: int, limit: int) -> Sequence[Recorded]:
        """Events after version `after`, in order."""
        ...

    async def timeline(self, party_id: str) -> Sequence[tuple[int, str, str, str]]:
        """Version, kind, actor and time of every event, without its body."""
        ...

    async def parties(self, after: str, limit: int) -> Sequence[tuple[Party, str]]:
        """Parties with the time of their last change, newest first, from cursor `after` on.

        A cursor is "<time> <party id>" of the last party that was seen; empty for the start.
        """
        ...

    async def count(self) -> int:
        """How many parties there are."""
        ...

    async def snapshots(self, party_id: str) -> Sequence[Snapshot]:
        """The snapshots of a party, oldest first."""
        ...

    async def latest_snapshot(self, party_id: str, until: int, kind: str = "") -> Snapshot | None:
        """The latest snapshot at or before version `until`, of that type where one is named."""
        ...

    async def inputs(self, party_id: str) -> Sequence[InputRecord]:
        """Every input that the party ever had."""
        ...

    async def put_reply(self, reply: Reply) -> None:
        """Keeps an answer by its key: a new one, or the final one in place of a pending one."""
        ...

    async def reply(self, key: str) -> Reply | None:
        """The answer that was given to the request of that key."""
        ...

    async def bodies(self, digests: Sequence[str]) -> Mapping[str, dict[str, Any]]:
        """Results by digest; `MissingBody` when one is not there."""
        ...

    def hold(self, bodies: Mapping[str, dict[str, Any]]) -> None:
        """Keeps results at hand that were made here, so that they need not be read back."""
        ...

    async def open_runs(self) -> Sequence[str]:
        """Parties whose run has not ended."""
        ...

    async def ledger(self, *, party_id: str = "", month: str = "") -> Sequence[LedgerEntry]:
        """Ledger entries of a party, or of a month (YYYY-MM), oldest first."""
        ...

    async def accounts(self, *, party_id: str = "", month: str = "") -> Accounts:
        """Calls, steps and work of a party or of a month (YYYY-MM), summed; of all for neither."""
        ...

    async def spent(self, party_id: str) -> tuple[int, int]:
        """Microdollars spent on a party and saved by reuse: the sums of its `accounts`."""
        ...

    async def abandon(self, run_id: str) -> int:
        """Makes the calls `unknown` that a process left reserved in a run; gives how many.

        To be called before the run is done again.
        """
        ...

    async def abandon_old(self, before: str) -> int:
        """Makes the calls `unknown` that were reserved before that time and never ended; how many.

        Whoever made them is gone, and no run may be left to say so.
        """
        ...


class Clock(Protocol):
    """Where time and ids come from."""

    def now(self) -> str:
        """ISO 8601 in UTC, to the microsecond."""
        ...

    def new_id(self) -> str:
        """A fresh UUID as 32 hexadecimal digits; later ones sort after earlier ones."""
        ...

    def new_party_id(self) -> str:
        """A party id that is probably free, like fp2026A12345."""
        ...


Published = Callable[[str], bool]
"""Whether a text is of a closed vocabulary or the published catalogue, so that it may be shared."""
