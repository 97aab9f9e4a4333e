"""What planning costs: estimates from a price book, and reports from the ledger."""
