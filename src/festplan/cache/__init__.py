"""Shared answers nearer than the database: in memory, then in Redis, read through."""
