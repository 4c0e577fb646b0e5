"""Writes of the marketing context."""
