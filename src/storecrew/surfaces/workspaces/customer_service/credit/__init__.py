"""Customers on account and what they owe."""
