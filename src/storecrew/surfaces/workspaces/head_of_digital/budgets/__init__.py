"""Budgets: one screen of what is planned, ordered, spent and expected; versions; requests for more."""
