"""Arithmetic and policy of commissions, plain Python."""
