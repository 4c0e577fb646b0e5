"""People who bring shoppers: partners, their commissions and payouts."""
