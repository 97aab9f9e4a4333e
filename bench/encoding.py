"""What every program that turns texts to vectors is measured by; runs in any environment.

A program is started as `python -m MODULE TEXTS MODEL`: a JSON list of texts and the folder of the
model. It prints one line at its first vector and its figures as JSON at the end.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WARM = 20
"""Texts before the first that counts."""
ROUNDS = 3
Encode = Callable[[Sequence[str]], Any]


def measured(encode: Encode, texts: Sequence[str], *, unpinned: Callable[[], None]) -> None:
    """Prints what `encode` does with `texts`: one by one on one core, then all on all cores."""
    first = encode(["jungle theme"])
    print("first", flush=True)
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    for text in texts[:WARM]:
        encode([text])
    worked = time.process_time()
    singles = sorted(_seconds(encode, [text]) for text in texts)
    worked = (time.process_time() - worked) / len(texts)
    single_mb = _resident_mb()
    if cores:
        os.sched_setaffinity(0, cores)
    unpinned()
    batch = min(_seconds(encode, texts) for _ in range(ROUNDS))
    figures = {
        "work_ms": worked * 1000,
        "median_ms": statistics.median(singles) * 1000,
        "p95_ms": singles[int(0.95 * len(singles))] * 1000,
        "batch_per_second": len(texts) / batch,
        "single_mb": single_mb,
        "most_mb": _most_mb(),
        "vector": [float(number) for number in first[0]],
    }
    print(json.dumps(figures), flush=True)


def asked() -> tuple[list[str], Path]:
    """The texts and the folder of the model that this program was started with."""
    return json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])


def _seconds(encode: Encode, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    encode(texts)
    return time.perf_counter() - start


def _resident_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return _most_mb()
    (line,) = [x for x in status.read_text().splitlines() if x.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def _most_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)
