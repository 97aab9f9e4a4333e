"""What the golden files hold, as it is now; `python -m tests.golden.current` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from festplan import agents
from festplan.api import create_app
from festplan.config import Settings
from festplan.engine.agent import Agent
from festplan.engine.fingerprint import identity
from festplan.models import extraction
from festplan.models.framing import FRAME
from festplan.models.tiers import READING

FOLDER = Path(__file__).parent
METHODS = ("get", "post", "put", "patch", "delete")


def graph() -> str:
    """Every agent with its version, what it does, and whom it reads."""
    return "\n".join(_agent(agent) for agent in agents.graph()) + "\n"


def _agent(agent: Agent) -> str:
    what = [
        "asked for" if agent.active else "follows",
        "looks things up" if agent.gather else "looks nothing up",
        "always private" if agent.private else "shared where its view may be",
    ]
    reads = [f"  reads {name}" for name in agent.upstream]
    return "\n".join([f"{agent.name} {agent.version}: {', '.join(what)}", *reads])


def prompts() -> str:
    """How a model is asked for each agent: its version, and a hash of all that it is told first.

    What an agent's answer depends on beside view and evidence has to be in its version, which is in
    every fingerprint: a changed prompt without a new version would find the old prompt's answers.
    """
    asked = [
        (agent.name, agent.version, prompt.instructions, prompt.schema, prompt.max_output_tokens)
        for agent in agents.graph()
        if (prompt := agent.prompt)
    ]
    e = extraction
    asked.append((READING, e.VERSION, e.INSTRUCTIONS, e.SCHEMA, e.MOST_OUTPUT_TOKENS))
    return "".join(
        f"{name} {version}: {identity([FRAME, instructions, schema, most])}\n"
        for name, version, instructions, schema, most in asked
    )


def without_a_new_version(before: str, now: str) -> list[str]:
    """The agents of `now` whose prompt is another than `before`, though their version is not."""
    known = dict(line.rsplit(": ", 1) for line in before.splitlines())
    lines = (line.rsplit(": ", 1) for line in now.splitlines())
    return [name for name, found in lines if known.get(name, found) != found]


def routes() -> str:
    """Every operation of the HTTP API: method, path, and the id that clients are made from."""
    paths = create_app(Settings()).openapi()["paths"]
    return "".join(
        f"{method.upper():6} {path}  {operation['operationId']}\n"
        for path, operations in sorted(paths.items())
        for method in METHODS
        if (operation := operations.get(method))
    )


GOLDEN: dict[str, Callable[[], str]] = {
    "graph.txt": graph,
    "prompts.txt": prompts,
    "routes.txt": routes,
}


if __name__ == "__main__":
    held = FOLDER / "prompts.txt"
    if stuck := without_a_new_version(held.read_text(encoding="utf-8"), prompts()):
        raise SystemExit(f"The prompt has changed of {', '.join(stuck)}: raise the version.")
    for name, text in GOLDEN.items():
        (FOLDER / name).write_text(text(), encoding="utf-8")
