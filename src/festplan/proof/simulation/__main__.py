"""A world in a process of its own: its spec comes in on stdin, what it came to goes out on stdout.

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
    """Plays the world."""
    spec = Spec(**json.load(sys.stdin))
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # a world holds all that it notes to its end
    json.dump(asyncio.run(come_to(spec, tell)), sys.stdout)


if __name__ == "__main__":
    main()
