"""The writes of health."""
