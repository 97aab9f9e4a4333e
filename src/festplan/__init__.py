"""Festplan: plain words become a costed party plan that stays right while the host changes it."""

__version__ = "0.1.0"
