"""What the golden files hold, as it is now; `python -m tests.golden.current` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from festplan import agents
from festplan.api import create_app
from festplan.config import Settings
from festplan.engine.agent import Agent

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


def routes() -> str:
    """Every operation of the HTTP API: method, path, and the id that clients are made from."""
    paths = create_app(Settings()).openapi()["paths"]
    return "".join(
        f"{method.upper():6} {path}  {operation['operationId']}\n"
        for path, operations in sorted(paths.items())
        for method in METHODS
        if (operation := operations.get(method))
    )


GOLDEN: dict[str, Callable[[], str]] = {"graph.txt": graph, "routes.txt": routes}


if __name__ == "__main__":
    for name, text in GOLDEN.items():
        (FOLDER / name).write_text(text(), encoding="utf-8")
