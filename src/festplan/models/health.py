"""How much is tried with a provider, and when it is left alone for a while."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from festplan.ports.models import FailureKind

SICK: frozenset[FailureKind] = frozenset({"overloaded", "server_error", "timeout", "connection"})
"""Failures that say something of the provider's health."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is tried. One run, whatever it asks, has `run_seconds` from its beginning."""

    attempts: int = 3
    call_seconds: float = 20
    run_seconds: float = 60
    backoff_seconds: float = 0.5
    failures_to_rest: int = 5
    rest_seconds: float = 30
    retries_per_call: float = 0.2
    most_saved_retries: float = 10


@dataclass(slots=True)
class Health:
    """What is known of one model's provider: retries that are left, and whether it rests."""

    limits: Limits
    retries: float = field(init=False)
    failures: int = 0
    rests_until: float = 0.0

    def __post_init__(self) -> None:
        self.retries = self.limits.most_saved_retries

    def may(self, attempt: int) -> str:
        """Why the attempt is not to be made, or nothing: each call earns a part of a retry."""
        if monotonic() < self.rests_until:
            return "resting"
        if attempt == 1:
            earned = self.retries + self.limits.retries_per_call
            self.retries = min(self.limits.most_saved_retries, earned)
        elif self.retries < 1:
            return "too many retries"
        else:
            self.retries -= 1
        return ""

    def went(self, failed: FailureKind | None) -> None:
        """Notes how an attempt went; after several failures in a row nothing is asked for a while.

        When the rest is over one attempt may try; if it fails, the rest begins anew.
        """
        if failed not in SICK:
            self.failures = 0
            return
        self.failures += 1
        if self.failures >= self.limits.failures_to_rest:
            self.rests_until = monotonic() + self.limits.rest_seconds
