"""A process that asks the same paid question many times at once, on a database others use too.

`python -m tests.faults.flying '{...}'` with a `Flight` as JSON; prints what came of each ask.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from festplan.bootstrap import SystemClock
from festplan.engine.fingerprint import content, digest, fingerprint, identity
from festplan.engine.flight import Flights
from festplan.engine.ladder import Answer
from festplan.ports.answers import Answers, Kept, Question, StoredAnswer
from festplan.store.database import Database
from festplan.store.leases import SqlLeases
from festplan.store.sql_store import SqlStore

QUESTION = Question("theme_agent", 1, "", digest(b"jungle"), 0)
NAME = fingerprint("theme_agent", 1, "", QUESTION.view, "")
COST = 1200


@dataclass(frozen=True)
class Flight:
    """What to do: ask so often at once; every call is noted in `calls` and takes that long."""

    database: str
    calls: str
    asks: int
    call_seconds: float
    lease_seconds: float = 15.0
    provisional: bool = False

    def text(self) -> str:
        return json.dumps(asdict(self))


async def keep(answers: Answers, answer: Answer) -> None:
    """Makes the answer durable."""
    data = content(answer.result)
    stored = StoredAnswer(NAME, digest(data), answer.tier, "maker", answer.cost_microdollars)
    await answers.keep((Kept(QUESTION, "", stored),), {stored.result: data})


async def known(answers: Answers) -> Answer | None:
    """The answer that is durable, unless it is by rules alone."""
    stored = (await answers.recall(QUESTION, "")).answer
    if stored is None or stored.tier == "rules":
        return None
    return Answer(await answers.body(stored.result), stored.tier, stored.cost_microdollars)


async def fly(flight: Flight) -> dict[str, int]:
    """How many asks led, and followed, and how many different answers there were."""
    database, clock = Database(f"sqlite:///{flight.database}"), SystemClock()
    database.open()
    store = SqlStore(database, clock.now)
    flights = Flights(SqlLeases(database, clock.now), store, flight.lease_seconds)

    async def call() -> Answer:
        note(Path(flight.calls), f"called {os.getpid()}")
        await asyncio.sleep(flight.call_seconds)
        answer = Answer({"by": os.getpid()}, "small", COST, provisional=flight.provisional)
        if not flight.provisional:
            await keep(store, answer)
        return answer

    try:
        asks = (flights.join(NAME, call, known) for _ in range(flight.asks))
        given = await asyncio.gather(*asks)
    finally:
        database.close()
    led = Counter("led" if leads else "followed" for leads, _ in given)
    return {**led, "answers": len({identity(answer.result) for _, answer in given})}


def note(file: Path, line: str) -> None:
    """Adds a line in one write, whoever else writes."""
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{line}\n".encode())
    os.close(descriptor)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(fly(Flight(**json.loads(sys.argv[1]))))))
