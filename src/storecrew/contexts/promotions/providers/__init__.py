"""Outside formats that promotions read."""
