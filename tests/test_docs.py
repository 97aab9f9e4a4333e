"""The documents are true: their examples run, their links lead somewhere, what they name exists."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from festplan.api import create_app
from festplan.api.problems import KINDS
from festplan.config import Settings
from tests.console import Example, Session, examples

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/festplan"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SHOWING = [page for page in PAGES if "```console\n" in page.read_text(encoding="utf-8")]

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_DOTTED = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+)+")
_PLACE = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|toml|md|lock))")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


# --- examples ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after a first run, which made the sample catalogue."""
    folder = tmp_path_factory.mktemp("begun")
    Session(folder).run("festplan migrate")
    return folder / "data"


@pytest.fixture
def session(begun: Path, tmp_path: Path) -> Iterator[Session]:
    """A host who has not planned anything yet."""
    shutil.copytree(begun, tmp_path / "data")
    host = Session(tmp_path)
    yield host
    host.close()


@pytest.mark.parametrize("page", SHOWING, ids=name_of)
def test_every_example_says_what_is_shown(page: Path, session: Session) -> None:
    for example in examples(page.read_text(encoding="utf-8")):
        session.check(example)


def test_the_pages_that_newcomers_read_have_examples() -> None:
    assert {"README.md", "docs/api.md", "docs/understanding.md"} <= set(map(name_of, SHOWING))


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("festplan list", "No party"),
        ("festplan list", "No party yet. … festplan edit …"),
        ("festplan show fp2026A00000", ""),
        ("curl -s http://127.0.0.1:8321/health", '{"status": "ready"}'),
        ("curl -s --compressed http://127.0.0.1:8321/health", ""),
    ],
    ids=["cut", "other", "refused", "curl", "option"],
)
def test_an_example_that_is_not_so_is_found(session: Session, command: str, shown: str) -> None:
    with pytest.raises(AssertionError):
        session.check(Example(1, command, shown))


# --- links and names -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        if link.startswith(("http:", "https:")):
            continue
        target, _, heading = link.partition("#")
        found = (page.parent / target) if target else page
        assert found.exists(), link
        assert not heading or heading in anchors(found), link


def anchors(page: Path) -> set[str]:
    """What the headings of a page are linked by."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = [name for name in _CODE.findall(prose(page)) if _PLACE.fullmatch(name)]
    assert [name for name in named if name not in NOT_HERE and not is_there(name)] == []


def is_there(name: str) -> bool:
    """Whether a path is one of the checkout or the package; a file's name alone may be anywhere."""
    at = any((folder / name).exists() for folder in (ROOT, SOURCE))
    return at or ("/" not in name and any(SOURCE.rglob(name)))


NOT_HERE = {".venv/bin/festplan", ".venv", "plan.md", "src/festplan/agents/thanks.py", "export.md"}
"""What an installation, an example or a reader makes."""


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_is_named_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


