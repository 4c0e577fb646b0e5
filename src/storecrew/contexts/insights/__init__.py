"""What shoppers do, where they come from, what it brings: events, counts, attribution, experiments."""
