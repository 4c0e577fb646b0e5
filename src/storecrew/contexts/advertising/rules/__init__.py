"""Arithmetic and policy of advertising, plain Python."""
