"""Orders that will be late, before they are."""
