"""The party and what is still to do for it, for a calendar: iCalendar after RFC 5545."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from festplan.exports.outline import title

MAX_OCTETS = 75
"""Of a line; a longer one goes on in the next, after a space."""

Document = Mapping[str, Any]


def as_ics(document: Document, *, today: date) -> str:
    """The party as an event, and each task that is not done on the day on which it is due.

    Times are the clock's where the party is (no time zone). Without a time the party takes the
    whole day; without a date its tasks are to-dos without a day. `today` stamps the entries.
    """
    entries = [*_party(document), *_tasks(document)] or [_open_todo(document)]
    stamp = f"DTSTAMP:{today:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Festplan//Festplan//EN"]
    for kind, entry in entries:
        lines += [f"BEGIN:{kind}", stamp, f"SEQUENCE:{document['version']}", *entry, f"END:{kind}"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


Entry = tuple[str, list[str]]
"""The kind of an entry (VEVENT, VTODO) and its lines."""


def _party(document: Document) -> Iterator[Entry]:
    held = document["brief"].get("date")
    if held is None:
        return
    plan = document["final_plan"] or {}
    yield (
        "VEVENT",
        [
            _uid(document, "party"),
            *_span(date.fromisoformat(held), plan.get("timeline", [])),
            _text("SUMMARY", title(document["brief"])),
            *_some("LOCATION", _place(document)),
            *_some("DESCRIPTION", str(plan.get("summary", ""))),
        ],
    )


def _span(held: date, steps: list[Document]) -> list[str]:
    """From the first guest to the last, or the whole day."""
    inside = [step for step in steps if step["tag"] not in {"setup", "clear"}]
    first = next((step for step in inside if step["minute"] == 0 and step.get("time")), None)
    if first is None:
        return _day(held)
    start = datetime.fromisoformat(f"{held.isoformat()}T{first['time']}")
    end = start + timedelta(minutes=max(step["minute"] + step["minutes"] for step in inside))
    return [f"DTSTART:{start:%Y%m%dT%H%M%S}", f"DTEND:{end:%Y%m%dT%H%M%S}"]


def _day(on: date) -> list[str]:
    after = on + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _place(document: Document) -> str:
    """The place that the budget chose, and the city."""
    lines = (document["budget"] or {}).get("lines", [])
    venue = [line["label"] for line in lines if line.get("line_id") == "venue"]
    return ", ".join([*venue, *filter(None, [document["brief"].get("city")])])


def _tasks(document: Document) -> Iterator[Entry]:
    for task in (document["final_plan"] or {}).get("checklist", []):
        if task.get("done"):
            continue
        due = task.get("due")
        on = [*_day(date.fromisoformat(due)), "TRANSP:TRANSPARENT"] if due else []
        about = [_text("SUMMARY", task["title"]), *_some("DESCRIPTION", str(task.get("why", "")))]
        yield "VEVENT" if due else "VTODO", [_uid(document, task["task_id"]), *on, *about]


def _open_todo(document: Document) -> Entry:
    """A calendar holds one entry at least: a party that nothing is known of has yet to be told."""
    return "VTODO", [_uid(document, "begin"), _text("SUMMARY", "Say what the party is to be")]


# --- lines ---------------------------------------------------------------------------------------


def _uid(document: Document, name: str) -> str:
    return _text("UID", f"{document['party_id']}-{name}@festplan")


def _some(name: str, value: str) -> list[str]:
    return [_text(name, value)] if value else []


def _text(name: str, value: str) -> str:
    """A property whose value is free text, with what means something to a calendar escaped."""
    plain = " ".join(value.split())
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return f"{name}:{plain}"


def _folded(line: str) -> str:
    """`line` in pieces of at most 75 octets, no letter cut in two."""
    pieces, width = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if width + octets > MAX_OCTETS:
            pieces.append(" ")
            width = 1
        pieces[-1] += letter
        width += octets
    return "\r\n".join(pieces)
