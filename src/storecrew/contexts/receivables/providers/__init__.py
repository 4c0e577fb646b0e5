"""The invoice as a way to pay."""
