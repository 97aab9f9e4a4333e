"""The figures of a run as plain text, a table an operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bench.bars import NAIVE, TUNED, Bar
from bench.figures import Figures, History, Lane
from bench.workload import OPTIMUM, RESULT_BYTES

TITLES = {
    "initial": "Initial plan",
    "edit": "Reference edit (a vendor comes, the cake goes)",
    "no-op": "No-op edit (an input again, word for word)",
    "cutoff": "Early-cutoff edit (other words, the same answer)",
}

SLOW_DISK_MS = 1
"""Above this a flush costs more than a naive edit's whole work (0.2 to 0.4 ms on a free disk)."""


def report(figures: Figures, bars: Sequence[Bar]) -> str:
    """Everything a reader needs, bars last."""
    slow = f"Agents of {figures.slow.delay_ms:g} ms"
    return "\n".join(
        [
            *_versions(figures.versions),
            *_lane("Instant agents", figures.instant),
            *_lane(slow, figures.slow),
            *_history(figures.history),
            *_extra(figures.extra),
            *_bars(bars),
        ]
    )


def _versions(versions: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield "All programs: SQLite in write-ahead mode, every commit flushed (synchronous=FULL)"
    for program, libraries in versions.items():
        found = ", ".join(f"{name} {version}" for name, version in libraries.items())
        yield f"  {program:<22}{found}"


def _lane(title: str, lane: Lane) -> Iterator[str]:
    floor = lane.floor
    yield f"\n{title}: {lane.parties} parties, {RESULT_BYTES} B an answer"
    yield f"  One 4 KB commit takes {floor.p50_ms:.3f} ms (p95 {floor.p95_ms:.3f})"
    if floor.p50_ms > SLOW_DISK_MS:
        yield "  The disk was slow or busy: wall times are mostly flushes, so compare their numbers"
    for operation, what in TITLES.items():
        yield f"\n  {what}; {OPTIMUM[operation]} agents need to run"
        yield from _table(_operation_rows(lane, operation))
    yield "\n  Bytes on disk per reference edit"
    yield from _table(_bytes_rows(lane))


def _operation_rows(lane: Lane, operation: str) -> Iterator[Sequence[str]]:
    summaries = lane.operations[operation]
    flushes = lane.flushes.get(operation, {})
    tuned, naive = summaries[TUNED].p50_ms, summaries[NAIVE].p50_ms
    yield "", "p50 ms", "p95 ms", "/ tuned", "/ naive", "/ commit", "ran", "flushes"
    for name, own in summaries.items():
        yield (
            name,
            f"{own.p50_ms:.2f}",
            f"{own.p95_ms:.2f}",
            f"{own.p50_ms / tuned:.3f}",
            f"{own.p50_ms / naive:.2f}",
            f"{own.p50_ms / lane.floor.p50_ms:.1f}",
            f"{own.executions:g}",
            f"{flushes[name]:g}" if flushes else "",
        )


def _bytes_rows(lane: Lane) -> Iterator[Sequence[str]]:
    sizes = lane.bytes_per_edit
    yield "", "bytes", "/ tuned", "/ naive"
    for name, size in sizes.items():
        yield name, f"{size:,.0f}", f"{size / sizes[TUNED]:.3f}", f"{size / sizes[NAIVE]:.2f}"


def _history(history: History) -> Iterator[str]:
    yield "\nA party that was edited many times, instant agents, ms (median)"
    yield "\n  Resume after so many edits"
    yield from _table(_history_rows(history.resume_ms))
    yield "\n  List all versions after so many edits"
    yield from _table(_history_rows(history.list_ms))
    entries = ", ".join(f"{name} {count:,}" for name, count in history.listed.items())
    yield f"    Entries in the last list: {entries}"


def _history_rows(figures: Mapping[str, Mapping[int, float]]) -> Iterator[Sequence[str]]:
    counts = list(next(iter(figures.values())))
    yield "", *(f"{count:,}" for count in counts)
    for name, by_count in figures.items():
        yield name, *(f"{by_count[count]:,.2f}" for count in counts)


def _extra(extra: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for program, figures in extra.items():
        for name, ms in figures.items():
            yield f"\nReported apart, {program}: {name} takes {ms:.2f} ms"


def _bars(bars: Sequence[Bar]) -> Iterator[str]:
    yield "\nBars"
    yield from _table(_bar_rows(bars))


def _bar_rows(bars: Sequence[Bar]) -> Iterator[Sequence[str]]:
    yield "", "measured", "at most", "aim", "", ""
    for bar in bars:
        aim = "" if bar.aim is None else f"{bar.aim:g}"
        verdict = "met" if bar.met else "MISSED"
        yield bar.name, f"{bar.measured:.3f}", f"{bar.at_most:g}", aim, verdict, bar.note


def _table(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, the first column to the left, every other one to the right."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *rest in cells:
        numbers = "  ".join(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield f"    {first.ljust(widths[0])}  {numbers}".rstrip()
