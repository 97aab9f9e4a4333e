"""Proof over real databases: what Festplan promises, checked from outside."""
