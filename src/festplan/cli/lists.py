"""Lists and short answers as people read them in a terminal, at 80 columns or in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from festplan.cli.edits import spoken
from festplan.cli.rendering import grid
from festplan.domain.money import show

Document = dict[str, Any]


def filled(made: Grid, rows: Iterable[Iterable[object]]) -> Grid:
    """The table with these rows; whatever they hold is text."""
    for row in rows:
        made.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return made


def parties(document: Document) -> Iterator[RenderableType]:
    """Id, status, last change and what was said, of each party."""
    if not document["data"]:
        yield Text('No party yet. Begin with: festplan plan "jungle theme" "75 guests"')
        return
    rows = (
        (p["party_id"], p["status"], when(p["updated_at"]), "; ".join(p["inputs"]))
        for p in document["data"]
    )
    yield filled(grid("Party", "Status", "Changed", "What you said"), rows)
    if document["nextCursor"]:
        yield Text(f'More: festplan list --cursor "{document["nextCursor"]}"', style="dim")


def history(document: Document) -> Iterator[RenderableType]:
    """Every version, and every input that there ever was."""
    rows = (
        (line["version"], _spaced(line["kind"]), line["actor"], when(line["occurred_at"]))
        for line in document["data"]
    )
    yield filled(grid("Version", "What happened", "By", "When", right=(0,)), rows)
    yield Text()
    inputs = (
        (
            source["input_id"],
            source["content"],
            _from_to(source),
            ", ".join(spoken(agent) for agent in source["affected_agents"]),
        )
        for source in document["inputs"]
    )
    yield filled(grid("Input", "Text", "Versions", "Made work"), inputs)


def _from_to(source: Document) -> str:
    end = source["removed_version"]
    return f"{source['added_version']} to {'now' if end is None else end}"


def _spaced(kind: str) -> str:
    """`Input added` of InputAdded."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in kind).replace("_", " ").split()
    return " ".join(words).capitalize()


def snapshots(document: Document) -> Iterator[RenderableType]:
    """Number, type, version and time of each snapshot."""
    if not document["data"]:
        yield Text(f"No snapshot yet. Take one: festplan save {document['party_id']}")
        return
    rows = (
        (s["snapshot_version"], s["snapshot_type"], s["version"], when(s["created_at"]))
        for s in document["data"]
    )
    yield filled(grid("Snapshot", "Type", "Version", "When", right=(0, 2)), rows)
    yield Text(f"Back to one: festplan restore {document['party_id']} --snapshot N", style="dim")


def diff(document: Document) -> Iterator[RenderableType]:
    """Inputs, facts and answers that differ, and the two totals."""
    a, b = document["a"], document["b"]
    yield Text(
        f"{a['party_id']} version {a['version']} beside {b['party_id']} version {b['version']}",
        style="bold",
    )
    inputs = document["inputs"]
    yield from (Text(f"- {text}", style="red") for text in inputs["removed"])
    yield from (Text(f"+ {text}", style="green") for text in inputs["added"])
    yield from (Text(f"~ {c['a']} -> {c['b']}", style="yellow") for c in inputs["changed"])
    if document["facts"]:
        rows = ((f["fact"], brief(f["a"]), brief(f["b"])) for f in document["facts"])
        yield filled(grid("Fact", "A", "B"), rows)
    if document["agents"]:
        answers = ((spoken(x["agent"]), x["change"]) for x in document["agents"])
        yield filled(grid("Answer of", "Is"), answers)
    totals = [_total(total) for total in document["budget"]]
    yield Text(f"Total: {totals[0]} beside {totals[1]}")


def _total(total: Document | None) -> str:
    if total is None:
        return "no budget"
    fits = {True: ", fits", False: ", does not fit"}.get(total["fits"], "")
    return f"{show(total['total_minor'], total['currency'])}{fits}"


def understanding(document: Document) -> Iterator[RenderableType]:
    """What a text is about, its facts, and what is left over."""
    yield Text(document["text"], style="bold")
    about = ", ".join(document["categories"]).replace("out_of_domain", "not about a party")
    rows = [("about", about)]
    rows += [(name, brief(value)) for name, value in document["facts"].items()]
    rows += [("left over", document["residue"])] if document["residue"] else []
    rows += [("question", question) for question in document["questions"]]
    made = filled(grid("", ""), rows)
    made.show_header = False
    yield made


