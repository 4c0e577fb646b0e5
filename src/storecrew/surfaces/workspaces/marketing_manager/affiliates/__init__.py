"""Partners, their commissions and payouts."""
