"""Festplan: a host's plain words become a costed party plan that stays right while they change their mind."""

__version__ = "0.1.0"
