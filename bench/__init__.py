"""Festplan beside two other ways to build it, in one interleaved run: `python -m bench`.

The workload is in `workload.py`, what a measured program must offer in `worker.py`, the programs
in `festplan_worker.py`, `naive.py` and `peers/`, the interleaving in `harness.py`, the bars in
`bars.py`. Outside `festplan_worker.py` the package needs nothing but Python: the peers run it in
an environment of their own.
"""
