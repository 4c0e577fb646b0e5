"""Refunds that people send: what to pay back to whom, and what came of it."""
