"""The reads of the wishes context."""
