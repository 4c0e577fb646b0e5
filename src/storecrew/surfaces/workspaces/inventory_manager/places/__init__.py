"""Pages of locations: where they stand, how they are supplied, when a count needs another person."""
