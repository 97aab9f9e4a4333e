"""The party and what is still to do for it, for a calendar: iCalendar after RFC 5545."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from festplan.exports.outline import title

Document = Mapping[str, Any]
Entry = tuple[str, dict[str, Any]]
"""The kind of an entry (VEVENT, VTODO) and its properties; those without a value are left out."""


def as_ics(document: Document, *, today: date) -> str:
    """The party as an event, and each task that is not done on the day on which it is due.

    Times are the clock's where the party is (no time zone). Without a time the party takes the
    whole day; without a date its tasks are to-dos without a day. `today` stamps the entries.
    """
    from icalendar import Calendar, Component

    entries = [*_party(document), *_tasks(document)] or [_open_todo(document)]
    stamp = {"dtstamp": datetime.combine(today, time(tzinfo=UTC)), "sequence": document["version"]}
    calendar = Calendar({"version": "2.0", "prodid": "-//Festplan//Festplan//EN"})
    for kind, properties in entries:
        entry = Component.get_component_class(kind)()
        for name, value in {**properties, **stamp}.items():
            if value != "":
                entry.add(name, value)
        calendar.add_component(entry)
    return str(calendar.to_ical(), "utf-8")


def _party(document: Document) -> Iterator[Entry]:
    held = document["brief"].get("date")
    if held is None:
        return
    plan = document["final_plan"] or {}
    yield (
        "VEVENT",
        {
            "uid": _uid(document, "party"),
            **_span(date.fromisoformat(held), plan.get("timeline", [])),
            "summary": _words(title(document["brief"])),
            "location": _words(_place(document)),
            "description": _words(plan.get("summary", "")),
        },
    )


def _span(held: date, steps: list[Document]) -> dict[str, date]:
    """From the first guest to the last, or the whole day."""
    inside = [step for step in steps if step["tag"] not in {"setup", "clear"}]
    first = next((step for step in inside if step["minute"] == 0 and step.get("time")), None)
    if first is None:
        return _day(held)
    start = datetime.fromisoformat(f"{held.isoformat()}T{first['time']}")
    end = start + timedelta(minutes=max(step["minute"] + step["minutes"] for step in inside))
    return {"dtstart": start, "dtend": end}


def _day(on: date) -> dict[str, date]:
    return {"dtstart": on, "dtend": on + timedelta(days=1)}


def _place(document: Document) -> str:
    """The place that the budget chose, and the city."""
    lines = (document["budget"] or {}).get("lines", [])
    venue = [line["label"] for line in lines if line.get("line_id") == "venue"]
    return ", ".join([*venue, *filter(None, [document["brief"].get("city")])])


def _tasks(document: Document) -> Iterator[Entry]:
    for task in (document["final_plan"] or {}).get("checklist", []):
        if task.get("done"):
            continue
        about = {
            "uid": _uid(document, task["task_id"]),
            "summary": _words(task["title"]),
            "description": _words(task.get("why", "")),
        }
        if due := task.get("due"):
            yield "VEVENT", {**about, **_day(date.fromisoformat(due)), "transp": "TRANSPARENT"}
        else:
            yield "VTODO", about


def _open_todo(document: Document) -> Entry:
    """A calendar holds one entry at least: a party that nothing is known of has yet to be told."""
    return "VTODO", {"uid": _uid(document, "begin"), "summary": "Say what the party is to be"}


def _uid(document: Document, name: str) -> str:
    return f"{document['party_id']}-{name}@festplan"


def _words(value: str) -> str:
    """Free text in one line; of `\\N` icalendar would make a line break, even escaped."""
    return " ".join(value.replace("\\N", "\\n").split())
