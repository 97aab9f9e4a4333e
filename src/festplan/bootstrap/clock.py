"""The time of this machine, and names for what is new."""

from __future__ import annotations

import random
import secrets
import time
from datetime import UTC, date, datetime

_UUID_MARKS = 0xF << 76 | 0x3 << 62
_UUID_7 = 0x7 << 76 | 0x2 << 62
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class SystemClock:
    """The time of this machine, and ids from its random source."""

    def now(self) -> str:
        """ISO 8601 in UTC, to the microsecond."""
        return datetime.now(UTC).isoformat(timespec="microseconds")

    def new_id(self) -> str:
        """A fresh UUID of version 7 (RFC 9562) as 32 hexadecimal digits.

        It begins with the time, so that rows written together lie together in an index, and ends
        with 74 random bits: it names, and is no secret.
        """
        stamped = (time.time_ns() // 1_000_000) << 80 | random.getrandbits(80)
        return f"{stamped & ~_UUID_MARKS | _UUID_7:032x}"

    def new_party_id(self) -> str:
        """`fp`, the year, a letter and five digits: easy to say aloud, and never a secret."""
        year = datetime.now(UTC).year
        return f"fp{year}{secrets.choice(LETTERS)}{secrets.randbelow(100_000):05d}"


def today() -> date:
    """The date here and now, where no other is given."""
    return datetime.now().astimezone().date()
