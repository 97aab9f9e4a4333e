"""How the budget is chosen: limits, exact search, and advice."""
