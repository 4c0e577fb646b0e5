"""Writes of the budgets context."""
