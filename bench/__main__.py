"""Measures Festplan beside LangGraph and a naive program, and says which bars it meets."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from bench.bars import Bar, bars
from bench.environment import peers_python
from bench.figures import Figures
from bench.harness import QUICK, Plan, measure
from bench.process import ROOT, Command
from bench.report import report

FOLDER = ROOT / ".bench"
PARTIES_PER_SLOW_PARTY = 10


def main() -> int:
    """Returns 1 when a bar is missed under --strict, 0 otherwise."""
    options = _options()
    plan = _plan(options)
    python = peers_python(FOLDER / "peers")
    with tempfile.TemporaryDirectory(prefix="data-", dir=FOLDER) as folder:
        figures = measure(programs(python), Path(folder), plan)
    judged = bars(figures)
    print(report(figures, judged))
    if options.json:
        options.json.write_text(_document(plan, figures, judged))
    return int(options.strict and not all(bar.met for bar in judged))


def programs(peers: Path) -> list[Command]:
    """All that is measured; the last four are what Festplan is compared with."""
    own = Path(sys.executable)
    langgraph = "bench.peers.langgraph_worker"
    return [
        Command("festplan", own, "bench.festplan_worker"),
        Command("naive", own, "bench.naive"),
        Command("langgraph", peers, langgraph, "documented"),
        Command("langgraph-tuned", peers, langgraph, "tuned"),
        Command("langgraph-tuned-exit", peers, langgraph, "tuned-exit"),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run over 10 parties")
    parser.add_argument("--parties", type=int, help="parties with instant agents (200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bar is missed")
    return parser.parse_args()


def _plan(options: argparse.Namespace) -> Plan:
    plan = QUICK if options.quick else Plan()
    if options.parties is None:
        return plan
    slow = max(plan.slow_rounds, options.parties // PARTIES_PER_SLOW_PARTY)
    return replace(plan, parties=options.parties, slow_parties=slow)


def _document(plan: Plan, figures: Figures, judged: Sequence[Bar]) -> str:
    document = {
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        "plan": asdict(plan),
        "figures": asdict(figures),
        "bars": [{**asdict(bar), "met": bar.met} for bar in judged],
    }
    return json.dumps(document, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
