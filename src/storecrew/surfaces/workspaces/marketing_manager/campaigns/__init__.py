"""Pages of campaigns and of the strategy they serve."""
