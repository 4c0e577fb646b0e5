"""The reads of health."""
