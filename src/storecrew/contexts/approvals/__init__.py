"""Second persons: what waits until somebody else has looked at it, and the limits that say when."""
