"""Pages of disputes: the list, a dispute, its answer."""
