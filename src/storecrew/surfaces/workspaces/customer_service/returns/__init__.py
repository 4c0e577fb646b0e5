"""Returns: what is announced, and what is found in the parcel."""
