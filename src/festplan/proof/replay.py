"""A party's events told again, one after the other: what they say must follow from one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from festplan.domain import events as e
from festplan.domain.evolve import evolve, snapshots_due
from festplan.domain.party import Content, Party
from festplan.domain.plan import Outcome, ResultRef
from festplan.engine.fingerprint import content
from festplan.proof.findings import Finding, Invariant, finding
from festplan.proof.reading import Row
from festplan.proof.texts import NotStrict, plain, strict
from festplan.store.chain import GENESIS, row_hash

ENDS = ("completed", "superseded", "failed")
"""How a run ends."""
STEPS = frozenset(get_args(Outcome)) - {"deleted"}
"""What may become of a step that leaves an answer."""
UNREADABLE = (ValueError, TypeError, KeyError, LookupError, AttributeError)
"""What a body raises that is not one of ours."""
EDITS = (e.InputAdded, e.InputChanged, e.InputRemoved, e.FactCorrected, e.OptionChosen)


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot as the events demand it: the columns of its row but for its id."""

    snapshot_type: str
    state: str
    created_at: str
    created_by: str
    last_event_id: str
    event_count: int


@dataclass(slots=True)
class Said:
    """A line of the input history as the events demand it."""

    content: str
    categories: list[str]
    removed_version: int | None = None


