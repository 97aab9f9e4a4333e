"""The door to answers that are known, and to who is about to give one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """What identifies an answer but for the evidence: who is asked, for whom, seeing what, when.

    `scope` is empty for a shared view; `catalogue` is 0 for an agent that looks nothing up.
    """

    agent: str
    agent_version: int
    scope: str
    view: str
    catalogue: int


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer that is known: its address, who gave it, for whose party, and what it cost then."""

    fingerprint: str
    result: str
    tier: str
    maker: str
    cost_microdollars: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is remembered of a question: the evidence's digest, and the answer if it is known."""

    evidence: str | None
    answer: StoredAnswer | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A new answer to keep: the question, what it rested on, and where its body is.

    `instead_of` is the tier of a stored answer that today's ladder refuses: a model's answer takes
    its place. Else the first answer that was stored stays.
    """

    question: Question
    evidence: str
    answer: StoredAnswer
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a question's look-up found, by digest, so that it is not searched for again."""

    question: Question
    evidence: str


class Answers(Protocol):
    """Results by the fingerprint of their question and bodies by digest: the shared memory."""

    async def recall(self, question: Question, evidence: str | None) -> Recalled:
        """What is known of `question`; with `evidence` None, that too is looked up."""
        ...

    async def body(self, digest: str) -> dict[str, Any]:
        """The result of that digest; `MissingBody` when it is not there or not what was stored."""
        ...

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        """Makes answers durable at once, before or after their run ends."""
        ...


class Leases(Protocol):
    """Who may set out for an answer that is paid for, of all processes that share a database."""

    async def take(self, fingerprint: str, holder: str, seconds: float) -> bool:
        """Whether `holder` alone may set out for it now, for that long; taking again prolongs it.

        False while another's lease holds; a lease that has run out is taken over.
        """
        ...

    async def give_back(self, fingerprint: str, holder: str) -> None:
        """Lets others set out for it; does nothing where `holder` has no lease of it any more."""
        ...


class MissingBody(LookupError):
    """A result that is referred to is not stored, or not as it was stored."""
