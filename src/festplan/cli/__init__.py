"""The command line: the same use cases as the API, as commands.

Nothing heavy is imported before a command needs it, so that help comes at once.
"""

from festplan.cli.app import app, main

__all__ = ["app", "main"]
