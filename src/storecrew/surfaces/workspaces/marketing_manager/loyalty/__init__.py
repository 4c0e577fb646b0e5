"""Points, members and gift vouchers, for the marketing manager."""
