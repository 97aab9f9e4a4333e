"""Parties, their history and their results in a SQL database."""
