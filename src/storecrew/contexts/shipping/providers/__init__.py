"""Outside systems behind small protocols."""
