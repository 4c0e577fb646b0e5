"""The interface for programs of the business: every call has a key, every operation asks for a right."""
