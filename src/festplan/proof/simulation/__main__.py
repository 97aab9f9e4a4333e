"""Shares of worlds in a process of their own: a share a line on stdin, what came of it in its file.

A line on stdout says when the file is there; a number on stderr how many parties are played.
"""

from __future__ import annotations

import asyncio
import gc
import sys

from pydantic import TypeAdapter

from festplan.models.live import LiveProvider
from festplan.proof.simulation.shares import Part, Share, play


def tell(done: int) -> None:
    """Says how many parties have been played."""
    sys.stderr.write(f"{done}\n")


def main() -> None:
    """Plays every share that it is told of, one after the other."""
    asyncio.run(LiveProvider({}).prepare())
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # a share holds all that it notes to its end
    asked, told = TypeAdapter(Share), TypeAdapter(Part)
    for line in sys.stdin:
        share = asked.validate_json(line)
        share.file.write_bytes(told.dump_json(asyncio.run(play(share, tell))))
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
