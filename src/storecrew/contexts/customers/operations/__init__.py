"""Writes of customers, one noun in each file."""
