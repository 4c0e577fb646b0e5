"""Arithmetic and policy of purchasing, without a database."""
