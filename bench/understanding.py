"""Measures the encoder beside transformers and torch, and the reading of texts, against bars.

`python -m bench.understanding [--strict]`; the peer gets an environment of its own in `.bench`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bench.environment import clean_environment, peers_python
from bench.process import ROOT

FOLDER = ROOT / ".bench"
LOCK = Path(__file__).parent / "peers" / "transformers.lock"
STARTS = 5
TODAY = date(2026, 11, 22)
Figures = Mapping[str, Any]
SHOWN = {
    "cold_s": ("start to first vector, s", ".2f"),
    "work_ms": ("one text, time of the processor, mean, ms", ".1f"),
    "median_ms": ("one text, median, ms", ".1f"),
    "p95_ms": ("one text, p95, ms", ".1f"),
    "batch_per_second": ("texts a second, all at once", ".0f"),
    "single_mb": ("memory after single texts, MB", ".0f"),
    "most_mb": ("most memory, MB", ".0f"),
}


def main() -> int:
    """Returns 1 when a bar is missed under --strict, 0 otherwise."""
    from festplan.encoder.weights import find_weights

    model = find_weights(None)
    if model is None:
        print("The model is not installed: make install.", file=sys.stderr)
        return 1
    peer = peers_python(FOLDER / "transformers", LOCK)
    with tempfile.TemporaryDirectory(prefix="data-", dir=FOLDER) as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps(_texts()), encoding="utf-8")
        cache = {"FESTPLAN_CACHE_DIR": folder}
        own = _run(Path(sys.executable), "bench.encoder_worker", texts, model, cache)
        other = _run(peer, "bench.peers.transformers_worker", texts, model, {})
        reading = _reading(Path(folder))
    _show(own, other, reading)
    judged = list(_bars(own, other, reading))
    for name, met in judged:
        print(f"{'met   ' if met else 'missed'} {name}")
    return int("--strict" in sys.argv and not all(met for _, met in judged))


def _texts() -> list[str]:
    from festplan.understanding.train import HELD_OUT, examples

    return [example.text for name in HELD_OUT for example in examples(name)]


def _run(
    python: Path, module: str, texts: Path, model: Path, settings: Mapping[str, str]
) -> dict[str, Any]:
    """The figures of a program; the start is the median of several, after one that warms the disk.

    Festplan's first start, which also writes the graph, is kept beside them.
    """
    command = [str(python), "-m", module, str(texts), str(model)]
    starts = [_start(command, settings) for _ in range(STARTS + 1)]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment() | dict(settings), capture_output=True, check=True
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures | {"cold_s": statistics.median(starts[1:]), "very_first_s": starts[0]}


def _start(command: list[str], settings: Mapping[str, str]) -> float:
    """Seconds from the start of a process to its first vector; the process is ended there."""
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean_environment() | dict(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"first\n"
        seconds = time.perf_counter() - began
        started.kill()
    return seconds


def _reading(folder: Path) -> dict[str, float]:
    """Whole readings, grammar and head, in this process: one by one, then all at once."""
    from festplan.config import Settings
    from festplan.encoder import open_encoder
    from festplan.understanding import read, read_all

    encoder, texts = open_encoder(Settings(cache_dir=folder)), _texts()
    read("someone to read palms", today=TODAY, cities={}, encoder=encoder)
    singles = []
    for text in texts:
        began = time.perf_counter()
        read(text, today=TODAY, cities={}, encoder=encoder)
        singles.append(time.perf_counter() - began)
    began = time.perf_counter()
    read_all(texts, today=TODAY, cities={}, encoder=encoder)
    together = len(texts) / (time.perf_counter() - began)
    ordered = sorted(singles)
    return {
        "median_ms": statistics.median(ordered) * 1000,
        "p95_ms": ordered[int(0.95 * len(ordered))] * 1000,
        "batch_per_second": together,
    }


def _show(own: Figures, other: Figures, reading: Figures) -> None:
    print(f"{len(_texts())} texts")
    print("| figure | Festplan's encoder | transformers + torch | whole reading |")
    print("|---|---|---|---|")
    for name, (title, form) in SHOWN.items():
        cells = [format(f[name], form) if name in f else "" for f in (own, other, reading)]
        print(f"| {title} | {' | '.join(cells)} |")
    first = own["very_first_s"]
    print(f"The very first start, which also writes the graph: {first:.2f} s.")


def _bars(own: Figures, other: Figures, reading: Figures) -> Iterator[tuple[str, bool]]:
    yield "one text understood in 10 ms, median", reading["median_ms"] <= 10
    yield "150 texts a second understood", reading["batch_per_second"] >= 150
    yield "first vector within 1 s of the start", own["cold_s"] <= 1
    yield "350 MB", own["most_mb"] <= 350
    yield "half the peer's time for one text", own["median_ms"] <= other["median_ms"] / 2
    yield "a fifth of the peer's start", own["cold_s"] <= other["cold_s"] / 5
    cosine = sum(a * b for a, b in zip(own["vector"], other["vector"], strict=True))
    yield f"the same vectors (cosine {cosine:.6f})", cosine > 0.9999


if __name__ == "__main__":
    sys.exit(main())
