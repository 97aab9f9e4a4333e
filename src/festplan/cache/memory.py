"""The level in this process: a few thousand values for some minutes, least recently used first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from random import Random
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

SECONDS = 300
"""How long a value is held."""
JITTER = 0.1
"""How much earlier or later it may go, as a share: values that came together go apart."""
MOST = 4096
"""How many values are held."""


class Memory(Generic[K, V]):
    """Values by key; each is gone after about `SECONDS`, or when `most` others were used since."""

    def __init__(self, most: int = MOST, now: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._now = now
        self._chance = Random()  # noqa: S311  # spreads expiry, guards nothing
        self._held: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: K) -> V | None:
        """The value of `key`, None where it is not held any more."""
        found = self._held.get(key)
        if found is None:
            return None
        if found[0] <= self._now():
            del self._held[key]
            return None
        self._held.move_to_end(key)
        return found[1]

    def put(self, key: K, value: V) -> None:
        """Holds `value`, in the place of what was held under that key."""
        lasts = SECONDS * self._chance.uniform(1 - JITTER, 1 + JITTER)
        self._held[key] = (self._now() + lasts, value)
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
