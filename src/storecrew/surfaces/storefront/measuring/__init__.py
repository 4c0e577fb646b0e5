"""Counting visits: what a page reports when it is seen, and what the shop notes when somebody acts."""
