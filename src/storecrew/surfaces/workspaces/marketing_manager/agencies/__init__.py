"""Agencies, the work that is given to them or to people of the house, and what those see who have it."""