def test_the_settings_of_the_readme_are_those_that_there_are() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(FESTPLAN_\w+|[A-Z]+_API_KEY)`", text))
    fields = Settings.model_fields.items()
    assert named == {str(f.validation_alias or f"FESTPLAN_{name.upper()}") for name, f in fields}


def test_the_routes_and_problems_of_the_api_page_are_those_that_there_are() -> None:
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    paths: dict[str, dict[str, Any]] = create_app(Settings()).openapi()["paths"]
    routes = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert set(re.findall(r"`(GET|POST) (/[^`]*)`", text)) == routes
    told = dict.fromkeys(KINDS, 0)
    for status, kinds in re.findall(r"^\| (\d{3}) \| (.*) \|$", text, re.MULTILINE):
        told |= dict.fromkeys(_CODE.findall(kinds), int(status))
    assert told == {name: kind.status for name, kind in KINDS.items()}


# --- the architecture ----------------------------------------------------------------------------

ARCHITECTURE = prose(ROOT / "ARCHITECTURE.md")


def test_the_architecture_names_every_room() -> None:
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in SOURCE.iterdir()
        if path.name not in {"__init__.py", "__pycache__", "py.typed"}
    }
    assert rooms <= set(_CODE.findall(ARCHITECTURE))


def test_every_module_and_function_that_the_architecture_names_is_there() -> None:
    named = [name for name in _CODE.findall(ARCHITECTURE) if _DOTTED.fullmatch(name)]
    dotted = [name for name in named if not name.endswith((".py", ".toml"))]
    assert len(dotted) > 20
    assert [name for name in dotted if not resolves(name)] == []


def resolves(name: str) -> bool:
    """Whether `festplan.NAME` is a module, or something in one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(["festplan", *parts[:end]]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@pytest.mark.parametrize("name", ["engine.magic", "engine.run.walk", "nowhere.at_all"])
def test_a_name_that_is_not_there_is_found(name: str) -> None:
    assert not resolves(name)


def test_every_law_names_a_test_that_is_there() -> None:
    laws = re.split(
        r"^\d+\. ", ARCHITECTURE.partition("## Laws")[2].partition("## ")[0], flags=re.MULTILINE
    )
    files = (ROOT / "tests").rglob("test_*.py")
    there = {
        name
        for file in files
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    for law in laws[1:]:
        named = re.findall(r"`(test_\w+)`", law)
        assert named, law
        assert [name for name in named if name not in there] == []


# --- the example agent ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_thanks(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the agent of CONTRIBUTING.md in it, and nothing else changed."""
    folder = tmp_path_factory.mktemp("thanks")
    shutil.copytree(begun, folder / "data")
    shutil.copytree(SOURCE, folder / "festplan", ignore=shutil.ignore_patterns("__pycache__"))
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", contributing, re.MULTILINE | re.DOTALL)
    (folder / "festplan/agents/thanks.py").write_text(block, encoding="utf-8")
    return folder


def said(folder: Path, code: str, *arguments: str) -> str:
    """What `code` prints, with the package of `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "FESTPLAN_DATA_DIR": str(folder / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def festplan(folder: Path, *arguments: str) -> str:
    return said(folder, "from festplan.cli import main; main()", *arguments)


def test_an_agent_is_added_by_adding_one_file(with_thanks: Path) -> None:
    wishes = ("Mia's 6th birthday", "jungle theme", "75 guests")
    document = json.loads(festplan(with_thanks, "plan", *wishes, "--json"))
    party, results = document["party_id"], document["agent_results"]
    assert results["thanks_agent"]["motif"] == "jungle"
    (line,) = [line for line in document["budget"]["lines"] if line["agent"] == "thanks_agent"]
    assert (line["line_id"], line["amount_minor"], line["basis"]) == ("thanks", 5700, "estimate")
    tasks = {task["id"]: task for task in document["final_plan"]["checklist"]}
    assert tasks["thanks:write"]["title"] == "Write 38 thank-you cards"
    shown = festplan(with_thanks, "show", party)
    assert "38 thank-you cards with jungle on them" in shown
    assert "Thank-you cards and stamps" in shown
    assert festplan(with_thanks, "verify")


def test_the_added_agent_runs_when_what_it_sees_changes_and_only_then(with_thanks: Path) -> None:
    wishes = ("birthday", "jungle theme", "75 guests")
    party = json.loads(festplan(with_thanks, "plan", *wishes, "--json"))["party_id"]
    assert outcome(with_thanks, party, "--change", "inp_3=60 guests") == "fresh"
    assert outcome(with_thanks, party, "--change", "inp_2=space theme") == "ran"
    assert outcome(with_thanks, party, "--remove", "inp_1") == "deleted"


def outcome(folder: Path, party: str, *edit: str) -> str:
    """What became of the added agent in an edit."""
    document = json.loads(festplan(folder, "edit", party, *edit, "--json"))
    (step,) = [step for step in document["outcome"] if step["agent"] == "thanks_agent"]
    return str(step["outcome"])


def test_the_added_agent_keeps_to_the_house(with_thanks: Path) -> None:
    doctest = "import doctest, festplan.agents.thanks as t; print(doctest.testmod(t).failed)"
    assert said(with_thanks, doctest).strip() == "0"
    file = with_thanks / "festplan/agents/thanks.py"
    ruff = [str(Path(sys.executable).parent / "ruff")]
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [*ruff, *command, *config, str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
