"""Codes that are sold as goods."""