@dataclass(slots=True)
class Replay:
    """What the events of one party come to; `told` is False where they could not be told."""

    party: Party
    told: bool = True
    head: bytes = GENESIS
    at: str = ""
    unplanned: bool = False
    contents: list[Content] = field(default_factory=lambda: [Content()])
    taken: dict[int, Taken] = field(default_factory=dict)
    said: dict[tuple[str, int], Said] = field(default_factory=dict)
    refs: dict[tuple[str, ResultRef], str] = field(default_factory=dict)
    runs: set[str] = field(default_factory=set)
    planned: set[str] = field(default_factory=set)
    found: list[Finding] = field(default_factory=list)

    def tell(self, rows: list[Row]) -> None:
        """Tells the events; what does not follow is in `found`."""
        for version, row in enumerate(rows, start=1):
            self._place(version, row)
            self._text(row)
            self._chain(row)
            self.at, self.head = row[6:]
            if self.told:
                self._event(row)

    def wrong(self, invariant: Invariant, version: object, message: str) -> None:
        """Notes that the event at `version` breaks the invariant."""
        row_id = f"{self.party.party_id}/{version}"
        self.found.append(finding(invariant, "party_events", row_id, message))

    def _place(self, version: int, row: Row) -> None:
        if row[0] != version:
            self.told = False
            self.wrong(Invariant.DENSE, row[0], f"version {row[0]} stands at place {version}")

    def _text(self, row: Row) -> None:
        try:
            for text in (row[1], row[2], row[5], row[6]):
                plain(text)
        except NotStrict as broken:
            self.wrong(Invariant.TEXT, row[0], str(broken))

    def _chain(self, row: Row) -> None:
        version, event_id, kind, schema, body, actor, at, stored = row
        try:
            columns = (self.party.party_id, version, event_id, kind, schema, body, actor, at)
            made = row_hash(columns, self.head)
        except UNREADABLE:
            made = b""
        if made != stored:
            self.wrong(Invariant.CHAINED, version, "the hash is not that of the event and its past")

    def _event(self, row: Row) -> None:
        version, _, kind, schema, body, *_ = row
        try:
            if schema != e.SCHEMA_VERSION:
                raise e.UnknownEvent(f"schema version {schema} is not known")
            happened = e.event(kind, strict(body))
            self._runs(version, happened)
            self._restored(version, happened)
            after = evolve(self.party, happened)
            self._snapshots(row, happened, after)
            self._inputs(version, after)
            self._answers(version, happened)
        except NotStrict as broken:
            self.told = False
            self.wrong(Invariant.TEXT, version, str(broken))
        except UNREADABLE as error:
            self.told = False
            self.wrong(Invariant.FOLDED, version, f"the event cannot be told: {error!r}")
        else:
            self.party = after
            self.contents.append(after.content)

    def _runs(self, version: int, happened: e.Event) -> None:
        """A party begins once; a run starts when none is open and ends once, in a known way."""
        run = self.party.run
        if isinstance(happened, (e.PartyCreated, e.PartyForked, e.PartyImported)):
            self._begun(version, happened)
        elif version == 1:
            self.wrong(Invariant.RUN, version, "the first event does not begin a party")
        if isinstance(happened, e.RunStarted):
            if run is not None:
                self.wrong(Invariant.RUN, version, f"run {run.run_id} is still open")
            if happened.run_id in self.runs:
                self.wrong(Invariant.RUN, version, "the run was started before")
            self.runs.add(happened.run_id)
            self.planned.update(happened.planned)
            self.unplanned = False
        elif isinstance(happened, (e.StepCompleted, e.ResultDeleted)) and run is None:
            self.wrong(Invariant.RUN, version, "a step without an open run")
        elif isinstance(happened, e.RunFinished):
            self._ended(version, happened)
        elif isinstance(happened, EDITS):
            self.unplanned = True

    def _begun(
        self, version: int, happened: e.PartyCreated | e.PartyForked | e.PartyImported
    ) -> None:
        if version != 1:
            self.wrong(Invariant.RUN, version, "a party begins only once")
        if not happened.scope:
            self.wrong(Invariant.SCOPED, version, "the party has no scope of its own")
        self.unplanned = isinstance(happened, e.PartyImported)

    def _ended(self, version: int, happened: e.RunFinished) -> None:
        run = self.party.run
        if run is None or run.run_id != happened.run_id:
            self.wrong(Invariant.RUN, version, "the run that ends is not open")
        if happened.status not in ENDS:
            self.wrong(Invariant.RUN, version, f"a run does not end as {happened.status}")
        if (happened.status == "failed") != bool(happened.reason):
            self.wrong(Invariant.RUN, version, "only a failed run has a reason, and it has one")

    def _restored(self, version: int, happened: e.Event) -> None:
        if not isinstance(happened, e.BriefRestored):
            return
        source = happened.source_version
        if not 0 < source < version:
            self.wrong(Invariant.EXPLAINED, version, f"there was no version {source} to go back to")
        elif Content.from_json(happened.content) != self.contents[source]:
            self.wrong(Invariant.EXPLAINED, version, f"what is restored is not version {source}")

    def _snapshots(self, row: Row, happened: e.Event, after: Party) -> None:
        version, event_id, _, _, _, actor, at, _ = row
        due = snapshots_due(self.party, happened, version)
        if due:
            state = content(after.to_json()).decode()
            for number, kind in enumerate(due, start=self.party.snapshot_version + 1):
                self.taken[number] = Taken(kind, state, at, actor, event_id, version)

    def _inputs(self, version: int, after: Party) -> None:
        """Notes which inputs came at this version, and ends those that went or were changed."""
        had = {i.input_id: i.content for i in self.party.content.inputs}
        has = {i.input_id: i for i in after.content.inputs}
        for (input_id, _), said in self.said.items():
            there = input_id in has and has[input_id].content == said.content
            if said.removed_version is None and not there:
                said.removed_version = version
        for input_id, new in has.items():
            if had.get(input_id) != new.content:
                self.said[input_id, version] = Said(new.content, list(new.categories))

    def _answers(self, version: int, happened: e.Event) -> None:
        """Notes every answer that the event makes the party's, with the row that did."""
        if isinstance(happened, e.StepCompleted):
            ref = ResultRef.from_json(happened.ref)
            if happened.outcome not in STEPS:
                self.wrong(Invariant.RUN, version, f"{happened.outcome} is not an outcome")
            self._note(version, happened.agent, ref)
        elif isinstance(happened, (e.PartyForked, e.PartyImported)):
            for agent, body in happened.content.get("results", {}).items():
                self._note(version, agent, ResultRef.from_json(body))

    def _note(self, version: int, agent: str, ref: ResultRef) -> None:
        self.refs.setdefault((agent, ref), f"{self.party.party_id}/{version}")
