"""Experiments without a database: who sees what, how many are needed, and what the numbers say."""
