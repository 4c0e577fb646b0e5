"""Reads of the marketing context."""
