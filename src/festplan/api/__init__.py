"""The HTTP door: the only place that knows JSON and HTTP."""

from festplan.api.app import create_app

__all__ = ["create_app"]
