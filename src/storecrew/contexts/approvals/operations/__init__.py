"""Writes of the approvals context: ask, decide, set limits."""
