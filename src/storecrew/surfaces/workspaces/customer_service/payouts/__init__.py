"""Pages of payouts and of what differs from the ledger."""
