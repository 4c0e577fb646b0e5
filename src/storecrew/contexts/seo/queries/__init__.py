"""Reads of being found."""
