"""Which agents must run, and running them; it knows no agent by name."""
