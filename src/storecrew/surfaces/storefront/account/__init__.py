"""Orders by link, and the account."""
