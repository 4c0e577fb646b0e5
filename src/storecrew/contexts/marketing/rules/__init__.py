"""Arithmetic and policy of the marketing context."""
