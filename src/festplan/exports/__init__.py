"""A plan on paper: its outline for readers, and the formats that it leaves Festplan in. Pure."""

from festplan.exports.calendar import as_ics
from festplan.exports.markdown import as_markdown
from festplan.exports.outline import outline
from festplan.exports.spreadsheet import as_csv

__all__ = ["FORMATS", "as_csv", "as_ics", "as_markdown", "outline"]

FORMATS = ("md", "csv", "ics", "json")
"""What a party can be exported as; `json` is the whole party, to be imported again."""
