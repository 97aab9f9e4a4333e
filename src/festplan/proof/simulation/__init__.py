"""The simulation: parties of hosts with skewed tastes, played through the real service, priced."""
