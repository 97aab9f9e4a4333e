"""A file of listings into the catalogue: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from festplan.catalogue.imports.reading import Read, listings
from festplan.catalogue.imports.refused import FileRefused, Report
from festplan.catalogue.load import stage


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was read: what came of its rows, and how many listings are laid out."""

    report: Report
    offered: int


def stage_file(
    connection: Connection, path: Path, mapped: Mapping[str, str], *, read: Read
) -> Staged:
    """Reads the file and lays out its listings for `load.take_over`; nothing is changed yet.

    Once a row is wrong the others are only checked. `read` is called with how many bytes of how
    many have been read. A file that cannot be read at all is an error of the report, line 0.
    """
    report = Report()
    fine = (listing for listing in listings(path, mapped, report, read) if not report.faults)
    try:
        return Staged(report, stage(connection, fine))
    except FileRefused as refused:
        report.refuse(0, str(refused))
        return Staged(report, 0)
