"""What others build on, line by line: a change here is made on purpose and told in the changelog.

Agents grow a version whenever they may answer the same view differently; clients are made from
operation ids. After a change on purpose: `.venv/bin/python -m tests.golden.current`.
"""

from __future__ import annotations

import pytest

from tests.golden.current import FOLDER, GOLDEN


@pytest.mark.parametrize("name", GOLDEN)
def test_what_others_build_on_is_as_it_was(name: str) -> None:
    assert GOLDEN[name]() == (FOLDER / name).read_text(encoding="utf-8")
