"""A process that reserves calls at once, and may be killed in the middle: tests start it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from festplan.bootstrap import SystemClock
from festplan.ports.models import Call, CapName, CapReached
from festplan.store.calls import SqlCallLedger
from festplan.store.database import Database

RESERVED = 900
CAPS: dict[CapName, int] = {"all": RESERVED + RESERVED // 2}
"""Room for one call, and not for two."""


def a_call(name: str, run_id: str = "run") -> Call:
    return Call(
        *(name, "fp2026A00001", run_id, "host", "theme_agent", "small", "openai:gpt-4o-mini", name),
        attempt=1,
        reserved_microdollars=RESERVED,
    )


async def reserve_at_once(ledger: SqlCallLedger, names: list[str]) -> list[str]:
    """Reserves a call of each name, all at the same time; gives those that were let through."""

    async def reserve(name: str) -> str:
        try:
            await ledger.reserve(a_call(name))
        except CapReached:
            return ""
        return name

    return [name for name in await asyncio.gather(*map(reserve, names)) if name]


def main(url: str, task: str, own: str) -> None:
    """`reserve`: 25 calls at once, prints those let through. `die`: one, and then the end."""
    database = Database(url)
    database.open()
    ledger = SqlCallLedger(database, SystemClock().now, CAPS)
    if task == "die":
        asyncio.run(ledger.reserve(a_call(own, run_id=own)))
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.readline()  # all begin when they are told to
    print(" ".join(asyncio.run(reserve_at_once(ledger, [f"{own}{n}" for n in range(25)]))))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
