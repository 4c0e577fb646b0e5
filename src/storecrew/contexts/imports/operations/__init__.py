"""Writes of the imports context, one file per verb."""
