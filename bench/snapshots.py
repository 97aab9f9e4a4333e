"""What automatic snapshots add to an edit: `python -m bench.snapshots [PARTIES]`.

Reference edits of as many parties, in turns with and without automatic snapshots, on one database
with every commit flushed. Prints medians in milliseconds of wall and processor time, and their
ratios; the bar is 1.1.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from bench.festplan_worker import Own, open_own
from bench.workload import EDITS, Agents, initial_inputs
from festplan.domain import evolve

NEVER = 10**9
BAR = 1.1
Times = list[tuple[float, float]]


async def measure(folder: Path, parties: int) -> dict[int, Times]:
    """Wall and processor seconds of each edit, by the interval of automatic snapshots."""
    taken: dict[int, Times] = {evolve.AUTO_SNAPSHOT: [], NEVER: []}
    async with open_own(folder, Agents()) as program:
        assert isinstance(program, Own)
        for number in range(parties):
            await program.create(f"party-{number}", initial_inputs(number))
        for number in range(parties):
            every = list(taken)[number % 2]
            evolve.AUTO_SNAPSHOT = every
            wall, processor = perf_counter(), process_time()
            await program.edit(f"party-{number}", EDITS["edit"](number))
            taken[every].append((perf_counter() - wall, process_time() - processor))
    return taken


def main() -> None:
    parties = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure(Path(folder), parties))
    with_them, without = (
        [statistics.median(part) * 1000 for part in zip(*times, strict=True)]
        for times in taken.values()
    )
    for name, a, b in zip(("wall", "processor"), with_them, without, strict=True):
        print(f"{name:9} {a:.2f} ms with, {b:.2f} ms without: {a / b:.3f} (at most {BAR})")


if __name__ == "__main__":
    main()
