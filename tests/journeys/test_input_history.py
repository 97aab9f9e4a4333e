from __future__ import annotations

from pathlib import Path

from tests.journeys.command_line import CommandLine


def _festplan(folder: Path) -> CommandLine:
    line = CommandLine(folder)
    line("catalogue", "stats")  # makes the sample catalogue, so that stderr is quiet
    return line


def test_the_input_history_tells_when_words_came_went_and_came_back(tmp_path: Path) -> None:
    festplan = _festplan(tmp_path)
    party = festplan.planned("jungle theme", "75 guests")
    festplan.json("edit", party, "--remove", "inp_1")
    festplan.json("undo", party)
    festplan.json("edit", party, "--change", "inp_2=60 guests")
    told = festplan.json("history", party)["inputs"]
    words = [(line["content"], line["removed_version"] is None) for line in told]
    assert words == [
        ("jungle theme", False),
        ("75 guests", False),
        ("jungle theme", True),
        ("60 guests", True),
    ]
    assert "theme_agent" in told[0]["affected_agents"]
    assert {"venue_agent", "catering_agent"} <= set(told[1]["affected_agents"])


def test_a_fork_knows_the_words_that_it_began_with(tmp_path: Path) -> None:
    festplan = _festplan(tmp_path)
    forked = festplan.json("fork", festplan.planned("jungle theme"))["party_id"]
    told = festplan.json("history", forked)["inputs"]
    assert [line["content"] for line in told] == ["jungle theme"]
