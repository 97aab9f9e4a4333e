"""Imports files of listings into a fresh catalogue, then again: seconds, memory, the lock.

`python -m bench.importing FILE...`, or `--rows 100000` for a made-up file of so many rows. Each
command is a process of its own, start-up included; seconds are of the wall and of the processor,
memory is the peak of the process. While the first import runs, another process writes to the same
database as a host would, and the longest that it had to wait is told.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

FESTPLAN = str(Path(sys.executable).parent / "festplan")
KINDS = ("restaurant", "cafe", "bar", "park", "community_centre", "caterer", "bakery", "hotel")
CITIES = ("Austin,US", "Melbourne,AU", "Salzburg,AT", "Helsinki,FI", "Toronto,CA")


def main() -> None:
    """Prints a line for each command."""
    parser = ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rows", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = list(asked.files)
        if asked.rows:
            files.append(made_up(Path(folder) / "places.csv", asked.rows))
        measure(Path(folder) / "data", files)


def measure(data: Path, files: Sequence[Path]) -> None:
    """The empty command, which makes the sample, then the import twice."""
    environment = {**os.environ, "FESTPLAN_DATA_DIR": str(data)}
    for name in ("first run: sample", "start-up alone"):
        print(told(name, ["catalogue", "stats"], environment))
    waits = Waits(data / "festplan.db")
    print(told("import", ["catalogue", "import", *map(str, files)], environment))
    print(f"{'longest wait of a writer':24} {waits.longest():6.2f} s")
    print(told("import again", ["catalogue", "import", *map(str, files)], environment))


def told(name: str, command: Sequence[str], environment: dict[str, str]) -> str:
    """Runs it, and says what it took."""
    begun = time.perf_counter()
    process = subprocess.Popen([FESTPLAN, *command], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return (
        f"{name:24} {time.perf_counter() - begun:6.2f} s wall, "
        f"{used.ru_utime + used.ru_stime:6.2f} s processor, {megabytes(used):5.0f} MiB peak"
    )


def megabytes(used: resource.struct_rusage) -> float:
    """Peak of resident memory in MiB; macOS counts bytes, Linux KiB."""
    return used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


class Waits:
    """Writes to a database every few milliseconds, and keeps the longest that one write took."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._longest = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def longest(self) -> float:
        """Stops, and gives the seconds."""
        self._done.set()
        self._thread.join()
        return self._longest

    def _write(self) -> None:
        database = sqlite3.connect(self._file, timeout=60, isolation_level=None)
        while not self._done.wait(0.005):
            begun = time.perf_counter()
            database.execute("UPDATE catalogue_meta SET changed_at = changed_at")
            self._longest = max(self._longest, time.perf_counter() - begun)
        database.close()


def made_up(file: Path, rows: int) -> Path:
    """A file of so many invented places."""
    with file.open("w", encoding="utf-8") as text:
        text.write("id,name,kind,city,country,capacity,lat,lon,tags,licence,source\n")
        for number in range(rows):
            kind, city = KINDS[number % len(KINDS)], CITIES[number % len(CITIES)]
            text.write(
                f"b:{number},Place {number},{kind},{city},{number % 300 + 1},"
                f"{number % 90}.5,{number % 180}.25,wheelchair=yes;cuisine=thai,CC0,Benchmark\n"
            )
    return file


if __name__ == "__main__":
    main()
