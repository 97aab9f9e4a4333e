"""The examples of the documents: console blocks, run as they stand and compared with what is shown.

In what is shown, `…` stands for anything, blanks and line breaks do not count, and the id of a
party stands for the one that was given this time, there and in the commands that follow.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

WRITTEN_ON = "2026-11-22"
"""The day from which the examples count their dates."""
DATED = ("plan", "edit", "undo", "redo", "correct", "show", "export", "fork", "understand")
"""Commands that are told that day."""
ADDRESS = "http://127.0.0.1:8321"
"""Where the documents say that Festplan is."""
QUIET_SECONDS = 0.4
"""A stream that says nothing for so long has said what there is."""
SECONDS = 60

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PARTY = re.compile(r"fp\d{4}[A-Z]\d{5}")


@dataclass(frozen=True)
class Example:
    """A command as it is shown, and what is shown of its answer."""

    line: int
    command: str
    shown: str


def examples(text: str) -> Iterator[Example]:
    """Every command of every console block, in order."""
    for block in _BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1)) + 1
        yield from _examples(line, block[1].splitlines())


def _examples(first: int, lines: Sequence[str]) -> Iterator[Example]:
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        command, place = lines[start][2:], start + 1
        while command.endswith("\\"):
            command, place = f"{command[:-1]}{lines[place].strip()}", place + 1
        yield Example(first + start, command, "\n".join(lines[place:end]))


def bare(text: str) -> str:
    """`text` without blanks."""
    return "".join(text.split())


@dataclass
class Session:
    """A host at a terminal, with a data folder of their own and, once they ask it, a server."""

    folder: Path
    parties: dict[str, str] = field(default_factory=dict)
    address: str = ""
    server: subprocess.Popen[str] | None = None

    def check(self, example: Example) -> None:
        """Runs the example; an `AssertionError` says what it said instead of what is shown."""
        said = self.run(example.command)
        if not example.shown.strip():
            return
        found = re.fullmatch(self._pattern(example.shown), bare(said), re.DOTALL)
        assert found, (
            f"line {example.line}: {example.command}\nsaid:\n{said}\nshown:\n{example.shown}"
        )
        self.parties.update(found.groupdict())

    def run(self, command: str) -> str:
        """What the command says, on either stream; it has to succeed."""
        for shown, given in self.parties.items():
            command = command.replace(shown, given)
        if command.startswith("curl "):
            return self._curl(shlex.split(command)[1:])
        name = command.removeprefix("festplan ").partition(" ")[0]
        if name in DATED:
            command = command.replace(
                f"festplan {name}", f"festplan {name} --today {WRITTEN_ON}", 1
            )
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
        said = done.stdout.decode()
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{said}"
        return said

    def environment(self) -> dict[str, str]:
        """What a command finds: this Festplan first, and the data folder."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "FESTPLAN_DATA_DIR": str(self.folder / "data")}
        return os.environ | own | {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}

    def _pattern(self, shown: str) -> str:
        met: set[str] = set()

        def party(found: re.Match[str]) -> str:
            name = found[0]
            if name in self.parties:
                return self.parties[name]
            again = name in met
            met.add(name)
            return f"(?P={name})" if again else f"(?P<{name}>{_PARTY.pattern})"

        text = bare(shown).replace(ADDRESS, self.address or ADDRESS)
        return _PARTY.sub(party, re.escape(text).replace(re.escape("…"), ".*?"))

    # --- the server ------------------------------------------------------------------------------

    def _curl(self, arguments: Sequence[str]) -> str:
        """What curl would say: the few of its options that the documents use, and no others."""
        method, headers, body, with_head, streams, url = "", {}, None, False, False, ""
        waiting = list(arguments)
        while waiting:
            match waiting.pop(0):
                case "-H":
                    name, _, value = waiting.pop(0).partition(":")
                    headers[name] = value.strip()
                case "-d":
                    body = waiting.pop(0)
                case "-X":
                    method = waiting.pop(0)
                case "-s":
                    pass
                case "-i":
                    with_head = True
                case "-N":
                    streams = True
                case address:
                    assert address.startswith(ADDRESS), f"the documents do not say {address}"
                    url = address.replace(ADDRESS, self._served())
        method = method or ("GET" if body is None else "POST")
        if streams:
            return _heard(url, headers)
        answer = httpx2.request(method, url, headers=headers, content=body, timeout=SECONDS)
        head = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"]
        head += [f"{name}: {value}" for name, value in answer.headers.items()]
        return "\n".join([*(head if with_head else []), "", answer.text])

    def _served(self) -> str:
        """The address of the server, which is started where it does not run yet."""
        if self.server is None:
            self.server = subprocess.Popen(
                ["festplan", "serve", "--port", "0"],
                env=self.environment(),
                stdout=subprocess.PIPE,
                text=True,
            )
            assert self.server.stdout
            said = self.server.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, f"the server said {said!r}"
            self.address = found[0]
            _wait_until_ready(f"{self.address}/ready")
        return self.address

    def close(self) -> None:
        """Stops the server."""
        if self.server is not None:
            self.server.terminate()
            self.server.communicate(timeout=SECONDS)


def _wait_until_ready(url: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            if httpx2.get(url).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server is not ready")


def _heard(url: str, headers: dict[str, str]) -> str:
    """What a stream says until it falls quiet."""
    heard: list[str] = []
    timeout = httpx2.Timeout(SECONDS, read=QUIET_SECONDS)
    try:
        with httpx2.stream("GET", url, headers=headers, timeout=timeout) as stream:
            heard.extend(stream.iter_text())
    except httpx2.ReadTimeout:
        return "".join(heard)
    raise AssertionError(f"{url} ended")
