"""The peers' own environment: made once from the lock, with nothing that the lock does not name."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

LOCK = Path(__file__).parent / "peers" / "requirements.lock"

# Settings that would install somewhere else or let other packages in.
MISLEADING = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}


def peers_python(folder: Path, lock: Path = LOCK) -> Path:
    """The interpreter of an environment in `folder` that holds `lock`, made or renewed if needed.

    Raises subprocess.CalledProcessError when a package cannot be installed.
    """
    python = folder / "bin" / "python"
    made_from = folder / "made-from"
    wanted = f"{folder.resolve()}\n{sys.version}\n{lock.read_text()}"
    if not (made_from.exists() and made_from.read_text() == wanted):
        print(f"Setting up the peers' environment in {folder} (once)…", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        _install(python, lock)
        made_from.write_text(wanted)
    return python


def clean_environment() -> dict[str, str]:
    """This process's environment without what would mislead Python or pip elsewhere."""
    return {name: value for name, value in os.environ.items() if name not in MISLEADING}


def _install(python: Path, lock: Path) -> None:
    # Wheels only: building a source archive would fetch build tools that no lock names.
    options = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    subprocess.run(
        [python, "-m", "pip", "-qq", "--disable-pip-version-check", "install", *options],
        env={**clean_environment(), "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"},
        check=True,
    )
