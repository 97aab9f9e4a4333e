"""Worlds in a process of their own: a spec a line on stdin, what each came to a line on stdout.

After every party a line with how many have been played goes to stderr.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys

from festplan.proof.simulation.worlds import Spec, come_to


def tell(done: int) -> None:
    """Says how many parties have been played."""
    sys.stderr.write(f"{done}\n")


def main() -> None:
    """Plays every world that it is told of, one after the other."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # a world holds all that it notes to its end
    for line in sys.stdin:
        found = asyncio.run(come_to(Spec(**json.loads(line)), tell))
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
