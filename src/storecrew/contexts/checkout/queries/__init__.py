"""The reads of the checkout context."""
