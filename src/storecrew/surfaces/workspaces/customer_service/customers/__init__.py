"""Customers: who they are, what they bought, where they live."""
