"""Transfers between our locations."""