def brief(value: object) -> str:
    """A fact in a few words: `bbq, tacos`, `vegan 5`, `-` for none."""
    if value is None:
        return "-"
    if isinstance(value, dict):
        parts = (k if v is None else f"{k} {brief(v)}" for k, v in value.items())
        return ", ".join(parts)
    if isinstance(value, list):
        return "; ".join(brief(v) if isinstance(v, dict) else str(v) for v in value)
    return str(value)


def listings(document: Document) -> Iterator[RenderableType]:
    """Listings that were found, best first; or, where none was, what comes nearest."""
    if document["data"]:
        yield from _found(document["data"])
        return
    yield Text("Nothing in the catalogue passes that; `festplan catalogue stats` says what is.")
    for concession in document["nearest"]:
        currency = concession["data"][0]["currency"]
        wishes = " and ".join(_wish(name, value, currency) for name, value in concession["give_up"])
        yield Text(f"\nWithout {wishes}{_offered(concession)}:", style="bold")
        yield from _found(concession["data"])


def _wish(name: str, value: object, currency: str) -> str:
    """`capacity 400`, `price up to $5`."""
    if name == "max_price_minor" and isinstance(value, int):
        return f"price up to {show(value, currency)}"
    return f"{_spaced(name).lower()} {value}"


def _offered(concession: Document) -> str:
    """The largest, the cheapest or the nearest there is, where that was what stood in the way."""
    offered, wish = concession["offered"], concession["give_up"][0][0]
    if offered is None:
        return ""
    if wish == "max_price_minor":
        return f" (the cheapest: {show(offered, concession['data'][0]['currency'])})"
    return (
        f" (the nearest: {offered:.1f} km)" if wish == "within_km" else f" (the most: {offered:,})"
    )


def _found(data: list[Document]) -> Iterator[RenderableType]:
    for x in data:
        place = ", ".join(part for part in (x["area"], x["city"], x["country"]) if part)
        holds = f", holds {x['capacity']:,}" if x["capacity"] else ""
        yield Text.assemble((x["name"], "bold"), f"  {x['kind']}{holds}, {price(x)}")
        yield Text(f"  {place}  {x['listing_id']}", style="dim")
        if x["why"]:
            yield Text(f"  + {x['why']}")
        yield from (Text(f"  - {miss}") for miss in x["misses"])
    yield from map(Text, _origins(data))


def _origins(found: list[Document]) -> Iterator[str]:
    """Every source and licence of what was found, and what a tilde means."""
    if any("typical" in x for x in found):
        yield "~ marks an estimate: what such listings usually cost."
    real = [x for x in found if x["licence"]]
    yield from dict.fromkeys(f"From {x['source']} ({x['licence']})" for x in real)


def price(listing: Document) -> str:
    """`$120 + $90 an hour`, an estimate as `~$60 per hour`, or that it has to be asked for."""
    code, usual = listing["currency"], listing.get("typical")
    if listing["price_minor"] is None and usual:
        return f"~{show(usual['typical_minor'], code)} per {usual['unit']}"
    if listing["price_minor"] is None:
        return "ask"
    each = f"{show(listing['price_minor'], code)} per {listing['unit']}"
    return f"{show(listing['fee_minor'], code)} + {each}" if listing["fee_minor"] else each


def stats(document: Document) -> Iterator[RenderableType]:
    """How many listings of what, and where."""
    yield Text(
        f"{document['listings']:,} listings, version {document['version']} of the catalogue.",
        style="bold",
    )
    for name in ("sources", "roles", "cities"):
        counted = sorted(document[name].items(), key=lambda item: (-item[1], item[0]))
        said = ", ".join(f"{what} {count:,}" for what, count in counted)
        yield Text(f"{name.capitalize()}: {said}")
    yield Text(f"Kinds: {', '.join(sorted(document['kinds']))}")


def setup(document: Document) -> Iterator[RenderableType]:
    """What was found of the set-up, and what changes it."""
    rows = ((c["name"], c["found"], c["change"]) for c in document["checks"])
    yield filled(grid("", "Found", "To change it"), rows)


def findings(document: Document) -> Iterator[RenderableType]:
    """What the check of a database found."""
    if not document["findings"]:
        yield Text(f"{document['database']}: every invariant holds.")
    for finding in document["findings"]:
        place = " ".join(part for part in (finding["table"], finding["row_id"]) if part)
        yield Text(f"{finding['name']}, {place}: {finding['message']}")


def when(iso: str) -> str:
    """A time in UTC as it is here, to the minute."""
    return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}"
