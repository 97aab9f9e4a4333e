"""A real server, killed by the system while hosts edit over HTTP: what it answered is there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random

import httpx2
import pytest

from tests.faults.crashing import Look
from tests.faults.forking import Forks
from tests.faults.hosts import FIRST, WORDS

PROGRAM = Path(sys.executable).parent / "festplan"
HOSTS = 3


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, str]]:
    """A `festplan serve` on a free port: its process id and its address."""
    no_model = {"FESTPLAN_ENCODER_DIR": str(folder / "no-model")}  # as who looks afterwards
    environment = os.environ | {"FESTPLAN_DATA_DIR": str(folder)} | no_model
    command = [str(PROGRAM), "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.pid, json.loads(process.stdout.readline())["address"]
        finally:
            process.kill()


def editing(address: str, party_id: str, seed: int, noted: list[dict[str, object]]) -> None:
    """A host adds one input after the other until the server is gone."""
    random, texts = Random(seed), list[str]()
    with httpx2.Client(base_url=address) as api:
        while True:
            text = f"{random.choice(WORDS)} {len(texts)}"
            body = {"new_inputs": [{"content": text}]}
            try:
                answer = api.post(f"/party/{party_id}/edit", json=body)
            except httpx2.TransportError:
                return
            if answer.status_code == 422:
                return
            assert answer.status_code == 202, answer.text
            texts.append(text)
            version = answer.json()["version"]
            noted.append({"party_id": party_id, "version": version, "texts": [*FIRST, *texts]})


def killed(folder: Path, seed: int) -> list[dict[str, object]]:
    """What hosts were answered before the server was killed at a random moment."""
    noted: list[list[dict[str, object]]] = [[] for _ in range(HOSTS)]
    with serving(folder) as (process, address), httpx2.Client(base_url=address) as api:
        body = {"inputs": FIRST}
        ids = [api.post("/party", json=body).json()["party_id"] for _ in range(HOSTS)]
        hosts = [
            threading.Thread(target=editing, args=(address, party_id, number, noted[number]))
            for number, party_id in enumerate(ids)
        ]
        for host in hosts:
            host.start()
        _once_answered(noted)
        time.sleep(Random(seed).uniform(0, 0.6))
        os.kill(process, signal.SIGKILL)
        for host in hosts:
            host.join(20)
    return [one for each in noted for one in each]


def _once_answered(noted: list[list[dict[str, object]]]) -> None:
    """Waits for the first answer: the first edits load the model, which takes its time."""
    until = time.monotonic() + 60
    while not any(noted) and time.monotonic() < until:
        time.sleep(0.01)


def survived(forks: Forks, template: Path, tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    database = Path(shutil.copy(template, folder / "festplan.db"))
    noted = killed(folder, seed)
    assert noted, "nothing was answered before the end"
    said = tmp_path / "said"
    said.write_text("".join(json.dumps(one) + "\n" for one in noted))
    place = Look(str(database), str(said), str(template), HOSTS)
    assert forks.run("look", **asdict(place)) == (0, [])


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_server_has_kept_what_it_answered(
    forks: Forks, template: Path, tmp_path: Path, seed: int
) -> None:
    survived(forks, template, tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 20))
def test_a_server_killed_many_times_has_kept_what_it_answered(
    forks: Forks, template: Path, tmp_path: Path, seed: int
) -> None:
    survived(forks, template, tmp_path, seed)
