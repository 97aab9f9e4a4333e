"""The use cases: what a host may do with a party, from plain words to a plan and back."""

from festplan.service.context import Festplan
from festplan.service.editing import choose, correct, create, edit, mark_line, mark_task
from festplan.service.exchange import export, import_party
from festplan.service.history import diff, fork, redo, restore, undo
from festplan.service.lifecycle import close, resume, save
from festplan.service.running import recover

__all__ = [
    "Festplan",
    "choose",
    "close",
    "correct",
    "create",
    "diff",
    "edit",
    "export",
    "fork",
    "import_party",
    "mark_line",
    "mark_task",
    "recover",
    "redo",
    "restore",
    "resume",
    "save",
    "undo",
]
