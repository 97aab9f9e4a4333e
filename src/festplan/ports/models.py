"""The doors to models: providers, their prices, the ledger of calls, and the encoder here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call as the provider counts them.

    Cached ones are a part of the input, reasoning ones of the output.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a model is asked: instructions (the same for every host), prompt (data), answer's form.

    `model` is named "provider:model", like "openai:gpt-4o-mini"; `schema` is the JSON schema of
    the answer.
    """

    model: str
    instructions: str
    prompt: str
    schema: Mapping[str, Any]
    max_output_tokens: int
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a model answered, its tokens (None where it did not say), and which model it was."""

    output: Mapping[str, Any]
    usage: Usage | None
    model: str


FailureKind = Literal[
    "rate_limited",
    "overloaded",
    "server_error",
    "timeout",
    "connection",
    "bad_output",
    "too_large",
    "refused",
    "rejected",
    "expired",
    "canceled",
]
"""Why a provider gave no answer.

`rejected` is what asking again cannot mend (a wrong key, a model that is not there); `refused` is
a model that declines; `bad_output` is no JSON, or not of the schema. Requests of a batch may be
`expired` or `canceled`: nobody has worked on them.
"""


class ProviderFailed(RuntimeError):
    """A provider gave no usable answer.

    `served` is True where it did the work (and bills it, with `usage` where it said how much),
    False where it declined before any work, None where nobody can tell.
    """

    def __init__(
        self,
        kind: FailureKind,
        message: str = "",
        *,
        served: bool | None,
        retry_after_seconds: float | None = None,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind = kind
        self.served = served
        self.retry_after_seconds = retry_after_seconds
        self.usage = usage


class Provider(Protocol):
    """Somebody who answers for money."""

    async def ask(self, request: ModelRequest) -> ModelReply:
        """The answer to `request`, of its schema; raises `ProviderFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt at a provider, before it is made.

    `scope` is the host that caps are counted for; `attempt` counts from 1.
    """

    call_id: str
    party_id: str
    run_id: str
    scope: str
    agent: str
    tier: str
    model: str
    fingerprint: str
    attempt: int
    reserved_microdollars: int
    batch: bool = False


CapName = Literal["call", "run", "party", "host", "agent", "month", "all"]
"""What a cap is of: one call, a run, a party, a host's parties, an agent in a calendar month (UTC),
all calls of a month, all calls ever."""


class CapReached(RuntimeError):
    """A call would cost more than a cap leaves: it is not made, and nothing is booked."""

    def __init__(self, cap: CapName, limit_microdollars: int) -> None:
        super().__init__(f"The cap of {limit_microdollars} microdollars for {cap} is reached.")
        self.cap = cap
        self.limit_microdollars = limit_microdollars


class CallNotOpen(RuntimeError):
    """A call was to be ended that is not reserved, or not any more."""


class CallLedger(Protocol):
    """Every provider attempt is one row: reserved, then settled, released or unknown."""

    async def reserve(self, call: Call) -> None:
        """Books the reservation if every cap leaves room for it, as one; raises `CapReached`.

        Where a run that died had made attempts of the same question, `attempt` counts on.
        """
        ...

    async def settle(self, call_id: str, usage: Usage, microdollars: int, price: str) -> None:
        """Books what the call cost in place of its reservation, with the price it was counted at.

        An unknown call may be settled too, when its answer comes after all. Raises `CallNotOpen`
        for any other that is not reserved.
        """
        ...

    async def release(self, call_id: str, reason: str) -> None:
        """Takes the reservation back: the provider did no work."""
        ...

    async def unknown(self, call_id: str, reason: str) -> None:
        """Charges the call at its reservation: the provider may have billed it."""
        ...


class NoPrice(LookupError):
    """The price book in force has no price for a model."""

    def __init__(self, book: str, model: str) -> None:
        super().__init__(
            f"The price book {book} has no price for {model}; add it to FESTPLAN_PRICES_FILE."
        )
        self.model = model


class Prices(Protocol):
    """What a model's tokens cost, by the price book in force."""

    def cost(self, model: str, usage: Usage, *, batch: bool = False) -> tuple[int, str]:
        """Microdollars, rounded up, and the price's name; raises `NoPrice`.

        The name is "book/row/date/rates", the rates being those of fresh input, cached input and
        output in microdollars per million tokens: who reads it can count the cost again.
        """
        ...

    def most(
        self, model: str, input_characters: int, max_output_tokens: int, *, batch: bool = False
    ) -> int:
        """What the call costs at most, to be reserved: a token for each character, no cached one.

        It is a bound where `input_characters` counts all that is sent, in bytes of UTF-8.
        """
        ...


class Encoder(Protocol):
    """Texts to vectors by meaning, on this machine."""

    @property
    def encoder_id(self) -> str:
        """The weights and their precision; vectors of different ids are never compared."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:
        """A float32 numpy array (len(texts), 384), every row of length 1; `EncoderUnusable`.

        May be called from any thread, and computes on the calling one (single texts) or on all
        cores (many).
        """
        ...


class TopicEncoder(Encoder, Protocol):
    """An encoder that also tells what it saw on the way."""

    def describe(self, texts: Sequence[str]) -> Any:
        """The rows of `encode`, and beside each what an early layer sees: (len(texts), 768).

        The right half is nearer to the words than to what they mean: to tell topics apart, not
        to compare texts.
        """
        ...


class EncoderUnusable(RuntimeError):
    """The model is there but cannot be used; everything works without it."""
