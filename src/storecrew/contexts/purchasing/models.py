"""Tables of the purchasing context."""
