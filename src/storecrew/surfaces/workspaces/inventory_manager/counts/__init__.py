"""Counts: due, waiting for approval, decided."""
