"""The two locks are whole, pinned by hash, in step with pyproject.toml and free of addresses."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LEFT_OUT = {
    canonicalize_name(Requirement(line).name)
    for line in (ROOT / "tools" / "left-out.txt").read_text().splitlines()
    if not line.startswith("#")
}
LOCKS = ["requirements.lock", "requirements-dev.lock"]
MACHINES = [
    {"sys_platform": system, "python_version": python, "python_full_version": f"{python}.0"}
    for system in ("linux", "darwin")
    for python in ("3.11", "3.12", "3.13")
]


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Every pin of a lock with its hashes."""
    text = re.sub(r"^ *#.*\n", "", (ROOT / lock).read_text(), flags=re.MULTILINE)
    blocks = [block.split() for block in text.replace("\\\n", " ").splitlines() if block.strip()]
    return [
        (
            Requirement(" ".join(word for word in block if not word.startswith("--hash="))),
            [word for word in block if word.startswith("--hash=sha256:")],
        )
        for block in blocks
    ]


def pins(lock: str, machine: dict[str, str]) -> dict[str, str]:
    """Name and version of everything that `lock` installs on `machine`."""
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin, _ in entries(lock)
        if is_for(pin, machine)
    }


def is_for(requirement: Requirement, machine: dict[str, str]) -> bool:
    """Whether `requirement` is one on `machine`."""
    environment = {**default_environment(), **machine}
    return requirement.marker is None or requirement.marker.evaluate(
        {name: str(value) for name, value in environment.items()}
    )


def asked(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for with the encoder, with the packages of the named groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = list(project["project"]["dependencies"])
    wanted += project["project"]["optional-dependencies"]["local-model"]
    for group in groups:
        wanted += [entry for entry in project["dependency-groups"][group] if isinstance(entry, str)]
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    assert len(entries(lock)) > len(asked())
    for pin, hashes in entries(lock):
        assert str(pin.specifier).startswith("=="), pin
        assert hashes, pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_of_an_index(lock: str) -> None:
    assert not re.search(r"://|--find-links|-index-url|-f |-i ", (ROOT / lock).read_text())


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: "-".join(machine.values()))
def test_the_locks_hold_what_is_asked_for_on_every_machine(machine: dict[str, str]) -> None:
    runtime, development = (pins(lock, machine) for lock in LOCKS)
    for wanted, locked in [
        *((requirement, runtime) for requirement in asked("build")),
        *((requirement, development) for requirement in asked("build", "dev")),
    ]:
        if not is_for(wanted, machine):
            continue
        version = locked[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{wanted} is asked for, {version} is locked"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: "-".join(machine.values()))
def test_tests_run_with_the_very_releases_that_hosts_run_with(machine: dict[str, str]) -> None:
    runtime, development = (pins(lock, machine) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_the_installed_lock_is_complete_but_for_what_is_left_out_on_purpose() -> None:
    check = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    outcome = subprocess.run(check, capture_output=True, text=True, check=False)
    complaints = [line for line in outcome.stdout.splitlines() if " requires " in line]
    missing = {re.sub(r".* requires (\S+), which.*", r"\1", line) for line in complaints}
    assert {canonicalize_name(name) for name in missing} == LEFT_OUT, outcome.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_holds_what_is_left_out_nor_torch(lock: str) -> None:
    locked = {canonicalize_name(pin.name) for pin, _ in entries(lock)}
    assert not locked & (LEFT_OUT | {"torch", "transformers", "scikit-learn"})
