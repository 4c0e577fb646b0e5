"""What higher contexts plug into customers: the check of addresses, and the personal data they keep."""
