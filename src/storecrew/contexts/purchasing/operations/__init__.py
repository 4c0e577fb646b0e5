"""Writes of the purchasing context, by verb."""
