"""What others build on, line by line: a change here is made on purpose and told in the changelog.

Agents grow a version whenever they may answer the same view differently; clients are made from
operation ids. After a change on purpose: `.venv/bin/python -m tests.golden.current`.
"""

from __future__ import annotations

import pytest

from festplan.models import extraction
from tests.golden import current
from tests.golden.current import FOLDER, GOLDEN, prompts, without_a_new_version


@pytest.mark.parametrize("name", GOLDEN)
def test_what_others_build_on_is_as_it_was(name: str) -> None:
    assert GOLDEN[name]() == (FOLDER / name).read_text(encoding="utf-8")


def test_every_prompt_that_has_changed_comes_with_a_new_version_of_its_agent() -> None:
    before = (FOLDER / "prompts.txt").read_text(encoding="utf-8")
    assert without_a_new_version(before, prompts()) == []


def test_a_changed_prompt_without_a_new_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before, e = prompts(), extraction
    monkeypatch.setattr(e, "INSTRUCTIONS", e.INSTRUCTIONS + " Be kind.")
    assert without_a_new_version(before, prompts()) == [f"understanding {e.VERSION}"]
    monkeypatch.setattr(e, "VERSION", e.VERSION + 1)
    assert without_a_new_version(before, prompts()) == []
    monkeypatch.setattr(current, "FRAME", "Answer in verse.")
    assert len(without_a_new_version(before, prompts())) == len(before.splitlines()) - 1
