"""Reads of insights."""
