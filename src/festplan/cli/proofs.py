"""The simulation and the evaluation as people read them in a terminal, or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from festplan.cli.edits import spoken
from festplan.cli.lists import filled
from festplan.cli.rendering import grid
from festplan.domain.money import show_dollars

Document = dict[str, Any]
COMPONENTS = {
    "models": "Models",
    "classification": "Classification",
    "vectors": "Vectors",
    "cache": "Cache",
    "database": "Database",
}
"""Components as a row is headed."""
TURNS = {
    "rules": "rules",
    "local": "a local model",
    "small": "the small model",
    "large": "the large model",
    "shared": "another's answer",
    "fresh": "not asked again",
}
"""Who answered, in words."""


def simulation(document: Document) -> Iterator[RenderableType]:
    """The workload, every strategy alone and together, the components, quality, and the books."""
    yield _workload(document)
    yield Text()
    yield _strategies(document)
    yield Text()
    yield _components(document)
    yield Text()
    yield from _turns(document)
    yield Text()
    yield _skews(document["exponents"])
    yield Text()
    yield from _quality(document["quality"])
    yield from _books(document["books"])
    yield _took(document["times"])


def _workload(document: Document) -> RenderableType:
    work = document["workload"]
    return Text(
        f"{document['parties']:,} parties, {work['edits_per_party']} edits each, "
        f"{work['cards_per_run']} cards a run; {work['wishes']} wishes that only a model meets. "
        f"Themes at exponent {work['worst_exponent']}, where least is saved.",
        style="bold",
    )


def _strategies(document: Document) -> RenderableType:
    before, case_1 = document["baseline"], document["baseline_with_case_1"]
    together, off = document["total"], document["rules_off"]
    rows = [("The document's architecture", before), ("  with its CASE 1", case_1)]
    alone = [row for row in document["strategies"] if row["name"] != "case_1_delta"]
    rows += [(f"  {row['title']}", row) for row in alone]
    rows += [("All that Festplan does", together), ("  and in batches", together["in_batches"])]
    rows += [("A model for every card", off), ("  and in batches", off["in_batches"])]
    columns = ("Per party", "Per 100,000", "Saved")
    made = grid("At the case study's prices", *columns, right=(1, 2, 3))
    return filled(made, [_row(title, priced) for title, priced in rows])


def _row(title: str, priced: Mapping[str, Any]) -> tuple[str, str, str, str]:
    each, saved = show_dollars(priced["microdollars_per_party"]), priced["savings_percent"]
    return title, each, priced["per_100k_parties"], f"{saved:.1f}%"


def _components(document: Document) -> RenderableType:
    """What the parts cost before and after, at the case study's prices and today's."""
    names = ("baseline", "total", "rules_off")
    priced = [document[name] for name in names]
    rows: list[tuple[str, ...]] = [
        (title, *(show_dollars(one["components"][part]) for one in priced))
        for part, title in COMPONENTS.items()
    ]
    today = [show_dollars(one["today_microdollars_per_party"]) for one in priced]
    rows.append(("All calls at today's list prices", *today))
    head = ("Component, per party", "Before", "After", "Rules off")
    return filled(grid(*head, right=(1, 2, 3)), rows)


def _turns(document: Document) -> Iterator[RenderableType]:
    turns = document["executions"]["turns"]
    named = [f"{count:,} {TURNS[who]}" for who, count in document["answered_by"].items() if count]
    yield Text(f"{turns:,} turns: {', '.join(named)}.")
    avoided, levels = document["executions"]["avoided_percent"], document["levels"]
    yield Text(
        f"{avoided}% of executions avoided: {levels['plan']}% stood in the plan, "
        f"{levels['own']}% among the host's own answers, {levels['others']}% at other hosts."
    )
    climbed = document["escalation"]
    yield Text(
        f"Of {climbed['asks']:,} asks that a model could be put, {climbed['to_models_percent']}% "
        f"went to one, {climbed['to_large_percent']}% to the large one."
    )


def _skews(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    head = ("Exponent of the themes", "Before", "After", "Saved", "Shared", "Quality")
    cells = [
        (
            f"{row['exponent']:g}",
            show_dollars(row["baseline_microdollars_per_party"]),
            show_dollars(row["microdollars_per_party"]),
            f"{row['savings_percent']:.1f}%",
            f"{row['shared_percent']:.1f}%",
            _share(row["quality"]),
        )
        for row in rows
    ]
    return filled(grid(*head, right=range(1, 6)), cells)


def _quality(quality: Document) -> Iterator[RenderableType]:
    worlds = ("baseline", "total", "rules_off")
    names = sorted({n for w in worlds for n in quality["constraints"][w]["by_constraint"]})
    rows = [
        (
            name.replace("_", " ").capitalize(),
            *(_met(quality["constraints"][world]["by_constraint"].get(name)) for world in worlds),
        )
        for name in names
    ]
    rows.append(("All", *(_share(quality[world]) for world in worlds)))
    yield filled(grid("Constraints met", "Before", "After", "Rules off", right=(1, 2, 3)), rows)
    if not quality["not_lower"]:
        yield Text("Quality is lower than before: the savings do not count.", style="red")


def _met(counted: Mapping[str, int] | None) -> str:
    return f"{counted['met']:,} of {counted['checked']:,}" if counted else ""


def _share(share: float) -> str:
    return f"{100 * share:.2f}%"


def _books(books: Document) -> Iterator[RenderableType]:
    served = sum(world["served"] for world in books["worlds"].values())
    away = sum(world["over_http"] for world in books["worlds"].values())
    if books["agree"]:
        yield Text(
            f"\n{served:,} calls served, {away:,} over HTTP: every one stands in the ledger, "
            "to the token and the microdollar."
        )
    for said in books["disagreements"]:
        yield Text(said, style="red")


def _took(times: Mapping[str, Any]) -> RenderableType:
    cpu = sum(world["cpu_seconds"] for world in times.values() if isinstance(world, dict))
    return Text(f"{times['wall_seconds']:.0f} s, {cpu:.0f} s of processor time.", style="dim")


# --- the evaluation ------------------------------------------------------------------------------


def evaluation(document: Document) -> Iterator[RenderableType]:
    """What the plans of each ladder keep to, by agent and tier, and what they do not, by name."""
    yield Text(f"{document['parties']:,} parties, checked by code.", style="bold")
    for ladder in document["ladders"]:
        yield Text(f"\n{ladder['title']}: {ladder['met']:,} of {ladder['checked']:,} kept")
        rows = [
            (spoken(row["agent"]), row["tier"], f"{row['met']:,} of {row['checked']:,}")
            for row in ladder["by_agent_and_tier"]
        ]
        yield filled(grid("Agent", "Answered by", "Kept", right=(2,)), rows)
        for one in ladder["unmet"]:
            yield Text(f"  party {one['party']}, {one['constraint']}: {one['instead']}")
    yield _took(document["times"])
