"""Our own places: hours, address, and what is there now."""
