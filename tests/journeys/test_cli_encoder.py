"""The encoder as who runs Festplan meets it: there, missing, or with files that are not its own."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.command_line import CommandLine

QUESTION = "Which bridge in Prague has all the statues?"


def encoder_of(festplan: CommandLine) -> str:
    found = {c["name"]: str(c["found"]) for c in festplan.json("doctor")["checks"]}
    return found["encoder"]


def test_with_the_model_another_matter_is_turned_away(tmp_path: Path) -> None:
    festplan = CommandLine(tmp_path / "data")
    festplan("catalogue", "stats")
    reading = festplan.json("understand", QUESTION)
    assert (reading["categories"], reading["decided_by"]) == (["out_of_domain"], "local")
    assert encoder_of(festplan).startswith("all-MiniLM-L6-v2/")


def test_without_the_model_rules_read_alone_and_the_doctor_says_so(tmp_path: Path) -> None:
    nothing = {"FESTPLAN_ENCODER_DIR": str(tmp_path)}
    festplan = CommandLine(tmp_path / "data", settings=nothing)
    festplan("catalogue", "stats")
    assert festplan.json("understand", QUESTION)["decided_by"] == "rules"
    assert "rules alone" in encoder_of(festplan)
    said = festplan("train")
    assert said.code == 1
    assert "no encoder to train with" in said.err


def test_files_of_another_model_are_named_by_the_doctor_and_rules_read_on(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    other = {"FESTPLAN_ENCODER_DIR": str(tmp_path)}
    festplan = CommandLine(tmp_path / "data", settings=other)
    festplan("catalogue", "stats")
    assert festplan.json("understand", QUESTION)["decided_by"] == "rules"
    assert "SHA-256" in encoder_of(festplan)
