"""Outside systems that pricing asks."""
