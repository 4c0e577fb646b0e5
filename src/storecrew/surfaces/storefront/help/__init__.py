"""Content pages, refusals, and what machines read."""
